from fractions import Fraction
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guanxi.domain.customers.models import Customer
from guanxi.domain.ground.scope import ScopedQuerySet, ScopedRecord
from guanxi.domain.value.models.policy import ValuePolicy
from guanxi.domain.worklist.models import Task


class LapseQuerySet(ScopedQuerySet["Lapse"]):
    def open(self) -> Self:
        return self.filter(ended_at__isnull=True)

    def newest_first(self) -> Self:
        return self.order_by("-lapsed_on", "-pk")


class Lapse(ScopedRecord):
    """A customer fell silent for longer than its rhythm allows (D29).

    It is lapsed from `lapsed_on` on; `ended_on` is the day of the shipment that ended the silence, or the day
    on which corrected facts showed that there had been none.
    """

    view_action = "classification.view"
    # A customer that only this refers to can still be taken back with its import.
    is_derived = True

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="lapses")
    last_on = models.DateField(_("Last delivered"))
    # Twice the median, for half days are exact.
    median_gap_halves = models.PositiveIntegerField()
    silence_days = models.PositiveIntegerField(_("Silence allowed"))
    lapsed_on = models.DateField(_("Lapsed on"))
    policy = models.ForeignKey(ValuePolicy, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    # What the owner was asked to do about it.
    task = models.ForeignKey(Task, null=True, on_delete=models.SET_NULL, related_name="+")
    ended_on = models.DateField(_("Ended on"), null=True)
    ended_at = models.DateTimeField(null=True)

    objects: ClassVar[LapseQuerySet] = LapseQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["customer"], condition=Q(ended_at__isnull=True), name="value_one_open_lapse"
            ),
            models.CheckConstraint(
                name="value_lapse_ends_whole",
                condition=Q(ended_at__isnull=True, ended_on__isnull=True)
                | Q(ended_at__isnull=False, ended_on__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["customer", "-lapsed_on"], name="value_lapses_of_customer")]

    def __str__(self) -> str:
        return f"{self.customer_id} {self.lapsed_on}"

    @property
    def median_gap_days(self) -> Fraction:
        return Fraction(self.median_gap_halves, 2)
