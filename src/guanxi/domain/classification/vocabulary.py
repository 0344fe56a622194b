"""The words of this room that its models and its events share."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Group(models.TextChoices):
    """The five relationship groups (D11). Potential is an audience, never a customer (D13)."""

    POTENTIAL = "potential", _("Potential")
    ORDINARY = "ordinary", _("Ordinary")
    BASIC = "basic", _("Basic")
    ACTUAL = "actual", _("Actual")
    BACKBONE = "backbone", _("Backbone")


class ValueTier(models.TextChoices):
    """Top 1 %, next 4 %, next 15 %, remaining 80 % of active customers by net revenue (D16)."""

    PLATINUM = "platinum", _("Platinum")
    GOLD = "gold", _("Gold")
    IRON = "iron", _("Iron")
    LEAD = "lead", _("Lead")


class CaseEnd(models.TextChoices):
    """What ends a confirmation as backbone (D15)."""

    CREDIT_LOST = "credit_lost", _("Credit grade below the policy")
    OVERDUE = "overdue", _("Overdue longer than the policy allows")
    REVIEW_LAPSED = "review_lapsed", _("The yearly review did not happen")
    NO_PURCHASE = "no_purchase", _("No completed shipment on file")
    OBJECTED = "objected", _("Objection to profiling")
    RENEWED = "renewed", _("Reviewed and confirmed anew")
    BY_PERSON = "by_person", _("Ended by a person")


class ReviewOutcome(models.TextChoices):
    """What came of a person's looking at a conclusion (D22)."""

    UPHELD = "upheld", _("The conclusion stands")
    CORRECTED = "corrected", _("Facts were corrected")
    OVERRIDDEN = "overridden", _("A person decided otherwise")
