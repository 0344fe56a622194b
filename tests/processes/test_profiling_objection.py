"""A natural person objects to profiling, or asks that a person look at it (D22)."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied

from guanxi.domain.classification.models import (
    ClassificationEntry,
    HumanReview,
    ProfilingObjection,
    Standing,
    UnableToObject,
)
from guanxi.domain.classification.outlook import tier_outlook
from guanxi.domain.classification.package import verify_package
from guanxi.domain.customers.models import Customer
from guanxi.domain.people.models import User
from guanxi.domain.people.policy import Role
from guanxi.domain.worklist.models import Task
from guanxi.processes.classification_run import classify_as_known, classify_customers
from guanxi.processes.profiling_objection import (
    answer_review,
    ask_for_review,
    object_to_profiling,
    withdraw_objection,
)
from guanxi.processes.run_package import package_run
from tests import factories
from tests.conftest import BUSINESS_DATE, MOMENT

pytestmark = pytest.mark.django_db
WHY = "a test looks at everything"


@pytest.fixture
def compliance() -> User:
    return factories.staff("Compliance", Role.COMPLIANCE)


@pytest.fixture
def person() -> Customer:
    """The best of 21 customers, and a natural person."""
    for place in range(20):
        other = factories.customer(f"客户{place}", number=f"K{place:02d}")
        factories.shipment(other, delivered_on=date(2025, 5, 1), revenue_minor=(20 - place) * 1_000)
    found = factories.customer("王建国", number="P1", purpose="consumer", nature="individual")
    factories.shipment(found, delivered_on=date(2025, 5, 1), revenue_minor=1_000_00)
    classify_customers(as_of=BUSINESS_DATE, by=None, at=MOMENT)
    return found


def standing(customer: Customer) -> Standing:
    return Standing.objects.everything(WHY).get(customer=customer)


def objected(person: Customer, by: User) -> ProfilingObjection:
    return object_to_profiling(
        person, objected_on=BUSINESS_DATE, note="来电", by=by, at=MOMENT + timedelta(hours=1)
    )


def test_an_objection_clears_what_was_computed(person: Customer, compliance: User) -> None:
    assert (standing(person).group, standing(person).tier) == ("actual", "platinum")
    objected(person, compliance)
    found = standing(person)
    assert (found.group, found.tier, found.entry, found.group_evidence["code"]) == ("", "", None, "objected")
    assert tier_outlook(person, today=BUSINESS_DATE) is None


def test_no_run_speaks_of_whoever_objects_and_says_how_many_those_are(
    person: Customer, compliance: User, tmp_path: Path
) -> None:
    objected(person, compliance)
    run = classify_customers(as_of=BUSINESS_DATE, by=None, at=MOMENT + timedelta(hours=2))
    assert (run.excluded, run.customers, run.active) == (1, 20, 20)
    assert not ClassificationEntry.objects.everything(WHY).filter(run=run, customer=person).exists()
    assert standing(person).group_evidence["code"] == "objected"
    package_run(run, tmp_path / "run.zip")
    assert verify_package(tmp_path / "run.zip").is_equal
    # It holds for days before it as well, but not for what was known before it.
    assert classify_as_known(as_of=date(2025, 5, 31), known_on=BUSINESS_DATE).run.excluded == 1
    known_before = BUSINESS_DATE - timedelta(days=1)
    assert classify_as_known(as_of=BUSINESS_DATE, known_on=known_before).run.excluded == 0


def test_a_withdrawn_objection_gives_the_group_back_at_once_and_the_tier_with_the_next_run(
    person: Customer, compliance: User
) -> None:
    withdraw_objection(objected(person, compliance), by=compliance, at=MOMENT + timedelta(hours=2))
    assert (standing(person).group, standing(person).tier) == ("actual", "")
    classify_customers(as_of=BUSINESS_DATE, by=None, at=MOMENT + timedelta(hours=3))
    assert standing(person).tier == "platinum"


def test_only_a_natural_person_objects_and_only_once(person: Customer, compliance: User) -> None:
    organisation = Customer.objects.everything(WHY).get(number="K00")
    with pytest.raises(UnableToObject, match="not_a_person"):
        objected(organisation, compliance)
    objection = objected(person, compliance)
    with pytest.raises(UnableToObject, match="open"):
        objected(person, compliance)
    withdraw_objection(objection, by=compliance, at=MOMENT)
    with pytest.raises(UnableToObject, match="state"):
        withdraw_objection(objection, by=compliance, at=MOMENT)


def test_nobody_keeps_an_objection_without_the_right(person: Customer) -> None:
    with pytest.raises(PermissionDenied):
        objected(person, factories.staff("Finance", Role.FINANCE))


def asked(person: Customer, reviewer: User, by: User, question: str = "为什么不是黄金？") -> HumanReview:
    return ask_for_review(
        person,
        about="tier",
        asked_on=BUSINESS_DATE,
        asked_by="王建国",
        question=question,
        reviewer=reviewer,
        by=by,
        at=MOMENT,
    )


def test_a_person_looks_at_it_within_thirty_days(person: Customer, compliance: User) -> None:
    manager = factories.staff("Manager", Role.MANAGER)
    review = asked(person, manager, compliance)
    task = Task.objects.everything(WHY).get()
    assert (task.assignee, task.due_on) == (manager, BUSINESS_DATE + timedelta(days=30))
    with pytest.raises(UnableToObject, match="text"):
        answer_review(review, outcome="upheld", text="", by=manager, at=MOMENT)
    answer_review(review, outcome="upheld", text="排名第二", by=manager, at=MOMENT)
    task.refresh_from_db()
    assert (review.outcome_text, review.closed_by) == ("排名第二", manager)
    assert task.done_at == MOMENT
    with pytest.raises(UnableToObject, match="state"):
        answer_review(review, outcome="upheld", text="还是第二", by=manager, at=MOMENT)


def test_a_review_needs_a_question_and_somebody_who_may_answer(person: Customer, compliance: User) -> None:
    with pytest.raises(UnableToObject, match="text"):
        asked(person, compliance, compliance, question=" ")
    with pytest.raises(PermissionDenied):
        asked(person, factories.staff("Agent", Role.SERVICE_AGENT), compliance)
