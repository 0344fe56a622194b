from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from guanxi.domain.customers.models import Customer, Party
from guanxi.domain.ground.money import Money
from guanxi.domain.ground.scope import ScopedQuerySet, ScopedRecord
from guanxi.domain.operations import rules
from guanxi.domain.operations.rules import ShipmentState
from guanxi.domain.timeline.models import RememberedRecord


class Direction(models.TextChoices):
    FORWARD = "forward", _("Forward")
    REVERSE = "reverse", _("Reverse")


class Mode(models.TextChoices):
    RAIL = "rail", _("Rail")
    ROAD = "road", _("Road")
    AIR = "air", _("Air")
    OCEAN = "ocean", _("Ocean")
    EXPRESS = "express", _("Express")
    OTHER = "other", _("Other mode")


STATE_LABELS = {
    ShipmentState.ACCEPTED: _("Accepted"),
    ShipmentState.IN_TRANSIT: _("In transit"),
    ShipmentState.DELIVERED: _("Delivered"),
    ShipmentState.CANCELLED: _("Cancelled"),
}


class ShipmentQuerySet(ScopedQuerySet["Shipment"]):
    def completed_by(self, day: date) -> Self:
        """Forward shipments delivered on or before `day`: the purchases of D11."""
        return self.filter(direction=Direction.FORWARD, delivered_on__lte=day)

    def late(self) -> Self:
        return self.filter(delivered_on__gt=F("promised_on"))

    def newest_first(self) -> Self:
        return self.order_by("-ordered_on", "-pk")


class Shipment(RememberedRecord):
    """One waybill, one lot. The promise is kept as it was given; revenue may be unknown, and says why."""

    view_action = "shipments.view"
    remembered = (
        "customer_id",
        "direction",
        "ordered_on",
        "delivered_on",
        "cancelled_on",
        "revenue_minor",
        "currency",
    )

    source = models.CharField(max_length=40)
    source_id = models.CharField(max_length=120)
    waybill_number = models.CharField(_("Waybill"), max_length=120)
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="shipments")
    direction = models.CharField(_("Direction"), max_length=8, choices=Direction, default=Direction.FORWARD)
    mode = models.CharField(_("Mode"), max_length=8, choices=Mode, blank=True)
    service = models.CharField(_("Service"), max_length=60, blank=True)
    cargo = models.CharField(_("Cargo"), max_length=300, blank=True)
    origin = models.CharField(_("Origin"), max_length=120, blank=True)
    destination = models.CharField(_("Destination"), max_length=120, blank=True)
    ordered_on = models.DateField(_("Ordered on"))
    accepted_on = models.DateField(_("Accepted on"), null=True, blank=True)
    promised_on = models.DateField(_("Promised for"), null=True, blank=True)
    picked_up_on = models.DateField(_("Picked up on"), null=True, blank=True)
    delivered_on = models.DateField(_("Delivered on"), null=True, blank=True)
    cancelled_on = models.DateField(_("Cancelled on"), null=True, blank=True)
    packages = models.PositiveIntegerField(_("Packages"), null=True, blank=True)
    weight_g = models.BigIntegerField(_("Weight"), null=True, blank=True)
    revenue_minor = models.BigIntegerField(_("Revenue"), null=True, blank=True)
    currency = models.CharField(max_length=3)
    revenue_absent_reason = models.CharField(_("Why revenue is absent"), max_length=40, blank=True)
    recorded_at = models.DateTimeField()
    import_id = models.BigIntegerField(null=True)

    objects: ClassVar[ShipmentQuerySet] = ShipmentQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "source_id"], name="operations_one_row_per_source_id"),
            # Absent money is not zero money: it is known, or it says why not.
            models.CheckConstraint(
                name="operations_revenue_or_reason",
                condition=Q(revenue_minor__isnull=False, revenue_absent_reason="")
                | (Q(revenue_minor__isnull=True) & ~Q(revenue_absent_reason="")),
            ),
        ]
        indexes = [
            models.Index(fields=["customer", "-ordered_on", "-id"], name="operations_of_customer"),
            models.Index(fields=["-ordered_on", "-id"], name="operations_newest"),
            models.Index(fields=["delivered_on"], name="operations_delivered"),
            models.Index(Upper("waybill_number"), name="operations_waybill_folded"),
            models.Index(fields=["import_id"], name="operations_of_import"),
        ]

    def __str__(self) -> str:
        return self.waybill_number

    @property
    def state(self) -> ShipmentState:
        return rules.state_of(
            picked_up_on=self.picked_up_on,
            delivered_on=self.delivered_on,
            cancelled_on=self.cancelled_on,
        )

    @property
    def state_label(self) -> str:
        return str(STATE_LABELS[self.state])

    @property
    def days_late(self) -> int | None:
        return rules.days_late(promised_on=self.promised_on, delivered_on=self.delivered_on)

    @property
    def revenue(self) -> Money | None:
        return None if self.revenue_minor is None else Money(self.revenue_minor, self.currency)


class ShipmentParty(ScopedRecord):
    """The part a party plays on one waybill (D1). Revenue belongs to the shipment's customer alone."""

    view_action = "shipments.view"
    customer_path = "shipment__customer"
    # Files name one party for each part: an undone import brings none back where there is one by now.
    slot = ("shipment_id", "role")

    class Role(models.TextChoices):
        CONSIGNOR = "consignor", _("Consignor")
        CONSIGNEE = "consignee", _("Consignee")
        PAYER = "payer", _("Payer")
        NOTIFY_PARTY = "notify_party", _("Notify party")
        AGENT = "agent", _("Agent")

    shipment = models.ForeignKey(Shipment, on_delete=models.PROTECT, related_name="parties")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="shipment_roles")
    role = models.CharField(_("Role"), max_length=12, choices=Role)

    objects: ClassVar[ScopedQuerySet["ShipmentParty"]] = ScopedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["shipment", "party", "role"], name="operations_one_party_per_role"
            )
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.party_id}"
