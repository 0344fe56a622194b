"""Events as the reader's sentences: codes become words, a change becomes field, before and after."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db.models import Field, Model
from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guanxi.domain.audiences.models import Signal
from guanxi.domain.classification.models import Group, ValueTier
from guanxi.domain.customers.models import Customer, Nature, Party, Purpose, Source
from guanxi.domain.timeline.kinds import kind_of
from guanxi.domain.timeline.models import Event

_WORDS: Mapping[str, Mapping[Any, str | LazyText]] = {
    "group": dict(Group.choices),
    "tier": dict(ValueTier.choices),
    "purpose": dict(Purpose.choices),
    "nature": dict(Nature.choices),
    "source": dict(Source.choices),
    "signal": dict(Signal.Kind.choices),
    "kind": dict(Party.Kind.choices),
    "declared_buyer": {True: gettext_lazy("yes"), False: gettext_lazy("no")},
}
_AXES = {"group": gettext_lazy("Group"), "tier": gettext_lazy("Value tier")}


@dataclass(frozen=True, slots=True)
class Change:
    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Told:
    """One event, ready to be shown. An empty `actor` is the system."""

    at: datetime
    title: str
    actor: str
    icon: str
    changes: list[Change]


def told(events: Iterable[Event]) -> list[Told]:
    """The events in the order given, in the reader's language."""
    return [_tell(event) for event in events]


def field_label(name: str, *, of: str = "") -> str:
    """The word for a field of the record kind `of` ("operations.shipment"), of a party or of a customer."""
    models: list[type[Model]] = [Party, Customer]
    for model in [apps.get_model(of), *models] if of else models:
        for field in model._meta.get_fields():
            if field.name == name and isinstance(field, Field):
                return str(field.verbose_name)
    return str(_AXES.get(name, name))


def worded(field: str, value: Any) -> str:
    """A stored value as a reader sees it; what is empty reads as a dash."""
    if value is None or value == "":
        return "–"
    return str(_WORDS.get(field, {}).get(value, value))


def _tell(event: Event) -> Told:
    kind, data = kind_of(event.kind), dict(event.payload.get("data", {}))
    for name, value in data.items():
        data[name] = _listed(value) if name == "fields" else worded(name, value)
    changes = [
        Change(field_label(field, of=event.subject_kind), worded(field, was), worded(field, now))
        for field, was, now in event.changes
    ]
    return Told(event.at, kind.sentence(data), event.actor_name or _("System"), event.icon, changes)


def _listed(fields: Any) -> str:
    return _(", ").join(field_label(name) for name in fields)
