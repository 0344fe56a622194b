from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guanxi.domain.classification.models.policy import Policy
from guanxi.domain.customers.models import Customer
from guanxi.domain.ground.scope import ScopedQuerySet, ScopedRecord
from guanxi.domain.people.models import User


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

    class End(models.TextChoices):
        CREDIT_LOST = "credit_lost", _("Credit grade below the policy")
        OVERDUE = "overdue", _("Overdue longer than the policy allows")
        REVIEW_LAPSED = "review_lapsed", _("The yearly review did not happen")
        NO_PURCHASE = "no_purchase", _("No completed shipment on file")
        OBJECTED = "objected", _("Objection to profiling")
        BY_PERSON = "by_person", _("Ended by a person")

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
