from datetime import date, datetime
from typing import ClassVar

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from guanxi.domain.customers import events
from guanxi.domain.customers.models.contact import Contact
from guanxi.domain.customers.models.customer import Customer
from guanxi.domain.ground.scope import Actor, ScopedQuerySet, ScopedRecord
from guanxi.domain.timeline.models import Event
from guanxi.domain.vault.models import PersonKey


class CollectionMethod(models.TextChoices):
    """How a fact was learnt (D6)."""

    INTERVIEW = "interview", _("Interview")
    VISIT = "visit", _("Visit")
    GROUP_MEETING = "group_meeting", _("Group meeting")
    QUESTIONNAIRE = "questionnaire", _("Questionnaire")
    PORTAL = "portal", _("Portal")
    SYSTEM = "system", _("System")


class ProfileFact(ScopedRecord):
    """A dated business fact about a customer: cargo, volume, lanes, equipment."""

    view_action = "customers.view"

    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="profile_facts")
    subject = models.CharField(_("Subject"), max_length=80)
    value = models.CharField(_("Value"), max_length=300)
    method = models.CharField(_("Learnt through"), max_length=15, choices=CollectionMethod)
    learnt_on = models.DateField(_("Learnt on"))

    objects: ClassVar[ScopedQuerySet["ProfileFact"]] = ScopedQuerySet.as_manager()  # type: ignore[assignment]

    def __str__(self) -> str:
        return self.subject

    @classmethod
    @transaction.atomic
    def record(
        cls,
        customer: Customer,
        *,
        subject: str,
        value: str,
        method: str,
        learnt_on: date,
        by: Actor,
        at: datetime,
    ) -> "ProfileFact":
        """Keep what was learnt; earlier facts of the subject stay. The same once more changes nothing."""
        fact, is_new = cls._base_manager.get_or_create(
            customer=customer, subject=subject, value=value, method=method, learnt_on=learnt_on
        )
        if is_new:
            data = {"subject": subject}
            Event.record(events.FACT_LEARNT, customer_id=customer.pk, subject=fact, by=by, at=at, data=data)
        return fact


class PersonalFact(ScopedRecord):
    """A sealed fact of somebody's personal life: purpose and consent first, a reason to read (D5, D126)."""

    view_action = "personal_facts.view"
    customer_path = "contact__customer"

    class Kind(models.TextChoices):
        BIRTHDAY = "birthday", _("Birthday")
        HOBBY = "hobby", _("Hobby")
        FAMILY = "family", _("Family")
        OTHER = "other", _("Other")

    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="personal_facts")
    kind = models.CharField(_("Kind"), max_length=10, choices=Kind)
    sealed_value = models.BinaryField()
    purpose = models.CharField(_("Purpose"), max_length=200)
    consented_on = models.DateField(_("Consent given on"))
    recorded_at = models.DateTimeField()

    objects: ClassVar[ScopedQuerySet["PersonalFact"]] = ScopedQuerySet.as_manager()  # type: ignore[assignment]

    def __str__(self) -> str:
        return str(self.get_kind_display())

    @classmethod
    @transaction.atomic
    def record(
        cls,
        contact: Contact,
        *,
        kind: str,
        value: str,
        purpose: str,
        consented_on: date,
        by: Actor,
        at: datetime,
    ) -> "PersonalFact":
        """Seal `value` under the contact's own key. Raises PermissionDenied, and then nothing is kept."""
        allowed = Customer.objects.visible_to(by, "personal_facts.record")
        if not allowed.filter(pk=contact.customer_id).exists():
            raise PermissionDenied
        sealed = PersonKey.of(contact.person).seal(value.encode())
        fact = cls._base_manager.create(
            contact=contact,
            kind=kind,
            sealed_value=sealed,
            purpose=purpose,
            consented_on=consented_on,
            recorded_at=at,
        )
        Event.record(
            events.PERSONAL_FACT_RECORDED, customer_id=contact.customer_id, subject=fact, by=by, at=at
        )
        return fact

    def read(self, *, reason: str, by: Actor, at: datetime) -> str:
        """The value, for one who may see it and says why. The reading, or the refusal, is logged.

        Raises PermissionDenied, and vault.Destroyed when the person has been forgotten.
        """
        may_read = PersonalFact.objects.visible_to(by).filter(pk=self.pk).exists() and bool(reason.strip())
        kind = events.PERSONAL_FACT_READ if may_read else events.PERSONAL_FACT_REFUSED
        Event.record(
            kind,
            customer_id=self.contact.customer_id,
            subject=self,
            by=by,
            at=at,
            data={"reason": reason} if may_read else {},
        )
        if not may_read:
            raise PermissionDenied
        return PersonKey.of(self.contact.person).unseal(bytes(self.sealed_value)).decode()
