from datetime import date, datetime
from typing import Any, ClassVar, Self

from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from guanxi.domain.classification.models import ClassificationRun, ValueTier
from guanxi.domain.customers.models import Customer
from guanxi.domain.ground.money import Money
from guanxi.domain.ground.scope import Actor, ScopedQuerySet, ScopedRecord
from guanxi.domain.people.models import User
from guanxi.domain.timeline.models import Event
from guanxi.domain.value import events
from guanxi.domain.value.models.policy import ValuePolicy


class UnableToDecide(ValueError):
    """The approval cannot be decided so: own_request (another person has to), or decided before."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class BudgetQuerySet(ScopedQuerySet["MaintenanceBudget"]):
    def newest_first(self) -> Self:
        return self.order_by("-starts_on", "-pk")

    def covering(self, day: date) -> Self:
        return self.filter(starts_on__lte=day, ends_on__gte=day)


class MaintenanceBudget(ScopedRecord):
    """What may be spent on keeping customers in a period, divided by share of sales (D27). It never changes.

    `run` names the ranking whose revenue divided it, `policy` the activities it pays for and the bounds.
    `tiers` is a list of `{"tier", "revenue_minor", "by_share_minor", "amount_minor", "held_by"}`.
    """

    view_action = "budgets.view"

    starts_on = models.DateField(_("From"))
    ends_on = models.DateField(_("Until"))
    amount_minor = models.BigIntegerField(_("Amount"))
    reserve_minor = models.BigIntegerField(_("Reserve"))
    currency = models.CharField(max_length=3)
    tiers: Any = models.JSONField()
    run = models.ForeignKey(ClassificationRun, on_delete=models.PROTECT, related_name="+")
    policy = models.ForeignKey(ValuePolicy, on_delete=models.PROTECT, related_name="+")
    drawn_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    drawn_at = models.DateTimeField()

    objects: ClassVar[BudgetQuerySet] = BudgetQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["currency", "starts_on"], name="value_one_budget_a_period"),
            models.CheckConstraint(
                name="value_budget_days_in_order", condition=Q(ends_on__gte=F("starts_on"))
            ),
            models.CheckConstraint(name="value_budget_is_positive", condition=Q(amount_minor__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.starts_on}–{self.ends_on}"

    @classmethod
    def reached_by(cls, actor: Actor, relation: str) -> Q:
        """The budget is the operator's: who sees single customers sees their lines, and not the whole."""
        return Q() if relation == "any" else Q(pk__in=())

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor, self.currency)


class BudgetLine(ScopedRecord):
    """What a budget sets aside for one customer; who has no line has nothing without an approval."""

    view_action = "budgets.view"

    budget = models.ForeignKey(MaintenanceBudget, on_delete=models.PROTECT, related_name="lines")
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="budget_lines")
    tier = models.CharField(_("Value tier"), max_length=10, choices=ValueTier, blank=True)
    revenue_minor = models.BigIntegerField(_("Net revenue"))
    amount_minor = models.BigIntegerField(_("Set aside"))

    objects: ClassVar[ScopedQuerySet["BudgetLine"]] = ScopedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["budget", "customer"], name="value_one_line_a_customer"),
        ]
        indexes = [models.Index(fields=["budget", "-amount_minor"], name="value_lines_by_amount")]

    def __str__(self) -> str:
        return f"{self.budget_id}/{self.customer_id}"


class ApprovalQuerySet(ScopedQuerySet["BudgetApproval"]):
    def waiting(self) -> Self:
        return self.filter(state=BudgetApproval.State.WAITING)

    def approved(self) -> Self:
        return self.filter(state=BudgetApproval.State.APPROVED)

    def newest_first(self) -> Self:
        return self.order_by("-requested_at", "-pk")


class BudgetApproval(ScopedRecord):
    """Somebody asks to spend more on a customer than its line, and another person decides (D27).

    Only an approved one adds to what may be spent; a declined one changes nothing but this record.
    """

    view_action = "budgets.view"

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting for approval")
        APPROVED = "approved", _("Approved")
        DECLINED = "declined", _("Declined")

    budget = models.ForeignKey(MaintenanceBudget, on_delete=models.PROTECT, related_name="approvals")
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="budget_approvals")
    amount_minor = models.BigIntegerField(_("Beyond the line"))
    reason = models.TextField(_("Reason"))
    requested_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()
    state = models.CharField(_("State"), max_length=8, choices=State, default=State.WAITING)
    decided_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decision = models.TextField(_("Note"), blank=True)

    objects: ClassVar[ApprovalQuerySet] = ApprovalQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.CheckConstraint(name="value_approval_is_positive", condition=Q(amount_minor__gt=0)),
            models.CheckConstraint(name="value_approval_has_a_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="value_approved_by_another",
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("requested_by")),
            ),
            models.CheckConstraint(
                name="value_decided_or_waiting",
                condition=Q(state="waiting", decided_by__isnull=True, decided_at__isnull=True)
                | (~Q(state="waiting") & Q(decided_by__isnull=False, decided_at__isnull=False)),
            ),
            models.UniqueConstraint(
                fields=["budget", "customer"],
                condition=Q(state="waiting"),
                name="value_one_waiting_approval",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.budget_id}/{self.customer_id} {self.state}"

    def approve(self, *, note: str = "", by: User, at: datetime) -> None:
        """Let the customer's spending exceed its line by the amount. Raises UnableToDecide."""
        self._decide(self.State.APPROVED, note, by=by, at=at)

    def decline(self, *, note: str, by: User, at: datetime) -> None:
        """Leave the line as it is. Raises UnableToDecide."""
        self._decide(self.State.DECLINED, note, by=by, at=at)

    @transaction.atomic
    def _decide(self, state: "BudgetApproval.State", note: str, *, by: User, at: datetime) -> None:
        if by.pk == self.requested_by_id:
            raise UnableToDecide("own_request")
        # One statement decides between two who come at once.
        waiting = BudgetApproval.objects.everything("its own row").waiting().filter(pk=self.pk)
        if not waiting.update(state=state, decided_by=by, decided_at=at, decision=note):
            raise UnableToDecide("decided_before")
        self.refresh_from_db(from_queryset=BudgetApproval.objects.everything("its own row"))
        kind = events.OVERSPEND_APPROVED if state == self.State.APPROVED else events.OVERSPEND_DECLINED
        data = {"amount": str(Money(self.amount_minor, self.budget.currency).amount)}
        data |= {"currency": self.budget.currency, "period": str(self.budget), "note": note}
        Event.record(kind, customer_id=self.customer_id, subject=self, by=by, at=at, data=data)
