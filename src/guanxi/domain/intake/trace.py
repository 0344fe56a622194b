"""What an import does to records, written down as it does it, so that it can be undone."""

from base64 import b64encode
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from functools import cache
from hashlib import blake2b
from typing import Any

from django.db.models import Model

from guanxi.domain.ground.bulk import StoredRows
from guanxi.domain.intake.models import ImportRun, ImportTrace
from guanxi.domain.timeline.models import FormerState, RememberedRecord, Values
from guanxi.domain.timeline.rules import canonical

_AS_IT_IS = frozenset({str, int, bool, type(None)})
# Types whose equal values are written out equally; True equals 1 and is not.
_ALIKE = frozenset({str, int, type(None), date, datetime})


def values_of(record: Model) -> Values:
    """Column → value as JSON can hold it, for every column of a record."""
    return {
        name: value if type(value) in _AS_IT_IS else _plain(value)
        for name, value in ((name, getattr(record, name)) for name in _columns(type(record)))
    }


@cache
def _columns(model: type[Model]) -> tuple[str, ...]:
    return tuple(field.attname for field in model._meta.concrete_fields)


def digest_of(values: Values) -> str:
    """128 bits that tell whether a record is still as it was, the same in every process and database."""
    return blake2b(canonical(list(values.values())), digest_size=16).hexdigest()


def _digest_of_texts(texts: Iterable[str]) -> str:
    """The digest of values that were written out one by one."""
    return blake2b(f"[{','.join(texts)}]".encode(), digest_size=16).hexdigest()


def fetched(model: type[Model], pks: Iterable[int]) -> dict[int, Values]:
    """id → values, for the records of `model` that are there."""
    return {record.pk: values_of(record) for record in model._base_manager.filter(pk__in=list(pks))}


class Trace:
    """The deeds of one chunk, until they are kept together with it.

    A writer names records it has created, and records it is about to change or to remove; what facts said
    before a deed at `at` stays known (D12).
    """

    def __init__(self, at: datetime) -> None:
        self._at = at
        # id → digest after, where it is known already.
        self._created: dict[type[Model], dict[int, str]] = {}
        # id → values before.
        self._changed: dict[type[Model], dict[int, Values]] = {}
        self._removed: dict[type[Model], dict[int, Values]] = {}
        self._order: list[type[Model]] = []

    def created(self, records: Sequence[Model]) -> None:
        """These records are stored now."""
        for record in records:
            self._of(self._created, type(record))[record.pk] = digest_of(values_of(record))

    def stored(self, rows: StoredRows) -> None:
        """These rows are stored now."""
        texts = zip(*map(_canonical_texts, rows.columns), strict=True)
        self._of(self._created, rows.model).update(zip(rows.pks, map(_digest_of_texts, texts), strict=True))

    def changing(self, model: type[Model], pks: Iterable[int]) -> None:
        """These records will be changed; what they hold is read before."""
        created, before = self._of(self._created, model), self._of(self._changed, model)
        pks = set(pks) - before.keys()
        # A record of this very chunk has no earlier state, only a later one.
        created |= dict.fromkeys(pks & created.keys(), "")
        before |= fetched(model, pks - created.keys())

    def removing(self, model: type[Model], pks: Iterable[int]) -> None:
        """These records will be removed; what they hold is read before."""
        self._of(self._removed, model).update(fetched(model, pks))

    def keep(self, run: ImportRun) -> None:
        """Store the deeds, and what facts said before, inside the chunk's transaction, and begin anew."""
        traces = []
        for model in self._order:
            after = self._after(model)
            self._keep_former_states(model, after)
            if entries := self._entries(model, after):
                traces.append(ImportTrace(run=run, model=model._meta.label_lower, entries=entries))
        ImportTrace._base_manager.bulk_create(traces)
        self.forget()

    def forget(self) -> None:
        """The deeds were taken back with their transaction."""
        for deeds in (self._created, self._changed, self._removed, self._order):
            deeds.clear()

    def mark(self) -> "Trace":
        """What has been done up to here, to come back to."""
        mark = Trace(self._at)
        mark.back_to(self)
        return mark

    def back_to(self, mark: "Trace") -> None:
        """What was done since `mark` was taken back with its savepoint."""
        self._created = {model: dict(deeds) for model, deeds in mark._created.items()}
        self._changed = {model: dict(deeds) for model, deeds in mark._changed.items()}
        self._removed = {model: dict(deeds) for model, deeds in mark._removed.items()}
        self._order = list(mark._order)

    def _after(self, model: type[Model]) -> dict[int, Values]:
        """id → values now, of the records whose digest is not known yet."""
        created = self._created.get(model, {})
        unread = [*self._changed.get(model, {}), *(pk for pk, digest in created.items() if not digest)]
        return fetched(model, unread) if unread else {}

    def _keep_former_states(self, model: type[Model], after: dict[int, Values]) -> None:
        if not issubclass(model, RememberedRecord):
            return
        replaced = {
            pk: before
            for pk, before in self._changed.get(model, {}).items()
            if any(before[name] != after[pk][name] for name in model.remembered)
        }
        FormerState.keep(model, self._removed.get(model, {}) | replaced, until=self._at)

    def _entries(self, model: type[Model], after: dict[int, Values]) -> list[list[Any]]:
        """[id, values before, digest after] in the order removed, changed, created."""
        created, changed = self._created.get(model, {}), self._changed.get(model, {})
        return [
            *([pk, values, ""] for pk, values in self._removed.get(model, {}).items()),
            *([pk, values, digest_of(after[pk])] for pk, values in changed.items()),
            *([pk, None, digest or digest_of(after[pk])] for pk, digest in created.items()),
        ]

    def _of(self, deeds: dict[type[Model], Any], model: type[Model]) -> Any:
        if model not in self._order:
            self._order.append(model)
        return deeds.setdefault(model, {})


def _canonical_texts(column: Sequence[Any]) -> list[str]:
    """Each value of a column as it stands in a digest; each distinct one is written out once."""
    kinds = set(map(type, column))
    if kinds == {int}:
        return list(map(str, column))
    if not kinds <= _ALIKE:
        return [canonical(_plain(value)).decode() for value in column]
    texts = {value: canonical(_plain(value)).decode() for value in dict.fromkeys(column)}
    return [texts[value] for value in column]


def _plain(value: Any) -> Any:
    """The value as JSON holds it; text of a choice as text, a moment in UTC."""
    if isinstance(value, str):
        return str(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return b64encode(bytes(value)).decode()
    return value
