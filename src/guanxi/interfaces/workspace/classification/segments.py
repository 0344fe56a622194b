"""Segments: two of the four axes against each other, each number opening its list."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise as LazyText
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from guanxi.domain.classification.models import Group, ValueTier
from guanxi.domain.classification.segments import Segment, Segments, segments_of
from guanxi.domain.customers.models import Nature, Purpose
from guanxi.domain.views.rules import NONE
from guanxi.interfaces.http.access import StaffRequest, staff_may
from guanxi.interfaces.workspace.classification.tabs import tabs_for

AXES: Mapping[str, LazyText] = {
    "group": _("Group"),
    "tier": _("Value tier"),
    "purpose": _("Purpose"),
    "nature": _("Nature"),
}
# Potential is an audience, so no customer is in it (D13).
_CHOICES: Mapping[str, Any] = {
    "group": [choice for choice in reversed(Group.choices) if choice[0] != Group.POTENTIAL],
    "tier": ValueTier.choices,
    "purpose": Purpose.choices,
    "nature": Nature.choices,
}
_WITHOUT: Mapping[str, LazyText] = {
    "group": _("No group"),
    "tier": _("No tier"),
    "purpose": _("Not stated"),
    "nature": _("Not stated"),
}


@dataclass(frozen=True, slots=True)
class Cell:
    """A segment under the column's word; `href` opens its customers. `segment` is None where nobody is."""

    label: str
    segment: Segment | None
    href: str


@dataclass(frozen=True, slots=True)
class Row:
    axis: str
    value: str
    label: str
    cells: list[Cell]
    total: Segment
    href: str


@staff_may("classification.view")
@require_GET
def index(request: StaffRequest) -> HttpResponse:
    """The customers within sight by the axes `rows` and `columns` of the address."""
    rows, columns = _axes_of(request.GET)
    found = segments_of(rows, columns, actor=request.actor)
    heads = _present(columns, {pair[1] for pair in found.cells})
    lines = _present(rows, {pair[0] for pair in found.cells})
    context = {
        "tabs": tabs_for(request.actor, "workspace:segments"),
        "axes": AXES,
        "row_axis": rows,
        "column_axis": columns,
        "row_label": AXES[rows],
        "heads": [label for _value, label in heads],
        "rows": [_row((rows, columns), line, heads, found) for line in lines],
        "found": found,
    }
    return render(request, "workspace/classification/segments.html", context)


def _axes_of(query: QueryDict) -> tuple[str, str]:
    """Two different axes; where the same is asked for twice, the columns give way."""
    asked = query.get("rows", "group"), query.get("columns", "tier")
    rows, columns = (axis if axis in AXES else fallback for axis, fallback in zip(asked, AXES, strict=False))
    return rows, columns if columns != rows else next(axis for axis in AXES if axis != rows)


def _present(axis: str, values: set[str]) -> list[tuple[str, str]]:
    """All values of the axis with their words, and "without" where somebody is."""
    named = [(value, str(label)) for value, label in _CHOICES[axis]]
    return [*named, ("", str(_WITHOUT[axis]))] if "" in values else named


def _row(axes: tuple[str, str], line: tuple[str, str], heads: list[tuple[str, str]], found: Segments) -> Row:
    value, label = line
    cells = [
        Cell(head, found.cells.get((value, other)), _href({axes[0]: value, axes[1]: other}))
        for other, head in heads
    ]
    present = [cell.segment for cell in cells if cell.segment]
    total = Segment(
        *(sum(getattr(one, name) for one in present) for name in ("customers", "revenue_minor", "share_ppm"))
    )
    return Row(axes[0], value, label, cells, total, _href({axes[0]: value}))


def _href(chosen: Mapping[str, str]) -> str:
    query = urlencode({axis: value or NONE for axis, value in chosen.items()})
    return f"{reverse('workspace:customers')}?{query}"
