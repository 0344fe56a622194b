from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from guanxi.domain.customers import rules
from guanxi.domain.customers.rules import UsccFinding
from guanxi.domain.ground.scope import ScopedQuerySet, ScopedRecord


class Party(ScopedRecord):
    """One person or organisation, whatever part it plays on a waybill (D1)."""

    view_action = "customers.view"
    customer_path = "customer"

    class Kind(models.TextChoices):
        ORGANISATION = "organisation", _("Organisation")
        PERSON = "person", _("Natural person")

    kind = models.CharField(max_length=12, choices=Kind, default=Kind.ORGANISATION)
    name = models.CharField(_("Name"), max_length=200)
    name_en = models.CharField(_("English name"), max_length=200, blank=True)
    uscc = models.CharField(_("Unified social credit code"), max_length=32, blank=True)
    country = models.CharField(_("Country"), max_length=2, blank=True)
    city = models.CharField(_("City"), max_length=80, blank=True)
    address = models.CharField(_("Address"), max_length=300, blank=True)

    objects: ClassVar[ScopedQuerySet["Party"]] = ScopedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        # A firm on a waybill is found again by its code or its name (D1).
        indexes = [
            models.Index(fields=["uscc"], name="customers_party_uscc"),
            models.Index(fields=["name"], name="customers_party_name"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def uscc_finding(self) -> UsccFinding | None:
        """What is wrong with the code, if there is one; a warning and no obstacle (D3)."""
        return rules.look_at_uscc(self.uscc) if self.uscc else None
