"""A period is closed once, in order, and looked at before (D19); a policy is tried before it holds (D135)."""

from copy import deepcopy
from datetime import date, timedelta
from typing import Any

import pytest

from guanxi.domain.classification.close_review import closable_periods, review_close
from guanxi.domain.classification.models import ClassificationEntry, ClassificationRun, Policy, Standing
from guanxi.domain.classification.outlook import tier_outlook
from guanxi.domain.classification.policy_draft import UnableToAdopt, adopt, draft_effect
from guanxi.domain.classification.queries import group_history
from guanxi.domain.customers.models import Customer
from guanxi.domain.ground.environment import Environment
from guanxi.domain.people.models import Team, User
from guanxi.domain.people.policy import Role
from guanxi.domain.timeline.models import Event
from guanxi.processes.classification_run import UnableToClose, classify_customers, close_period
from tests import factories
from tests.conftest import BUSINESS_DATE, MOMENT

pytestmark = pytest.mark.django_db
WHY = "a test looks at everything"
MARCH, JUNE, SEPTEMBER = date(2025, 3, 31), date(2025, 6, 30), date(2025, 9, 30)


@pytest.fixture
def manager() -> User:
    return factories.staff("Manager", Role.MANAGER)


@pytest.fixture
def customers(li: User) -> list[Customer]:
    """40 by revenue: one platinum, one gold, six iron, 32 lead."""
    made = [factories.customer(f"客户{place:02d}", number=f"K{place:02d}", owner=li) for place in range(40)]
    for place, customer in enumerate(made):
        factories.shipment(customer, delivered_on=date(2025, 3, 1), revenue_minor=(40 - place) * 1_000_00)
    return made


def tier_of(customer: Customer) -> str:
    return Standing.objects.everything(WHY).get(customer=customer).tier


def test_a_close_moves_tiers_and_an_interim_run_does_not(customers: list[Customer]) -> None:
    close_period(as_of=MARCH, by=None, at=MOMENT)
    factories.shipment(customers[39], delivered_on=date(2025, 6, 1), revenue_minor=100_000_00)
    run = classify_customers(as_of=JUNE, by=None, at=MOMENT)
    assert (run.kind, tier_of(customers[39])) == ("interim", "lead")
    entry = ClassificationEntry.objects.everything(WHY).get(run=run, customer=customers[39])
    assert (entry.raw_tier, entry.tier_evidence["inputs"]["kept"]) == ("platinum", "held")
    assert close_period(as_of=JUNE, by=None, at=MOMENT).kind == "close"
    assert tier_of(customers[39]) == "platinum"


def test_a_close_is_made_once_and_says_the_same_again(customers: list[Customer], manager: User) -> None:
    first = close_period(as_of=MARCH, by=manager, at=MOMENT)
    assert close_period(as_of=MARCH, by=manager, at=MOMENT + timedelta(days=1)) == first
    assert ClassificationRun.objects.everything(WHY).count() == 1
    told = Event.objects.everything(WHY).filter(kind="classification.period_closed")
    assert told.count() == 1
    factories.shipment(customers[5], delivered_on=date(2025, 3, 2))
    with pytest.raises(UnableToClose) as refusal:
        close_period(as_of=MARCH, by=manager, at=MOMENT)
    assert (refusal.value.code, refusal.value.run) == ("already_closed", first)


def test_ten_internal_units_give_the_same_tiers_and_the_close_its_hash_again(
    customers: list[Customer],
) -> None:
    """D20; a second run over the same facts is the same to the last bit."""
    before = close_period(as_of=MARCH, by=None, at=MOMENT)
    again = classify_customers(as_of=MARCH + timedelta(days=1), by=None, at=MOMENT)
    for unit in range(10):
        inside = factories.customer(f"内部{unit}", purpose="internal")
        factories.shipment(inside, delivered_on=date(2025, 3, 1), revenue_minor=10**12)
    after = classify_customers(as_of=MARCH + timedelta(days=1), by=None, at=MOMENT)
    assert again.counts["tier"] == after.counts["tier"] == before.counts["tier"]
    assert before.cuts == after.cuts
    assert again.hash == after.hash


