"""The tab of one customer's value: purchases, share, statement, budget line and rhythm, with reasons."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from guanxi.design.explanation import Explanation
from guanxi.domain.ground import clock
from guanxi.domain.operations.models import Mode
from guanxi.domain.value.queries import CustomerValueView, value_of
from guanxi.domain.value.vocabulary import Category, activity_word
from guanxi.interfaces.http.access import StaffRequest, staff_may
from guanxi.interfaces.workspace.customers.frame import frame_of, permitted
from guanxi.interfaces.workspace.explanations import statement as of_ledger
from guanxi.interfaces.workspace.explanations import value as explanations
from guanxi.interfaces.workspace.explanations.tiers import figures_of
from guanxi_analysis import MixPart, Statement

MOST_IN_A_MIX = 5
# The tallest bar of the season stands for twice the even share.
_TALLEST_PERMILLE = 2000


@dataclass(frozen=True, slots=True)
class Bar:
    """A month of the season: its index (100 is even), and the bar's height and top in per cent."""

    month: int
    index: int
    height: int
    top: int


@dataclass(frozen=True, slots=True)
class Part:
    """One value of a mix and how many of the orders went by it."""

    label: str
    orders: int
    percent: int


@dataclass(frozen=True, slots=True)
class Mix:
    label: str
    parts: list[Part]
    more: int


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the statement; `is_sum` stands under a rule, `sign` says whether it is taken off."""

    name: str
    label: str
    amount_minor: int
    sign: str
    is_sum: bool
    why: Explanation
    activities: list[tuple[str, str, int]]


@staff_may("shipments.view")
@require_GET
def value(request: StaffRequest, pk: int) -> HttpResponse:
    """What the customer is worth in the window of the classification, as of the operator's day."""
    frame = frame_of(request, pk, "customer_value", "shipments.view")
    actor, today = request.actor, clock.business_date()
    view = value_of(frame.customer, as_of=today, currency=settings.GUANXI.currency, actor=actor)
    context = frame.context | {"view": view, "value_why": _reasons(view, may_open=actor.may("runs.view"))}
    if view.features:
        context |= {
            "season": _season(view),
            "mixes": _mixes(view),
            "gap": explanations.days_word(view.features.median_gap_days),
            "tonnes": explanations.tonnes(view.features.weight.amount),
        }
    if view.statement:
        context["statement"] = lines_of(view.statement, frame_of_statement(view))
        context["unlisted"] = view.statement.unlisted
    context |= {"may_spend": permitted(actor, frame.customer, "budgets.spend")["budgets.spend"]}
    return render(request, "workspace/value/customer.html", context)


def frame_of_statement(view: CustomerValueView) -> of_ledger.Frame:
    """What the figures of the customer's statement share."""
    evidence = explanations.shipments_of(view)
    return of_ledger.Frame(view.as_of, view.window_days, view.currency, str(view.policy), evidence)


def lines_of(statement: Statement, frame: of_ledger.Frame) -> list[Line]:
    """The statement from gross revenue down to the contribution, in the order of D217."""
    why = of_ledger.of_statement(statement, frame)
    first, *others = [
        Line(
            line.category,
            str(Category(line.category).label),
            line.amount_minor,
            "−",
            False,
            why[line.category],
            [
                (activity_word(c.activity), _quantity(c.quantity_thousandths), c.amount_minor)
                for c in line.activities
            ],
        )
        for line in statement.lines
    ]
    return [
        Line("gross", _("Gross revenue"), statement.gross_minor, "", False, why["gross"], []),
        first,
        Line("net", _("Net revenue"), statement.net_minor, "", True, why["net"], []),
        *others,
        Line(
            "contribution", _("Contribution"), statement.contribution_minor, "", True, why["contribution"], []
        ),
    ]


def _reasons(view: CustomerValueView, *, may_open: bool) -> dict[str, Any]:
    why: dict[str, Any] = dict(explanations.of_purchases(view))
    if view.entry and view.entry.rank:
        why["share"] = figures_of(view.entry, run_open=may_open)["share"]
        why["rank"] = figures_of(view.entry, run_open=may_open)["rank"]
    if view.budget:
        why["budget"] = of_ledger.of_budget(view.budget)
    if view.lapse:
        why["lapse"] = explanations.why_lapse(view, view.lapse)
    return why


def _season(view: CustomerValueView) -> list[Bar]:
    permille = view.features.season_permille if view.features else ()
    heights = [min(100, index * 100 // _TALLEST_PERMILLE) for index in permille]
    return [
        Bar(month, (index + 5) // 10, height, 100 - height)
        for month, (index, height) in enumerate(zip(permille, heights, strict=True), start=1)
    ]


def _mixes(view: CustomerValueView) -> list[Mix]:
    features = view.features
    if features is None or not features.orders:
        return []
    modes = [MixPart((_mode(part.value[0]),), part.orders) for part in features.modes]
    return [
        _mix(pgettext("mix", "Lanes"), list(features.lanes), features.orders),
        _mix(pgettext("mix", "Modes"), modes, features.orders),
        _mix(pgettext("mix", "Services"), list(features.services), features.orders),
    ]


def _mix(label: str, parts: list[MixPart], orders: int) -> Mix:
    shown = [
        Part(_worded(part.value), part.orders, (200 * part.orders + orders) // (2 * orders))
        for part in parts[:MOST_IN_A_MIX]
    ]
    return Mix(label, shown, len(parts) - len(shown))


def _worded(value: tuple[str, ...]) -> str:
    if not any(value):
        return _("not on file")
    return " → ".join(place or "–" for place in value)


def _mode(mode: str) -> str:
    return str(Mode(mode).label) if mode else ""


def _quantity(thousandths: int) -> str:
    return f"{thousandths / 1000:g}"
