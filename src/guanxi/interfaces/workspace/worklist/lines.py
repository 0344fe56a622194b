"""Rows of the page "My work", worded for the reader."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guanxi.domain.classification.models import Group, ValueTier
from guanxi.domain.classification.queries import Move
from guanxi.domain.operations.models import Shipment
from guanxi.domain.worklist.models import Task
from guanxi.interfaces.workspace.names import name_of, names_of


@dataclass(frozen=True, slots=True)
class TaskLine:
    task: Task
    assignee: str
    about: str
    href: str
    is_overdue: bool


@dataclass(frozen=True, slots=True)
class MoveLine:
    """A customer that moved; `shifts` are (before, after) on one axis each."""

    name: str
    href: str
    shifts: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class LateLine:
    shipment: Shipment
    name: str
    href: str
    note: str
    is_under_way: bool


def task_line(task: Task, *, today: date) -> TaskLine:
    overdue = task.due_on is not None and task.due_on < today and task.done_at is None
    if task.customer is None:
        return TaskLine(task, name_of(task.assignee), "", "", overdue)
    about, href = str(names_of(task.customer.party)), _customer_href(task.customer_id)
    return TaskLine(task, name_of(task.assignee), about, href, overdue)


def move_line(move: Move) -> MoveLine:
    shifts = [
        (_word(labels, was), _word(labels, now))
        for labels, was, now in (
            (dict(Group.choices), move.group_before, move.group),
            (dict(ValueTier.choices), move.tier_before, move.tier),
        )
        if was != now
    ]
    return MoveLine(str(names_of(move.customer.party)), _customer_href(move.customer.pk), shifts)


def late_line(shipment: Shipment, *, today: date) -> LateLine:
    name, href = str(names_of(shipment.customer.party)), _customer_href(shipment.customer_id)
    state = "late" if shipment.delivered_on else "overdue"
    days = ((shipment.delivered_on or today) - (shipment.promised_on or today)).days
    note = ngettext("%(days)s day late", "%(days)s days late", days) % {"days": days}
    return LateLine(shipment, name, f"{href}shipments/?state={state}", note, shipment.delivered_on is None)


def _customer_href(pk: int | None) -> str:
    return reverse("workspace:customer", args=[pk])


def _word(labels: Mapping[str, object], value: str) -> str:
    return str(labels[value]) if value else _("No tier")
