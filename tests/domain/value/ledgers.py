"""蜀味食品 as D217 has it: gross revenue, the dated rates, and every activity of the year."""

from datetime import date, timedelta
from itertools import count

from guanxi.domain.billing.models import CostActivity
from guanxi.domain.billing.rules import cost_of
from guanxi.domain.customers.models import Customer
from tests import factories

DAY = date(2025, 5, 12)
# Activity, quantity and rate in yuan.
SHUWEI = (
    *(("order", 240, 35), ("call", 60, 25), ("visit", 12, 300), ("complaint", 8, 800), ("return", 6, 500)),
    *(("claim_payout", 1, 22_000), ("discount", 1, 36_000), ("transport", 1, 900_000), ("gift", 1, 1_200)),
)
_keys = count(1)


def cost(of: Customer, activity: str, quantity: int, rate: int, *, on: date = DAY) -> CostActivity:
    """One posting at `rate` yuan a unit."""
    thousandths, millionths = quantity * 1000, rate * 1_000_000
    return CostActivity._base_manager.create(
        source="test",
        source_id=f"cost{next(_keys)}",
        customer=of,
        activity=activity,
        occurred_on=on,
        quantity_thousandths=thousandths,
        rate_millionths=millionths,
        amount_minor=cost_of(quantity_thousandths=thousandths, rate_millionths=millionths, currency="CNY"),
        currency="CNY",
        recorded_at=factories.LONG_AGO,
    )


def d217(customer: Customer) -> None:
    """Twelve shipments of ¥100,000 gross, and the ledger."""
    for place in range(12):
        delivered_on = DAY - timedelta(days=7 * place)
        factories.shipment(customer, delivered_on=delivered_on, revenue_minor=100_000_00)
    for activity, quantity, rate in SHUWEI:
        cost(customer, activity, quantity, rate)
