"""Shipments by file: recorded, left alone or corrected, and every row accounted for."""

from pathlib import Path

import pytest

from guanxi.domain.customers.models import Customer, Party
from guanxi.domain.operations.models import Shipment, ShipmentParty
from guanxi.domain.timeline.models import Event, first_broken_link
from tests import factories
from tests.processes.importing import AT, Row, bring, counts

pytestmark = pytest.mark.django_db


@pytest.fixture
def acme() -> Customer:
    return factories.customer("郑州晨光纸业有限公司", number="C1", uscc="91410100MA0000GX0K")


def shipment(source_id: str) -> Shipment:
    return Shipment.objects.everything("the test looks").get(source_id=source_id)


def events(kind: str) -> list[Event]:
    return list(Event.objects.everything("the test looks").filter(kind=kind).order_by("pk"))


def row(source_id: str = "1", **cells: str) -> Row:
    return {"source_id": source_id, "customer_number": "C1", **cells}


def test_a_row_is_recorded_with_exact_facts(tmp_path: Path, acme: Customer) -> None:
    result = bring(
        tmp_path / "f.csv",
        "shipments",
        row(
            "007",
            waybill_number="W-7",
            promised_on="2025-06-09",
            delivered_on="2025-06-10",
            weight_kg="41690.5",
            revenue="8564.575",
            packages="12",
            mode="Rail",
            cargo="  卷纸 ",
        ),
    )
    assert counts(result) == (1, 0, 0)
    stored = shipment("007")
    assert (stored.customer, stored.waybill_number, stored.cargo) == (acme, "W-7", "  卷纸 ")
    assert (stored.weight_g, stored.revenue_minor, stored.packages) == (41_690_500, 856_458, 12)
    assert (stored.days_late, stored.mode, stored.direction) == (1, "rail", "forward")
    assert (stored.source, stored.import_id, stored.recorded_at) == ("guanxi", result.run_id, AT)


def test_the_same_file_again_changes_nothing(tmp_path: Path, acme: Customer) -> None:
    rows = [row(str(number), consignee=f"收货人{number % 3}") for number in range(7)]
    assert counts(bring(tmp_path / "f.csv", "shipments", *rows)) == (7, 0, 0)
    before = list(Shipment.objects.everything("the test looks").order_by("pk").values())
    assert counts(bring(tmp_path / "f.csv", "shipments")) == (0, 7, 0)
    assert list(Shipment.objects.everything("the test looks").order_by("pk").values()) == before
    assert len(events("shipments.imported")) == 1


def test_other_content_is_a_correction_told_with_before_and_after(tmp_path: Path, acme: Customer) -> None:
    bring(tmp_path / "f.csv", "shipments", row("1", delivered_on="2025-06-10", consignee="甲"), row("2"))
    first_import = shipment("1").import_id
    result = bring(
        tmp_path / "g.csv",
        "shipments",
        row(
            "1",
            delivered_on="2025-06-11",
            revenue="",
            revenue_absent_reason="not yet invoiced",
            consignee="乙",
        ),
        row("2"),
    )
    assert counts(result) == (1, 1, 0)
    (event,) = events("shipments.corrected")
    assert event.customer_id == acme.pk
    assert event.sentence == "Shipment 1 corrected from g.csv"
    assert event.changes == [
        ("consignee", "甲", "乙"),
        ("delivered_on", "2025-06-10", "2025-06-11"),
        ("revenue_absent_reason", "", "not_yet_invoiced"),
        ("revenue_minor", 100_000, None),
    ]
    assert shipment("1").import_id == first_import
    assert first_broken_link() is None


def test_a_shipment_given_to_another_customer_is_told_to_both(tmp_path: Path, acme: Customer) -> None:
    other = factories.customer("另一家", number="C2")
    bring(tmp_path / "f.csv", "shipments", row("1"))
    bring(tmp_path / "f.csv", "shipments", row("1", customer_number="C2"))
    assert {event.customer_id for event in events("shipments.corrected")} == {acme.pk, other.pk}
    assert events("shipments.corrected")[0].changes == [("customer", "C1", "C2")]
    payer = ShipmentParty.objects.everything("the test looks").get(role="payer")
    assert payer.party_id == other.party_id


