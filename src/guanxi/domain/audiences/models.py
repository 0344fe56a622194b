from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from guanxi.domain.customers.models import Customer
from guanxi.domain.ground.money import Money
from guanxi.domain.ground.scope import ScopedQuerySet
from guanxi.domain.intake.provenance import FactFromFile
from guanxi.domain.timeline.models import RememberedRecord


class Audience(RememberedRecord):
    """A segment with its estimated size: the only form in which potential customers are kept (D13)."""

    view_action = "audiences.view"
    remembered = ("size_estimate",)

    name = models.CharField(_("Name"), max_length=200, unique=True)
    name_en = models.CharField(_("English name"), max_length=200, blank=True)
    segment = models.CharField(_("Segment"), max_length=120)
    region = models.CharField(_("Region"), max_length=120, blank=True)
    size_estimate = models.PositiveIntegerField(_("Estimated size"))
    source = models.CharField(_("Source of the estimate"), max_length=200)
    estimated_on = models.DateField(_("Estimated on"))
    recorded_at = models.DateTimeField()

    objects: ClassVar[ScopedQuerySet["Audience"]] = ScopedQuerySet.as_manager()  # type: ignore[assignment]

    def __str__(self) -> str:
        return self.name


class Campaign(FactFromFile):
    """Money spent to become known to an audience, and how many answered (D233, D234).

    `responses` counts everybody who answered, by a scanned badge, a form or a call, also those who did not
    consent: of them nothing else is kept (D13). Signals name the campaign that prompted them. The two windows
    say within how many days of the signal a registration and a shipment are put down to the campaign.
    """

    view_action = "audiences.view"
    remembered = ("responses", "cost_minor", "currency", "register_within_days", "ship_within_days")

    name = models.CharField(_("Campaign"), max_length=120, unique=True)
    name_en = models.CharField(_("English name"), max_length=200, blank=True)
    audience = models.ForeignKey(
        Audience, verbose_name=_("Audience"), on_delete=models.PROTECT, related_name="campaigns"
    )
    started_on = models.DateField(_("Began on"))
    ended_on = models.DateField(_("Ended on"))
    responses = models.PositiveIntegerField(_("Responses"))
    cost_minor = models.BigIntegerField(_("Cost"))
    currency = models.CharField(max_length=3)
    register_within_days = models.PositiveIntegerField(_("Days to register"))
    ship_within_days = models.PositiveIntegerField(_("Days to ship"))
    evidence = models.CharField(_("Source of the figures"), max_length=200)

    objects: ClassVar[ScopedQuerySet["Campaign"]] = ScopedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="audiences_campaign_days_in_order", condition=Q(ended_on__gte=F("started_on"))
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def cost(self) -> Money:
        return Money(self.cost_minor, self.currency)


class LawfulBasis(models.TextChoices):
    CONSENT = "consent", _("Consent")
    CONTRACT = "contract", _("Contract")
    LEGITIMATE_INTEREST = "legitimate_interest", _("Legitimate interest")


class Signal(RememberedRecord):
    """One lawful sign of interest from an identified party."""

    view_action = "customers.view"
    remembered = ("customer_id", "kind", "seen_on")

    class Kind(models.TextChoices):
        BADGE_SCAN = "badge_scan", _("Badge scan")
        INQUIRY = "inquiry", _("Inquiry")
        WEB_FORM = "web_form", _("Web form")
        CALL = "call", _("Call")
        REFERRAL = "referral", _("Referral")

    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="signals")
    kind = models.CharField(_("Kind"), max_length=12, choices=Kind)
    seen_on = models.DateField(_("Seen on"))
    lawful_basis = models.CharField(_("Lawful basis"), max_length=20, choices=LawfulBasis)
    campaign = models.CharField(_("Campaign"), max_length=120, blank=True)
    recorded_at = models.DateTimeField()

    objects: ClassVar[ScopedQuerySet["Signal"]] = ScopedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["customer", "kind", "seen_on", "campaign"], name="audiences_one_signal_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.seen_on}"
