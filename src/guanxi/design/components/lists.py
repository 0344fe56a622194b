"""Lists and tables: columns, cells, facets, chips, tabs, paging, timeline entries, task rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils.html import format_html
from django.utils.safestring import SafeString

from guanxi.design.components.surfaces import TONES
from guanxi.design.listing import Facet, Sort
from guanxi.design.rendering import chosen, classes, register, render, trimmed

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class Tab:
    """A view of the page with its own address; `count` is shown beside the label ("1000+" where more)."""

    label: "StrOrPromise"
    href: str
    count: int | str | None = None
    current: bool = False


@register.simple_block_tag
def data_table(
    content: SafeString, *, caption: "StrOrPromise", id: str = "", compact: bool = False
) -> SafeString:
    """A table of records. Content is `<thead>` with `column`s and `<tbody>` with `cell`s; the caption is
    read out, not shown. On a phone each row becomes a card."""
    return render("data_table", content=content, caption=caption, id=id, compact=compact)


@register.simple_tag
def column(
    label: "StrOrPromise",
    *,
    key: str = "",
    sort: Sort | None = None,
    figure: bool = False,
    hidden: bool = False,
) -> SafeString:
    """A column's head. With `key` and `sort` a click sorts up, then down, then off; `hidden` keeps the label
    for the ear only."""
    direction = sort.direction(key) if sort and key else ""
    href = sort.href(key) if sort and key else ""
    return render("column", label=label, direction=direction, href=href, figure=figure, hidden=hidden)


@register.simple_block_tag
def cell(
    content: SafeString, *, label: "StrOrPromise", figure: bool = False, primary: bool = False
) -> SafeString:
    """A cell; `label` names it on a phone's card, `figure` aligns numbers, `primary` is the record's name."""
    return format_html(
        '<td class="{}" data-label="{}">{}</td>',
        classes("cell", figure=figure, primary=primary),
        label,
        trimmed(content),
    )


@register.simple_block_tag
def filter_bar(content: SafeString, *, count: "StrOrPromise" = "") -> SafeString:
    """Search, facets and chips above a list. `count` is the sentence of how many there are."""
    return render("filter_bar", content=content, count=count)


@register.simple_tag
def facet(axis: Facet) -> SafeString:
    """A button that opens the values of one axis, each a link with its count."""
    return render("facet", axis=axis)


@register.simple_tag
def chips(axes: Sequence[Facet], *, clear_href: str) -> SafeString:
    """What the list is narrowed by, each with a cross, and "Clear all". Nothing when nothing is chosen."""
    return render("chips", axes=[axis for axis in axes if axis.chosen], clear_href=clear_href)


@register.simple_tag
def tabs(items: Sequence[Tab], *, label: "StrOrPromise") -> SafeString:
    """Views of one page as links with counts; `label` names the group for the ear."""
    return render("tabs", items=items, label=label)


@register.simple_tag
def keyset_pagination(
    *, newer_href: str = "", older_href: str = "", shown: "StrOrPromise" = ""
) -> SafeString:
    """Back and forth through a keyset; an empty address greys its button. Nothing when both are empty."""
    return render("keyset_pagination", newer_href=newer_href, older_href=older_href, shown=shown)


@register.simple_block_tag
def timeline_entry(
    content: SafeString,
    *,
    at: datetime,
    title: "StrOrPromise",
    actor: "StrOrPromise" = "",
    icon_name: str = "history",
    tone: str = "plain",
    internal: bool = False,
) -> SafeString:
    """One event, in an `<ol class="timeline">`. `internal` adds the lock of what a customer never sees."""
    return render(
        "timeline_entry",
        content=trimmed(content),
        at=at,
        title=title,
        actor=actor,
        icon_name=icon_name,
        tone=chosen("tone", tone, TONES),
        internal=internal,
    )


@register.simple_block_tag
def task_row(
    content: SafeString,
    *,
    title: "StrOrPromise",
    href: str = "",
    subject: "StrOrPromise" = "",
    due_on: date | None = None,
    overdue: bool = False,
    done: bool = False,
    id: str = "",
) -> SafeString:
    """One piece of a person's work, in a `<ul class="tasks">`; content are its buttons."""
    return render(
        "task_row",
        content=trimmed(content),
        title=title,
        href=href,
        subject=subject,
        due_on=due_on,
        overdue=overdue,
        done=done,
        id=id,
    )


@register.simple_tag
def crumb(label: "StrOrPromise", *, href: str = "") -> SafeString:
    """A step of the breadcrumb; the last one has no address and is the current page."""
    if href:
        return format_html('<li><a href="{}">{}</a></li>', href, label)
    return format_html('<li><span aria-current="page">{}</span></li>', label)
