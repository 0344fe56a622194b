"""The words customers are described with: stored as codes, shown in the reader's language."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Purpose(models.TextChoices):
    """What the customer buys transport for (D20)."""

    CONSUMER = "consumer", _("Consumer")
    COMMERCIAL = "commercial", _("Commercial")
    INTERNAL = "internal", _("Internal")


class Nature(models.TextChoices):
    """What the customer is, independent of its purpose (D10)."""

    INDIVIDUAL = "individual", _("Individual")
    INTERMEDIARY = "intermediary", _("Intermediary")
    MANUFACTURER = "manufacturer", _("Manufacturer")
    CARRIER_PARTNER = "carrier_partner", _("Carrier partner")


class Source(models.TextChoices):
    """Where we first met."""

    FAIR = "fair", _("Fair")
    REFERRAL = "referral", _("Referral")
    PORTAL = "portal", _("Portal")
    VISIT = "visit", _("Visit")
    ADVERTISING = "advertising", _("Advertising")
    TENDER = "tender", _("Tender")
    GROUP = "group", _("Own group")
    TRANSPORT_FILE = "transport_file", _("Transport file")
    OTHER = "other", _("Other")


class ContactRole(models.TextChoices):
    """The part a person plays when the company decides (D4)."""

    DECIDER = "decider", _("Decider")
    INFLUENCER = "influencer", _("Influencer")
    USER = "user", _("User")
    BUYER = "buyer", _("Buyer")
    PAYER = "payer", _("Payer")
    GATEKEEPER = "gatekeeper", _("Gatekeeper")


class ProfileSubject(models.TextChoices):
    """What a business fact about a customer is about (D6, D7)."""

    CARGO = "cargo", _("Cargo")
    VOLUME = "volume", _("Volume")
    LANES = "lanes", _("Lanes")
    EQUIPMENT = "equipment", _("Equipment")
