"""Who went where between two runs: counted so that everybody is in it once, and listed the same."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import pytest

from guanxi.domain.classification import movement
from guanxi.domain.classification.models import ClassificationEntry
from guanxi.domain.classification.movement import GONE, GROUP, NEW, TIER, Pair
from guanxi.domain.customers.models import Customer, Nature
from guanxi.domain.people.models import User
from guanxi.processes.profiling_objection import object_to_profiling
from tests import factories

pytestmark = pytest.mark.usefixtures("moment")
MARCH, JUNE = date(2025, 3, 31), date(2025, 6, 30)


@pytest.fixture
def pair(li: User, mei: User) -> Pair:
    """Between the runs one buys, one comes, one objects and leaves; 25 others stay."""
    stayers = [factories.customer(f"stays {index}", owner=li) for index in range(25)]
    buyer, person = (
        factories.customer("buys", owner=li),
        factories.customer("objects", nature=Nature.INDIVIDUAL),
    )
    for index, one in enumerate([*stayers, person]):
        factories.shipment(one, delivered_on=date(2025, 2, 3), revenue_minor=100_000 - index)
    buyer.register(on=date(2025, 1, 5), by=None, at=factories.LONG_AGO)
    before = factories.run(MARCH)
    factories.shipment(buyer, delivered_on=date(2025, 5, 3), revenue_minor=7)
    factories.customer("comes").register(on=date(2025, 5, 5), by=None, at=factories.LONG_AGO)
    object_to_profiling(person, objected_on=date(2025, 5, 6), note="", by=mei, at=factories.LONG_AGO)
    return Pair(before, factories.run(JUNE), GROUP)


def names(rows: Iterable[ClassificationEntry]) -> list[str]:
    return sorted(entry.customer.party.name for entry in rows)


def test_every_customer_goes_one_way(pair: Pair, mei: User) -> None:
    found = movement.flows(pair, actor=mei)
    assert found == {
        ("actual", "actual"): 25,
        ("basic", "actual"): 1,
        (NEW, "basic"): 1,
        ("actual", GONE): 1,
    }


def test_a_flow_lists_those_it_counts(pair: Pair, mei: User) -> None:
    assert names(movement.moved(pair, actor=mei)) == ["buys"]
    assert names(movement.moved(pair, actor=mei, before=NEW, now="basic")) == ["comes"]
    assert names(movement.gone(pair, actor=mei, before="actual")) == ["objects"]
    assert len(movement.moved(pair, actor=mei, before="actual", now="actual")) == 25


def test_a_mover_carries_what_the_earlier_run_said(pair: Pair, mei: User) -> None:
    rows: Iterable[Any] = movement.moved(Pair(pair.before, pair.run, TIER), actor=mei, before="", now="lead")
    told = [(one.group_before, one.tier_before, one.rank_before, one.revenue_minor_before) for one in rows]
    assert told == [("basic", "", None, 0)]


def test_a_salesperson_is_told_of_the_own_team_only(pair: Pair, li: User, north: object) -> None:
    Customer.objects.everything("a test").filter(party__name="buys").update(owner=None)
    assert movement.flows(pair, actor=li) == {("actual", "actual"): 25}


def test_the_run_to_compare_with_is_of_an_earlier_day(pair: Pair, mei: User) -> None:
    factories.run(JUNE)
    assert movement.run_to_compare(pair.run, actor=mei) == pair.before
    assert movement.run_to_compare(pair.before, actor=mei) is None
