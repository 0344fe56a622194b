"""Spending a customer's line, asking for more than it holds, and deciding about that."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from guanxi.domain.customers.models import Customer
from guanxi.domain.ground import clock
from guanxi.domain.ground.money import Money
from guanxi.domain.value.budgets import budget_on, standing_of
from guanxi.domain.value.models import BudgetApproval, UnableToDecide, ValuePolicy
from guanxi.domain.value.spending import BeyondBudget, UnableToSpend, record_spending, request_overspend
from guanxi.interfaces.http.access import StaffRequest, found, staff_may
from guanxi.interfaces.workspace.explanations import words
from guanxi.interfaces.workspace.names import names_of
from guanxi.interfaces.workspace.value.forms import AskForm, DecisionForm, SpendForm

UNPROCESSABLE = 422


@staff_may("budgets.spend", reading="customers.view")
@require_http_methods(["GET", "POST"])
def spend(request: StaffRequest, pk: int) -> HttpResponse:
    """Post what was done to keep the customer, as long as its line holds it."""
    customer: Customer = found(Customer, request.actor, pk, action="budgets.spend")
    today, currency = clock.business_date(), settings.GUANXI.currency
    budget = budget_on(today, currency=currency)
    policy = budget.policy if budget else ValuePolicy.objects.in_force_on(today)
    form = SpendForm(request.POST or None, initial={"on": today}, currency=currency, policy=policy)
    context: dict[str, Any] = {"title": _("Record spending"), "form": form}
    if request.method == "POST" and form.is_valid():
        try:
            record_spending(
                customer,
                activity=form.cleaned_data["activity"],
                amount_minor=form.cleaned_data["amount"],
                currency=currency,
                on=form.cleaned_data["on"],
                key=form.cleaned_data["key"],
                by=request.actor,
                at=clock.now(),
            )
        except BeyondBudget as refused:
            form.add_error("amount", _beyond(refused))
            amount = Money(refused.over_minor, currency).amount
            context["ask_href"] = f"{reverse('workspace:budget_ask', args=[pk])}?amount={amount}"
        except UnableToSpend as refused:
            form.add_error(None, _refusal(refused))
        else:
            messages.success(request, _("Recorded."))
            return redirect("workspace:customer_value", pk=pk)
    return _page(request, customer, context)


@staff_may("budgets.spend", reading="customers.view")
@require_http_methods(["GET", "POST"])
def ask(request: StaffRequest, pk: int) -> HttpResponse:
    """Ask another person to let the customer cost more than its line."""
    customer: Customer = found(Customer, request.actor, pk, action="budgets.spend")
    currency = settings.GUANXI.currency
    initial = {"amount": request.GET.get("amount", "")}
    form = AskForm(request.POST or None, initial=initial, currency=currency)
    if request.method == "POST" and form.is_valid():
        try:
            request_overspend(
                customer,
                amount_minor=form.cleaned_data["amount"],
                currency=currency,
                reason=form.cleaned_data["reason"],
                on=clock.business_date(),
                by=request.actor,
                at=clock.now(),
            )
        except UnableToSpend as refused:
            form.add_error(None, _refusal(refused))
        else:
            messages.success(request, _("Asked. Another person decides."))
            return redirect("workspace:customer_value", pk=pk)
    return _page(request, customer, {"title": _("Ask for more than the line"), "form": form})


@staff_may("budgets.approve", reading="budgets.view")
@require_POST
def decide(request: StaffRequest, pk: int) -> HttpResponse:
    """Approve or decline what somebody else has asked for; whoever asked is refused."""
    approval: BudgetApproval = found(BudgetApproval, request.actor, pk, action="budgets.approve")
    form = DecisionForm(request.POST)
    if not form.is_valid():
        for error in form.errors.get("note", []):
            messages.error(request, str(error))
        return _to_budget(approval)
    note, at = form.cleaned_data["note"], clock.now()
    try:
        if form.cleaned_data["decision"] == "approve":
            approval.approve(note=note, by=request.actor, at=at)
        else:
            approval.decline(note=note, by=request.actor, at=at)
    except UnableToDecide as refused:
        if refused.code == "own_request":
            raise PermissionDenied from None
        messages.warning(request, _("It had been decided before."))
    else:
        messages.success(request, _("Decided: %(state)s") % {"state": approval.get_state_display()})
    return _to_budget(approval)


def _page(request: StaffRequest, customer: Customer, context: dict[str, Any]) -> HttpResponse:
    currency = settings.GUANXI.currency
    budget = budget_on(clock.business_date(), currency=currency)
    context |= {
        "customer": customer,
        "names": names_of(customer.party),
        "standing": standing_of(budget, customer.pk) if budget else None,
    }
    status = UNPROCESSABLE if context["form"].errors else 200
    return render(request, "workspace/value/deed.html", context, status=status)


def _beyond(refused: BeyondBudget) -> str:
    currency = refused.standing.budget.currency
    return _("Only %(left)s is left for this customer; %(over)s more would need an approval.") % {
        "left": words.money(refused.standing.left_minor, currency),
        "over": words.money(refused.over_minor, currency),
    }


def _refusal(refused: UnableToSpend) -> str:
    sentences = {
        "no_budget": _("No maintenance budget holds on this day."),
        "activity": _("The budget does not pay for this activity."),
        "amount": _("The amount must be above zero."),
        "asked": _("For this customer a request is waiting already."),
    }
    return sentences[refused.code]


def _to_budget(approval: BudgetApproval) -> HttpResponseRedirect:
    return HttpResponseRedirect(f"{reverse('workspace:budget')}?budget={approval.budget_id}")
