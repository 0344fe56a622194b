"""The daily watch: a lapse is told once, becomes a task, and ends with the next shipment (D29)."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

import pytest

from guanxi.domain.classification.models import ProfilingObjection
from guanxi.domain.customers.models import Customer
from guanxi.domain.customers.vocabulary import Purpose
from guanxi.domain.operations.models import Shipment
from guanxi.domain.people.models import User
from guanxi.domain.timeline.models import Event
from guanxi.domain.value.lapse_watch import Changes, update_lapses
from guanxi.domain.value.models import Lapse
from guanxi.domain.value.queries import lapsed
from guanxi.domain.worklist.models import Task
from tests import factories

LAST = date(2025, 5, 21)
LAPSED = date(2025, 6, 20)
AT = datetime(2025, 6, 20, 1, 0, tzinfo=UTC)
NOTHING = Changes(opened=0, ended=0, tasks=0)


def ship_every_six_days(customer: Customer, *, until: date = LAST, times: int = 14) -> None:
    for place in range(times):
        factories.shipment(customer, delivered_on=until - timedelta(days=6 * place))


@pytest.fixture
def fenggu(li: User) -> Customer:
    customer = factories.customer("丰谷食品", owner=li)
    ship_every_six_days(customer)
    return customer


def watch(on: date, customers: Iterable[Customer] | None = None) -> Changes:
    ids = None if customers is None else [customer.pk for customer in customers]
    return update_lapses(ids, on=on, at=AT)


def kinds_of(customer: Customer) -> list[str]:
    events = Event.objects.everything("the test").about_customer(customer.pk).order_by("pk")
    return [event.kind for event in events if event.kind.startswith("value.")]


def test_fenggu_lapses_on_20_june_and_not_on_the_19th(fenggu: Customer) -> None:
    assert watch(date(2025, 6, 19)) == NOTHING

    assert watch(LAPSED) == Changes(opened=1, ended=0, tasks=1)

    [lapse] = Lapse.objects.everything("the test")
    assert (lapse.last_on, lapse.lapsed_on, lapse.silence_days) == (LAST, LAPSED, 30)
    assert lapse.median_gap_days == 6
    [event] = Event.objects.everything("the test").filter(kind="value.lapsed")
    assert event.sentence == "Lapsed on 2025-06-20: nothing delivered since 2025-05-21, usually every 6 days"


def test_the_owner_is_asked_once_however_often_it_is_watched(fenggu: Customer, li: User) -> None:
    watch(LAPSED)

    assert watch(LAPSED) == watch(date(2025, 6, 25)) == NOTHING

    [task] = Task.objects.everything("the test")
    assert (task.customer, task.assignee, task.due_on) == (fenggu, li, date(2025, 6, 23))
    assert kinds_of(fenggu) == ["value.lapsed"]


def test_a_new_shipment_ends_the_lapse_and_its_task_and_a_new_silence_is_a_new_one(
    fenggu: Customer,
) -> None:
    watch(LAPSED)
    factories.shipment(fenggu, delivered_on=date(2025, 7, 2))

    assert watch(date(2025, 7, 2), [fenggu]) == Changes(opened=0, ended=1, tasks=0)

    [lapse] = Lapse.objects.everything("the test")
    assert lapse.ended_on == date(2025, 7, 2)
    assert Task.objects.everything("the test").get().done_at == AT
    assert watch(date(2025, 7, 31)) == NOTHING
    assert watch(date(2025, 8, 1)) == Changes(opened=1, ended=0, tasks=1)
    assert kinds_of(fenggu) == ["value.lapsed", "value.lapse_ended", "value.lapsed"]


def test_a_lapse_whose_facts_were_corrected_is_withdrawn(fenggu: Customer) -> None:
    watch(LAPSED)
    Shipment.objects.everything("an import is undone").filter(customer=fenggu).delete()

    assert watch(date(2025, 6, 21)) == Changes(opened=0, ended=1, tasks=0)

    assert kinds_of(fenggu) == ["value.lapsed", "value.lapse_withdrawn"]


def test_a_silence_of_long_ago_is_on_record_and_nobody_s_task_today(li: User) -> None:
    gone = factories.customer("旧客户", owner=li)
    ship_every_six_days(gone, until=date(2023, 5, 21))

    assert watch(LAPSED) == Changes(opened=1, ended=0, tasks=0)


def test_whom_nobody_looks_after_lapses_without_a_task(db: None) -> None:
    ship_every_six_days(factories.customer("无主客户"))

    assert watch(LAPSED) == Changes(opened=1, ended=0, tasks=0)


def test_our_own_units_and_who_objects_to_profiling_are_not_watched(mei: User) -> None:
    ship_every_six_days(factories.customer("自家车队", purpose=Purpose.INTERNAL))
    person = factories.customer("王先生", nature="individual", purpose=Purpose.CONSUMER)
    ship_every_six_days(person)
    ProfilingObjection._base_manager.create(
        customer=person, objected_on=LAST, recorded_by=mei, recorded_at=AT
    )

    assert watch(LAPSED) == NOTHING


def test_the_list_can_ask_for_those_who_are_lapsed(fenggu: Customer, chenguang: Customer) -> None:
    watch(LAPSED)

    customers = Customer.objects.everything("the test")
    assert list(customers.filter(lapsed())) == [fenggu]
    assert list(customers.filter(~lapsed())) == [chenguang]


def test_a_customer_that_only_a_lapse_names_can_go_with_its_import() -> None:
    assert Lapse.is_derived