@pytest.mark.parametrize(
    ("as_of", "code"),
    [(date(2025, 5, 31), "not_a_period_end"), (SEPTEMBER, "not_over"), (MARCH, "later_closed")],
)
def test_only_a_period_that_is_over_is_closed_and_in_order(
    customers: list[Customer], as_of: date, code: str
) -> None:
    close_period(as_of=JUNE, by=None, at=MOMENT)
    with pytest.raises(UnableToClose) as refusal:
        close_period(as_of=as_of, by=None, at=MOMENT)
    assert refusal.value.code == code


def test_what_can_be_closed_is_offered(customers: list[Customer]) -> None:
    assert closable_periods(today=BUSINESS_DATE)[-2:] == [MARCH, JUNE]
    close_period(as_of=MARCH, by=None, at=MOMENT)
    assert closable_periods(today=BUSINESS_DATE) == [JUNE]
    assert closable_periods(today=BUSINESS_DATE - timedelta(days=1)) == []


def test_a_review_says_what_the_close_then_does(customers: list[Customer], manager: User) -> None:
    close_period(as_of=MARCH, by=None, at=MOMENT)
    factories.shipment(customers[2], delivered_on=date(2025, 6, 1), revenue_minor=10_000_00)
    factories.shipment(customers[39], delivered_on=date(2025, 6, 1), revenue_absent_reason="not_yet_invoiced")
    review = review_close(JUNE, currency="CNY", actor=manager, today=BUSINESS_DATE)
    runs = ClassificationRun.objects.everything(WHY)
    assert runs.count() == 1
    # The third overtakes the first two: platinum falls to gold and gold to iron, both for the first time.
    assert review.tier_flows == {("iron", "platinum"): 1}
    assert [change.entry.customer for change in review.changes] == [customers[2]]
    assert [entry.customer for entry in review.in_grace] == customers[:2]
    assert review.doubts == []
    run = close_period(as_of=JUNE, by=manager, at=MOMENT)
    assert (run.hash, run.counts) == (review.run.hash, review.run.counts)
    assert [tier_of(one) for one in customers[:3]] == ["platinum", "gold", "platinum"]


def test_the_first_close_and_a_small_one_are_doubtful(li: User, manager: User) -> None:
    factories.shipment(
        factories.customer("甲", owner=li),
        delivered_on=date(2025, 6, 1),
        revenue_absent_reason="not_yet_invoiced",
    )
    review = review_close(JUNE, currency="CNY", actor=manager, today=BUSINESS_DATE)
    assert review.doubts == ["small_n", "revenue_unknown", "no_earlier_close"]


def test_a_review_names_only_those_within_sight(customers: list[Customer], south: Team) -> None:
    stranger = factories.staff("Stranger", Role.SALES, team=south)
    review = review_close(JUNE, currency="CNY", actor=stranger, today=BUSINESS_DATE)
    assert review.run.customers == 40
    assert review.changes == []


def test_a_new_fact_moves_the_outlook_and_not_the_tier(customers: list[Customer]) -> None:
    close_period(as_of=MARCH, by=None, at=MOMENT)
    unmoved = tier_outlook(customers[20], today=BUSINESS_DATE)
    assert unmoved is not None
    assert (unmoved.tier, unmoved.raw_tier, unmoved.rank) == ("lead", "lead", 21)
    # ¥38,001: above the third and below the second of the ranking of March.
    factories.shipment(customers[20], delivered_on=date(2025, 6, 1), revenue_minor=18_001_00)
    found = tier_outlook(customers[20], today=BUSINESS_DATE)
    assert found is not None
    assert (found.rank, found.tier, found.orders, found.ranking.as_of) == (3, "iron", 2, MARCH)
    factories.shipment(customers[20], delivered_on=date(2025, 6, 1), revenue_minor=500_00)
    found = tier_outlook(customers[20], today=BUSINESS_DATE)
    assert found is not None
    assert (found.rank, found.tier, found.kept) == (3, "iron", "by_rank")
    factories.shipment(customers[20], delivered_on=date(2025, 6, 1), revenue_minor=500_01)
    found = tier_outlook(customers[20], today=BUSINESS_DATE)
    assert found is not None
    assert (found.rank, found.tier) == (2, "gold")
    assert tier_of(customers[20]) == "lead"


