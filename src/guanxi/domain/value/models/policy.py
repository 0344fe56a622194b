from datetime import date, datetime
from typing import Any, ClassVar

from django.db import models, transaction

from guanxi.domain.ground.scope import Actor
from guanxi.domain.timeline.models import Event
from guanxi.domain.value import events
from guanxi.domain.value.rules import problems_of


class UnableToAdopt(ValueError):
    """The rules are no value policy, or would begin in the past; `problems` are (place, code)."""

    def __init__(self, problems: list[tuple[str, str]]) -> None:
        super().__init__(", ".join(f"{place}: {code}" for place, code in problems))
        self.problems = problems


class ValuePolicyQuerySet(models.QuerySet["ValuePolicy"]):
    def in_force_on(self, day: date) -> "ValuePolicy":
        """The policy that holds on `day`. Raises ValuePolicy.DoesNotExist before the first one."""
        newest = self.filter(valid_from__lte=day).order_by("-valid_from", "-version").first()
        if newest is None:
            raise ValuePolicy.DoesNotExist(day)
        return newest


class ValuePolicy(models.Model):
    """One version of the rules of value; versions are added, never changed (D135).

    `rules` holds `activities` (activity → category of the statement, and whether the maintenance budget pays
    for it), `others` (the same for activities it does not name), `lapse` and `budget` (tier → floor and cap
    in millionths). `rules.problems_of` says what each may hold.
    """

    version = models.PositiveIntegerField(unique=True)
    valid_from = models.DateField()
    rules: Any = models.JSONField()
    # Why it was adopted, by whom and when; empty for the one that came with the product.
    reason = models.TextField(blank=True)
    adopted_by_id = models.BigIntegerField(null=True)
    adopted_at = models.DateTimeField(null=True)

    objects: ClassVar[ValuePolicyQuerySet] = ValuePolicyQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name_plural = "value policies"

    def __str__(self) -> str:
        return f"v{self.version}"

    @classmethod
    @transaction.atomic
    def adopt(
        cls, rules: dict[str, Any], *, valid_from: date, reason: str, today: date, by: Actor, at: datetime
    ) -> "ValuePolicy":
        """Add the next version. Raises UnableToAdopt: what was concluded under a policy keeps it."""
        problems = problems_of(rules)
        if valid_from < today:
            problems.append(("valid_from", "in_the_past"))
        if problems:
            raise UnableToAdopt(problems)
        last = cls.objects.order_by("-version").values_list("version", flat=True).first()
        policy = cls.objects.create(
            version=(last or 0) + 1,
            valid_from=valid_from,
            rules=rules,
            reason=reason,
            adopted_by_id=by.actor_id,
            adopted_at=at,
        )
        data = {"version": policy.version, "day": valid_from.isoformat()}
        Event.record(events.POLICY_ADOPTED, subject=policy, by=by, at=at, data=data)
        return policy
