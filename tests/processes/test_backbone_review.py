"""Backbone: proposed by measures, confirmed by a person, lost with the credit (D15)."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from guanxi.domain.classification.models import (
    BackboneCase,
    ClassificationRun,
    GroupChange,
    Standing,
    UnableToConfirm,
)
from guanxi.domain.classification.package import verify_package
from guanxi.domain.customers.models import Customer
from guanxi.domain.ground.environment import Environment
from guanxi.domain.people.models import User
from guanxi.domain.people.policy import Role
from guanxi.domain.worklist.models import Task
from guanxi.processes.backbone_review import confirm, end, renew, turn_down
from guanxi.processes.classification_run import classify_as_known, classify_customers, close_period
from guanxi.processes.run_package import package_run
from guanxi.processes.standing_watch import watch_standings
from tests import factories
from tests.conftest import BUSINESS_DATE, MOMENT
from tests.processes.importing import bring

pytestmark = pytest.mark.django_db
WHY = "a test looks at everything"
Bring = Callable[..., None]


@pytest.fixture
def manager() -> User:
    return factories.staff("Manager", Role.MANAGER)


@pytest.fixture
def come(tmp_path: Path) -> Bring:
    place = iter(range(100))

    def come_in(kind: str, *rows: dict[str, Any], **options: Any) -> None:
        bring(tmp_path / f"{next(place)}.csv", kind, *rows, **{"at": MOMENT, **options})

    return come_in


@pytest.fixture
def house(come: Bring) -> list[Customer]:
    """40 customers in the order of their revenue, with as many orders; the first three have an AA."""
    made = []
    for place in range(40):
        customer = factories.customer(f"客户{place:02d}", number=f"K{place:02d}")
        for day in range(1 + (place < 10)):
            revenue = (40 - place) * 1_000_00
            factories.shipment(customer, delivered_on=date(2025, 5, 1 + day), revenue_minor=revenue)
        made.append(customer)
    come("credit_grades", *({"customer_number": f"K{place:02d}"} for place in range(3)))
    return made


def case_of(customer: Customer) -> BackboneCase:
    return BackboneCase.objects.everything(WHY).live().get(customer=customer)


def group_of(customer: Customer) -> str:
    return Standing.objects.everything(WHY).get(customer=customer).group


def confirmed(customer: Customer, by: User) -> BackboneCase:
    classify_customers(as_of=BUSINESS_DATE, by=by, at=MOMENT)
    return confirm(case_of(customer), by=by, reputation="三十年老字号，从不失信", at=MOMENT)


def overdue_by(days: int, number: str = "K00") -> dict[str, str]:
    due = BUSINESS_DATE - timedelta(days=days)
    issued = due - timedelta(days=30)
    return {
        "customer_number": number,
        "invoice_number": f"I-{number}",
        "issued_on": issued.isoformat(),
        "due_on": due.isoformat(),
    }


def test_a_run_proposes_whoever_passes_and_refuses_the_large_ones_that_fail(
    house: list[Customer], come: Bring
) -> None:
    come("credit_grades", {"customer_number": "K00", "grade": "C", "graded_on": "2025-06-10"})
    come("invoices", overdue_by(47))
    classify_customers(as_of=BUSINESS_DATE, by=None, at=MOMENT)
    # P90 of 40 is the 36th in rising order: the first five reach it.
    cases = BackboneCase.objects.everything(WHY).order_by("customer__number")
    assert [(case.customer.number, case.state) for case in cases] == [
        ("K00", "refused"),
        ("K01", "proposed"),
        ("K02", "proposed"),
        ("K03", "refused"),
        ("K04", "refused"),
    ]
    refused = case_of(house[0])
    assert [(test["code"], test["value"]) for test in refused.failing] == [("credit", "c"), ("overdue", 47)]
    assert refused.failing[1]["inputs"]["invoice"] == "I-K00"
    # Proposed is not confirmed: nobody's group has changed.
    assert {group_of(one) for one in house} == {"actual"}


def test_a_case_that_fails_is_not_confirmed_and_the_tests_are_named(
    house: list[Customer], come: Bring, manager: User
) -> None:
    classify_customers(as_of=BUSINESS_DATE, by=None, at=MOMENT)
    case = case_of(house[0])
    assert case.state == "proposed"
    # What has come in since the run counts: the case is measured anew.
    come("invoices", overdue_by(47))
    with pytest.raises(UnableToConfirm) as refusal:
        confirm(case, by=manager, reputation="好", at=MOMENT)
    assert [test["code"] for test in refusal.value.failing] == ["overdue"]
    assert group_of(house[0]) == "actual"


def test_a_person_confirms_with_a_word_on_reputation(house: list[Customer], manager: User) -> None:
    classify_customers(as_of=BUSINESS_DATE, by=None, at=MOMENT)
    with pytest.raises(UnableToConfirm, match="reputation"):
        confirm(case_of(house[0]), by=manager, reputation="  ", at=MOMENT)
    case = confirm(case_of(house[0]), by=manager, reputation="守信用", at=MOMENT)
    assert (case.state, case.confirmed_by, case.review_due_on) == ("confirmed", manager, date(2026, 6, 30))
    change = GroupChange.objects.everything(WHY).latest("pk")
    assert (change.group_before, change.group, change.basis) == ("actual", "backbone", "backbone")
    assert ["classification.backbonecase", case.pk] in change.evidence["facts"]
    run = classify_customers(as_of=BUSINESS_DATE, by=None, at=MOMENT)
    assert run.counts["group"]["backbone"] == 1


def test_nobody_confirms_without_the_right(house: list[Customer], li: User) -> None:
    classify_customers(as_of=BUSINESS_DATE, by=None, at=MOMENT)
    with pytest.raises(PermissionDenied):
        confirm(case_of(house[0]), by=li, reputation="好", at=MOMENT)


def test_an_invoice_too_long_overdue_demotes_with_its_import(
    house: list[Customer], come: Bring, manager: User
) -> None:
    case = confirmed(house[0], manager)
    come("invoices", overdue_by(30))
    assert group_of(house[0]) == "backbone"
    come("invoices", overdue_by(31))
    case.refresh_from_db()
    assert group_of(house[0]) == "actual"
    assert (case.state, case.end_code, case.ended_on) == ("ended", "overdue", BUSINESS_DATE)
    change = GroupChange.objects.everything(WHY).latest("pk")
    assert (change.basis, change.evidence["code"]) == ("demotion", "actual_overdue")


def test_a_lower_grade_demotes_with_its_import(house: list[Customer], come: Bring, manager: User) -> None:
    case = confirmed(house[0], manager)
    come("credit_grades", {"customer_number": "K00", "grade": "BBB", "graded_on": "2025-06-20"})
    case.refresh_from_db()
    assert (group_of(house[0]), case.end_code) == ("actual", "credit_lost")


def test_a_payment_that_turns_out_to_have_been_late_demotes(
    house: list[Customer], come: Bring, manager: User
) -> None:
    """Nothing is owed any more, and yet the money came forty days after it was due."""
    due = BUSINESS_DATE - timedelta(days=47)
    paid = {"payment_id": "P1", "invoice_number": "I-K00", "amount": "1000"}
    come("invoices", overdue_by(47))
    come("payments", paid | {"paid_on": due.isoformat()})
    case = confirmed(house[0], manager)
    assert group_of(house[0]) == "backbone"
    come("payments", paid | {"paid_on": (due + timedelta(days=40)).isoformat()})
    case.refresh_from_db()
    assert (group_of(house[0]), case.end_code) == ("actual", "overdue")


def test_days_alone_can_make_an_invoice_overdue(
    house: list[Customer], come: Bring, manager: User, operator: Environment, settings: Any
) -> None:
    confirmed(house[0], manager)
    come("invoices", overdue_by(30))
    settings.GUANXI = operator.model_copy(update={"business_date": BUSINESS_DATE + timedelta(days=1)})
    watch_standings(at=MOMENT + timedelta(days=1))
    assert group_of(house[0]) == "actual"


def test_the_past_is_answered_as_it_was_known(house: list[Customer], come: Bring, manager: User) -> None:
    """An invoice that came in on 2 July says that the customer had lost its credit by 30 June."""
    confirmed(house[0], manager)
    come("invoices", overdue_by(47), at=MOMENT + timedelta(days=2))

    def known(on: date) -> str:
        entries = classify_as_known(as_of=BUSINESS_DATE, known_on=on).entries
        return next(one.group for one in entries if one.customer == house[0])

    assert known(BUSINESS_DATE) == "backbone"
    assert known(BUSINESS_DATE + timedelta(days=2)) == "actual"


def test_a_stranger_reproduces_a_run_with_a_backbone_customer(
    house: list[Customer], come: Bring, manager: User, tmp_path: Path
) -> None:
    confirmed(house[0], manager)
    run = close_period(as_of=BUSINESS_DATE, by=manager, at=MOMENT + timedelta(hours=1))
    assert run.counts["group"]["backbone"] == 1
    come("invoices", overdue_by(47), at=MOMENT + timedelta(hours=2))
    package_run(ClassificationRun.objects.everything(WHY).get(pk=run.pk), tmp_path / "run.zip")
    assert verify_package(tmp_path / "run.zip").is_equal


def test_the_yearly_review_is_called_for_once_and_lapses(
    house: list[Customer], manager: User, operator: Environment, settings: Any
) -> None:
    case = confirmed(house[0], manager)

    def on(day: date) -> None:
        settings.GUANXI = operator.model_copy(update={"business_date": day})
        watch_standings(at=MOMENT)

    on(date(2026, 5, 30))
    assert not Task.objects.everything(WHY).exists()
    for day in (date(2026, 5, 31), date(2026, 6, 1)):
        on(day)
    task = Task.objects.everything(WHY).get()
    assert (task.assignee, task.due_on, task.customer) == (manager, date(2026, 6, 30), house[0])
    on(date(2026, 7, 30))
    assert group_of(house[0]) == "backbone"
    on(date(2026, 7, 31))
    case.refresh_from_db()
    task.refresh_from_db()
    assert (group_of(house[0]), case.end_code) == ("actual", "review_lapsed")
    assert task.done_at is not None


def test_a_review_confirms_anew_and_keeps_what_was_confirmed_before(
    house: list[Customer], manager: User
) -> None:
    first = confirmed(house[0], manager)
    second = renew(first, by=manager, reputation="仍然可靠", at=MOMENT)
    first.refresh_from_db()
    assert (first.state, first.end_code, first.ended_by) == ("ended", "renewed", manager)
    assert (second.state, second.reputation) == ("confirmed", "仍然可靠")
    assert group_of(house[0]) == "backbone"


def test_what_a_person_turned_down_stays_so_for_a_year(house: list[Customer], manager: User) -> None:
    classify_customers(as_of=BUSINESS_DATE, by=None, at=MOMENT)
    turn_down(case_of(house[0]), by=manager, reason="正在打官司", at=MOMENT)
    classify_customers(as_of=BUSINESS_DATE, by=None, at=MOMENT)
    assert case_of(house[0]).state == "refused"
    with pytest.raises(UnableToConfirm, match="state"):
        turn_down(case_of(house[0]), by=manager, reason="还在打", at=MOMENT)


def test_a_person_ends_a_confirmation_with_a_note(house: list[Customer], manager: User) -> None:
    case = confirmed(house[0], manager)
    with pytest.raises(UnableToConfirm, match="reason"):
        end(case, by=manager, note="", at=MOMENT)
    end(case, by=manager, note="换了老板", at=MOMENT)
    assert group_of(house[0]) == "actual"
    case.refresh_from_db()
    assert (case.end_code, case.end_note, case.ended_by) == ("by_person", "换了老板", manager)
