from datetime import date, datetime
from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from guanxi.domain.customers import events, rules
from guanxi.domain.customers.models.party import Party
from guanxi.domain.customers.models.search_text import SearchText
from guanxi.domain.customers.vocabulary import Nature, Purpose, Source
from guanxi.domain.ground.scope import Actor, ScopedQuerySet
from guanxi.domain.people.models import User
from guanxi.domain.timeline.models import Event, RememberedRecord


class UnableToPlaceUnder(ValidationError):
    """The parent would make the group's tree a circle (D9)."""


class CustomerQuerySet(ScopedQuerySet["Customer"]):
    def with_names(self) -> Self:
        return self.select_related("party", "owner")

    def ranked(self) -> Self:
        """Those whose value is compared: not our own units (D20)."""
        return self.exclude(purpose=Purpose.INTERNAL)


class Customer(RememberedRecord):
    """A party with a commercial relation to us. Group and tier are derived, never fields (D11)."""

    view_action = "customers.view"
    customer_path = "pk"
    remembered = ("number", "purpose", "nature", "declared_buyer")
    known_since = "created_at"

    party = models.OneToOneField(Party, on_delete=models.PROTECT, related_name="customer")
    number = models.CharField(_("Customer number"), max_length=60, unique=True)
    purpose = models.CharField(_("Purpose"), max_length=12, choices=Purpose, default=Purpose.COMMERCIAL)
    nature = models.CharField(_("Nature"), max_length=16, choices=Nature, blank=True)
    source = models.CharField(_("Source"), max_length=16, choices=Source, default=Source.OTHER)
    owner = models.ForeignKey(
        User,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="customers",
        verbose_name=_("Owner"),
    )
    parent = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
        verbose_name=_("Parent"),
    )
    # A claimed earlier purchase; it moves no group until a transaction is on file (D14).
    declared_buyer = models.BooleanField(_("Says it has bought before"), default=False)
    created_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar[CustomerQuerySet] = CustomerQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [
            models.Index(fields=["owner", "-id"], name="customers_of_owner"),
            models.Index(fields=["purpose", "-id"], name="customers_by_purpose"),
        ]
        constraints = [
            models.CheckConstraint(
                name="customers_not_own_parent",
                condition=models.Q(parent__isnull=True) | ~models.Q(parent=models.F("id")),
            )
        ]

    def __str__(self) -> str:
        return str(self.party)

    @classmethod
    @transaction.atomic
    def create(cls, *, party: Party, by: Actor | None, at: datetime, **fields: Any) -> "Customer":
        """Store a new customer with its party and record it."""
        party.save()
        customer = cls(party=party, created_at=at, **fields)
        customer.save()
        SearchText.catch_up()
        data = {"source": customer.source}
        Event.record(events.CREATED, customer_id=customer.pk, subject=customer, by=by, at=at, data=data)
        return customer

    @transaction.atomic
    def register(self, *, on: date, by: Actor | None, at: datetime) -> "RosterEntry":
        """Enter the customer in the roster: the evidence of a basic customer (D11)."""
        entry, is_new = RosterEntry._base_manager.get_or_create(
            customer=self, defaults={"registered_on": on, "recorded_at": at}
        )
        if is_new:
            Event.record(events.REGISTERED, customer_id=self.pk, subject=self, by=by, at=at)
        return entry

    @transaction.atomic
    def place_under(self, parent: "Customer | None", *, by: Actor | None, at: datetime) -> None:
        """Make the customer part of `parent`'s group. Raises UnableToPlaceUnder for a circle."""
        if parent and rules.would_make_a_circle(
            child=self.pk, parent=parent.pk, parent_of=Customer.parent_ids().get
        ):
            raise UnableToPlaceUnder(
                _("%(parent)s already stands below %(child)s, so it cannot be its parent."),
                params={"parent": parent, "child": self},
            )
        before = str(self.parent) if self.parent else ""
        self.parent = parent
        self.save(update_fields=["parent"])
        Event.record(
            events.PARENT_CHANGED,
            customer_id=self.pk,
            subject=self,
            by=by,
            at=at,
            data={"parent": str(parent or "–")},
            before={"parent": before},
            after={"parent": str(parent or "")},
        )

    @classmethod
    def parent_ids(cls) -> dict[int, int | None]:
        """customer id → parent id, for every customer that has a parent."""
        tree = cls.objects.everything("a circle may run through records the actor cannot see")
        return dict(tree.filter(parent__isnull=False).values_list("pk", "parent_id"))


class RosterEntry(RememberedRecord):
    """The customer is registered with us (在册)."""

    view_action = "customers.view"
    customer_path = "customer"
    remembered = ("customer_id", "registered_on")

    customer = models.OneToOneField(Customer, on_delete=models.PROTECT, related_name="roster_entry")
    registered_on = models.DateField(_("Registered on"))
    recorded_at = models.DateTimeField()

    objects: ClassVar[ScopedQuerySet["RosterEntry"]] = ScopedQuerySet.as_manager()  # type: ignore[assignment]

    def __str__(self) -> str:
        return f"{self.customer_id} {self.registered_on}"