def test_a_falling_customer_would_keep_its_tier_with_grace(customers: list[Customer]) -> None:
    close_period(as_of=MARCH, by=None, at=MOMENT)
    gold = customers[1].shipments.everything(WHY).get()
    type(gold).objects.everything(WHY).filter(pk=gold.pk).update(revenue_minor=1_00)
    found = tier_outlook(customers[1], today=BUSINESS_DATE)
    assert found is not None
    assert (found.rank, found.raw_tier, found.tier, found.kept) == (40, "lead", "gold", "grace")


def test_there_is_no_outlook_without_a_ranking_or_a_shipment(customers: list[Customer]) -> None:
    assert tier_outlook(customers[0], today=BUSINESS_DATE) is None
    close_period(as_of=MARCH, by=None, at=MOMENT)
    assert tier_outlook(factories.customer("新"), today=BUSINESS_DATE) is None
    inside = factories.customer("内部", purpose="internal")
    factories.shipment(inside, delivered_on=date(2025, 6, 1))
    assert tier_outlook(inside, today=BUSINESS_DATE) is None


def test_the_history_of_groups_is_for_those_who_see_the_customer(
    customers: list[Customer], li: User, south: Team
) -> None:
    classify_customers(as_of=JUNE, by=None, at=MOMENT)
    (change,) = group_history(customers[0], actor=li)
    assert (change.group_before, change.group, change.basis) == ("", "actual", "run")
    stranger = factories.staff("Stranger", Role.SALES, team=south)
    assert group_history(customers[0], actor=stranger) == []


def widened() -> dict[str, Any]:
    """The policy in force, with two in a hundred as platinum instead of one."""
    rules: dict[str, Any] = deepcopy(Policy.objects.in_force_on(BUSINESS_DATE).rules)
    rules["value_tiers"]["tier"][0]["up_to_ppm"] = 30_000
    return rules


def test_a_draft_says_what_it_would_change_and_stores_nothing(
    customers: list[Customer], manager: User
) -> None:
    effect = draft_effect(widened(), as_of=JUNE, currency="CNY", actor=manager)
    assert (effect.before["tier"]["platinum"], effect.after["tier"]["platinum"]) == (1, 2)
    assert (effect.before["tier"]["gold"], effect.after["tier"]["gold"]) == (1, 0)
    assert effect.moved == 1
    (mover,) = effect.movers
    assert (mover.customer, mover.tier_before, mover.tier) == (customers[1], "gold", "platinum")
    assert not ClassificationRun.objects.everything(WHY).exists()
    assert Policy.objects.count() == 2


def test_a_policy_holds_from_its_day_and_old_runs_keep_theirs(
    customers: list[Customer], manager: User, operator: Environment, settings: Any
) -> None:
    old = close_period(as_of=MARCH, by=None, at=MOMENT)
    policy = adopt(widened(), valid_from=JUNE, reason="两家龙头", by=manager, today=BUSINESS_DATE, at=MOMENT)
    assert (policy.version, policy.adopted_by_id) == (3, manager.pk)
    run = close_period(as_of=JUNE, by=None, at=MOMENT)
    assert (run.policy, run.counts["tier"]["platinum"]) == (policy, 2)
    assert Policy.objects.in_force_on(JUNE - timedelta(days=1)).version == 2
    assert ClassificationRun.objects.everything(WHY).get(pk=old.pk).policy.version == 2
    assert Event.objects.everything(WHY).filter(kind="classification.policy_adopted").count() == 1


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"valid_from": BUSINESS_DATE - timedelta(days=1)}, "in_the_past"),
        ({"reason": " "}, "reason"),
        ({"rules": {}}, "rules"),
        ({"rules": None}, "unchanged"),
    ],
)
def test_a_policy_is_adopted_for_days_to_come_with_a_reason(
    manager: User, change: dict[str, Any], code: str
) -> None:
    values: dict[str, Any] = {"rules": widened(), "valid_from": BUSINESS_DATE, "reason": "试行"} | change
    if code == "unchanged":
        values["rules"] = Policy.objects.in_force_on(BUSINESS_DATE).rules
    with pytest.raises(UnableToAdopt) as refusal:
        adopt(values.pop("rules"), **values, by=manager, today=BUSINESS_DATE, at=MOMENT)
    assert refusal.value.code == code
