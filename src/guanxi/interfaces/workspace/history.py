"""Events as the reader's sentences: codes become words, a change becomes field, before and after."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.db.models import Field, Model
from django.utils.functional import Promise as LazyText
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from guanxi.design import figures
from guanxi.domain.audiences.models import Signal
from guanxi.domain.classification.models import Group, ValueTier
from guanxi.domain.customers.models import Customer, Nature, Party, Purpose, Source
from guanxi.domain.operations.absence import RevenueAbsence
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
    "revenue_absent_reason": dict(RevenueAbsence.choices),
}
# Words in events that are no field of a record.
_LABELS = {
    "group": gettext_lazy("Group"),
    "tier": gettext_lazy("Value tier"),
    "customer": gettext_lazy("Customer"),
    "consignee": gettext_lazy("Consignee"),
    "currency": gettext_lazy("Currency"),
    "invoice": gettext_lazy("Invoice"),
    "rate_from": gettext_lazy("Rate valid from"),
}
# Whole numbers of a small unit, by the end of the field's name: how many decimals the unit people use has.
_DECIMALS = {"_thousandths": 3, "_millionths": 6, "_g": 3}


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
    if name in _LABELS:
        return str(_LABELS[name])
    models: list[type[Model]] = [Party, Customer]
    for model in [apps.get_model(of), *models] if of else models:
        if field := _field(model, name):
            return str(field.verbose_name)
    return name


def worded(field: str, value: Any, *, of: str = "", currency: str = "") -> str:
    """A stored value of the record kind `of` as a reader sees it; what is empty reads as a dash.

    Amounts are in `currency`; without one, as in events of older versions, they stay minor units.
    """
    if value is None or value == "":
        return "–"
    language = get_language() or "en"
    if field.endswith("_minor") and currency:
        return figures.money(value, currency, language)
    for ending, decimals in _DECIMALS.items():
        if field.endswith(ending):
            return f"{Decimal(value).scaleb(-decimals).normalize():f}" + (" kg" if ending == "_g" else "")
    own = _field(apps.get_model(of), field) if of else None
    choices = dict(own.flatchoices) if own and own.choices else _WORDS.get(field, {})
    return str(choices.get(value, value))


def _field(model: type[Model], name: str) -> "Field[Any, Any] | None":
    fields = (field for field in model._meta.get_fields() if isinstance(field, Field))
    return next((field for field in fields if field.name == name), None)


def _tell(event: Event) -> Told:
    kind, data = kind_of(event.kind), dict(event.payload.get("data", {}))
    changes = _changes(event, str(data.get("currency", "")))
    for name, value in data.items():
        data[name] = _listed(value) if name == "fields" else worded(name, value)
    return Told(event.at, kind.sentence(data), event.actor_name or _("System"), event.icon, changes)


def _changes(event: Event, currency: str) -> list[Change]:
    """What an event changed, in words; amounts before and after each in the currency they had."""
    of = event.subject_kind
    before, after = (
        (event.payload.get(side) or {}).get("currency", currency) for side in ("before", "after")
    )
    return [
        Change(
            field_label(name, of=of),
            worded(name, was, of=of, currency=before),
            worded(name, now, of=of, currency=after),
        )
        for name, was, now in event.changes
    ]


def _listed(fields: Any) -> str:
    return _(", ").join(field_label(name) for name in fields)
