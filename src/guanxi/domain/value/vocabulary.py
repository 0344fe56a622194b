from django.db import models
from django.utils.translation import gettext_lazy as _


class Category(models.TextChoices):
    """The lines of the contribution statement (D26), in its order."""

    DISCOUNT = "discount", _("Discounts")
    TRANSPORT = "transport", _("Transport cost")
    SERVICE = "service", _("Cost-to-serve")
    GIFT = "gift", _("Gifts")


class Activity(models.TextChoices):
    """The activities of D26 by their code; a file may name others, and the policy decides about those too."""

    ORDER = "order", _("Order handling")
    CALL = "call", _("Telephone call")
    VISIT = "visit", _("Visit")
    COMPLAINT = "complaint", _("Complaint handling")
    RETURN = "return", _("Return handling")
    CLAIM_PAYOUT = "claim_payout", _("Claim payout")
    SPECIAL_HANDLING = "special_handling", _("Special handling")
    ENTITLEMENT = "entitlement", _("Entitlement used")
    EVENT = "event", _("Customer event")
    GIFT = "gift", _("Gift")
    DISCOUNT = "discount", _("Discount")
    TRANSPORT = "transport", _("Transport")


def activity_word(activity: str) -> str:
    """The activity in the reader's words; one of the operator's own stays as the file wrote it."""
    return str(Activity(activity).label) if activity in Activity.values else activity
