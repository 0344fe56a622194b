"""Revenue by month, as bars."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from babel.dates import format_date, format_skeleton
from django.utils.safestring import SafeString
from django.utils.translation import gettext, override

from guanxi.design import figures
from guanxi.design.charts.frame import Chart, Size, framed, round_ticks, worded
from guanxi.design.charts.svg import draw, paint

WIDE: Size = (660, 220)
NARROW: Size = (330, 200)
# Month names fit under each of so many bars; beyond, only each quarter is named.
NAMED_WIDE, NAMED_NARROW = 18, 6
ZERO_LINE = {
    "gridColor": {"condition": {"test": "datum.value === 0", "value": paint("axis")}, "value": paint("grid")}
}


@dataclass(frozen=True, slots=True)
class MonthlyRevenue:
    """Revenue of the month that `month` lies in, in minor units; None where none is on file (not zero)."""

    month: date
    minor: int | None

    @property
    def key(self) -> str:
        return f"{self.month:%Y-%m}"


def revenue_by_month(points: Sequence[MonthlyRevenue], *, currency: str, language: str) -> Chart:
    """Bars of revenue, one a month, oldest first. A month without revenue on file has no bar.

    Amounts are minor units of `currency` (ISO 4217). Raises ValueError without points.
    """
    if not points:
        raise ValueError("no months to draw")
    with override(language):
        title, absent = gettext("Revenue by month"), gettext("none on file")
        columns = (gettext("Month"), gettext("Revenue"))
    rows = tuple(_row(point, currency, language, absent) for point in points)
    data = [
        {"month": point.key, "minor": point.minor, "label": " · ".join(row)}
        for point, row in zip(points, rows, strict=True)
    ]
    amounts = {
        tick: figures.compact_money(tick, currency, language)
        for tick in round_ticks(point.minor or 0 for point in points)
    }

    def drawing(size: Size, named: int) -> SafeString:
        months = _month_labels(points, language, every=1 if len(points) <= named else 3)
        return draw(framed(size, data, _layers(amounts, months)), label=title)

    return Chart(drawing(WIDE, NAMED_WIDE), drawing(NARROW, NAMED_NARROW), columns, rows)


def _row(point: MonthlyRevenue, currency: str, language: str, absent: str) -> tuple[str, str]:
    month = format_skeleton("yMMM", point.month, locale=figures.locale_of(language))
    return month, absent if point.minor is None else figures.money(point.minor, currency, language)


def _month_labels(points: Sequence[MonthlyRevenue], language: str, *, every: int) -> dict[str, list[str]]:
    """The month's name, the year under the first one and each January; between strides nothing."""
    locale = figures.locale_of(language)
    labels, year = {}, 0
    for point in points:
        shown = (point.month.month - 1) % every == 0
        name = format_date(point.month, "LLL", locale=locale) if shown else ""
        labels[point.key] = [name, str(point.month.year) if shown and point.month.year != year else ""]
        year = point.month.year if shown else year
    return labels


def _layers(amounts: dict[int, str], months: dict[str, list[str]]) -> list[dict[str, Any]]:
    ticks = list(amounts)
    x = {
        "field": "month",
        "type": "ordinal",
        "title": None,
        "scale": {"paddingInner": 0.28, "paddingOuter": 0.14},
        "axis": {"labelAngle": 0, "ticks": False, "domain": False, **worded(months)},
    }
    y = {
        "field": "minor",
        "type": "quantitative",
        "stack": None,
        "title": None,
        "scale": {"domain": [ticks[0], ticks[-1]], "nice": False},
        "axis": {"values": ticks, "domain": False, "ticks": False, **ZERO_LINE, **worded(amounts)},
    }
    rounded = {"cornerRadiusTopLeft": 2, "cornerRadiusTopRight": 2}
    return [
        {
            "mark": {"type": "bar", "color": paint("bar"), "aria": False, **rounded},
            "encoding": {"x": x, "y": y},
        },
        # Invisible and of full height: a small month is as easy to point at as a large one.
        {
            "mark": {"type": "rect", "color": paint("target")},
            "encoding": {"x": x, "description": {"field": "label", "type": "nominal"}},
        },
    ]
