"""Customers by file: known by evidence, placed in their group, corrected with what was there before."""

from pathlib import Path

import pytest

from guanxi.domain.audiences.models import Signal
from guanxi.domain.customers.models import Contact, Customer, Party, RosterEntry, Site
from guanxi.domain.intake.models import RejectedRow
from guanxi.domain.people.models import User
from guanxi.domain.timeline.models import Event, first_broken_link
from tests import factories
from tests.processes.importing import Row, bring, counts, rejections

pytestmark = pytest.mark.django_db
SOUND, FAULTY = "91350100M000100Y43", "91350100M000100Y44"


def customer(number: str) -> Customer:
    found: Customer = Customer.objects.everything("the test looks").get(number=number)
    return found


def told(number: str) -> list[str]:
    events = Event.objects.everything("the test looks").filter(customer_id=customer(number).pk)
    return [event.kind for event in events.order_by("position")]


def row(number: str = "C1", **cells: str) -> Row:
    return {"customer_number": number, "name": f"公司{number}", **cells}


def test_a_customer_comes_in_with_all_that_a_row_says(tmp_path: Path, li: User) -> None:
    result = bring(
        tmp_path / "f.csv",
        "customers",
        row(
            "00042",
            name_en="Forty-two",
            kind="organisation",
            uscc=SOUND,
            purpose="commercial",
            nature="manufacturer",
            source="fair",
            owner_email=li.email.upper(),
            country="CN",
            city="郑州",
            address="高新区 1 号",
            contact_name="韩一帆",
            contact_roles="decider;payer",
            contact_phone="100-0000-0001",
            contact_email="han@example.cn",
            site_name="一号厂",
            site_kind="factory",
            signal_type="badge scan",
            signal_on="2025-02-20",
            lawful_basis="consent",
            registered_on="2025-03-03",
            declared_buyer="yes",
        ),
    )
    assert (counts(result), result.warnings) == ((1, 0, 0), {})
    found = customer("00042")
    assert (found.owner, found.nature, found.source, found.declared_buyer) == (
        li,
        "manufacturer",
        "fair",
        True,
    )
    assert (found.party.name_en, found.party.uscc, found.party.city) == ("Forty-two", SOUND, "郑州")
    contact = Contact.objects.everything("the test looks").get(customer=found)
    assert (contact.name, contact.roles, contact.phone) == ("韩一帆", ["decider", "payer"], "100-0000-0001")
    assert Site.objects.everything("the test looks").get(customer=found).kind == "factory"
    signal = Signal.objects.everything("the test looks").get(customer=found)
    assert (signal.kind, str(signal.seen_on), signal.lawful_basis) == ("badge_scan", "2025-02-20", "consent")
    assert (
        str(RosterEntry.objects.everything("the test looks").get(customer=found).registered_on)
        == "2025-03-03"
    )
    assert told("00042") == [
        "customers.created",
        "customers.registered",
        "customers.contact_added",
        "customers.site_added",
        "audiences.signal_seen",
        "classification.group_changed",
    ]
    assert counts(bring(tmp_path / "f.csv", "customers")) == (0, 1, 0)
    assert len(told("00042")) == 6


@pytest.mark.parametrize(
    ("cells", "column", "code"),
    [
        ({"registered_on": ""}, "customer_number", "no_evidence"),
        ({"registered_on": "", "lawful_basis": "contract"}, "customer_number", "no_evidence"),
        ({"signal_type": "call", "signal_on": "2025-02-20"}, "lawful_basis", "no_lawful_basis"),
        ({"signal_type": "call", "lawful_basis": "consent"}, "signal_on", "signal_incomplete"),
        ({"signal_on": "2025-02-20", "lawful_basis": "consent"}, "signal_type", "signal_incomplete"),
        ({"owner_email": "nobody@example.cn"}, "owner_email", "unknown_owner"),
        ({"owner_email": "nobody"}, "owner_email", "not_an_email"),
        ({"parent_number": "C9"}, "parent_number", "unknown_parent"),
        ({"parent_number": "C1"}, "parent_number", "parent_circle"),
        ({"contact_phone": "100"}, "contact_name", "contact_without_name"),
        ({"purpose": "vip"}, "purpose", "not_a_choice"),
        ({"declared_buyer": "maybe"}, "declared_buyer", "not_a_choice"),
        ({"name": ""}, "name", "required"),
    ],
)
def test_a_row_that_cannot_be_taken_names_its_column_and_reason(
    tmp_path: Path, cells: Row, column: str, code: str
) -> None:
    result = bring(tmp_path / "f.csv", "customers", row(**cells))
    assert rejections(result) == [(2, column, code)]
    assert not Customer.objects.everything("the test looks").exists()
    assert not Party.objects.everything("the test looks").exists()


