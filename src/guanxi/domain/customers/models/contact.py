from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from guanxi.domain.customers.models.customer import Customer
from guanxi.domain.customers.vocabulary import ContactRole
from guanxi.domain.ground.scope import ScopedQuerySet, ScopedRecord


class Contact(ScopedRecord):
    """A person at a customer, with business details only; what is personal is sealed (D5)."""

    view_action = "customers.view"

    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="contacts")
    name = models.CharField(_("Name"), max_length=120)
    title = models.CharField(_("Position"), max_length=120, blank=True)
    roles = models.JSONField(_("Part in buying"), default=list)
    phone = models.CharField(_("Telephone"), max_length=40, blank=True)
    email = models.EmailField(_("E-mail"), blank=True)
    language = models.CharField(_("Language"), max_length=10, blank=True)

    objects: ClassVar[ScopedQuerySet["Contact"]] = ScopedQuerySet.as_manager()  # type: ignore[assignment]

    def __str__(self) -> str:
        return self.name

    @property
    def role_labels(self) -> list[str]:
        return [str(ContactRole(role).label) for role in self.roles]

    @property
    def person(self) -> str:
        """The name of this person's key in the vault."""
        return f"contact:{self.pk}"


class Site(ScopedRecord):
    """A place where the customer hands over or receives goods."""

    view_action = "customers.view"

    class Kind(models.TextChoices):
        OFFICE = "office", _("Office")
        FACTORY = "factory", _("Factory")
        WAREHOUSE = "warehouse", _("Warehouse")
        STATION = "station", _("Station")
        SIDING = "siding", _("Siding")

    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="sites")
    kind = models.CharField(_("Kind"), max_length=10, choices=Kind, default=Kind.OFFICE)
    name = models.CharField(_("Name"), max_length=120)
    city = models.CharField(_("City"), max_length=80, blank=True)
    address = models.CharField(_("Address"), max_length=300, blank=True)

    objects: ClassVar[ScopedQuerySet["Site"]] = ScopedQuerySet.as_manager()  # type: ignore[assignment]

    def __str__(self) -> str:
        return self.name
