"""The facts a run rests on: groups' evidence from the database, shipments as integers for the engine."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, cast

from django.db.models import Count, Max, Min, Q, QuerySet, Sum

from guanxi.domain.audiences.models import Signal
from guanxi.domain.billing.models import CostActivity
from guanxi.domain.classification.rules import Evidence
from guanxi.domain.customers.models import Customer, RosterEntry
from guanxi.domain.operations.models import Direction, Shipment

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

WHY = "a run classifies every customer"


class UnableToAddCurrencies(ValueError):
    """The window holds revenue in several currencies, and no rates are on file to add them."""

    def __init__(self, currencies: list[str]) -> None:
        super().__init__(", ".join(currencies))
        self.currencies = currencies


def completed_shipments(as_of: date) -> "QuerySet[Shipment]":
    """The purchases that count: forward shipments delivered by `as_of`."""
    return Shipment.objects.everything(WHY).completed_by(as_of).order_by()


def the_currency(as_of: date, *, default: str) -> str:
    """The one currency of all known revenue and costs. Raises UnableToAddCurrencies for several."""
    known = completed_shipments(as_of).filter(revenue_minor__isnull=False)
    costs = CostActivity.objects.everything(WHY).filter(occurred_on__lte=as_of).order_by()
    found = sorted({c for rows in (known, costs) for c in rows.values_list("currency", flat=True).distinct()})
    if len(found) > 1:
        raise UnableToAddCurrencies(found)
    return found[0] if found else default


def evidence_by_customer(as_of: date) -> dict[int, Evidence]:
    """customer id → what was on file about it on `as_of`, for every customer known by then."""
    shipments: dict[int, dict[str, Any]] = {row["customer_id"]: row for row in _shipment_evidence(as_of)}
    signals = _first_signals(as_of)
    roster = RosterEntry.objects.everything(WHY).filter(registered_on__lte=as_of)
    registered = dict(roster.values_list("customer_id", "registered_on"))
    declared = Customer.objects.everything(WHY).order_by().values_list("pk", "declared_buyer")
    evidence = {}
    for customer_id, is_declared in declared:
        shipped = shipments.get(customer_id, {})
        kind, seen_on = signals.get(customer_id, ("", None))
        evidence[customer_id] = Evidence(
            signal_on=seen_on,
            signal_kind=kind,
            registered_on=registered.get(customer_id),
            declared_buyer=is_declared,
            order_placed_on=shipped.get("placed_on"),
            completed=shipped.get("completed", 0),
            first_completed_on=shipped.get("first_on"),
            last_completed_on=shipped.get("last_on"),
        )
    return evidence


def costs_by_customer(as_of: date, *, window_days: int) -> dict[str, int] | None:
    """customer number → cost-to-serve in the window, in minor units; None while no cost is on file (D26)."""
    costs = CostActivity.objects.everything(WHY).filter(occurred_on__lte=as_of).order_by()
    if not costs.exists():
        return None
    in_window = costs.filter(occurred_on__gt=as_of - timedelta(days=window_days))
    summed = in_window.values_list("customer__number").annotate(total=Sum("amount_minor"))
    return dict(summed.values_list("customer__number", "total"))


@contextmanager
def engine_with_facts(
    as_of: date, *, unranked_purposes: list[str], costs: Mapping[str, int] | None
) -> "Iterator[DuckDBPyConnection]":
    """A DuckDB connection with the table `facts` (guanxi_analysis.schemas.FACTS) of all completed shipments.

    The rows are read through the run's own transaction, so the ranking and the groups see the same facts.
    Customers are named by their number: ranks then agree between databases. A customer's `costs` are taken
    off its newest shipment, so that its contribution is exact over any window that ends on `as_of`.
    """
    import duckdb

    with TemporaryDirectory(prefix="guanxi-facts-") as folder, duckdb.connect() as connection:
        file = Path(folder) / "facts.csv"
        _write_facts(file, as_of, unranked_purposes, costs)
        connection.execute("SET autoinstall_known_extensions = false")
        connection.execute(
            "CREATE TABLE facts AS SELECT * FROM read_csv(?, "
            "header = true, delim = ',', quote = '\"', escape = '\"', nullstr = '', columns = {"
            "'customer_id': 'VARCHAR', 'ranked': 'BOOLEAN', 'occurred_on': 'DATE', "
            "'order_key': 'BIGINT', 'revenue_minor': 'BIGINT', 'contribution_minor': 'BIGINT'})",
            [str(file)],
        )
        yield connection


def _write_facts(
    file: Path, as_of: date, unranked_purposes: list[str], costs: Mapping[str, int] | None
) -> None:
    newest_first = completed_shipments(as_of).order_by("-delivered_on", "-pk")
    rows = newest_first.values_list(
        "customer__number", "customer__purpose", "delivered_on", "pk", "revenue_minor"
    )
    owed = dict(costs or {})
    with file.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened)
        writer.writerow(
            ["customer_id", "ranked", "occurred_on", "order_key", "revenue_minor", "contribution_minor"]
        )
        for number, purpose, delivered_on, key, revenue in rows.iterator(chunk_size=5000):
            contribution = None if costs is None else (revenue or 0) - owed.pop(number, 0)
            ranked = purpose not in unranked_purposes
            writer.writerow([number, ranked, delivered_on, key, revenue, contribution])


def _shipment_evidence(as_of: date) -> Iterable[dict[str, Any]]:
    done = Q(direction=Direction.FORWARD, delivered_on__lte=as_of)
    rows = (
        Shipment.objects.everything(WHY)
        .filter(Q(ordered_on__lte=as_of) | Q(delivered_on__lte=as_of))
        .order_by()
        .values("customer_id")
        .annotate(
            completed=Count("pk", filter=done),
            first_on=Min("delivered_on", filter=done),
            last_on=Max("delivered_on", filter=done),
            placed_on=Min("ordered_on", filter=Q(cancelled_on__isnull=True) | Q(cancelled_on__gt=as_of)),
        )
    )
    return cast(Iterable[dict[str, Any]], rows)


def _first_signals(as_of: date) -> dict[int, tuple[str, date]]:
    signals = (
        Signal.objects.everything(WHY).filter(seen_on__lte=as_of).order_by("customer_id", "seen_on", "pk")
    )
    first: dict[int, tuple[str, date]] = {}
    for customer_id, kind, seen_on in signals.values_list("customer_id", "kind", "seen_on").iterator():
        first.setdefault(customer_id, (kind, seen_on))
    return first
