"""An import is undone: as if it had never been where nobody built on it, and said so where somebody did."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps

from guanxi.domain.classification.reclassification import reclassify
from guanxi.domain.customers.models import Contact, Customer
from guanxi.domain.ground.scope import ScopedRecord
from guanxi.domain.intake.models import ImportRun, KeptRecord
from guanxi.domain.intake.trace import values_of
from guanxi.domain.operations.models import Shipment, ShipmentParty
from guanxi.domain.people.models import User
from guanxi.domain.timeline.models import Event, first_broken_link
from guanxi.processes.import_undo import undo, undo_now
from tests import factories
from tests.processes.importing import AT, Row, bring
from tests.processes.uploading import run_jobs

pytestmark = pytest.mark.django_db
_KEPT_APART = ("intake", "timeline", "vault", "classification", "people", "jobs")
C1 = {"customer_number": "C1", "name": "晨光纸业"}
FILES: dict[str, tuple[Row, Row]] = {
    "customers": (
        {"contact_name": "王敏", "contact_phone": "1", "site_name": "厂", "signal_type": "call", **C1}
        | {"signal_on": "2025-01-02", "lawful_basis": "consent"},
        {"contact_name": "王敏", "contact_phone": "2", "site_name": "厂", "site_kind": "factory", **C1}
        | {"name": "晨光集团", "registered_on": "2024-02-02"},
    ),
    "shipments": (
        {"source_id": "S1", "customer_number": "C1", "consignee": "南海家具", "revenue": "10"},
        {"source_id": "S1", "customer_number": "C1", "consignee": "东海家具", "revenue": "12"},
    ),
    "audiences": ({"name": "造纸"}, {"name": "造纸", "size_estimate": "9"}),
    "campaigns": ({"name": "春季展"}, {"name": "春季展", "responses": "9"}),
    "signals": (
        {"customer_number": "C1"},
        {"customer_number": "C1", "lawful_basis": "contract"},
    ),
    "roster": ({"customer_number": "C1"}, {"customer_number": "C1", "registered_on": "2020-01-01"}),
    "invoices": (
        {"invoice_number": "R1", "customer_number": "C1"},
        {"invoice_number": "R1", "customer_number": "C1", "amount": "7"},
    ),
    "payments": (
        {"payment_id": "P1", "invoice_number": "R0"},
        {"payment_id": "P1", "invoice_number": "R0", "amount": "7"},
    ),
    "cost_rates": ({"activity": "call", "rate": "2"}, {"activity": "call", "rate": "3"}),
    "cost_activities": (
        {"activity_id": "A1", "customer_number": "C1", "activity": "call", "rate": "2"},
        {"activity_id": "A1", "customer_number": "C1", "activity": "call", "rate": "3"},
    ),
    "credit_grades": (
        {"customer_number": "C1"},
        {"customer_number": "C1", "grade": "B"},
    ),
    "interactions": (
        {"interaction_id": "I1", "customer_number": "C1", "summary": "问候"},
        {"interaction_id": "I1", "customer_number": "C1", "summary": "回访"},
    ),
}


def facts() -> dict[str, list[dict[str, Any]]]:
    """Every record of the rooms, as it is; what happened and who did it stand elsewhere."""
    models = [
        model
        for model in apps.get_models()
        if issubclass(model, ScopedRecord) and model._meta.app_label not in _KEPT_APART
    ]
    return {
        model._meta.label: [values_of(record) for record in model._base_manager.order_by("pk")]
        for model in models
    }


def run_of(result: Any) -> ImportRun:
    run: ImportRun = ImportRun.objects.everything("a test looks at it").get(pk=result.run_id)
    return run


def counts(run: ImportRun) -> tuple[int, int, int]:
    run.refresh_from_db()
    return run.undo_counts["removed"], run.undo_counts["restored"], run.undo_counts["kept"]


def kept(run: ImportRun) -> list[tuple[str, str]]:
    rows = KeptRecord.objects.everything("a test looks").filter(run=run).order_by("model", "pk")
    return list(rows.values_list("model", "reason"))


def number_of(event: str) -> int:
    return Event.objects.everything("a test counts").filter(kind=event).count()


@pytest.mark.parametrize("kind", FILES)
def test_undoing_leaves_every_table_as_it_was(kind: str, tmp_path: Path) -> None:
    if kind != "customers":
        factories.customer("晨光纸业", number="C1")
    if kind == "payments":
        bring(tmp_path / "i.csv", "invoices", {"invoice_number": "R0", "customer_number": "C1"})
    if kind == "campaigns":
        bring(tmp_path / "a.csv", "audiences", {"name": "造纸"})
    first, second = FILES[kind]
    path = tmp_path / "file.csv"
    states, runs = [facts()], []
    for row in (first, second):
        runs.append(run_of(bring(path, kind, row)))
        states.append(facts())
    assert states[0] != states[1] != states[2]

    for run, before in zip(reversed(runs), reversed(states[:-1]), strict=True):
        undo_now(run, by=None, at=AT)
        assert kept(run) == []
        assert facts() == before
    assert first_broken_link() is None


def test_what_was_touched_or_is_referred_to_since_is_left_and_listed(tmp_path: Path, li: User) -> None:
    factories.customer("在册", number="C0")
    run = run_of(
        bring(
            tmp_path / "c.csv",
            "customers",
            {"customer_number": "C0", "name": "在册", "registered_on": ""},
            {"customer_number": "C1", "name": "甲"},
            {"customer_number": "C2", "name": "乙", "contact_name": "王敏"},
            {"customer_number": "C3", "name": "丙"},
        )
    )
    bring(tmp_path / "s.csv", "shipments", {"source_id": "S1", "customer_number": "C1"})
    Contact.objects.everything("a colleague").filter(name="王敏").update(phone="139")

    undo_now(run, by=None, at=AT)

    numbers = set(Customer.objects.everything("a test counts").values_list("number", flat=True))
    assert numbers == {"C0", "C1", "C2"}
    assert kept(run) == [
        ("customers.contact", "changed_since"),
        ("customers.customer", "referred_to"),
        ("customers.customer", "referred_to"),
        ("customers.party", "referred_to"),
        ("customers.party", "referred_to"),
    ]
    assert counts(run)[2] == 5


def test_an_earlier_import_does_not_undo_a_later_one(tmp_path: Path) -> None:
    factories.customer("晨光纸业", number="C1")
    rows = [{**FILES["shipments"][0], "consignee": name, "revenue": "1"} for name in ("甲", "乙", "丙")]
    first, second, _ = (run_of(bring(tmp_path / "s.csv", "shipments", row)) for row in rows)

    undo_now(second, by=None, at=AT)
    undo_now(first, by=None, at=AT)

    roles = ShipmentParty.objects.everything("a test looks").filter(role="consignee")
    assert list(roles.values_list("party__name", flat=True)) == ["丙"]
    assert Shipment.objects.everything("a test counts").count() == 1
    assert ("operations.shipmentparty", "changed_since") in kept(second)


def test_undoing_is_told_once_to_each_customer_and_to_the_operator(tmp_path: Path, mei: User) -> None:
    for number in ("C1", "C2"):
        factories.customer(number, number=number)
    rows = [{"source_id": f"S{n}", "customer_number": f"C{n % 2 + 1}"} for n in range(4)]
    run = run_of(bring(tmp_path / "s.csv", "shipments", *rows))

    undo(run, by=mei, at=AT)
    run_jobs()

    assert number_of("imports.taken_back") == 2
    undone = Event.objects.everything("a test looks").get(kind="imports.undone")
    assert (undone.customer_id, undone.actor_id) == (None, mei.pk)
    assert "s.csv" in undone.sentence
    assert number_of("shipments.imported") == 2, "what happened stays on record"
    run.refresh_from_db()
    assert run.undone_at == AT


def test_the_classification_is_what_it_was(tmp_path: Path, db: None) -> None:
    def classified() -> str:
        return reclassify(
            as_of=date(2025, 6, 30), currency="CNY", today=date(2025, 6, 30), by=None, at=AT
        ).hash

    usual = {"delivered_on": "2025-06-05"}
    for number in ("C1", "C2"):
        factories.customer(number, number=number)
    bring(tmp_path / "a.csv", "shipments", {"source_id": "S1", "customer_number": "C1", **usual})
    before = classified()
    run = run_of(
        bring(
            tmp_path / "b.csv",
            "shipments",
            {"source_id": "S1", "customer_number": "C1", "revenue": "5", **usual},
            {"source_id": "S2", "customer_number": "C2", "revenue": "9000", **usual},
        )
    )
    assert classified() != before

    undo_now(run, by=None, at=AT)

    assert kept(run) == []
    assert classified() == before
