from datetime import date, datetime
from typing import ClassVar, Self

from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guanxi.domain.classification import events
from guanxi.domain.classification.vocabulary import ReviewOutcome
from guanxi.domain.customers.models import Customer, Nature
from guanxi.domain.ground.scope import ScopedQuerySet, ScopedRecord
from guanxi.domain.people.models import User
from guanxi.domain.timeline.models import Event
from guanxi.domain.worklist.models import Task


class UnableToObject(ValueError):
    """`code`: not_a_person for an organisation, open where an objection is in force, state, text, date."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class ProfilingObjectionQuerySet(ScopedQuerySet["ProfilingObjection"]):
    def in_force(self) -> Self:
        return self.filter(withdrawn_at__isnull=True)


class ProfilingObjection(ScopedRecord):
    """A natural person objects to being classified by a machine (D22): nothing is computed or shown.

    It holds for what is computed from then on, whatever day that looks at, until it is withdrawn.
    """

    view_action = "classification.view"

    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="profiling_objections")
    objected_on = models.DateField(_("Objected on"))
    note = models.TextField(_("How it reached us"), blank=True)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    withdrawn_on = models.DateField(_("Withdrawn on"), null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    objects: ClassVar[ProfilingObjectionQuerySet] = ProfilingObjectionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["customer"],
                condition=Q(withdrawn_at__isnull=True),
                name="classification_one_objection_in_force",
            )
        ]

    def __str__(self) -> str:
        return f"{self.customer_id} {self.objected_on}"

    @classmethod
    @transaction.atomic
    def record(
        cls, customer: Customer, *, objected_on: date, note: str, by: User, at: datetime
    ) -> "ProfilingObjection":
        """Keep that a natural person objected. Raises UnableToObject."""
        if customer.nature != Nature.INDIVIDUAL:
            raise UnableToObject("not_a_person")
        try:
            with transaction.atomic():
                objection = cls._base_manager.create(
                    customer=customer, objected_on=objected_on, note=note, recorded_by=by, recorded_at=at
                )
        except IntegrityError:
            raise UnableToObject("open") from None
        Event.record(events.OBJECTED, customer_id=customer.pk, subject=objection, by=by, at=at)
        return objection

    @transaction.atomic
    def withdraw(self, *, on: date, by: User, at: datetime) -> None:
        """From now on the person may be classified again. Raises UnableToObject for one withdrawn before."""
        if self.withdrawn_at is not None:
            raise UnableToObject("state")
        self.withdrawn_on, self.withdrawn_at, self.withdrawn_by = on, at, by
        self.save(update_fields=["withdrawn_on", "withdrawn_at", "withdrawn_by"])
        Event.record(events.OBJECTION_WITHDRAWN, customer_id=self.customer_id, subject=self, by=by, at=at)


class HumanReviewQuerySet(ScopedQuerySet["HumanReview"]):
    def open(self) -> Self:
        return self.filter(closed_at__isnull=True)


class HumanReview(ScopedRecord):
    """Somebody asks that a person look at what the machine concluded (D22)."""

    view_action = "classification.view"

    class About(models.TextChoices):
        GROUP = "group", _("Group")
        TIER = "tier", _("Value tier")
        BACKBONE = "backbone", _("Backbone")

    Outcome = ReviewOutcome

    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="human_reviews")
    about = models.CharField(_("About"), max_length=8, choices=About)
    asked_on = models.DateField(_("Asked on"))
    asked_by = models.CharField(_("Asked by"), max_length=150)
    question = models.TextField(_("What is asked"))
    reviewer = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    task = models.ForeignKey(Task, null=True, on_delete=models.SET_NULL, related_name="+")
    recorded_at = models.DateTimeField()
    outcome = models.CharField(_("Outcome"), max_length=10, choices=Outcome, blank=True)
    outcome_text = models.TextField(_("Answer"), blank=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    objects: ClassVar[HumanReviewQuerySet] = HumanReviewQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="classification_an_answer_is_given",
                condition=Q(closed_at__isnull=True) | (~Q(outcome="") & ~Q(outcome_text="")),
            )
        ]
        indexes = [
            models.Index(
                fields=["reviewer", "asked_on"],
                condition=Q(closed_at__isnull=True),
                name="classification_open_reviews",
            )
        ]

    def __str__(self) -> str:
        return f"{self.customer_id} {self.about} {self.asked_on}"

    @classmethod
    @transaction.atomic
    def ask(
        cls,
        customer: Customer,
        *,
        about: str,
        asked_on: date,
        asked_by: str,
        question: str,
        reviewer: User,
        due_on: date,
        by: User,
        at: datetime,
    ) -> "HumanReview":
        """Put the question on the reviewer's work list. Raises UnableToObject("text") without a question."""
        if not question.strip() or not asked_by.strip():
            raise UnableToObject("text")
        task = Task.plan(
            by=by,
            at=at,
            title=_("Look at a classification: %(name)s") % {"name": customer.party.name},
            note=question.strip(),
            customer=customer,
            assignee=reviewer,
            due_on=due_on,
        )
        review = cls._base_manager.create(
            customer=customer,
            about=about,
            asked_on=asked_on,
            asked_by=asked_by.strip(),
            question=question.strip(),
            reviewer=reviewer,
            task=task,
            recorded_at=at,
        )
        data = {"question": review.question}
        Event.record(events.REVIEW_ASKED, customer_id=customer.pk, subject=review, by=by, at=at, data=data)
        return review

    @transaction.atomic
    def close(self, *, outcome: str, text: str, by: User, at: datetime) -> None:
        """Answer it, for good. Raises UnableToObject for one that was answered, or without a text."""
        if self.closed_at is not None:
            raise UnableToObject("state")
        if not text.strip():
            raise UnableToObject("text")
        self.outcome, self.outcome_text = self.Outcome(outcome), text.strip()
        self.closed_at, self.closed_by = at, by
        self.save()
        if self.task:
            self.task.complete(by=by, at=at)
        data = {"outcome": str(self.outcome), "answer": self.outcome_text}
        Event.record(
            events.REVIEW_CLOSED, customer_id=self.customer_id, subject=self, by=by, at=at, data=data
        )
