"""Which records a group rests on, so that a page can lead from the conclusion to its evidence (D12)."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from django.db.models import Min, QuerySet

from guanxi.domain.audiences.models import Signal
from guanxi.domain.classification.models import BackboneCase
from guanxi.domain.customers.models import RosterEntry
from guanxi.domain.operations.models import Shipment

_WHY = "the evidence of a conclusion"
# [label of the model, id]
Link = list[Any]


def facts_behind(evidence: Mapping[int, Mapping[str, Any]], *, day: date) -> dict[int, list[Link]]:
    """customer id → links to one record of each kind that its group rests on, by the code of its evidence."""
    by_code: dict[str, list[int]] = defaultdict(list)
    for customer_id, found in evidence.items():
        by_code[found["code"]].append(customer_id)
    links: dict[int, list[Link]] = defaultdict(list)
    for code, customer_ids in by_code.items():
        for records in _behind(code, customer_ids, day):
            label = records.model._meta.label_lower
            found = records.order_by().values("customer_id").annotate(link=Min("pk"))
            for customer_id, pk in found.values_list("customer_id", "link"):
                links[customer_id].append([label, pk])
    return dict(links)


def _behind(code: str, customer_ids: Collection[int], day: date) -> "list[QuerySet[Any]]":
    """The records of each kind, narrowed to what counted on the day."""
    shipments = Shipment.objects.everything(_WHY).filter(customer__in=customer_ids)
    if code.startswith(("actual_", "backbone_")):
        cases = BackboneCase.objects.everything(_WHY).filter(customer__in=customer_ids).confirmed()
        return [shipments.completed_by(day), *([] if code == "actual_by_shipments" else [cases])]
    if code.startswith("basic_"):
        entries = RosterEntry.objects.everything(_WHY).filter(customer__in=customer_ids)
        return [entries.filter(registered_on__lte=day)]
    if code == "ordinary_by_order":
        return [shipments.filter(ordered_on__lte=day, cancelled_on__isnull=True)]
    if code == "ordinary_by_signal":
        signals = Signal.objects.everything(_WHY).filter(customer__in=customer_ids)
        return [signals.filter(seen_on__lte=day)]
    return []
