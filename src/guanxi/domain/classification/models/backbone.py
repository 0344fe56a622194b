from datetime import date, datetime, timedelta
from typing import Any, ClassVar, Self

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guanxi.domain.classification import events
from guanxi.domain.classification.models.policy import Policy
from guanxi.domain.classification.vocabulary import CaseEnd
from guanxi.domain.customers.models import Customer
from guanxi.domain.ground.scope import Actor, ScopedQuerySet, ScopedRecord
from guanxi.domain.people.models import User
from guanxi.domain.timeline.kinds import EventKind
from guanxi.domain.timeline.models import Event
from guanxi.domain.worklist.models import Task


class UnableToConfirm(ValueError):
    """`code` is "tests" with the `failing` ones, "reputation" or "reason" for a missing word, or "state"."""

    def __init__(self, code: str, failing: list[dict[str, Any]] | None = None) -> None:
        super().__init__(f"{code}: {', '.join(test['code'] for test in failing or ())}")
        self.code = code
        self.failing = failing or []


class BackboneCaseQuerySet(ScopedQuerySet["BackboneCase"]):
    def live(self) -> Self:
        """Proposed, confirmed or refused: a customer has one such case at most."""
        return self.exclude(state=BackboneCase.State.ENDED)

    def confirmed(self) -> Self:
        return self.filter(state=BackboneCase.State.CONFIRMED)

    def most_urgent_first(self) -> Self:
        """What waits for a person first, then by the day of the next review."""
        waiting = models.Case(
            models.When(state="proposed", then=0), models.When(state="confirmed", then=1), default=2
        )
        return self.order_by(waiting, models.F("review_due_on").asc(nulls_last=True), "pk")


class BackboneCase(ScopedRecord):
    """Whether a customer is backbone (骨干): measured by rules, confirmed by a person (D15).

    A run proposes whoever passes every measure, and refuses a large customer that fails one, naming it.
    `tests` is a list of `{"code", "passed", "value", "threshold", "as_of"}`, as of the newest measuring.
    A confirmed case ends at once with the loss of credit, by a person, or with a review that did not happen.
    """

    view_action = "classification.view"

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Proposed")
        CONFIRMED = "confirmed", _("Confirmed")
        REFUSED = "refused", _("Refused")
        ENDED = "ended", _("Ended")

    End = CaseEnd

    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="backbone_cases")
    state = models.CharField(_("State"), max_length=9, choices=State)
    tests: Any = models.JSONField()
    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="+")
    measured_on = models.DateField(_("Measured on"))
    proposed_on = models.DateField(_("Proposed on"))
    recorded_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    confirmed_on = models.DateField(_("Confirmed on"), null=True)
    confirmed_at = models.DateTimeField(null=True)
    reputation = models.TextField(_("Reputation"), blank=True)
    review_due_on = models.DateField(_("Next review"), null=True)
    review_task = models.ForeignKey(Task, null=True, on_delete=models.SET_NULL, related_name="+")
    # A refusal by the measures names nobody; one by a person holds until the next review would be due.
    refused_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    refused_on = models.DateField(_("Refused on"), null=True)
    refusal = models.TextField(_("Why it was refused"), blank=True)
    ended_on = models.DateField(_("Ended on"), null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    end_code = models.CharField(_("Why it ended"), max_length=16, choices=End, blank=True)
    end_note = models.TextField(blank=True)

    objects: ClassVar[BackboneCaseQuerySet] = BackboneCaseQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["customer"], condition=~Q(state="ended"), name="classification_one_live_case"
            ),
            models.CheckConstraint(
                name="classification_confirmed_by_a_person",
                condition=~Q(state="confirmed")
                | (
                    Q(confirmed_by__isnull=False, confirmed_on__isnull=False, review_due_on__isnull=False)
                    & ~Q(reputation="")
                ),
            ),
            models.CheckConstraint(
                name="classification_an_end_says_why",
                condition=~Q(state="ended")
                | (Q(ended_on__isnull=False, ended_at__isnull=False) & ~Q(end_code="")),
            ),
        ]
        indexes = [models.Index(fields=["state", "review_due_on"], name="classification_case_reviews")]

    def __str__(self) -> str:
        return f"{self.customer_id} {self.state}"

    @property
    def failing(self) -> list[dict[str, Any]]:
        """The tests that were not passed."""
        return [test for test in self.tests if not test["passed"]]

    @property
    def passes(self) -> bool:
        return not self.failing

    @transaction.atomic
    def confirm(self, *, by: User, reputation: str, on: date, at: datetime) -> None:
        """A person vouches for the customer's reputation; the next review is due after the policy's days.

        Raises UnableToConfirm, naming the tests that are not passed.
        """
        if self.state not in {self.State.PROPOSED, self.State.REFUSED}:
            raise UnableToConfirm("state")
        if self.failing:
            raise UnableToConfirm("tests", self.failing)
        if not reputation.strip():
            raise UnableToConfirm("reputation")
        self.state, self.reputation = self.State.CONFIRMED, reputation.strip()
        self.confirmed_by, self.confirmed_on, self.confirmed_at = by, on, at
        self.review_due_on = on + timedelta(days=self.policy.rules["backbone"]["review_days"])
        self.refused_by, self.refused_on, self.refusal = None, None, ""
        self.save()
        due = {"review_due_on": self.review_due_on.isoformat()}
        self._tell(events.BACKBONE_CONFIRMED, by=by, at=at, data=due)

    @transaction.atomic
    def turn_down(self, *, by: User, reason: str, on: date, at: datetime) -> None:
        """A person says no to a proposal. Raises UnableToConfirm for another state or without a reason."""
        if self.state != self.State.PROPOSED:
            raise UnableToConfirm("state")
        if not reason.strip():
            raise UnableToConfirm("reason")
        self.state, self.refusal = self.State.REFUSED, reason.strip()
        self.refused_by, self.refused_on = by, on
        self.save()
        self._tell(events.BACKBONE_TURNED_DOWN, by=by, at=at, data={"reason": self.refusal})

    @transaction.atomic
    def end(self, *, code: str, by: Actor | None, on: date, at: datetime, note: str = "") -> None:
        """The confirmation ends, for a reason of `End`; a case that is not confirmed is left as it is."""
        if self.state != self.State.CONFIRMED:
            return
        self.state, self.end_code, self.end_note = self.State.ENDED, code, note
        self.ended_on, self.ended_at = on, at
        self.ended_by_id = by.actor_id if by and code in {self.End.BY_PERSON, self.End.RENEWED} else None
        self.save()
        if self.review_task:
            self.review_task.complete(by=by, at=at)
        self._tell(events.BACKBONE_ENDED, by=by, at=at, data={"end": code})

    def successor(self, *, on: date, at: datetime) -> "BackboneCase":
        """A new unsaved case with the same measures, for a review; the confirmed one stays on file."""
        return BackboneCase(
            customer_id=self.customer_id,
            state=self.State.PROPOSED,
            tests=self.tests,
            policy=self.policy,
            measured_on=self.measured_on,
            proposed_on=on,
            recorded_at=at,
        )

    def _tell(self, kind: EventKind, *, by: Actor | None, at: datetime, data: dict[str, Any]) -> None:
        Event.record(kind, customer_id=self.customer_id, subject=self, by=by, at=at, data=data)
