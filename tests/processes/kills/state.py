"""Everything a house has on file, by natural keys: two houses can be held against each other row by row.

Of each record every column counts, except identifiers, moments and what is random by design (seals, salts
and the hashes over them: that the chains are whole is asked of the timeline itself). A reference stands for
the record it leads to. Tables are found, not listed: a new one is compared from its first day.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from django.apps import apps
from django.db.models import AutoField, BinaryField, DateTimeField, Field, Model

from guanxi.domain.intake.models import ImportTrace
from guanxi.domain.intake.trace import digest_of, values_of
from guanxi.domain.timeline.models import first_broken_link
from tests.processes.importing import Row

State = dict[str, "Counter[str]"]
# Ids that are no foreign keys, since the named record may stand on a higher floor.
_NAMED = {
    "actor_id": "people.user",
    "customer_id": "customers.customer",
    "import_id": "intake.importrun",
    "run_id": "intake.importrun",
}
# What a record is called where another one refers to it; others are called by all their columns.
_CALLED = {
    "customers.customer": "number",
    "operations.shipment": "source_id",
    "people.user": "email",
    "intake.importrun": "file_name",
    "intake.upload": "file_name",
}
_RANDOM = {"salt", "digest", "previous_hash", "hash", "stored_as"}
_MACHINERY = {"jobs"}


def state_of_house() -> State:
    """Model → how often each row is there."""
    house = _House()
    state = {label: Counter(house.rows(label)) for label in house.labels}
    broken = first_broken_link()
    state["chains"] = Counter({f"broken: {broken}": 1} if broken else {})
    return state


def differences(ours: State, theirs: State, *, most: int = 5) -> list[str]:
    """The rows that are more often in one house than in the other, at most `most` of each table."""
    found = []
    for label in sorted(ours.keys() | theirs.keys()):
        here, there = ours.get(label, Counter()), theirs.get(label, Counter())
        for sign, rows in (("+", here - there), ("-", there - here)):
            found += [f"{sign}{count} {label} {row}" for row, count in rows.most_common(most)]
            if len(rows) > most:
                found.append(f"{sign} {label}: {len(rows) - most:,} more")
    return found


class _House:
    """All records in memory, and the name of each."""

    def __init__(self) -> None:
        models = [model for model in apps.get_models() if model.__module__.startswith("guanxi.domain.")]
        models = [model for model in models if not model._meta.proxy]
        self._models = {
            model._meta.label_lower: model for model in models if model._meta.app_label not in _MACHINERY
        }
        self.labels = sorted(self._models)
        self._values = {
            label: {row[model._meta.pk.attname]: row for row in model._base_manager.values()}
            for label, model in self._models.items()
        }
        self._names: dict[tuple[str, int], str] = {}

    def rows(self, label: str) -> Iterator[str]:
        if label == ImportTrace._meta.label_lower:
            return self._deeds()
        return (self._described(label, row) for row in self._values[label].values())

    def _described(self, label: str, row: Row) -> str:
        fields = self._models[label]._meta.concrete_fields
        parts = [
            f"{field.name}={self._shown(label, field, row)}" for field in fields if not _is_passed_over(field)
        ]
        return " ".join(parts)

    def _shown(self, label: str, field: "Field[Any, Any]", row: Row) -> object:
        value = row[field.attname]
        if value is None:
            return None
        if field.related_model:
            return self._name(field.related_model._meta.label_lower, value)
        if field.attname == "subject_id":
            return self._name(row["subject_kind"], value)
        if field.attname in _NAMED:
            return self._name(_NAMED[field.attname], value)
        if field.attname == "chain":
            return self._chain(value)
        return _plain(self._resting(value))

    def _resting(self, value: Any) -> object:
        """Evidence names the records it rests on by their ids: those, too, are called by their keys."""
        if isinstance(value, dict) and "facts" in value:
            return value | {"facts": [self._name(kind, pk) for kind, pk in value["facts"]]}
        return value

    def _name(self, label: str, pk: int) -> str:
        row = self._values[label].get(pk)
        if row is None:
            return f"<no {label}>"
        if label in _CALLED:
            return str(row[_CALLED[label]])
        if (label, pk) not in self._names:
            self._names[label, pk] = f"<{self._described(label, row)}>"
        return self._names[label, pk]

    def _chain(self, chain: str) -> str:
        """A customer's chain is called by the customer's id."""
        owner, _, pk = chain.partition(":")
        return f"{owner}:{self._name('customers.customer', int(pk))}" if pk else chain

    def _deeds(self) -> Iterator[str]:
        """What the undoing would rest on: for each record its former values, and whether it is as noted."""
        for trace in self._values[ImportTrace._meta.label_lower].values():
            now = self._digests(trace["model"], [pk for pk, _, _ in trace["entries"]])
            run = self._name("intake.importrun", trace["run_id"])
            for pk, before, after in trace["entries"]:
                as_noted = after == now.get(pk, "")
                yield f"{run} {self._name(trace['model'], pk)} {_plain(before)} {as_noted=}"

    def _digests(self, label: str, pks: list[int]) -> Mapping[int, str]:
        records: dict[int, Model] = self._models[label]._base_manager.in_bulk(pks)
        return {pk: digest_of(values_of(record)) for pk, record in records.items()}


def _is_passed_over(field: "Field[Any, Any]") -> bool:
    return field.name in _RANDOM or isinstance(field, AutoField | BinaryField | DateTimeField)


def _plain(value: Any) -> object:
    """JSON objects in one order, whatever the database makes of it."""
    if isinstance(value, dict):
        return {name: _plain(value[name]) for name in sorted(value)}
    return [_plain(part) for part in value] if isinstance(value, list) else value
