"""Taking back what one part of an import did, as far as nobody has built on it since."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import ForeignKey, Model

from guanxi.domain.intake.models import ImportTrace, KeptRecord
from guanxi.domain.intake.trace import digest_of, values_of
from guanxi.domain.timeline.models import FormerState, Values

Reason = KeptRecord.Reason
# A column that names a record by its id without a foreign key: (model it is in, column, model it names).
PlainReference = tuple[type[Model], str, type[Model]]


@dataclass(slots=True)
class TakenBack:
    """What became of the records of one part; `customers` counts the records by the customer they concern."""

    removed: int = 0
    restored: int = 0
    kept: list[KeptRecord] = field(default_factory=list)
    customers: Counter[int] = field(default_factory=Counter)


class TraceReader:
    """Undoes one part of an import inside the caller's transaction; until `at` it was known (D12)."""

    def __init__(
        self, trace: ImportTrace, plain_references: Sequence[PlainReference], *, at: datetime
    ) -> None:
        self._trace = trace
        self._at = at
        self._model: type[Model] = apps.get_model(trace.model)
        self._plain_references = plain_references
        self._result = TakenBack()

    def take_back(self) -> TakenBack:
        """Restore what was changed, remove what was created, bring back what was removed, in this order."""
        entries = self._trace.entries
        self._on_file = {
            record.pk: record
            for record in self._model._base_manager.select_for_update().filter(
                pk__in=[pk for pk, _, _ in entries]
            )
        }
        self._restore([(pk, before, after) for pk, before, after in entries if before is not None and after])
        self._remove([(pk, after) for pk, before, after in entries if before is None])
        self._bring_back({pk: before for pk, before, after in entries if not after})
        return self._result

    def _restore(self, changed: Sequence[tuple[int, Values, str]]) -> None:
        restored = []
        for pk, before, after in changed:
            if self._is_untouched(pk, after):
                restored.append((self._on_file[pk], before))
        self._count_customers(record.pk for record, _ in restored)
        self._keep_former(record for record, _ in restored)
        fields = set()
        for record, before in restored:
            for name, value in before.items():
                column = self._model._meta.get_field(name)
                if not column.primary_key:  # type: ignore[union-attr]
                    setattr(record, name, _from_json(column, value))
                    fields.add(column.name)
        if restored:
            self._model._base_manager.bulk_update([record for record, _ in restored], sorted(fields))
        self._result.restored += len(restored)

    def _remove(self, created: Sequence[tuple[int, str]]) -> None:
        waiting = {pk for pk, after in created if self._is_untouched(pk, after)}
        # One of them may refer to another, such as a company to its parent.
        while free := waiting - self._referred_to(waiting):
            self._count_customers(free)
            self._keep_former(self._on_file[pk] for pk in sorted(free))
            self._model._base_manager.filter(pk__in=free).delete()
            self._result.removed += len(free)
            waiting -= free
        for pk in sorted(waiting):
            self._keep(pk, str(self._on_file[pk]), Reason.REFERRED_TO)

    def _bring_back(self, removed: dict[int, Values]) -> None:
        lost = self._without_parent(removed.values())
        slot: tuple[str, ...] = getattr(self._model, "slot", ())
        records = []
        for pk, before in removed.items():
            record = self._model(
                **{
                    name: _from_json(self._model._meta.get_field(name), value)
                    for name, value in before.items()
                }
            )
            place = {name: before[name] for name in slot}
            if lost & {(name, value) for name, value in before.items() if name in dict(lost)}:
                self._keep(pk, str(record), Reason.REMOVED_SINCE)
            elif place and self._model._base_manager.filter(**place).exists():
                self._keep(pk, str(record), Reason.CHANGED_SINCE)
            else:
                records.append(record)
        self._model._base_manager.bulk_create(records)
        self._count_customers(record.pk for record in records)
        self._result.restored += len(records)

    def _without_parent(self, removed: Iterable[Values]) -> set[tuple[str, Any]]:
        """(column, id) of the records they belonged to and that are gone."""
        gone = set()
        for column in self._model._meta.concrete_fields:
            if isinstance(column, ForeignKey):
                ids = {before[column.attname] for before in removed} - {None}
                there = column.related_model._base_manager.filter(pk__in=ids)
                gone |= {(column.attname, pk) for pk in ids - set(there.values_list("pk", flat=True))}
        return gone

    def _keep_former(self, records: Iterable[Model]) -> None:
        FormerState.keep(self._model, {record.pk: values_of(record) for record in records}, until=self._at)

    def _is_untouched(self, pk: int, after: str) -> bool:
        record = self._on_file.get(pk)
        if record is None:
            self._keep(pk, f"{self._model._meta.verbose_name} {pk}", Reason.REMOVED_SINCE)
        elif digest_of(values_of(record)) != after:
            self._keep(pk, str(record), Reason.CHANGED_SINCE)
        else:
            return True
        return False

    def _referred_to(self, pks: set[int]) -> set[int]:
        """Those of the records that any other record names, other than one that goes along with it."""
        named: set[int] = set()
        for relation in self._model._meta.related_objects:
            if getattr(relation.related_model, "is_derived", False):
                continue
            column = relation.field
            holders = relation.related_model._base_manager.filter(**{f"{column.name}__in": pks})
            named |= set(holders.values_list(column.attname, flat=True))
        for holder, name, model in self._plain_references:
            if model is self._model:
                named |= set(holder._base_manager.filter(**{f"{name}__in": pks}).values_list(name, flat=True))
        return named

    def _keep(self, pk: int, name: str, reason: str) -> None:
        self._result.kept.append(
            KeptRecord(
                run_id=self._trace.run_id,
                model=self._trace.model,
                object_id=pk,
                name=name[:200],
                reason=reason,
            )
        )

    def _count_customers(self, pks: Iterable[int]) -> None:
        path: str = getattr(self._model, "customer_path", "")
        if not _leads_somewhere(self._model, path):
            return
        found = self._model._base_manager.filter(pk__in=list(pks)).values_list(path, flat=True)
        self._result.customers.update(pk for pk in found if pk is not None)


def _leads_somewhere(model: type[Model], path: str) -> bool:
    """Whether records of this model belong to customers at all."""
    if path == "pk":
        return True
    try:
        model._meta.get_field(path.split("__", 1)[0].removesuffix("_id"))
    except FieldDoesNotExist:
        return False
    return True


def _from_json(column: Any, value: Any) -> Any:
    # An id needs no reading, and the column of a foreign key would look for a record.
    return value if column.is_relation else column.to_python(value)
