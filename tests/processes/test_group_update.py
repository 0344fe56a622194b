"""A customer's group follows its facts at once, and says when, why and from where (D11, D12)."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from guanxi.domain.audiences.models import Signal
from guanxi.domain.classification.models import GroupChange, Standing
from guanxi.domain.customers.entry import Details
from guanxi.domain.customers.models import Customer
from guanxi.domain.intake.models import ImportRun
from guanxi.domain.operations.models import Shipment
from guanxi.domain.people.models import User
from guanxi.domain.timeline.models import Event, first_broken_link
from guanxi.processes.customer_entry import Registered, Seen, edit_customer, enter_customer
from guanxi.processes.group_update import update_groups
from guanxi.processes.import_undo import undo_now
from tests import factories
from tests.conftest import BUSINESS_DATE, MOMENT
from tests.processes.importing import bring

pytestmark = pytest.mark.django_db
WHY = "a test looks at everything"
Bring = Callable[..., ImportRun]


@pytest.fixture
def come(tmp_path: Path) -> Bring:
    """Files that come in one after the other."""
    place = iter(range(100))

    def come_in(kind: str, *rows: dict[str, Any], at: datetime = MOMENT) -> ImportRun:
        result = bring(tmp_path / f"{next(place)}.csv", kind, *rows, at=at)
        assert result.run_id is not None
        return ImportRun.objects.everything(WHY).get(pk=result.run_id)

    return come_in


def standing(number: str) -> Standing:
    return Standing.objects.everything(WHY).get(customer__number=number)


def history(number: str) -> list[tuple[str, str, str]]:
    customer = Customer.objects.everything(WHY).get(number=number)
    changes = GroupChange.objects.everything(WHY).filter(customer_id=customer.pk).order_by("pk")
    return [(one.group_before, one.group, one.basis) for one in changes]


def test_each_import_moves_those_it_concerns_and_nobody_else(come: Bring) -> None:
    come("customers", {"customer_number": "C1", "name": "甲"}, {"customer_number": "C2", "name": "乙"})
    assert (standing("C1").group, standing("C1").group_evidence["code"]) == ("basic", "basic_by_roster")
    come("shipments", {"customer_number": "C1", "source_id": "S1", "delivered_on": "2025-06-03"})
    found = standing("C1")
    assert (found.group, found.group_since, found.group_decided_at) == ("actual", BUSINESS_DATE, MOMENT)
    assert found.group_evidence["inputs"]["count"] == 1
    assert standing("C2").group == "basic"
    assert history("C1") == [("", "basic", "fact"), ("basic", "actual", "fact")]
    assert found.tier == ""


def test_a_change_names_the_records_it_rests_on(come: Bring) -> None:
    come("customers", {"customer_number": "C1", "name": "甲"})
    come("shipments", {"customer_number": "C1", "source_id": "S1", "delivered_on": "2025-06-03"})
    shipment = Shipment.objects.everything(WHY).get()
    newest = GroupChange.objects.everything(WHY).latest("pk")
    assert newest.evidence["facts"] == [["operations.shipment", shipment.pk]]
    assert (newest.decided_on, newest.policy.version) == (BUSINESS_DATE, 2)


def test_more_of_the_same_renews_the_evidence_without_a_change(come: Bring) -> None:
    come("customers", {"customer_number": "C1", "name": "甲"})
    for day in ("2025-06-03", "2025-06-05"):
        come("shipments", {"customer_number": "C1", "source_id": day, "delivered_on": day})
    assert standing("C1").group_evidence["inputs"]["count"] == 2
    assert len(history("C1")) == 2


def test_undoing_an_import_takes_its_group_back(come: Bring) -> None:
    come("customers", {"customer_number": "C1", "name": "甲"})
    run = come("shipments", {"customer_number": "C1", "source_id": "S1", "delivered_on": "2025-06-03"})
    undo_now(run, by=None, at=MOMENT + timedelta(hours=1))
    assert standing("C1").group == "basic"
    assert history("C1")[-1] == ("actual", "basic", "fact")


def test_customers_that_only_their_group_refers_to_can_be_taken_back(come: Bring) -> None:
    run = come("customers", {"customer_number": "C1", "name": "甲"})
    undo_now(run, by=None, at=MOMENT + timedelta(hours=1))
    assert not Customer.objects.everything(WHY).exists()
    assert not Standing.objects.everything(WHY).exists()
    assert GroupChange.objects.everything(WHY).count() == 1
    assert first_broken_link() is None


def test_a_corrected_shipment_moves_both_customers(come: Bring) -> None:
    come("customers", {"customer_number": "C1", "name": "甲"}, {"customer_number": "C2", "name": "乙"})
    come("shipments", {"customer_number": "C1", "source_id": "S1", "delivered_on": "2025-06-03"})
    later = MOMENT + timedelta(hours=1)
    come("shipments", {"customer_number": "C2", "source_id": "S1", "delivered_on": "2025-06-03"}, at=later)
    assert (standing("C1").group, standing("C2").group) == ("basic", "actual")


def test_an_entry_by_hand_has_its_group_at_once(li: User) -> None:
    def enter(name: str, known_by: Seen | Registered) -> Customer:
        return enter_customer(Details(name=name), known_by=known_by, owner=li, parent=None, by=li, at=MOMENT)

    seen = enter("甲", Seen("inquiry", date(2025, 6, 1), "consent"))
    registered = enter("乙", Registered(date(2025, 6, 1)))
    assert standing(seen.number).group == "ordinary"
    assert standing(registered.number).group == "basic"
    declared = Details(**(asdict(Details.of(registered)) | {"declared_buyer": True}))
    edit_customer(registered, declared, parent=None, version=registered.version, by=li, at=MOMENT)
    assert standing(registered.number).group_evidence["code"] == "basic_declared_buyer"


def test_the_timeline_tells_each_change_once(come: Bring) -> None:
    come("customers", {"customer_number": "C1", "name": "甲"})
    assert update_groups(None, by=None, at=MOMENT) == 0
    told = Event.objects.everything(WHY).filter(kind="classification.group_changed")
    assert [event.changes for event in told] == [[("group", "", "basic")]]


def test_changes_follow_each_other_without_a_gap_and_cannot_be_rewritten(come: Bring) -> None:
    come("customers", {"customer_number": "C1", "name": "甲"})
    run = come("shipments", {"customer_number": "C1", "source_id": "S1", "delivered_on": "2025-06-03"})
    undo_now(run, by=None, at=MOMENT + timedelta(hours=1))
    changes = list(GroupChange.objects.everything(WHY).order_by("pk"))
    assert [one.group_before for one in changes] == ["", *(one.group for one in changes[:-1])]
    with pytest.raises(DatabaseError), transaction.atomic():
        GroupChange.objects.everything(WHY).update(group="backbone")
    with pytest.raises(DatabaseError), transaction.atomic():
        GroupChange.objects.everything(WHY).delete()


def test_whoever_loses_all_evidence_has_no_group(come: Bring) -> None:
    come("customers", {"customer_number": "C1", "name": "甲", "registered_on": "", **_call()})
    assert standing("C1").group == "ordinary"
    customer = Customer.objects.everything(WHY).get(number="C1")
    Signal.objects.everything(WHY).filter(customer=customer).delete()
    update_groups([customer.pk], by=None, at=MOMENT)
    found = standing("C1")
    assert (found.group, found.group_evidence["code"]) == ("", "nothing_on_file")
    told = Event.objects.everything(WHY).filter(kind="classification.group_left")
    assert told.count() == 1


def _call() -> dict[str, str]:
    return {"signal_type": "call", "signal_on": "2025-01-05", "lawful_basis": "consent"}


def test_ids_that_are_no_longer_there_are_passed_over() -> None:
    customer = factories.customer("甲")
    assert update_groups([customer.pk, 999_999], by=None, at=MOMENT) == 0
