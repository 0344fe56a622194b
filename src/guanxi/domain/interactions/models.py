from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guanxi.domain.customers.models import Contact, Customer
from guanxi.domain.ground.scope import ScopedQuerySet
from guanxi.domain.intake.provenance import FactFromFile
from guanxi.domain.people.models import User


class Interaction(FactFromFile):
    """One contact between a customer and us. Its author is kept as written, and as our account if we know it.

    Who was spoken to and what about is personal: a timeline holds it only under that person's key.
    """

    view_action = "interactions.view"

    class Direction(models.TextChoices):
        INBOUND = "inbound", _("From the customer")
        OUTBOUND = "outbound", _("To the customer")

    class Channel(models.TextChoices):
        PHONE = "phone", _("Telephone")
        EMAIL = "email", _("E-mail")
        MESSAGE = "message", _("Message")
        VISIT = "visit", _("Visit")
        MEETING = "meeting", _("Meeting")
        PORTAL = "portal", _("Portal")
        LETTER = "letter", _("Letter")
        OTHER = "other", _("Other")

    class Purpose(models.TextChoices):
        SELL = "sell", pgettext_lazy("of an interaction", "Sell")
        INFORM = "inform", pgettext_lazy("of an interaction", "Inform")
        CARE = "care", pgettext_lazy("of an interaction", "Care")
        THANK = "thank", pgettext_lazy("of an interaction", "Thank")
        ASK = "ask", pgettext_lazy("of an interaction", "Ask")
        RESOLVE = "resolve", pgettext_lazy("of an interaction", "Resolve")
        INVITE = "invite", pgettext_lazy("of an interaction", "Invite")

    source_id = models.CharField(max_length=120)
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="interactions")
    contact = models.ForeignKey(
        Contact, null=True, blank=True, on_delete=models.PROTECT, related_name="interactions"
    )
    direction = models.CharField(_("Direction"), max_length=8, choices=Direction)
    channel = models.CharField(_("Channel"), max_length=8, choices=Channel)
    purpose = models.CharField(pgettext_lazy("of an interaction", "Purpose"), max_length=8, choices=Purpose)
    at = models.DateTimeField(_("When"))
    author = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="interactions"
    )
    author_as_written = models.CharField(_("Author"), max_length=254)
    summary = models.TextField(_("Summary"), blank=True)

    objects: ClassVar[ScopedQuerySet["Interaction"]] = ScopedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "source_id"], name="interactions_one_row_per_source_id")
        ]
        indexes = [
            models.Index(fields=["customer", "-at", "-id"], name="interactions_of_customer"),
            models.Index(fields=["import_id"], name="interactions_of_import"),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.at:%Y-%m-%d}"
