"""Entering and editing a customer by hand."""

from dataclasses import replace

import pytest

from guanxi.domain.customers.entry import Details, EditConflict, UnableToNumber, assign, edit, enter
from guanxi.domain.customers.models import Customer
from guanxi.domain.customers.models.customer import UnableToPlaceUnder
from guanxi.domain.people.models import User
from guanxi.domain.timeline.models import Event
from tests import factories
from tests.conftest import MOMENT


def told(kind: str) -> int:
    return Event.objects.everything("to look at the outcome").filter(kind=kind).count()


def fresh(customer: Customer) -> Customer:
    return Customer.objects.everything("to look at the outcome").with_names().get(pk=customer.pk)


def test_a_free_number_steps_over_those_taken_by_hand(li: User) -> None:
    first = enter(Details("一"), owner=li, by=li, at=MOMENT)
    factories.customer("taken", number=f"C{first.pk + 2:06d}")
    following = enter(Details("二"), owner=li, by=li, at=MOMENT)
    assert following.number == f"C{first.pk + 3:06d}"


def test_a_taken_number_keeps_nothing(li: User, chenguang: Customer) -> None:
    with pytest.raises(UnableToNumber):
        enter(Details("二", number=chenguang.number), owner=li, by=li, at=MOMENT)
    other = factories.customer("三", owner=li)
    details = replace(Details.of(other), number=chenguang.number)
    with pytest.raises(UnableToNumber):
        edit(other, details, parent=None, version=1, by=li, at=MOMENT)
    assert not Customer.objects.everything("to look").filter(party__name="二").exists()
    assert told("customers.updated") == 0


def test_an_old_version_writes_nothing_and_hands_over_what_is_on_file(li: User, chenguang: Customer) -> None:
    first = replace(Details.of(chenguang), city="郑州")
    edit(chenguang, first, parent=None, version=1, by=li, at=MOMENT)
    with pytest.raises(EditConflict) as conflict:
        edit(chenguang, replace(first, city="洛阳"), parent=None, version=1, by=li, at=MOMENT)
    assert Details.of(conflict.value.on_file).city == "郑州"
    assert fresh(chenguang).party.city == "郑州"
    assert told("customers.updated") == 1


def test_who_may_not_edit_changes_nothing(fang: User, chenguang: Customer) -> None:
    with pytest.raises(Customer.DoesNotExist):
        edit(
            chenguang,
            replace(Details.of(chenguang), city="郑州"),
            parent=None,
            version=1,
            by=fang,
            at=MOMENT,
        )


def test_a_circle_takes_back_the_details_too(mei: User, chenguang: Customer, nanhai: Customer) -> None:
    nanhai.place_under(chenguang, by=None, at=MOMENT)
    details = replace(Details.of(chenguang), city="郑州")
    with pytest.raises(UnableToPlaceUnder):
        edit(chenguang, details, parent=nanhai, version=1, by=mei, at=MOMENT)
    after = fresh(chenguang)
    assert (after.party.city, after.version) == ("", 1)
    assert told("customers.updated") == 0


def test_handing_over_to_the_same_owner_tells_nothing(mei: User, li: User, chenguang: Customer) -> None:
    assign(chenguang, li, by=mei, at=MOMENT)
    assert told("customers.owner_changed") == 0
    assign(chenguang, None, by=mei, at=MOMENT)
    assert fresh(chenguang).owner is None
