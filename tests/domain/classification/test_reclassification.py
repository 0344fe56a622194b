from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from guanxi.domain.audiences.models import Audience, Signal
from guanxi.domain.classification.facts import UnableToAddCurrencies
from guanxi.domain.classification.models import ClassificationEntry, ClassificationRun, Policy, Standing
from guanxi.domain.classification.reclassification import reclassify
from guanxi.domain.customers.models import Customer
from guanxi.domain.timeline.models import Event, first_broken_link
from tests import factories

pytestmark = pytest.mark.django_db

AS_OF = date(2025, 6, 30)
AT = datetime(2025, 6, 30, 10, tzinfo=UTC)
WHY = "a test looks at everything"


def run(as_of: date = AS_OF, *, is_close: bool = False) -> ClassificationRun:
    return reclassify(as_of=as_of, currency="CNY", today=as_of, by=None, at=AT, is_close=is_close)


def entry_of(customer: Customer, of: ClassificationRun) -> ClassificationEntry:
    return ClassificationEntry.objects.everything(WHY).get(run=of, customer=customer)


def shippers(count: int) -> list[Customer]:
    """`count` customers, the first with the highest revenue."""
    made = []
    for place in range(count):
        customer = factories.customer(f"客户{place:03d}", number=f"K{place:03d}")
        factories.shipment(customer, delivered_on=date(2025, 5, 1), revenue_minor=(count - place) * 1_000_00)
        made.append(customer)
    return made


def test_groups_follow_from_what_is_on_file_on_the_day() -> None:
    signalled, registered, shipping = (factories.customer(name) for name in ("甲", "乙", "丙"))
    Signal._base_manager.create(
        customer=signalled,
        kind="badge_scan",
        seen_on=date(2025, 3, 1),
        lawful_basis="consent",
        recorded_at=AT,
    )
    registered.register(on=date(2025, 4, 1), by=None, at=AT)
    factories.shipment(shipping, delivered_on=date(2025, 6, 1))
    unknown = factories.customer("丁")
    newest = run()
    assert entry_of(signalled, newest).group == "ordinary"
    assert entry_of(registered, newest).group == "basic"
    assert entry_of(shipping, newest).group == "actual"
    assert not ClassificationEntry.objects.everything(WHY).filter(customer=unknown).exists()
    assert newest.counts["group"] == {"potential": 0, "ordinary": 1, "basic": 1, "actual": 1, "backbone": 0}
    early = run(as_of=date(2025, 5, 31))
    assert not ClassificationEntry.objects.everything(WHY).filter(
        run=early, customer=shipping, group="actual"
    )


def test_importing_the_old_shipment_moves_a_declared_buyer() -> None:
    declared = factories.customer("从前买过", declared_buyer=True)
    declared.register(on=date(2025, 4, 1), by=None, at=AT)
    assert entry_of(declared, run()).group == "basic"
    factories.shipment(declared, delivered_on=date(2023, 2, 1))
    assert entry_of(declared, run()).group == "actual"


def test_a_shipment_that_was_cancelled_or_came_back_is_no_purchase() -> None:
    customer = factories.customer("退货")
    factories.shipment(customer, delivered_on=None, cancelled_on=date(2025, 6, 2))
    factories.shipment(customer, delivered_on=date(2025, 6, 3), direction="reverse")
    found = run()
    assert entry_of(customer, found).group == "ordinary"
    assert found.active == 0


def test_forty_customers_fall_into_one_one_six_and_thirty_two() -> None:
    customers = shippers(40)
    found = run()
    assert found.counts["raw_tier"] == {"platinum": 1, "gold": 1, "iron": 6, "lead": 32}
    best = entry_of(customers[0], found)
    assert (best.tier, best.rank, best.orders, best.revenue_minor) == ("platinum", 1, 1, 40_000_00)
    shares = ClassificationEntry.objects.everything(WHY).filter(run=found).values_list("share_ppm", flat=True)
    assert sum(shares) == 1_000_000


def test_ten_internal_units_change_no_tier_and_no_rank() -> None:
    shippers(40)
    first = run()
    before = {e.customer_id: (e.tier, e.rank) for e in _entries(first)}
    for unit in range(10):
        inside = factories.customer(f"内部{unit}", purpose="internal")
        factories.shipment(inside, delivered_on=date(2025, 5, 1), revenue_minor=10**12)
    again = run()
    assert again.hash == first.hash
    after = {e.customer_id: (e.tier, e.rank) for e in _entries(again)}
    assert {pk: after[pk] for pk in before} == before
    assert all(after[pk] == ("", None) for pk in after.keys() - before.keys())


def test_below_twenty_there_is_no_tier() -> None:
    shippers(19)
    found = run()
    assert found.small_n
    assert found.counts["tier"] == {"platinum": 0, "gold": 0, "iron": 0, "lead": 0}


def test_revenue_not_known_is_an_order_without_money() -> None:
    customers = shippers(20)
    factories.shipment(customers[19], delivered_on=date(2025, 5, 2), revenue_absent_reason="not_yet_invoiced")
    last = entry_of(customers[19], run())
    assert (last.orders, last.revenue_minor) == (2, 1_000_00)


