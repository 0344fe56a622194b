"""From where to where customers went between two runs: a picture, and the same as a table."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from guanxi.design.charts import Chart, Flow, Stop, flow_picture
from guanxi.design.charts.flows import Tone
from guanxi.design.components.lists import Tab
from guanxi.domain.classification import movement
from guanxi.domain.classification.movement import GONE, GROUP, NEW, TIER, Pair
from guanxi.interfaces.http.access import StaffRequest, staff_may
from guanxi.interfaces.workspace.classification.moves import moves_href
from guanxi.interfaces.workspace.classification.pairs import NoPair, pair_of, run_choices
from guanxi.interfaces.workspace.classification.stops import stops_of, word_of
from guanxi.interfaces.workspace.classification.tabs import tabs_for

Counts = dict[tuple[str, str], int]


@dataclass(frozen=True, slots=True)
class Cell:
    """How many went from the row's value to the column's; `tone` is that of their band."""

    label: str
    count: int
    href: str
    tone: Tone

    @property
    def look(self) -> str:
        return self.tone if self.count else "empty"


@dataclass(frozen=True, slots=True)
class Row:
    value: str
    label: str
    cells: list[Cell]
    total: int


@staff_may("runs.view")
@require_GET
def index(request: StaffRequest) -> HttpResponse:
    """Two runs, one axis: bands between the values, and beside them the numbers, each opening its list."""
    actor = request.actor
    axis = GROUP if request.GET.get("axis", GROUP) == GROUP else TIER
    context: dict[str, Any] = {"tabs": tabs_for(actor, "workspace:migration"), "axis": axis}
    try:
        pair = pair_of(request.GET, actor, axis=axis)
    except NoPair:
        return render(request, "workspace/classification/migration.html", context)
    counts = movement.flows(pair, actor=actor)
    places = _places(counts, axis)
    context |= {
        "pair": pair,
        "choices": run_choices(actor),
        "axes": _axes(pair),
        "chart": _picture(pair, counts),
        "heads": [word_of(axis, now) for now in places[1]],
        "rows": [_row(pair, counts, before, places[1]) for before in places[0]],
        "moved": sum(count for (before, now), count in counts.items() if before != now),
        "all": sum(counts.values()),
        "moves_href": moves_href(pair),
    }
    return render(request, "workspace/classification/migration.html", context)


def _axes(pair: Pair) -> list[Tab]:
    query = {"run": pair.run.pk, "since": pair.before.pk}
    here = reverse("workspace:migration")
    return [
        Tab(label, f"{here}?{urlencode(query | {'axis': axis})}", current=axis == pair.axis)
        for axis, label in ((GROUP, _("Group")), (TIER, _("Tier")))
    ]


def _places(counts: Counts, axis: str) -> tuple[list[str], list[str]]:
    """The values somebody came from and went to, in their order, the edges last."""
    sides = {0: (*stops_of(axis), NEW), 1: (*stops_of(axis), GONE)}
    found = {side: {pair[side] for pair in counts} for side in sides}
    before, now = ([value for value in sides[side] if value in found[side]] for side in (0, 1))
    return before, now


def _row(pair: Pair, counts: Counts, before: str, heads: list[str]) -> Row:
    cells = [
        Cell(
            word_of(pair.axis, now),
            counts.get((before, now), 0),
            moves_href(pair, before=before, now=now),
            _tone(pair.axis, before, now),
        )
        for now in heads
    ]
    return Row(before, word_of(pair.axis, before), cells, sum(cell.count for cell in cells))


def _picture(pair: Pair, counts: Counts) -> Chart | None:
    if not counts:
        return None
    before, now = _places(counts, pair.axis)
    flows = [Flow(start, end, count, _tone(pair.axis, start, end)) for (start, end), count in counts.items()]
    days = pair.before.as_of.isoformat(), pair.run.as_of.isoformat()
    title = _("Customers from %(before)s to %(now)s") % {"before": days[0], "now": days[1]}
    came, went = ([Stop(value, word_of(pair.axis, value)) for value in side] for side in (before, now))
    return flow_picture(came, went, flows, title=title, heads=days, language=get_language() or "en")


def _tone(axis: str, before: str, now: str) -> Tone:
    if before == now:
        return "stay"
    if before == NEW or now == GONE:
        return "edge"
    order = stops_of(axis)
    return "up" if order.index(now) < order.index(before) else "down"
