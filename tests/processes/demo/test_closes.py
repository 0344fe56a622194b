"""The demo in a database: the closes of story 7, computed again, and what the house found by itself."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from guanxi.domain.classification.models import (
    BackboneCase,
    ClassificationEntry,
    ClassificationRun,
    GroupChange,
)
from guanxi.domain.customers.models import Customer
from guanxi.domain.ground import clock
from guanxi.domain.people.models import User
from guanxi.domain.value.models import Lapse, MaintenanceBudget
from guanxi.domain.worklist.models import Task
from guanxi.processes.classification_run import close_period
from guanxi.processes.demo import BUSINESS_DATE
from guanxi.processes.demo_operator import MOMENT, load_demo
from tests import factories

pytestmark = pytest.mark.django_db
WHY = "the test looks"


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[None]:
    """The demo operator, loaded once for this module and taken back."""
    from django.conf import settings
    from django.db import transaction

    home, settings.HOME = settings.HOME, tmp_path_factory.mktemp("home")
    with django_db_blocker.unblock(), transaction.atomic():
        load_demo(at=MOMENT)
        with clock.fixed(MOMENT):
            yield
        transaction.set_rollback(True)
    settings.HOME = home
    assert isinstance(home, Path)


@pytest.fixture
def june(demo: None) -> ClassificationRun:
    return ClassificationRun.objects.everything(WHY).closes().get(as_of=BUSINESS_DATE)


@pytest.fixture
def administrator(demo: None) -> User:
    return User.objects.get(email="ning.caiwei@huayuan.example")


def customer(name: str) -> Customer:
    return Customer.objects.everything(WHY).get(party__name__contains=name)


def entry(run: ClassificationRun, name: str) -> ClassificationEntry:
    return ClassificationEntry.objects.everything(WHY).get(run=run, customer=customer(name))


def test_groups_were_concluded_on_the_demos_own_day(demo: None) -> None:
    changes = GroupChange.objects.everything(WHY)
    assert set(changes.order_by().values_list("decided_on", flat=True)) == {BUSINESS_DATE}


def test_200_active_customers_become_2_8_30_160(june: ClassificationRun) -> None:
    assert june.active == 200
    assert june.counts["raw_tier"] == {"platinum": 2, "gold": 8, "iron": 30, "lead": 160}


def test_shuwei_at_rank_12_keeps_gold_in_grace(june: ClassificationRun) -> None:
    shuwei = entry(june, "蜀味食品")
    assert (shuwei.rank, shuwei.raw_tier, shuwei.tier) == (12, "iron", "gold")
    march = ClassificationRun.objects.everything(WHY).closes().get(as_of=date(2025, 3, 31))
    assert (entry(march, "蜀味食品").rank, entry(march, "蜀味食品").tier) == (9, "gold")


def test_zhongyuan_is_platinum_and_refused_as_backbone_by_two_tests(june: ClassificationRun) -> None:
    assert (entry(june, "中原钢构").rank, entry(june, "中原钢构").tier) == (2, "platinum")
    case = BackboneCase.objects.everything(WHY).get(customer=customer("中原钢构"))
    failed = {test["code"]: test["value"] for test in case.tests if not test["passed"]}
    assert (case.state, failed) == ("refused", {"credit": "c", "overdue": 47})


def test_a_handful_waits_to_be_confirmed(june: ClassificationRun) -> None:
    proposed = BackboneCase.objects.everything(WHY).filter(state="proposed")
    assert 5 <= proposed.count() <= 12


def test_closing_june_again_gives_the_same_close(june: ClassificationRun, administrator: User) -> None:
    assert close_period(as_of=BUSINESS_DATE, by=administrator, at=MOMENT) == june


def test_ten_more_internal_units_change_neither_hash_nor_ranks(
    june: ClassificationRun, administrator: User
) -> None:
    for place in range(10):
        unit = factories.customer(f"华远新分公司{place}", purpose="internal")
        factories.shipment(unit, delivered_on=date(2025, 5, 5), revenue_minor=900_000_000)
    again = close_period(as_of=BUSINESS_DATE, by=administrator, at=MOMENT)
    assert (again.pk, again.hash) == (june.pk, june.hash)


def test_fenggu_lapsed_on_20_june_and_its_owner_is_asked(june: ClassificationRun) -> None:
    lapse = Lapse.objects.everything(WHY).get(customer=customer("丰谷食品"))
    assert (lapse.last_on, lapse.median_gap_days, lapse.lapsed_on) == (
        date(2025, 5, 21),
        Fraction(6),
        date(2025, 6, 20),
    )
    asked = Task.objects.everything(WHY).get(customer=customer("丰谷食品"))
    assert asked.assignee == customer("丰谷食品").owner


def test_platinum_gets_38_per_cent_of_the_budget(june: ClassificationRun) -> None:
    budget = MaintenanceBudget.objects.everything(WHY).get(run=june)
    shares = {line["tier"]: line["amount_minor"] for line in budget.tiers}
    assert (budget.amount_minor, shares["platinum"]) == (60_000_000, 22_800_000)
