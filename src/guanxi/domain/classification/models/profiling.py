from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guanxi.domain.customers.models import Customer
from guanxi.domain.ground.scope import ScopedQuerySet, ScopedRecord
from guanxi.domain.people.models import User


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


class HumanReviewQuerySet(ScopedQuerySet["HumanReview"]):
    def open(self) -> Self:
        return self.filter(closed_at__isnull=True)

    def oldest_first(self) -> Self:
        return self.order_by("asked_on", "pk")


class HumanReview(ScopedRecord):
    """Somebody asks that a person look at what the machine concluded (D22)."""

    view_action = "classification.view"

    class About(models.TextChoices):
        GROUP = "group", _("Group")
        TIER = "tier", _("Value tier")
        BACKBONE = "backbone", _("Backbone")

    class Outcome(models.TextChoices):
        UPHELD = "upheld", _("The conclusion stands")
        CORRECTED = "corrected", _("Facts were corrected")
        OVERRIDDEN = "overridden", _("A person decided otherwise")

    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="human_reviews")
    about = models.CharField(_("About"), max_length=8, choices=About)
    asked_on = models.DateField(_("Asked on"))
    asked_by = models.CharField(_("Asked by"), max_length=150)
    question = models.TextField(_("What is asked"))
    reviewer = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
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