def test_one_firm_is_payer_here_and_consignee_there_and_one_record(tmp_path: Path, acme: Customer) -> None:
    sender = factories.customer("南海家具", number="C2")
    result = bring(
        tmp_path / "f.csv",
        "shipments",
        row("W1", revenue="700"),
        row("W2", customer_number="C2", revenue="300", consignee="郑州晨光纸业有限公司"),
    )
    assert counts(result) == (2, 0, 0)
    roles = ShipmentParty.objects.everything("the test looks").filter(party=acme.party)
    assert sorted(roles.values_list("shipment__waybill_number", "role")) == [
        ("W1", "payer"),
        ("W2", "consignee"),
    ]
    assert Party.objects.everything("the test looks").filter(name=acme.party.name).count() == 1
    revenue = dict(Shipment.objects.everything("the test looks").values_list("customer", "revenue_minor"))
    assert revenue == {acme.pk: 70_000, sender.pk: 30_000}


def test_a_consignee_is_one_record_for_all_its_waybills(tmp_path: Path, acme: Customer) -> None:
    bring(tmp_path / "f.csv", "shipments", *[row(str(number), consignee="成都麦栈") for number in range(5)])
    bring(tmp_path / "g.csv", "shipments", row("6", consignee="成都麦栈"))
    party = Party.objects.everything("the test looks").get(name="成都麦栈")
    assert ShipmentParty.objects.everything("the test looks").filter(party=party).count() == 6


def test_a_natural_person_is_not_found_by_name(tmp_path: Path, acme: Customer) -> None:
    person = Party._base_manager.create(name="张伟", kind="person")
    bring(tmp_path / "f.csv", "shipments", row("1", consignee="张伟"))
    consignee = ShipmentParty.objects.everything("the test looks").get(role="consignee")
    assert consignee.party != person


def test_a_name_that_several_firms_have_is_a_warning(tmp_path: Path, acme: Customer) -> None:
    first, _ = (Party._base_manager.create(name="同名公司") for _ in range(2))
    result = bring(tmp_path / "f.csv", "shipments", row("1", consignee="同名公司"))
    assert (counts(result), result.warnings) == ((1, 0, 0), {"consignee_ambiguous": 1})
    assert ShipmentParty.objects.everything("the test looks").get(role="consignee").party == first


def test_absent_money_says_why_and_is_never_zero(tmp_path: Path, acme: Customer) -> None:
    bring(
        tmp_path / "f.csv",
        "shipments",
        row("1", revenue=""),
        row("2", revenue="", revenue_absent_reason="invoiced_separately"),
        row("3", revenue="0"),
    )
    assert [(shipment(n).revenue_minor, shipment(n).revenue_absent_reason) for n in "123"] == [
        (None, "not_given"),
        (None, "invoiced_separately"),
        (0, ""),
    ]


def test_what_a_mapping_does_not_name_is_left_as_it_is_on_file(tmp_path: Path, acme: Customer) -> None:
    mapping = tmp_path / "days.toml"
    mapping.write_text(
        'source = "guanxi"\n[shipments.fields]\nsource_id = { from = "source_id" }\n'
        'waybill_number = { from = "source_id" }\ncustomer_number = { from = "customer_number" }\n'
        'ordered_on = { from = "ordered_on" }\ndelivered_on = { from = "delivered_on" }\n'
        'currency = { constant = "CNY" }\n'
    )
    bring(tmp_path / "f.csv", "shipments", row("1", consignee="甲", cargo="纸"))
    rows = [row("1", delivered_on="2025-06-10"), row("2")]
    assert counts(bring(tmp_path / "g.csv", "shipments", *rows, mapping=str(mapping))) == (2, 0, 0)
    first, second = shipment("1"), shipment("2")
    assert (first.cargo, first.revenue_minor, str(first.delivered_on)) == ("纸", 100_000, "2025-06-10")
    roles = ShipmentParty.objects.everything("the test looks").filter(shipment=first)
    assert sorted(roles.values_list("role", flat=True)) == ["consignee", "payer"]
    assert (second.revenue_minor, second.revenue_absent_reason) == (None, "not_given")
    (event,) = events("shipments.corrected")
    assert event.changes == [("delivered_on", None, "2025-06-10")]
