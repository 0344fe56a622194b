from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from guanxi.domain.classification.models.policy import ValueTier
from guanxi.domain.customers.models import Customer
from guanxi.domain.ground.scope import ScopedQuerySet, ScopedRecord
from guanxi.domain.people.models import User


class TierOverrideQuerySet(ScopedQuerySet["TierOverride"]):
    def waiting(self) -> Self:
        """Asked for, and nobody has decided yet."""
        return self.filter(approved_at__isnull=True, ended_at__isnull=True)

    def in_force_on(self, day: date) -> Self:
        return self.filter(
            Q(ended_on__isnull=True) | Q(ended_on__gt=day),
            approved_at__isnull=False,
            starts_on__lte=day,
            ends_on__gte=day,
        )

    def newest_first(self) -> Self:
        return self.order_by("-starts_on", "-pk")


class TierOverride(ScopedRecord):
    """A tier that somebody asked for and somebody else approved, with a reason and a last day (D19).

    In force from `starts_on` up to and including `ends_on`, unless it was ended before; on `ended_on` it is
    no longer in force. The run keeps the tier by rank beside it.
    """

    view_action = "classification.view"

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting for approval")
        APPROVED = "approved", _("Approved")
        DECLINED = "declined", _("Declined")
        ENDED = "ended", _("Ended")

    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="tier_overrides")
    tier = models.CharField(_("Value tier"), max_length=10, choices=ValueTier)
    reason = models.TextField(_("Reason"))
    starts_on = models.DateField(_("From"))
    ends_on = models.DateField(_("Until"))
    requested_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    approver = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True)
    # Declined, taken back, ended early or run out; `ended_by` is None where the last day passed.
    ended_on = models.DateField(_("Ended on"), null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    end_note = models.TextField(blank=True)

    objects: ClassVar[TierOverrideQuerySet] = TierOverrideQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="classification_override_days_in_order", condition=Q(ends_on__gte=F("starts_on"))
            ),
            models.CheckConstraint(name="classification_override_has_a_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="classification_override_by_two",
                condition=Q(approver__isnull=True) | ~Q(approver=F("requested_by")),
            ),
        ]
        indexes = [
            models.Index(fields=["customer", "ends_on"], name="classification_overrides_of"),
            models.Index(
                fields=["ends_on"], condition=Q(ended_at__isnull=True), name="classification_overrides_due"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.customer_id} {self.tier} {self.starts_on}–{self.ends_on}"

    @property
    def state(self) -> str:
        """Where it is in its life; whether it is in force on a day is asked of the days."""
        if self.ended_at is not None:
            return self.State.ENDED if self.approved_at else self.State.DECLINED
        return self.State.APPROVED if self.approved_at else self.State.WAITING
