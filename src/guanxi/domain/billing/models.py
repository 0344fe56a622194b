from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from guanxi.domain.billing.rules import QUANTITY_DECIMALS, RATE_DECIMALS
from guanxi.domain.customers.models import Customer
from guanxi.domain.ground.money import Money
from guanxi.domain.ground.scope import ScopedQuerySet
from guanxi.domain.intake.provenance import FactFromFile


class Invoice(FactFromFile):
    """What a customer was asked to pay; a negative amount is a credit note."""

    view_action = "invoices.view"
    remembered = ("customer_id", "issued_on", "due_on", "cancelled_on", "amount_minor", "currency")

    number = models.CharField(_("Invoice"), max_length=120)
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="invoices")
    # Named without a foreign key: shipments are a floor above.
    waybill_number = models.CharField(_("Waybill"), max_length=120, blank=True)
    issued_on = models.DateField(_("Issued on"))
    due_on = models.DateField(_("Due on"), null=True, blank=True)
    cancelled_on = models.DateField(_("Cancelled on"), null=True, blank=True)
    amount_minor = models.BigIntegerField(_("Amount"))
    currency = models.CharField(max_length=3)

    objects: ClassVar[ScopedQuerySet["Invoice"]] = ScopedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "number"], name="billing_one_invoice_per_number"),
            models.CheckConstraint(
                name="billing_invoice_days_in_order",
                condition=(Q(due_on__isnull=True) | Q(due_on__gte=F("issued_on")))
                & (Q(cancelled_on__isnull=True) | Q(cancelled_on__gte=F("issued_on"))),
            ),
        ]
        indexes = [
            models.Index(fields=["customer", "-issued_on", "-id"], name="billing_invoices_of_customer"),
            models.Index(fields=["number"], name="billing_invoice_number"),
            models.Index(fields=["import_id"], name="billing_invoices_of_import"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor, self.currency)


class Payment(FactFromFile):
    """Money that came in for one invoice, in the invoice's currency; a negative amount went back."""

    view_action = "invoices.view"
    customer_path = "invoice__customer"
    remembered = ("invoice_id", "paid_on", "amount_minor", "currency")

    source_id = models.CharField(max_length=120)
    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="payments")
    paid_on = models.DateField(_("Paid on"))
    amount_minor = models.BigIntegerField(_("Amount"))
    currency = models.CharField(max_length=3)

    objects: ClassVar[ScopedQuerySet["Payment"]] = ScopedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "source_id"], name="billing_one_payment_per_source_id")
        ]
        indexes = [models.Index(fields=["import_id"], name="billing_payments_of_import")]

    def __str__(self) -> str:
        return self.source_id

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor, self.currency)


class ActivityRate(FactFromFile):
    """What one unit of an activity costs us from a day on, until a later rate begins."""

    view_action = "rates.view"
    remembered = ("activity", "valid_from", "rate_millionths", "currency")

    activity = models.CharField(_("Activity"), max_length=60)
    valid_from = models.DateField(_("Valid from"))
    rate_millionths = models.BigIntegerField(_("Rate"))
    currency = models.CharField(max_length=3)

    objects: ClassVar[ScopedQuerySet["ActivityRate"]] = ScopedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "currency", "valid_from"], name="billing_one_rate_a_day"
            )
        ]
        indexes = [models.Index(fields=["import_id"], name="billing_rates_of_import")]

    def __str__(self) -> str:
        return f"{self.activity} {self.valid_from}"

    @property
    def rate(self) -> Decimal:
        """In major units of the currency."""
        return Decimal(self.rate_millionths).scaleb(-RATE_DECIMALS)


class CostActivity(FactFromFile):
    """One thing done for a customer and what it cost; the amount is fixed when it is recorded.

    `rate_from` is the dated rate that priced it; where it is empty, the activity came with its own.
    """

    view_action = "costs.view"
    remembered = ("customer_id", "occurred_on", "amount_minor", "currency")

    source_id = models.CharField(max_length=120)
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="cost_activities")
    waybill_number = models.CharField(_("Waybill"), max_length=120, blank=True)
    activity = models.CharField(_("Activity"), max_length=60)
    occurred_on = models.DateField(_("Occurred on"))
    quantity_thousandths = models.BigIntegerField(_("Quantity"))
    rate_millionths = models.BigIntegerField(_("Rate"))
    rate_from = models.ForeignKey(
        ActivityRate, null=True, on_delete=models.PROTECT, related_name="activities"
    )
    amount_minor = models.BigIntegerField(_("Cost"))
    currency = models.CharField(max_length=3)

    objects: ClassVar[ScopedQuerySet["CostActivity"]] = ScopedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "source_id"], name="billing_one_activity_per_source_id")
        ]
        indexes = [
            models.Index(fields=["customer", "-occurred_on", "-id"], name="billing_costs_of_customer"),
            models.Index(fields=["import_id"], name="billing_costs_of_import"),
        ]

    def __str__(self) -> str:
        return f"{self.activity} {self.source_id}"

    @property
    def quantity(self) -> Decimal:
        return Decimal(self.quantity_thousandths).scaleb(-QUANTITY_DECIMALS)

    @property
    def cost(self) -> Money:
        return Money(self.amount_minor, self.currency)


class CreditGrade(FactFromFile):
    """How far a customer's word is trusted, from a day until the next grade (D119)."""

    view_action = "credit.view"
    remembered = ("customer_id", "graded_on", "grade")

    class Grade(models.TextChoices):
        AAA = "aaa", "AAA"
        AA = "aa", "AA"
        A = "a", "A"
        BBB = "bbb", "BBB"
        BB = "bb", "BB"
        B = "b", "B"
        CCC = "ccc", "CCC"
        CC = "cc", "CC"
        C = "c", "C"
        D = "d", "D"

    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="credit_grades")
    graded_on = models.DateField(_("Graded on"))
    grade = models.CharField(_("Credit grade"), max_length=3, choices=Grade)
    scoring_model = models.CharField(_("Scoring model"), max_length=80, blank=True)
    note = models.CharField(_("Note"), max_length=500, blank=True)

    objects: ClassVar[ScopedQuerySet["CreditGrade"]] = ScopedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["customer", "graded_on"], name="billing_one_grade_a_day")
        ]
        indexes = [models.Index(fields=["import_id"], name="billing_grades_of_import")]

    def __str__(self) -> str:
        return f"{self.get_grade_display()} {self.graded_on}"
