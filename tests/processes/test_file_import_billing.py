"""Invoices, payments, costs and credit grades by file: exact, once each, and corrected with both versions."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.db.models import Sum
from django.test.utils import CaptureQueriesContext

from guanxi.domain.billing.models import ActivityRate, CostActivity, CreditGrade, Invoice, Payment
from guanxi.domain.customers.models import Customer
from guanxi.domain.ground.money import Money
from guanxi.domain.people.models import User
from guanxi.domain.people.policy import Role
from guanxi.domain.timeline.models import Event, first_broken_link
from tests import factories
from tests.processes.importing import AT, Row, bring, counts, rejections, write

pytestmark = pytest.mark.django_db
D217 = [("order", 240, 35), ("call", 60, 25), ("visit", 12, 300), ("complaint", 8, 800), ("claim", 6, 500)]


@pytest.fixture
def acme() -> Customer:
    return factories.customer("郑州晨光纸业有限公司", number="C1")


@pytest.fixture
def other() -> Customer:
    return factories.customer("南海家具", number="C2")


def every(model: Any) -> Any:
    return model.objects.everything("the test looks")


def events(kind: str) -> list[Event]:
    return list(every(Event).filter(kind=kind).order_by("pk"))


def invoice(number: str = "F-1", **cells: str) -> Row:
    return {"invoice_number": number, "customer_number": "C1", **cells}


def payment(payment_id: str = "P-1", **cells: str) -> Row:
    return {"payment_id": payment_id, "invoice_number": "F-1", **cells}


def activity(activity_id: str = "1", **cells: str) -> Row:
    return {"activity_id": activity_id, "customer_number": "C1", "activity": "call", **cells}


def grade(**cells: str) -> Row:
    return {"customer_number": "C1", **cells}


def test_an_invoice_is_recorded_with_exact_facts(tmp_path: Path, acme: Customer) -> None:
    row = invoice(
        "F-007",
        waybill_number="W-7",
        issued_on="2025-05-31",
        due_on="2025-06-30",
        amount="8564.575",
        cancelled_on="2025-06-02",
    )
    result = bring(tmp_path / "f.csv", "invoices", row, invoice("F-008", amount="-12.5"))
    assert counts(result) == (2, 0, 0)
    stored = every(Invoice).get(number="F-007")
    assert (stored.customer, stored.waybill_number, stored.amount) == (acme, "W-7", Money(856_458, "CNY"))
    assert (stored.issued_on, stored.due_on) == (date(2025, 5, 31), date(2025, 6, 30))
    assert stored.cancelled_on == date(2025, 6, 2)
    assert (stored.source, stored.import_id, stored.recorded_at) == ("guanxi", result.run_id, AT)
    assert every(Invoice).get(number="F-008").amount_minor == -1250


def test_each_customer_is_told_once_of_an_import(tmp_path: Path, acme: Customer, other: Customer) -> None:
    rows = [invoice(f"F-{day}", issued_on=f"2025-06-{day:02}") for day in range(1, 8)]
    bring(tmp_path / "f.csv", "invoices", *rows, invoice("G-1", customer_number="C2"))
    told = {event.customer_id: event for event in events("billing.invoices_imported")}
    assert set(told) == {acme.pk, other.pk}
    assert told[acme.pk].sentence == "7 invoices recorded from f.csv, 2025-06-01 to 2025-06-07"
    assert first_broken_link() is None


def test_the_same_invoices_again_change_nothing(tmp_path: Path, acme: Customer) -> None:
    path = write(tmp_path / "f.csv", "invoices", [invoice("F-1"), invoice("F-2")])
    bring(path, "invoices")
    before = list(every(Invoice).order_by("pk").values()), every(Event).exclude(chain="operator").count()
    assert counts(bring(path, "invoices")) == (0, 2, 0)
    assert before == (
        list(every(Invoice).order_by("pk").values()),
        every(Event).exclude(chain="operator").count(),
    )


def test_other_content_under_a_known_number_is_a_correction_with_both_versions(
    tmp_path: Path, acme: Customer
) -> None:
    bring(tmp_path / "a.csv", "invoices", invoice(), invoice("F-2"))
    result = bring(tmp_path / "b.csv", "invoices", invoice(amount="900", due_on="2025-07-01"), invoice("F-2"))
    assert counts(result) == (1, 1, 0)
    (event,) = events("billing.invoice_corrected")
    assert event.changes == [("amount_minor", 100_000, 90_000), ("due_on", None, "2025-07-01")]
    assert event.sentence == "Invoice F-1 corrected from b.csv"
    assert every(Invoice).get(number="F-1").amount_minor == 90_000


def test_an_invoice_that_moves_to_another_customer_is_told_to_both(
    tmp_path: Path, acme: Customer, other: Customer
) -> None:
    bring(tmp_path / "a.csv", "invoices", invoice())
    bring(tmp_path / "b.csv", "invoices", invoice(customer_number="C2"))
    found = events("billing.invoice_corrected")
    assert {event.customer_id for event in found} == {acme.pk, other.pk}
    assert all(event.changes == [("customer", "C1", "C2")] for event in found)


def test_conflicting_rows_of_one_file_are_rejected_naming_the_first(tmp_path: Path, acme: Customer) -> None:
    result = bring(tmp_path / "f.csv", "invoices", invoice(), invoice(), invoice(amount="999"))
    assert counts(result) == (1, 1, 1)
    assert rejections(result) == [(4, "invoice_number", "differs_from_row")]
    assert next(iter(result.rejected_rows)).params == {"row": 2, "differences": "amount: 1000 ≠ 999"}


@pytest.mark.parametrize(
    ("cells", "column", "code"),
    [
        ({"customer_number": "C9"}, "customer_number", "unknown_customer"),
        ({"due_on": "2025-05-31"}, "due_on", "before_issue"),
        ({"cancelled_on": "2025-05-31"}, "cancelled_on", "before_issue"),
        ({"amount": ""}, "amount", "required"),
        ({"amount": "NaN"}, "amount", "not_a_number"),
        ({"amount": "1e5"}, "amount", "scientific_number"),
        ({"amount": "9999999999999999"}, "amount", "out_of_range"),
        ({"currency": "XYZ"}, "currency", "unknown_currency"),
        ({"issued_on": "30/06/2025"}, "issued_on", "not_a_day"),
    ],
)
def test_a_bad_invoice_is_rejected_by_name_and_leaves_nothing(
    tmp_path: Path, acme: Customer, cells: Row, column: str, code: str
) -> None:
    result = bring(tmp_path / "f.csv", "invoices", invoice("F-1", **cells), invoice("F-2"))
    assert counts(result) == (1, 0, 1)
    assert rejections(result) == [(2, column, code)]
    assert [found.number for found in every(Invoice)] == ["F-2"]


def test_a_file_without_a_column_leaves_that_fact_alone(tmp_path: Path, acme: Customer) -> None:
    bring(tmp_path / "a.csv", "invoices", invoice(due_on="2025-07-01"))
    mapping = tmp_path / "own.toml"
    fields = ("invoice_number", "customer_number", "issued_on", "amount", "currency")
    lines = [f'{field} = {{ from = "{field}" }}' for field in fields]
    mapping.write_text('source = "guanxi"\n[invoices.fields]\n' + "\n".join(lines), encoding="utf-8")
    result = bring(tmp_path / "b.csv", "invoices", invoice(amount="900"), mapping=str(mapping))
    assert counts(result) == (1, 0, 0)
    stored = every(Invoice).get()
    assert (stored.amount_minor, stored.due_on) == (90_000, date(2025, 7, 1))


def test_a_payment_belongs_to_its_invoice_and_is_told_to_its_customer(tmp_path: Path, acme: Customer) -> None:
    bring(tmp_path / "i.csv", "invoices", invoice())
    result = bring(tmp_path / "p.csv", "payments", payment(amount="400"), payment("P-2", amount="600.00"))
    assert counts(result) == (2, 0, 0)
    (paid,) = every(Invoice).annotate(paid=Sum("payments__amount_minor"))
    assert (paid.paid, paid.amount_minor) == (100_000, 100_000)
    (event,) = events("billing.payments_imported")
    assert event.customer_id == acme.pk
    assert counts(bring(tmp_path / "p.csv", "payments")) == (0, 2, 0)


def test_a_payment_may_be_corrected_to_another_invoice(
    tmp_path: Path, acme: Customer, other: Customer
) -> None:
    bring(tmp_path / "i.csv", "invoices", invoice(), invoice("F-2", customer_number="C2"))
    bring(tmp_path / "p.csv", "payments", payment())
    assert counts(bring(tmp_path / "q.csv", "payments", payment(invoice_number="F-2"))) == (1, 0, 0)
    found = events("billing.payment_corrected")
    assert {event.customer_id for event in found} == {acme.pk, other.pk}
    assert all(event.changes == [("invoice", "F-1", "F-2")] for event in found)
    assert every(Payment).get().invoice.number == "F-2"


@pytest.mark.parametrize(
    ("cells", "column", "code"),
    [
        ({"invoice_number": "F-9"}, "invoice_number", "unknown_invoice"),
        ({"currency": "USD"}, "currency", "not_the_invoices_currency"),
        ({"paid_on": ""}, "paid_on", "required"),
        ({"amount": "1,000"}, "amount", "number_with_marks"),
    ],
)
def test_a_bad_payment_is_rejected_by_name(
    tmp_path: Path, acme: Customer, cells: Row, column: str, code: str
) -> None:
    bring(tmp_path / "i.csv", "invoices", invoice())
    result = bring(
        tmp_path / "p.csv", "payments", payment("1", **cells), payment("2"), payment("2", amount="7")
    )
    assert counts(result) == (1, 0, 2)
    assert rejections(result) == [(2, column, code), (4, "payment_id", "differs_from_row")]


def test_an_invoice_number_of_two_other_sources_is_not_guessed(tmp_path: Path, acme: Customer) -> None:
    for source in ("erp_a", "erp_b"):
        factory = {"number": "F-1", "customer": acme, "source": source, "issued_on": date(2025, 6, 1)}
        Invoice._base_manager.create(**factory, amount_minor=1, currency="CNY", recorded_at=AT)
    result = bring(tmp_path / "p.csv", "payments", payment())
    assert rejections(result) == [(2, "invoice_number", "invoice_unclear")]
    bring(tmp_path / "i.csv", "invoices", invoice())
    assert counts(bring(tmp_path / "p.csv", "payments")) == (1, 0, 0)
    assert every(Payment).get().invoice.source == "guanxi"


def test_the_cost_to_serve_of_the_worked_example_comes_out_to_the_yuan(
    tmp_path: Path, acme: Customer
) -> None:
    rates = [{"activity": name, "rate": str(rate)} for name, _, rate in D217]
    assert counts(bring(tmp_path / "r.csv", "cost_rates", *rates)) == (5, 0, 0)
    rows = [activity(name, activity=name, quantity=str(quantity)) for name, quantity, _ in D217]
    payouts = activity("payouts", activity="payout", rate="22000")
    assert counts(bring(tmp_path / "c.csv", "cost_activities", *rows, payouts)) == (6, 0, 0)
    costs = every(CostActivity)
    assert costs.aggregate(total=Sum("amount_minor"))["total"] == 4_490_000
    assert costs.get(activity="payout").rate_from is None
    assert costs.get(activity="visit").rate_from == every(ActivityRate).get(activity="visit")


def test_an_activity_takes_the_rate_of_its_day(tmp_path: Path, acme: Customer) -> None:
    bring(
        tmp_path / "r.csv",
        "cost_rates",
        {"activity": "call", "rate": "40", "valid_from": "2025-07-01"},
        {"activity": "call", "rate": "25", "valid_from": "2025-01-01"},
        {"activity": "call", "rate": "3.5", "valid_from": "2025-01-01", "currency": "USD"},
    )
    days = ("2025-01-01", "2025-06-30", "2025-07-01")
    rows = [activity(day, occurred_on=day) for day in days]
    bring(tmp_path / "c.csv", "cost_activities", *rows, activity("usd", currency="USD", quantity="1.5"))
    costs = every(CostActivity).order_by("pk")
    assert [cost.amount_minor for cost in costs] == [2500, 2500, 4000, 525]


def test_an_activity_before_any_rate_is_rejected_naming_what_is_missing(
    tmp_path: Path, acme: Customer
) -> None:
    bring(tmp_path / "r.csv", "cost_rates", {"activity": "call", "rate": "25"})
    rows = [
        activity("1", occurred_on="2024-12-31"),
        activity("2", currency="USD"),
        activity("3", activity="visit"),
    ]
    result = bring(tmp_path / "c.csv", "cost_activities", *rows)
    assert rejections(result) == [(row, "rate", "no_rate") for row in (2, 3, 4)]
    first = next(iter(result.rejected_rows))
    assert first.params == {"activity": "call", "currency": "CNY", "day": "2024-12-31"}


def test_a_later_rate_does_not_change_what_is_booked_until_the_activity_comes_again(
    tmp_path: Path, acme: Customer
) -> None:
    bring(tmp_path / "r.csv", "cost_rates", {"activity": "call", "rate": "25"})
    bring(tmp_path / "c.csv", "cost_activities", activity())
    assert counts(bring(tmp_path / "s.csv", "cost_rates", {"activity": "call", "rate": "30"})) == (1, 0, 0)
    (corrected,) = events("billing.rate_corrected")
    assert (corrected.chain, corrected.changes) == (
        "operator",
        [("rate_millionths", 25_000_000, 30_000_000)],
    )
    assert every(CostActivity).get().amount_minor == 2500
    assert counts(bring(tmp_path / "c.csv", "cost_activities")) == (1, 0, 0)
    (event,) = events("billing.cost_corrected")
    assert ("amount_minor", 2500, 3000) in event.changes


@pytest.mark.parametrize(
    ("cells", "column", "code"),
    [
        ({"quantity": "0.0001"}, "quantity", "too_many_decimals"),
        ({"quantity": "-1"}, "quantity", "out_of_range"),
        ({"quantity": "1000000001"}, "quantity", "out_of_range"),
        ({"quantity": "Infinity"}, "quantity", "not_a_number"),
        ({"rate": "0.0000001"}, "rate", "too_many_decimals"),
        ({"rate": "-5"}, "rate", "out_of_range"),
        ({"rate": "1000000000", "quantity": "1000000000"}, "quantity", "out_of_range"),
        ({"customer_number": "C9"}, "customer_number", "unknown_customer"),
    ],
)
def test_a_bad_activity_is_rejected_by_name(
    tmp_path: Path, acme: Customer, cells: Row, column: str, code: str
) -> None:
    result = bring(tmp_path / "c.csv", "cost_activities", activity(**{"rate": "5", **cells}))
    assert rejections(result) == [(2, column, code)]
    assert not every(CostActivity).exists()


def test_zeros_at_the_end_are_no_further_decimals(tmp_path: Path, acme: Customer) -> None:
    bring(tmp_path / "c.csv", "cost_activities", activity(quantity="1.50000", rate="2.0000000"))
    assert every(CostActivity).get().cost == Money(300, "CNY")


def test_one_rate_a_day_and_the_second_is_named(tmp_path: Path) -> None:
    rates = [{"activity": "call", "rate": rate} for rate in ("25", "25", "26")]
    result = bring(tmp_path / "r.csv", "cost_rates", *rates)
    assert counts(result) == (1, 1, 1)
    assert rejections(result) == [(4, "activity", "differs_from_row")]


def test_grades_are_dated_and_a_second_opinion_of_a_day_is_a_correction(
    tmp_path: Path, acme: Customer
) -> None:
    rows = [grade(graded_on="2024-12-31", grade="BBB"), grade(grade="aa", model="v2", note="按时付款")]
    assert counts(bring(tmp_path / "g.csv", "credit_grades", *rows)) == (2, 0, 0)
    assert counts(bring(tmp_path / "g.csv", "credit_grades")) == (0, 2, 0)
    assert [str(found) for found in every(CreditGrade).order_by("graded_on")] == [
        "BBB 2024-12-31",
        "AA 2025-03-31",
    ]
    assert counts(bring(tmp_path / "h.csv", "credit_grades", grade(grade="D", model="v2"))) == (1, 0, 0)
    (event,) = events("billing.grade_corrected")
    assert event.changes == [("grade", "aa", "d"), ("note", "按时付款", "")]
    (told,) = events("billing.grades_imported")
    assert told.customer_id == acme.pk


def test_bad_and_conflicting_grades_are_rejected(tmp_path: Path, acme: Customer) -> None:
    rows = [
        grade(),
        grade(grade="B"),
        grade(grade="E", graded_on="2025-01-01"),
        grade(customer_number="C9"),
    ]
    result = bring(tmp_path / "g.csv", "credit_grades", *rows)
    assert rejections(result) == [
        (3, "customer_number", "differs_from_row"),
        (4, "grade", "not_a_choice"),
        (5, "customer_number", "unknown_customer"),
    ]


@pytest.mark.parametrize(
    ("kind", "make"),
    [
        ("invoices", invoice),
        ("payments", payment),
        ("cost_activities", activity),
    ],
)
def test_a_chunk_takes_a_handful_of_queries_however_many_rows_it_has(
    tmp_path: Path, acme: Customer, kind: str, make: Any
) -> None:
    bring(tmp_path / "i.csv", "invoices", invoice())
    bring(tmp_path / "r.csv", "cost_rates", {"activity": "call", "rate": "25"})
    spent = []
    for count in (2, 200):
        path = write(tmp_path / f"{count}.csv", kind, [make(f"{count}-{row}") for row in range(count)])
        with CaptureQueriesContext(connection) as queries:
            bring(path, kind)
        spent.append(len(queries))
    # The database takes so many values in one statement: 200 rows are stored in up to three.
    assert spent[1] - spent[0] <= 2


def test_what_serving_costs_is_seen_by_those_who_may(north: Any, acme: Customer, tmp_path: Path) -> None:
    bring(tmp_path / "r.csv", "cost_rates", {"activity": "call", "rate": "25"})
    bring(tmp_path / "i.csv", "invoices", invoice())
    bring(tmp_path / "p.csv", "payments", payment())
    bring(tmp_path / "c.csv", "cost_activities", activity())
    bring(tmp_path / "g.csv", "credit_grades", grade())

    def seen_by(user: User) -> list[int]:
        models = (Invoice, Payment, CostActivity, ActivityRate, CreditGrade)
        return [model.objects.visible_to(user).count() for model in models]

    keeper = factories.staff("方圆", Role.ACCOUNT_MANAGER, team=north)
    assert seen_by(factories.staff("甲", Role.FINANCE)) == [1, 1, 1, 1, 1]
    assert seen_by(factories.staff("乙", Role.OPERATIONS)) == [0, 0, 0, 0, 0]
    assert seen_by(factories.staff("丙", Role.COMPLIANCE)) == [0, 0, 0, 0, 1]
    assert seen_by(keeper) == [0, 0, 0, 0, 0]
    every(Customer).filter(pk=acme.pk).update(owner=keeper)
    assert seen_by(keeper) == [1, 1, 1, 0, 1]
    assert seen_by(factories.portal_user(acme)) == [0, 0, 0, 0, 0]


def test_a_timeline_does_not_tell_costs_to_those_who_may_not_see_them(tmp_path: Path, acme: Customer) -> None:
    for rate in ("25", "30"):
        bring(tmp_path / "r.csv", "cost_rates", {"activity": "call", "rate": rate})
        bring(tmp_path / "c.csv", "cost_activities", activity())
        bring(tmp_path / "i.csv", "invoices", invoice(amount=rate))

    def told_to(role: str, action: str = "timeline.view") -> set[str]:
        seen = Event.objects.visible_to(factories.staff("甲", role), action).values_list("kind", flat=True)
        return {kind for kind in seen if kind.startswith("billing.")}

    invoices = {"billing.invoices_imported", "billing.invoice_corrected"}
    costs = {"billing.costs_imported", "billing.cost_corrected"}
    assert told_to(Role.OPERATIONS) == set()
    assert told_to(Role.SERVICE_AGENT) == invoices
    assert told_to(Role.FINANCE) == invoices | costs
    assert told_to(Role.MANAGER, "operator_log.view") == {"billing.rate_corrected"}
    assert told_to(Role.COMPLIANCE, "operator_log.view") == set()