def test_the_same_facts_give_the_same_hash_and_a_new_fact_another() -> None:
    customers = shippers(20)
    first = run()
    assert run().hash == first.hash
    factories.shipment(customers[3], delivered_on=date(2025, 6, 29))
    assert run().hash != first.hash


def test_grace_holds_a_tier_for_one_close() -> None:
    customers = shippers(40)
    first = run(as_of=date(2025, 6, 30), is_close=True)
    assert entry_of(customers[1], first).tier == "gold"
    factories.shipment(customers[2], delivered_on=date(2025, 9, 1), revenue_minor=10_000_00)
    at_first_close = entry_of(customers[1], run(as_of=date(2025, 9, 30), is_close=True))
    assert (at_first_close.raw_tier, at_first_close.tier) == ("iron", "gold")
    assert at_first_close.tier_evidence["inputs"]["kept"] == "grace"
    assert entry_of(customers[1], run(as_of=date(2025, 12, 31), is_close=True)).tier == "iron"


def test_a_run_points_the_standings_and_tells_who_moved() -> None:
    customers = shippers(20)
    run()
    assert Standing.objects.everything(WHY).count() == 20
    told = Event.objects.everything(WHY).filter(customer_id=customers[0].pk)
    assert set(told.values_list("kind", flat=True)) >= {
        "classification.group_changed",
        "classification.tier_changed",
    }
    count = told.count()
    run()
    assert told.count() == count
    assert first_broken_link() is None


def test_without_costs_nobody_has_a_contribution() -> None:
    customers = shippers(20)
    entry = entry_of(customers[0], run())
    assert (entry.contribution_minor, entry.contribution_rank, entry.contribution_tier) == (None, None, "")


def test_a_gold_customer_by_revenue_can_be_lead_by_contribution() -> None:
    customers = shippers(40)
    factories.cost(customers[1], 38_999_99)
    found = run()
    loud = entry_of(customers[1], found)
    assert (loud.raw_tier, loud.contribution_minor) == ("gold", 1)
    assert (loud.contribution_rank, loud.contribution_tier) == (40, "lead")
    risen = entry_of(customers[2], found)
    assert (risen.raw_tier, risen.contribution_tier) == ("iron", "gold")
    assert entry_of(customers[0], found).contribution_minor == 40_000_00


def test_costs_outside_the_window_or_after_the_day_do_not_count() -> None:
    customers = shippers(20)
    factories.cost(customers[0], 5_00, on=date(2024, 6, 30))
    factories.cost(customers[0], 7_00, on=date(2025, 7, 1))
    assert entry_of(customers[0], run()).contribution_minor == 20_000_00


def test_contribution_settles_a_tie_in_revenue() -> None:
    customers = shippers(20)
    factories.shipment(customers[4], delivered_on=date(2025, 5, 1), revenue_minor=1_000_00)
    factories.cost(customers[3], 5_00)
    found = run()
    assert entry_of(customers[3], found).revenue_minor == entry_of(customers[4], found).revenue_minor
    assert (entry_of(customers[4], found).rank, entry_of(customers[3], found).rank) == (4, 5)


def test_costs_in_another_currency_are_not_taken_off() -> None:
    customers = shippers(20)
    factories.cost(customers[0], 5_00, currency="USD")
    with pytest.raises(UnableToAddCurrencies):
        run()


def test_a_run_of_the_past_leaves_the_standings() -> None:
    shippers(20)
    newest = run()
    run(as_of=AS_OF - timedelta(days=200))
    standings = Standing.objects.everything(WHY).select_related("entry")
    entries = {s.entry.run_id for s in standings if s.entry}
    assert entries == {newest.pk}


def test_two_currencies_are_not_added() -> None:
    customer = factories.customer("两种货币")
    factories.shipment(customer, delivered_on=date(2025, 5, 1), currency="USD")
    factories.shipment(customer, delivered_on=date(2025, 5, 1), currency="CNY")
    with pytest.raises(UnableToAddCurrencies) as refusal:
        run()
    assert refusal.value.currencies == ["CNY", "USD"]
    assert not ClassificationRun.objects.everything(WHY).exists()


def test_before_the_first_policy_there_is_no_run() -> None:
    with pytest.raises(Policy.DoesNotExist):
        run(as_of=date(1999, 12, 31))


def test_audiences_are_the_potential_customers() -> None:
    Audience._base_manager.create(
        name="河南纸制品",
        segment="纸制品",
        size_estimate=1200,
        source="展会名录",
        estimated_on=AS_OF,
        recorded_at=AT,
    )
    assert run().counts["group"]["potential"] == 1200


@pytest.mark.parametrize("table", ["classificationrun", "classificationentry", "policy"])
def test_the_database_refuses_to_change_a_run(table: str) -> None:
    shippers(20)
    run()
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"DELETE FROM classification_{table}")


def _entries(of: ClassificationRun) -> Any:
    return ClassificationEntry.objects.everything(WHY).filter(run=of)
