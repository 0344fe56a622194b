"""Groups follow the facts at once: after an import, its undoing, or an entry by hand (D11, D12)."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.apps import apps

from guanxi.domain.audiences.models import Signal
from guanxi.domain.billing.models import CreditGrade, Invoice, Payment
from guanxi.domain.classification import group_ledger
from guanxi.domain.customers.models import Customer, RosterEntry
from guanxi.domain.ground import clock
from guanxi.domain.ground.scope import Actor
from guanxi.domain.intake.models import ImportRun, ImportTrace
from guanxi.domain.operations.models import Shipment
from guanxi.domain.timeline.models import FormerState, RememberedRecord

_WHY = "whomever the import concerns"
# Facts that name their import, and facts that only the trace of the import names.
_NAMING: tuple[type[RememberedRecord], ...] = (Shipment, Invoice, Payment, CreditGrade)
_NAMED: tuple[type[RememberedRecord], ...] = (Customer, RosterEntry, Signal)
_AT_ONCE = 500


def update_groups(customer_ids: Collection[int] | None, *, by: Actor | None, at: datetime) -> int:
    """Conclude the groups of these customers, or of everybody, as of the operator's day; how many changed."""
    return group_ledger.update_groups(customer_ids, day=clock.business_date(), by=by, at=at)


def update_groups_after(runs: Iterable[ImportRun], *, by: Actor | None, at: datetime) -> int:
    """Conclude the groups of all customers whose facts these imports brought or corrected."""
    concerned: set[int] = set()
    for run in runs:
        concerned |= _brought(run) | concerned_since(run.started_at)
    return update_groups(concerned, by=by, at=at)


def concerned_since(at: datetime) -> set[int]:
    """Customers of facts that were corrected or taken away from `at` on, and whose these are now."""
    concerned: set[int] = set()
    for model in (*_NAMING, *_NAMED):
        former = FormerState.objects.everything(_WHY).filter(
            model=model._meta.label_lower, known_until__gte=at
        )
        concerned.update(pk for pk in former.values_list("customer_id", flat=True).distinct() if pk)
        now = model.objects.everything(_WHY).filter(pk__in=former.values("record_id"))
        concerned.update(now.values_list(model.customer_path, flat=True).distinct())
    return concerned


def _brought(run: ImportRun) -> set[int]:
    concerned: set[int] = set()
    for model in _NAMING:
        brought = model.objects.everything(_WHY).filter(import_id=run.pk)
        concerned.update(brought.order_by().values_list(model.customer_path, flat=True).distinct())
    labels = [model._meta.label_lower for model in _NAMED]
    traces = ImportTrace.objects.everything(_WHY).filter(run=run, model__in=labels)
    for label, entries in traces.values_list("model", "entries").iterator(chunk_size=20):
        model = apps.get_model(label)
        pks = [pk for pk, _, _ in entries]
        for start in range(0, len(pks), _AT_ONCE):
            there = model._base_manager.filter(pk__in=pks[start : start + _AT_ONCE])
            concerned.update(there.values_list(model.customer_path, flat=True))
    return concerned
