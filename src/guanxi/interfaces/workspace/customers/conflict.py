"""Two saved one customer: what each wrote, field by field, and a form in which nothing is lost (rule 18)."""

from dataclasses import dataclass
from datetime import datetime
from typing import cast

from django.http import QueryDict

from guanxi.domain.customers import events
from guanxi.domain.customers.models import Customer
from guanxi.domain.people.models import User
from guanxi.domain.timeline.models import Event
from guanxi.interfaces.workspace.customers.forms import EditForm, as_written
from guanxi.interfaces.workspace.history import worded


@dataclass(frozen=True, slots=True)
class Difference:
    """A field in which what is on file and what was sent differ; `is_kept`: mine stays in the form."""

    label: str
    theirs: str
    mine: str
    is_kept: bool


@dataclass(frozen=True, slots=True)
class Conflict:
    """Who saved first and when, the differences, and a form on top of what is on file now."""

    form: EditForm
    differences: list[Difference]
    saved_by: str
    saved_at: datetime | None


def merged(form: EditForm, on_file: Customer, *, actor: User) -> Conflict:
    """A form with my changes over theirs: a field I had not touched takes what they wrote."""
    theirs = as_written(on_file)
    data = cast(QueryDict, form.data).copy()
    differences = []
    for name, value in theirs.items():
        mine, touched = form[name].value(), name in form.changed_data
        if _text(mine) != _text(value):
            label = str(form[name].label)
            differences.append(Difference(label, worded(name, value), worded(name, mine), touched))
        data[form[name].html_initial_name] = _text(value)
        if not touched:
            data[form[name].html_name] = _text(value)
    data["version"] = str(on_file.version)
    changes = Event.objects.visible_to(actor).about_customer(on_file.pk).filter(kind=events.UPDATED.code)
    last = changes.newest_first().first()
    again = EditForm(data, initial=theirs, actor=actor, customer=on_file)
    return Conflict(again, differences, last.actor_name if last else "", last.at if last else None)


def _text(value: object) -> str:
    """As a browser would send it: an unticked box sends nothing."""
    return ("on" if value else "") if isinstance(value, bool) else str(value or "")
