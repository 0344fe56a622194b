"""What all charts share: the result, the frame around a drawing, round ticks and worded axes."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString

from guanxi.design.charts.svg import paint

Size = tuple[int, int]
"""Width and height of a drawing in CSS pixels, before it is fitted to its place."""

_CONFIG = {
    "view": {"stroke": None},
    "axis": {
        "aria": False,
        "domainColor": paint("axis"),
        "tickColor": paint("axis"),
        "gridColor": paint("grid"),
        "labelColor": paint("ink"),
        "titleColor": paint("ink"),
        "labelFontSize": 12,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
        "labelPadding": 6,
        "labelFlush": False,
    },
}


@dataclass(frozen=True, slots=True)
class Chart:
    """`columns` and `rows` are the figures as text, the row's name first; `note` says how to read it."""

    wide: SafeString
    narrow: SafeString
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""


def framed(size: Size, data: list[dict[str, Any]], layers: list[dict[str, Any]]) -> dict[str, Any]:
    """A whole Vega-Lite specification of these layers, sized with its axes."""
    width, height = size
    return {
        "width": width,
        "height": height,
        "autosize": {"type": "fit", "contains": "padding"},
        "background": None,
        "padding": {"left": 0, "right": 8, "top": 8, "bottom": 0},
        "config": _CONFIG,
        "data": {"values": data},
        "layer": layers,
    }


def worded(labels: Mapping[Any, str | list[str]]) -> dict[str, Any]:
    """An axis whose ticks say what `labels` has for their value; two texts stand under each other."""
    by_text = json.dumps({str(value): label for value, label in labels.items()}, ensure_ascii=False)
    return {"labelExpr": f"({by_text})[datum.value]", "labelOverlap": False}


def round_ticks(values: Iterable[int], *, most: int = 4) -> list[int]:
    """Whole numbers in steps of 1, 2, 2.5 or 5 times a power of ten that enclose zero and the values.

    There are at least two, and at most two more than `most`.
    """
    enclosed = [0, *values]
    low, high = min(enclosed), max(enclosed)
    step = _step(max(high - low, 1), most)
    last = max(-(-high // step), low // step + 1)
    return [tick * step for tick in range(low // step, last + 1)]


def _step(span: int, most: int) -> int:
    power = 1
    while True:
        for step in (power, 2 * power, 5 * power // 2, 5 * power):
            if step * most >= span:
                return step
        power *= 10
