from datetime import date, datetime, timedelta
from typing import Any, ClassVar, Self

from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from guanxi.domain.classification import events
from guanxi.domain.classification.models.policy import Policy
from guanxi.domain.classification.models.profiling import ProfilingObjection
from guanxi.domain.classification.vocabulary import ValueTier
from guanxi.domain.customers.models import Customer
from guanxi.domain.ground.scope import Actor, ScopedQuerySet, ScopedRecord
from guanxi.domain.people.models import User
from guanxi.domain.timeline.kinds import EventKind
from guanxi.domain.timeline.models import Event


class UnableToOverride(ValueError):
    """Which rule stands against it.

    `code`: reason, days_in_order, in_the_past, too_long (with `max_days`), overlaps, objected, same_person
    or state.
    """

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


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

    @classmethod
    @transaction.atomic
    def request(
        cls,
        customer: Customer,
        *,
        tier: str,
        reason: str,
        starts_on: date,
        ends_on: date,
        by: User,
        on: date,
        at: datetime,
    ) -> "TierOverride":
        """Ask for another tier; in force once somebody else has approved it. Raises UnableToOverride."""
        # Two who ask at once for the same customer queue here.
        Customer.objects.everything("the customer at hand").select_for_update().get(pk=customer.pk)
        if problem := cls._problem(customer, reason=reason, starts_on=starts_on, ends_on=ends_on, on=on):
            raise problem
        override = cls._base_manager.create(
            customer=customer,
            tier=ValueTier(tier),
            reason=reason.strip(),
            starts_on=starts_on,
            ends_on=ends_on,
            requested_by=by,
            recorded_at=at,
        )
        override._tell(events.OVERRIDE_ASKED, by=by, at=at, reason=override.reason)
        return override

    @classmethod
    def _problem(
        cls, customer: Customer, *, reason: str, starts_on: date, ends_on: date, on: date
    ) -> UnableToOverride | None:
        max_days: int = Policy.objects.in_force_on(on).rules["overrides"]["max_days"]
        if not reason.strip():
            return UnableToOverride("reason")
        if ends_on < starts_on:
            return UnableToOverride("days_in_order")
        if starts_on < on:
            return UnableToOverride("in_the_past")
        if (ends_on - starts_on).days + 1 > max_days:
            return UnableToOverride("too_long", max_days=max_days)
        others = cls.objects.everything("of the customer at hand").filter(customer=customer)
        if others.filter(ended_at__isnull=True, starts_on__lte=ends_on, ends_on__gte=starts_on).exists():
            return UnableToOverride("overlaps")
        objections = ProfilingObjection.objects.everything("of the customer at hand").in_force()
        return UnableToOverride("objected") if objections.filter(customer=customer).exists() else None

    @transaction.atomic
    def approve(self, *, by: User, on: date, at: datetime) -> None:
        """Let it be in force; never by who asked for it, nor after its last day. Raises UnableToOverride."""
        current = self._locked()
        if current.state != self.State.WAITING:
            raise UnableToOverride("state")
        if current.requested_by_id == by.pk:
            raise UnableToOverride("same_person")
        if current.ends_on < on:
            raise UnableToOverride("in_the_past")
        self.approver, self.approved_at = by, at
        self.save(update_fields=["approver", "approved_at"])
        self._tell(events.OVERRIDE_APPROVED, by=by, at=at)

    @transaction.atomic
    def decline(self, *, by: User, note: str, on: date, at: datetime) -> None:
        """Refuse it, or take it back oneself. Raises UnableToOverride for a decided one or without a note."""
        if self._locked().state != self.State.WAITING:
            raise UnableToOverride("state")
        if not note.strip():
            raise UnableToOverride("reason")
        self._end(by=by, note=note.strip(), on=on, at=at)
        self._tell(events.OVERRIDE_DECLINED, by=by, at=at, note=self.end_note)

    @transaction.atomic
    def end(self, *, by: User | None, on: date, at: datetime, note: str = "") -> None:
        """It is no longer in force from `on`. Raises UnableToOverride for one that is not approved."""
        if self._locked().state != self.State.APPROVED:
            raise UnableToOverride("state")
        self._end(by=by, note=note, on=on, at=at)
        self._tell(events.OVERRIDE_ENDED, by=by, at=at)

    @transaction.atomic
    def run_out(self, *, at: datetime) -> None:
        """The day after its last one it is no longer in force; one that nobody decided on lapses silently."""
        was_approved = self.state == self.State.APPROVED
        self._end(by=None, note="", on=self.ends_on + timedelta(days=1), at=at)
        if was_approved:
            self._tell(events.OVERRIDE_ENDED, by=None, at=at)

    def _locked(self) -> "TierOverride":
        rows = type(self).objects.everything("the override at hand").select_for_update()
        found: TierOverride = rows.get(pk=self.pk)
        return found

    def _end(self, *, by: User | None, note: str, on: date, at: datetime) -> None:
        self.ended_by, self.ended_on, self.ended_at, self.end_note = by, on, at, note
        self.save(update_fields=["ended_by", "ended_on", "ended_at", "end_note"])

    def _tell(self, kind: EventKind, *, by: Actor | None, at: datetime, **data: str) -> None:
        days = {"starts_on": self.starts_on.isoformat(), "ends_on": self.ends_on.isoformat()}
        Event.record(
            kind,
            customer_id=self.customer_id,
            subject=self,
            by=by,
            at=at,
            data={"tier": str(self.tier), **days, **data},
        )
