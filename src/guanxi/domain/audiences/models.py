from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from guanxi.domain.customers.models import Customer
from guanxi.domain.ground.scope import ScopedQuerySet
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
