from datetime import date
from typing import Any, ClassVar

from django.db import models


class PolicyQuerySet(models.QuerySet["Policy"]):
    def in_force_on(self, day: date) -> "Policy":
        """The policy that holds on `day`. Raises Policy.DoesNotExist before the first one."""
        newest = self.filter(valid_from__lte=day).order_by("-valid_from", "-version").first()
        if newest is None:
            raise Policy.DoesNotExist(day)
        return newest


class Policy(models.Model):
    """One version of the classification rules; versions are added, never changed (D135).

    `rules` holds the sections `value_tiers`, `unranked_purposes` and `closing_months`, and from version 2 on
    `backbone` and `overrides`; `policy_rules.problems_of` says what each may hold.
    """

    version = models.PositiveIntegerField(unique=True)
    valid_from = models.DateField()
    rules: Any = models.JSONField()
    # Why it was adopted, by whom and when; empty for those that came with the product.
    reason = models.TextField(blank=True)
    adopted_by_id = models.BigIntegerField(null=True)
    adopted_at = models.DateTimeField(null=True)

    objects: ClassVar[PolicyQuerySet] = PolicyQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name_plural = "policies"

    def __str__(self) -> str:
        return f"v{self.version}"
