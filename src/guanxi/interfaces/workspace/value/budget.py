"""The maintenance budget: what each tier and customer may cost, what they have cost, and what waits."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from guanxi.design.explanation import Explanation
from guanxi.design.listing import Facet, Option, without
from guanxi.domain.classification.models import ClassificationRun, ValueTier
from guanxi.domain.ground import clock
from guanxi.domain.people.models import User
from guanxi.domain.value.budget_pages import Spent, TierSpending, spending_by_tier, spent_by_customer
from guanxi.domain.value.budgets import BudgetStanding, budget_on
from guanxi.domain.value.drawing import UnableToDraw, draw_budget, planned_split
from guanxi.domain.value.models import BudgetApproval, BudgetLine, MaintenanceBudget, ValuePolicy
from guanxi.interfaces.http.access import StaffRequest, staff_may
from guanxi.interfaces.http.keyset import Order, page_of
from guanxi.interfaces.workspace.explanations.statement import of_budget, of_tier, why_spent
from guanxi.interfaces.workspace.explanations.words import tier_word
from guanxi.interfaces.workspace.names import Names, name_of, names_of
from guanxi.interfaces.workspace.value.forms import DrawForm

LARGEST = Order("amount_minor", int, descending=True)
WAITING_SHOWN = 50
UNPROCESSABLE = 422
WITHOUT = "none"


@dataclass(frozen=True, slots=True)
class TierRow:
    """A tier with what it may cost and has cost, and the reasons."""

    spending: TierSpending
    label: str
    why: dict[str, Explanation]


@dataclass(frozen=True, slots=True)
class CustomerRow:
    """A customer's line with what it has cost; the names of its explanations are unique on the page."""

    line: BudgetLine
    names: Names
    standing: BudgetStanding
    why: dict[str, Explanation]

    @property
    def line_name(self) -> str:
        return f"line-{self.line.pk}"

    @property
    def spent_name(self) -> str:
        return f"spent-{self.line.pk}"

    @property
    def left_name(self) -> str:
        return f"left-{self.line.pk}"


@dataclass(frozen=True, slots=True)
class ApprovalRow:
    """A request that waits; `may_decide` for another person with the right."""

    approval: BudgetApproval
    names: Names
    asked_by: str
    may_decide: bool


@staff_may("budgets.view")
@require_GET
def index(request: StaffRequest) -> HttpResponse:
    """The budget of the operator's day, or the one that the address names, or what to do before the first."""
    actor = request.actor
    sees_whole = "any" in actor.relations_for("budgets.view")
    budget = _asked_for(request, actor) or budget_on(clock.business_date(), currency=settings.GUANXI.currency)
    context: dict[str, Any] = {"budget": budget, "may_draw": actor.may("budgets.draw"), "whole": sees_whole}
    if sees_whole:
        context["budgets"] = MaintenanceBudget.objects.visible_to(actor).newest_first()[:12]
    if budget:
        context |= _lines(request, budget) | {"approvals": _waiting(budget, actor)}
        if sees_whole:
            context |= _whole(budget)
    return render(request, "workspace/value/budget.html", context)


@staff_may("budgets.draw")
@require_http_methods(["GET", "POST"])
def new(request: StaffRequest) -> HttpResponse:
    """Draw up the budget of a period; the division is shown before anything is stored."""
    runs = ClassificationRun.objects.visible_to(request.actor)
    run = runs.select_related("policy").newest_first().first()
    currency = run.currency if run else settings.GUANXI.currency
    form = DrawForm(request.POST or None, currency=currency)
    context: dict[str, Any] = {"form": form, "run": run}
    if run and request.method == "POST" and form.is_valid():
        wanted = form.cleaned_data
        if "preview" in request.POST:
            policy = ValuePolicy.objects.in_force_on(wanted["starts_on"])
            context |= {"split": planned_split(run, wanted["amount"], policy), "policy": policy}
            return render(request, "workspace/value/budget_new.html", context)
        try:
            draw_budget(
                run=run,
                starts_on=wanted["starts_on"],
                ends_on=wanted["ends_on"],
                amount_minor=wanted["amount"],
                by=request.actor,
                at=clock.now(),
            )
        except UnableToDraw as refused:
            form.add_error(None, _refusal(refused))
        else:
            messages.success(request, _("The budget is drawn up."))
            return redirect("workspace:budget")
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "workspace/value/budget_new.html", context, status=status)


def _asked_for(request: StaffRequest, actor: User) -> MaintenanceBudget | None:
    asked = request.GET.get("budget", "")
    if not asked.isdecimal():
        return None
    budgets = MaintenanceBudget.objects.visible_to(actor).select_related("policy", "run")
    found: MaintenanceBudget | None = budgets.filter(pk=int(asked)).first()
    return found


def _whole(budget: MaintenanceBudget) -> dict[str, Any]:
    spending = spending_by_tier(budget)
    rows = [TierRow(one, tier_word(one.tier), of_tier(budget, one)) for one in spending.tiers]
    return {"tiers": rows, "spending": spending, "why_spent": why_spent(budget, spending)}


def _lines(request: StaffRequest, budget: MaintenanceBudget) -> dict[str, Any]:
    options = [
        *(Option(value, str(label)) for value, label in ValueTier.choices),
        Option(WITHOUT, _("No tier")),
    ]
    facet = Facet("tier", _("Value tier"), options, request.GET)
    lines = BudgetLine.objects.visible_to(request.actor).filter(budget=budget)
    if facet.chosen_values:
        lines = lines.filter(tier__in=["" if one == WITHOUT else one for one in facet.chosen_values])
    page = page_of(lines.select_related("customer__party"), LARGEST, request.GET)
    spent = spent_by_customer(budget, [line.customer_id for line in page.rows])
    rows = [_row(budget, line, spent.get(line.customer_id, Spent())) for line in page.rows]
    return {"page": page, "rows": rows, "facets": [facet], "clear_href": without(request.GET, "tier")}


def _row(budget: MaintenanceBudget, line: BudgetLine, spent: Spent) -> CustomerRow:
    standing = BudgetStanding(
        budget=budget,
        line_minor=line.amount_minor,
        approved_minor=spent.approved_minor,
        spent_minor=spent.spent_minor,
        postings=spent.postings,
        waiting=None,
    )
    return CustomerRow(line, names_of(line.customer.party), standing, of_budget(standing))


def _waiting(budget: MaintenanceBudget, actor: User) -> list[ApprovalRow]:
    waiting = BudgetApproval.objects.visible_to(actor).waiting().filter(budget=budget)
    found = waiting.select_related("customer__party", "requested_by").newest_first()[:WAITING_SHOWN]
    may = actor.may("budgets.approve")
    return [
        ApprovalRow(
            one,
            names_of(one.customer.party),
            name_of(one.requested_by),
            may and one.requested_by_id != actor.pk,
        )
        for one in found
    ]


def _refusal(refused: UnableToDraw) -> str:
    return {
        "days": _("The last day is before the first."),
        "amount": _("The amount must be above zero."),
        "overlaps": _("Another budget holds in a part of this period."),
    }[refused.code]
