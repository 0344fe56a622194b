"""Another tier for a while: asked for by one person, approved by another (D19)."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from guanxi.domain.classification.models import ClassificationEntry, Standing, TierOverride, UnableToOverride
from guanxi.domain.classification.package import verify_package
from guanxi.domain.customers.models import Customer
from guanxi.domain.ground.environment import Environment
from guanxi.domain.people.models import User
from guanxi.domain.people.policy import Role
from guanxi.domain.timeline.models import Event
from guanxi.processes.classification_run import classify_customers, close_period
from guanxi.processes.run_package import package_run
from guanxi.processes.standing_watch import watch_standings
from guanxi.processes.tier_overriding import approve_tier, ask_for_tier, decline_tier, end_tier
from tests import factories
from tests.conftest import BUSINESS_DATE, MOMENT

pytestmark = pytest.mark.django_db
WHY = "a test looks at everything"
UNTIL = BUSINESS_DATE + timedelta(days=60)


@pytest.fixture
def one() -> User:
    return factories.staff("One", Role.MANAGER)


@pytest.fixture
def other() -> User:
    return factories.staff("Other", Role.ADMINISTRATOR)


@pytest.fixture
def customers() -> list[Customer]:
    """40 by revenue: one platinum, one gold, six iron, 32 lead."""
    made = [factories.customer(f"客户{place:02d}", number=f"K{place:02d}") for place in range(40)]
    for place, customer in enumerate(made):
        factories.shipment(customer, delivered_on=date(2025, 3, 1), revenue_minor=(40 - place) * 1_000_00)
    close_period(as_of=date(2025, 3, 31), by=None, at=MOMENT)
    return made


def asked(customer: Customer, by: User, **change: Any) -> TierOverride:
    values: dict[str, Any] = {
        "tier": "gold",
        "reason": "新线路试运",
        "starts_on": BUSINESS_DATE,
        "ends_on": UNTIL,
    }
    return ask_for_tier(customer, **(values | change), by=by, at=MOMENT)


def standing(customer: Customer) -> Standing:
    return Standing.objects.everything(WHY).select_related("entry").get(customer=customer)


def held(customer: Customer) -> tuple[str, str]:
    found = standing(customer)
    return found.tier, found.tier_basis


def test_two_people_give_another_tier_at_once(customers: list[Customer], one: User, other: User) -> None:
    override = asked(customers[39], one)
    assert held(customers[39]) == ("lead", "run")
    approve_tier(override, by=other, at=MOMENT)
    assert held(customers[39]) == ("gold", "override")
    entry = standing(customers[39]).entry
    assert entry is not None
    assert entry.tier == "lead"
    told = Event.objects.everything(WHY).filter(customer_id=customers[39].pk).order_by("position")
    assert list(told.values_list("kind", flat=True))[-3:] == [
        "classification.override_asked",
        "classification.override_approved",
        "classification.tier_changed",
    ]


def test_nobody_approves_alone(customers: list[Customer], one: User, li: User) -> None:
    override = asked(customers[39], one)
    with pytest.raises(UnableToOverride, match="same_person"):
        approve_tier(override, by=one, at=MOMENT)
    with pytest.raises(PermissionDenied):
        approve_tier(override, by=li, at=MOMENT)
    with pytest.raises(PermissionDenied):
        asked(customers[38], li)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"reason": " "}, "reason"),
        ({"ends_on": BUSINESS_DATE - timedelta(days=1)}, "days_in_order"),
        ({"starts_on": BUSINESS_DATE - timedelta(days=1)}, "in_the_past"),
        ({"ends_on": BUSINESS_DATE + timedelta(days=366)}, "too_long"),
        ({"starts_on": UNTIL, "ends_on": UNTIL}, "overlaps"),
    ],
)
def test_an_override_has_a_reason_an_end_and_no_rival(
    customers: list[Customer], one: User, change: dict[str, Any], code: str
) -> None:
    if code == "overlaps":
        asked(customers[39], one)
    with pytest.raises(UnableToOverride) as refusal:
        asked(customers[39], one, **change)
    assert refusal.value.code == code


def test_the_longest_override_is_a_year(customers: list[Customer], one: User) -> None:
    assert asked(customers[39], one, ends_on=BUSINESS_DATE + timedelta(days=365)).pk


def test_a_run_keeps_the_tier_by_rule_beside_it(customers: list[Customer], one: User, other: User) -> None:
    approve_tier(asked(customers[39], one), by=other, at=MOMENT)
    run = close_period(as_of=BUSINESS_DATE, by=one, at=MOMENT)
    entry = ClassificationEntry.objects.everything(WHY).get(run=run, customer=customers[39])
    assert (entry.tier, entry.raw_tier, entry.tier_by_rule) == ("gold", "lead", "lead")
    assert entry.tier_evidence["inputs"] == {
        "raw_tier": "lead",
        "rank": 40,
        "kept": "override",
        "tier_by_rule": "lead",
        "starts_on": BUSINESS_DATE.isoformat(),
        "ends_on": UNTIL.isoformat(),
    }
    assert run.counts["tier"]["gold"] == 2
    assert held(customers[39]) == ("gold", "override")


def test_after_its_last_day_the_tier_by_rule_is_back_without_grace(
    customers: list[Customer], one: User, other: User, operator: Environment, settings: Any
) -> None:
    override = asked(customers[39], one)
    approve_tier(override, by=other, at=MOMENT)
    close_period(as_of=BUSINESS_DATE, by=one, at=MOMENT)

    def on(day: date) -> None:
        settings.GUANXI = operator.model_copy(update={"business_date": day})
        watch_standings(at=MOMENT)

    on(UNTIL)
    assert held(customers[39]) == ("gold", "override")
    on(UNTIL + timedelta(days=1))
    assert held(customers[39]) == ("lead", "run")
    override.refresh_from_db()
    assert (override.state, override.ended_on, override.ended_by) == (
        "ended",
        UNTIL + timedelta(days=1),
        None,
    )
    settings.GUANXI = operator.model_copy(update={"business_date": date(2025, 9, 30)})
    run = close_period(as_of=date(2025, 9, 30), by=one, at=MOMENT)
    entry = ClassificationEntry.objects.everything(WHY).get(run=run, customer=customers[39])
    assert (entry.tier, entry.tier_evidence["inputs"]["kept"]) == ("lead", "by_rank")


def test_an_override_of_days_to_come_waits_for_them(
    customers: list[Customer], one: User, other: User, operator: Environment, settings: Any
) -> None:
    tomorrow = BUSINESS_DATE + timedelta(days=1)
    approve_tier(asked(customers[39], one, starts_on=tomorrow), by=other, at=MOMENT)
    assert held(customers[39]) == ("lead", "run")
    settings.GUANXI = operator.model_copy(update={"business_date": tomorrow})
    watch_standings(at=MOMENT)
    assert held(customers[39]) == ("gold", "override")


def test_it_can_be_declined_or_ended_before(customers: list[Customer], one: User, other: User) -> None:
    declined, ended = asked(customers[38], one), asked(customers[39], one)
    decline_tier(declined, by=other, note="没有依据", at=MOMENT)
    assert (declined.state, held(customers[38])) == ("declined", ("lead", "run"))
    approve_tier(ended, by=other, at=MOMENT)
    end_tier(ended, by=one, note="试运结束", at=MOMENT)
    assert (ended.state, held(customers[39])) == ("ended", ("lead", "run"))
    for done in (declined, ended):
        with pytest.raises(UnableToOverride, match="state"):
            approve_tier(done, by=other, at=MOMENT)


def test_a_stranger_reproduces_a_run_with_an_override(
    customers: list[Customer], one: User, other: User, tmp_path: Path
) -> None:
    override = asked(customers[39], one)
    approve_tier(override, by=other, at=MOMENT)
    run = classify_customers(as_of=BUSINESS_DATE, by=one, at=MOMENT + timedelta(hours=1))
    end_tier(override, by=one, note="试运结束", at=MOMENT + timedelta(hours=2))
    package_run(run, tmp_path / "run.zip")
    verdict = verify_package(tmp_path / "run.zip")
    assert (verdict.is_equal, verdict.stated) == (True, run.hash)
