"""A run or a close that a worker computes: the same as at once, once, and with the rights of then."""

from datetime import date
from typing import Any

import pytest

from guanxi.domain.classification.models import ClassificationRun
from guanxi.domain.jobs.tasks import Job
from guanxi.domain.people.models import User
from guanxi.domain.people.policy import Role
from guanxi.processes import classification_order as order
from tests import factories

pytestmark = pytest.mark.usefixtures("moment")
JUNE = date(2025, 6, 30)
AT = factories.LONG_AGO


def runs() -> list[ClassificationRun]:
    return list(ClassificationRun.objects.everything("a test").order_by("pk"))


@pytest.fixture
def large(li: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """More customers than are classified while somebody waits."""
    monkeypatch.setattr(order, "AT_ONCE", 1)
    for index in range(2):
        factories.shipment(factories.customer(f"one {index}", owner=li), delivered_on=date(2025, 5, 2))


def do(job: Job[..., Any], by: User) -> None:
    job.func(by.pk, JUNE.isoformat(), AT.isoformat())


@pytest.mark.usefixtures("large")
def test_many_customers_wait_for_a_worker_and_the_page_knows(mei: User) -> None:
    assert order.order_close(as_of=JUNE, by=mei, at=AT) is None
    assert order.closing_state(JUNE) == "under_way"
    assert order.closing_state(date(2025, 3, 31)) == ""
    assert not order.is_classifying()
    assert runs() == []


@pytest.mark.usefixtures("large")
def test_a_job_that_runs_twice_closes_once(mei: User) -> None:
    do(order.close_later, mei)
    do(order.close_later, mei)
    assert [(run.kind, run.actor_id) for run in runs()] == [("close", mei.pk)]


@pytest.mark.usefixtures("large")
def test_rights_are_those_of_the_moment_the_job_runs(mei: User) -> None:
    order.order_run(as_of=JUNE, by=mei, at=AT)
    assert order.is_classifying()
    mei.role = Role.SALES
    mei.save()
    do(order.classify_later, mei)
    do(order.close_later, mei)
    assert runs() == []


def test_few_customers_are_classified_at_once(mei: User) -> None:
    run = order.order_run(as_of=JUNE, by=mei, at=AT)
    assert run is not None
    assert runs() == [run]
