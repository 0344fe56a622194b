"""How much of the revenue the best customers bring, with the cuts of the tiers (D16)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext, override

from guanxi.design import figures
from guanxi.design.charts.frame import Chart, Size, framed, worded
from guanxi.design.charts.svg import draw, paint
from guanxi.design.vocabulary import TIERS

WIDE: Size = (660, 300)
NARROW: Size = (330, 270)
MOST_POINTS = 100
LABELLED_POINTS = 20
WHOLE = 1_000_000
CUSTOMER_TICKS = (0, 10_000, 50_000, 200_000, 500_000, WHOLE)
REVENUE_TICKS = (0, 250_000, 500_000, 750_000, WHOLE)


@dataclass(frozen=True, slots=True)
class ParetoPoint:
    """The first `rank` customers by revenue bring `cumulative_ppm` parts per million of it."""

    rank: int
    cumulative_ppm: int


@dataclass(frozen=True, slots=True)
class Cut:
    """The last rank that belongs to `tier`: platinum, gold or iron."""

    tier: str
    rank: int


def pareto_curve(
    points: Sequence[ParetoPoint], cuts: Sequence[Cut], *, customers: int, language: str
) -> Chart:
    """Cumulative share of revenue over the share of customers, best first, with a line at each cut.

    `customers` is N, the active customers. More than 100 points are thinned; those at cuts are kept.
    The axis of customers is a square root, so that the first per cents can be told apart.
    Raises ValueError without points, KeyError for a cut at a rank that has no point.
    """
    if not points:
        raise ValueError("no customers to draw")
    with override(language):
        title = gettext("Share of revenue by share of customers")
        columns = gettext("Up to tier"), gettext("Customers"), gettext("Of customers"), gettext("Of revenue")
        marked = [_marked(cut, points, customers, language) for cut in cuts]
        note = gettext("The axis of customers is stretched at its beginning.")
    curve = [{"x": 0, "y": 0}, *(_place(point, customers) for point in _thinned(points, cuts))]
    # Enough to point at; a label at every point would only tire the ear.
    for place in curve[1 :: -(-len(curve) // LABELLED_POINTS)]:
        place["label"] = _shares(place, language)
    layers = _curve_layers(columns[2], columns[3], language)
    for mark in marked:
        layers += _cut_layers(mark)
    wide, narrow = (draw(framed(size, curve, layers), label=title) for size in (WIDE, NARROW))
    rows = tuple(tuple(mark["row"]) for mark in marked)
    return Chart(wide, narrow, columns, rows, note)


def _thinned(points: Sequence[ParetoPoint], cuts: Sequence[Cut]) -> list[ParetoPoint]:
    stride = -(-len(points) // MOST_POINTS)
    kept = {cut.rank for cut in cuts} | {points[-1].rank}
    return [point for index, point in enumerate(points) if index % stride == 0 or point.rank in kept]


def _place(point: ParetoPoint, customers: int) -> dict[str, Any]:
    return {"x": point.rank * WHOLE // customers, "y": point.cumulative_ppm}


def _shares(place: dict[str, Any], language: str) -> str:
    return " · ".join(figures.share(place[axis], language) for axis in ("x", "y"))


def _marked(cut: Cut, points: Sequence[ParetoPoint], customers: int, language: str) -> dict[str, Any]:
    """The curve's point at a cut with its sentence, in the language that is active."""
    reached = {point.rank: point for point in points}[cut.rank]
    place = _place(reached, customers)
    name, count = str(TIERS[cut.tier].label), figures.number(cut.rank, language)
    of_customers, of_revenue = (figures.share(place[axis], language) for axis in ("x", "y"))
    sentence = gettext(
        "%(tier)s: the first %(count)s customers (%(of_customers)s) bring %(of_revenue)s of revenue"
    ) % {"tier": name, "count": count, "of_customers": of_customers, "of_revenue": of_revenue}
    row = [name, count, of_customers, of_revenue]
    return {**place, "tier": cut.tier, "label": sentence, "text": f"{name} {of_revenue}", "row": row}


def _axes(of_customers: str, of_revenue: str, language: str) -> dict[str, Any]:
    def percent(ticks: tuple[int, ...]) -> dict[str, Any]:
        labels = worded({tick: figures.share(tick, language) for tick in ticks})
        return {"values": list(ticks), "grid": ticks == REVENUE_TICKS, **labels}

    domain = {"domain": [0, WHOLE], "nice": False}
    return {
        "x": {
            "field": "x",
            "type": "quantitative",
            "title": of_customers,
            "scale": {"type": "sqrt", **domain},
            "axis": {"tickSize": 4, **percent(CUSTOMER_TICKS)},
        },
        "y": {
            "field": "y",
            "type": "quantitative",
            "title": of_revenue,
            "scale": domain,
            "axis": {"domain": False, "ticks": False, **percent(REVENUE_TICKS)},
        },
    }


PLACE = {axis: {"field": axis, "type": "quantitative"} for axis in ("x", "y")}
DESCRIBED = {**PLACE, "description": {"field": "label", "type": "nominal"}}


def _curve_layers(of_customers: str, of_revenue: str, language: str) -> list[dict[str, Any]]:
    axes = _axes(of_customers, of_revenue, language)
    return [
        {"mark": {"type": "area", "color": paint("area"), "aria": False}, "encoding": axes},
        {
            "mark": {"type": "line", "color": paint("line"), "strokeWidth": 2, "aria": False},
            "encoding": PLACE,
        },
        {
            "transform": [{"filter": "isValid(datum.label)"}],
            "mark": {"type": "point", "filled": True, "size": 90, "opacity": 1, "color": paint("target")},
            "encoding": DESCRIBED,
        },
    ]


def _cut_layers(mark: dict[str, Any]) -> list[dict[str, Any]]:
    data, ink = {"values": [mark]}, paint(f"{mark['tier']}-ink")
    rule = {"type": "rule", "color": paint(mark["tier"]), "strokeDash": [3, 3], "aria": False}
    dot = {"type": "point", "filled": True, "size": 70, "opacity": 1, "color": ink}
    place = {"align": "left", "baseline": "top", "dx": 8, "dy": 4, "fontSize": 12}
    # The halo keeps the words legible where a dashed line runs through them.
    text = {"type": "text", "color": ink, "stroke": paint("halo"), "strokeWidth": 4, "aria": False, **place}
    return [
        {"data": data, "mark": rule, "encoding": {**PLACE, "y2": {"datum": 0}}},
        {"data": data, "mark": dot, "encoding": DESCRIBED},
        {"data": data, "mark": text, "encoding": {**PLACE, "text": {"field": "text", "type": "nominal"}}},
    ]
