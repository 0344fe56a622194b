from datetime import date
from typing import Any, ClassVar

from django.db import models


class ProfilePolicyQuerySet(models.QuerySet["ProfilePolicy"]):
    def in_force_on(self, day: date) -> "ProfilePolicy":
        """The policy that holds on `day`. Raises ProfilePolicy.DoesNotExist before the first one."""
        newest = self.filter(valid_from__lte=day).order_by("-valid_from", "-version").first()
        if newest is None:
            raise ProfilePolicy.DoesNotExist(day)
        return newest


class ProfilePolicy(models.Model):
    """What should be known of a customer, by purpose, and how long it stays fresh (D7, D135).

    `items` maps each purpose to a list of `{"code", "weight"}` whose weights sum to 100; the codes are those
    of `completeness.known_of`.
    """

    version = models.PositiveIntegerField(unique=True)
    valid_from = models.DateField()
    shelf_life_days = models.PositiveIntegerField()
    items: Any = models.JSONField()

    objects: ClassVar[ProfilePolicyQuerySet] = ProfilePolicyQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name_plural = "profile policies"

    def __str__(self) -> str:
        return f"v{self.version}"
