"""What people have decided about customers, as far as it enters a run: of which day, and as known when.

Unlike facts, decisions are never corrected: each says itself when it was taken and when it ended.
"""

from collections.abc import Collection
from datetime import date, datetime
from typing import TypeVar, cast

from django.db.models import Model, Q, QuerySet

from guanxi.domain.classification.credit_facts import CreditFacts
from guanxi.domain.classification.models import BackboneCase, Policy, ProfilingObjection, TierOverride
from guanxi.domain.classification.rules import Confirmation, Override

_WHY = "decisions enter a run whoever took them"
R = TypeVar("R", bound=Model)


class Decisions:
    """Decisions in force on `as_of`, about every customer or `only` those with these ids.

    `known_before` leaves out what was decided at that instant or later, and what ended since has not ended.
    """

    def __init__(
        self, as_of: date, *, known_before: datetime | None = None, only: Collection[int] | None = None
    ) -> None:
        self._as_of = as_of
        self._known_before = known_before
        self._only = only

    def objectors(self) -> set[int]:
        """Customers who object to profiling: whatever day is asked of, nothing is computed (D22)."""
        objections = self._narrowed(ProfilingObjection.objects.everything(_WHY))
        if self._known_before is None:
            objections = objections.filter(withdrawn_at__isnull=True)
        else:
            still = Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=self._known_before)
            objections = objections.filter(still, recorded_at__lt=self._known_before)
        return set(objections.values_list("customer_id", flat=True))

    def overrides(self) -> dict[int, Override]:
        """customer id → the tier that two people gave it; of several the one approved last."""
        overrides = self._narrowed(TierOverride.objects.everything(_WHY)).filter(
            self._has_not_ended(), starts_on__lte=self._as_of, ends_on__gte=self._as_of
        )
        rows = self._decided(overrides, "approved_at").order_by("approved_at", "pk")
        return {
            customer_id: Override(tier, starts_on, ends_on)
            for customer_id, tier, starts_on, ends_on in rows.values_list(
                "customer_id", "tier", "starts_on", "ends_on"
            )
        }

    def confirmations(self, policy: Policy) -> dict[int, Confirmation]:
        """customer id → confirmation as backbone, with the credit on the day (D15); none without demands."""
        demands = policy.rules.get("backbone")
        if demands is None:
            return {}
        cases = self._narrowed(BackboneCase.objects.everything(_WHY)).filter(
            self._has_not_ended(), confirmed_on__lte=self._as_of
        )
        found = {
            case.customer_id: case
            for case in self._decided(cases, "confirmed_at").order_by("confirmed_at", "pk")
        }
        credit = CreditFacts(self._as_of, known_before=self._known_before)
        grades = credit.grades(found)
        delays = credit.delays(found, window_days=demands["overdue_window_days"])
        confirmations = {}
        for pk, case in found.items():
            grade, graded_on = grades.get(pk, ("", None))
            delay = delays[pk]
            confirmations[pk] = Confirmation(
                # A case without these two was never confirmed, which the database sees to.
                confirmed_on=cast(date, case.confirmed_on),
                review_due_on=cast(date, case.review_due_on),
                grade=grade,
                graded_on=graded_on,
                overdue_days=delay.days,
                overdue_invoice=delay.invoice,
            )
        return confirmations

    def _narrowed(self, records: "QuerySet[R]") -> "QuerySet[R]":
        return records if self._only is None else records.filter(customer__in=self._only)

    def _decided(self, records: "QuerySet[R]", column: str) -> "QuerySet[R]":
        if self._known_before is None:
            return records.filter(**{f"{column}__isnull": False})
        return records.filter(**{f"{column}__lt": self._known_before})

    def _has_not_ended(self) -> Q:
        lasting = Q(ended_on__isnull=True) | Q(ended_on__gt=self._as_of)
        return lasting if self._known_before is None else lasting | Q(ended_at__gte=self._known_before)
