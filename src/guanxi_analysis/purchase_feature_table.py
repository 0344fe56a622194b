"""The purchase features of every customer at once, measured in the engine (domain.md D24)."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

from guanxi_analysis.engine import run
from guanxi_analysis.purchase_features import MixPart, PurchaseFeatures, Total, season_of
from guanxi_analysis.schemas import SHIPMENTS, require_table

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Customer = str | int


def purchase_features(
    connection: "DuckDBPyConnection", *, as_of: date, window_days: int
) -> dict[Customer, PurchaseFeatures]:
    """Measure the table `shipments` (columns: schemas.SHIPMENTS) over (as_of − window_days, as_of].

    One entry for each customer with a shipment in the window, in the order of their identifiers; the figures
    are those of `features_of`. Raises InvalidFacts for a table of another shape.
    """
    require_table(connection, "shipments", SHIPMENTS)
    run(connection, "feature_shipment", [as_of - timedelta(days=window_days), as_of])
    run(connection, "feature_gap")
    seasons = _seasons(connection)
    lanes = _mix(connection, "feature_lane_rows")
    services = _mix(connection, "feature_service_rows")
    modes = _mix(connection, "feature_mode_rows")
    return {
        customer: PurchaseFeatures(
            orders=orders,
            revenue=Total(int(revenue), revenue_known),
            weight=Total(int(weight), weight_known),
            packages=Total(int(packages), packages_known),
            purchase_days=days,
            first_on=first_on,
            last_on=last_on,
            median_gap_days=None if gap_halves is None else Fraction(int(gap_halves), 2),
            season_permille=season_of(seasons[customer]),
            lanes=lanes[customer],
            services=services[customer],
            modes=modes[customer],
        )
        for (
            customer,
            orders,
            revenue,
            revenue_known,
            weight,
            weight_known,
            packages,
            packages_known,
            days,
            first_on,
            last_on,
            gap_halves,
        ) in run(connection, "feature_summary_rows")
    }


def _seasons(connection: "DuckDBPyConnection") -> Mapping[Customer, Counter[int]]:
    seasons: dict[Customer, Counter[int]] = defaultdict(Counter)
    for customer, month, orders in run(connection, "feature_season_rows"):
        seasons[customer][int(month)] = orders
    return seasons


def _mix(connection: "DuckDBPyConnection", statement: str) -> Mapping[Customer, tuple[MixPart, ...]]:
    parts: dict[Customer, list[MixPart]] = defaultdict(list)
    for customer, *value, orders in run(connection, statement):
        parts[customer].append(MixPart(tuple(value), orders))
    return {customer: tuple(found) for customer, found in parts.items()}