def test_one_known_already_needs_no_evidence_again(tmp_path: Path) -> None:
    factories.customer("公司C1", number="C1", source="portal")
    result = bring(tmp_path / "f.csv", "customers", row("C1", registered_on="", source="portal"))
    assert counts(result) == (0, 1, 0)


def test_an_inactive_account_owns_no_new_customers(tmp_path: Path, li: User) -> None:
    User.objects.filter(pk=li.pk).update(is_active=False)
    result = bring(tmp_path / "f.csv", "customers", row(owner_email=li.email))
    assert rejections(result) == [(2, "owner_email", "unknown_owner")]


def test_a_doubtful_code_warns_and_does_not_block(tmp_path: Path) -> None:
    result = bring(
        tmp_path / "f.csv",
        "customers",
        row("C1", uscc=SOUND),
        row("C2", uscc=FAULTY),
        row("C3", uscc="123"),
        row("C4", uscc="9135I100M000100Y43"),
        row("C5", uscc=SOUND),
    )
    assert counts(result) == (5, 0, 0)
    assert result.warnings == {
        "uscc_wrong_check_character": 1,
        "uscc_wrong_length": 1,
        "uscc_wrong_character": 1,
        "uscc_shared": 2,
    }


def test_other_content_is_a_correction_told_with_before_and_after(
    tmp_path: Path, li: User, ben: User
) -> None:
    bring(
        tmp_path / "f.csv",
        "customers",
        row(
            city="郑州",
            owner_email=li.email,
            contact_name="王芳",
            contact_phone="1",
            registered_on="2024-01-02",
        ),
    )
    result = bring(
        tmp_path / "f.csv",
        "customers",
        row(
            city="开封",
            owner_email=ben.email,
            contact_name="王芳",
            contact_phone="2",
            registered_on="2024-01-03",
        ),
    )
    assert counts(result) == (1, 0, 0)
    found = customer("C1")
    assert (found.party.city, found.owner, found.version) == ("开封", ben, 2)
    events = Event.objects.everything("the test looks").filter(customer_id=found.pk).order_by("position")
    changes = [(event.kind, event.changes) for event in events][4:]
    assert changes == [
        ("customers.updated", [("city", "郑州", "开封")]),
        ("customers.owner_changed", [("owner", li.name, ben.name)]),
        ("customers.updated", [("registered_on", "2024-01-02", "2024-01-03")]),
        ("customers.updated", []),
    ]
    sealed = events.last()
    assert sealed is not None
    assert sealed.personal_values() == {"before": {"phone": "1"}, "after": {"phone": "2"}}
    assert first_broken_link() is None


def test_an_empty_contact_takes_nobody_away(tmp_path: Path) -> None:
    bring(tmp_path / "f.csv", "customers", row(contact_name="王芳", site_name="一号厂", site_kind="factory"))
    assert counts(bring(tmp_path / "f.csv", "customers", row(site_name="一号厂"))) == (0, 1, 0)
    assert Contact.objects.everything("the test looks").count() == 1
    assert Site.objects.everything("the test looks").get().kind == "factory"


def test_a_consignee_who_becomes_a_customer_stays_one_record(tmp_path: Path) -> None:
    sender = factories.customer("南海家具", number="C9")
    shipments: Row = {"source_id": "1", "customer_number": sender.number, "consignee": "成都麦栈"}
    bring(tmp_path / "s.csv", "shipments", shipments)
    party = Party.objects.everything("the test looks").get(name="成都麦栈")
    assert counts(bring(tmp_path / "f.csv", "customers", row("C1", name="成都麦栈", uscc=SOUND))) == (1, 0, 0)
    assert customer("C1").party == party
    assert customer("C1").party.uscc == SOUND


def test_contact_data_of_rejected_rows_is_not_kept(tmp_path: Path) -> None:
    result = bring(
        tmp_path / "f.csv",
        "customers",
        row(
            registered_on="",
            contact_name="王芳",
            contact_phone="13800138000",
            contact_email="wang@example.cn",
            address="高新区 1 号",
        ),
        row("C2", contact_name="赵敏", contact_email="zhao.example.cn"),
    )
    assert result.rejected == 2
    kept = str(list(RejectedRow.objects.everything("the test looks").values()))
    assert not any(text in kept for text in ("王芳", "13800138000", "wang@", "高新区", "赵敏", "zhao."))
    assert "公司C1" in kept
    assert [row.cells[13] for row in result.rejected_rows] == ["王芳", "赵敏"]
