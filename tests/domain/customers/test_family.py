"""The companies of one group are each found once, whoever asks from wherever in it (D9)."""

import pytest

from guanxi.domain.customers.family import family_of
from guanxi.domain.customers.models import Customer
from guanxi.domain.customers.models.customer import UnableToPlaceUnder
from guanxi.domain.customers.rules import tree_in_order
from guanxi.domain.people.models import User
from tests import factories


def test_a_tree_is_walked_from_its_head_each_once_even_in_a_circle() -> None:
    assert tree_in_order(1, {2: 1, 3: 1, 4: 2, 5: 4}) == [(1, 0), (2, 1), (4, 2), (5, 3), (3, 1)]
    assert tree_in_order(1, {2: 1, 1: 2}) == [(1, 0), (2, 1)]


@pytest.fixture
def group(chenguang: Customer, li: User) -> list[Customer]:
    """Head, a child, and a grandchild of it."""
    child = factories.customer("child", owner=li, parent=chenguang)
    return [chenguang, child, factories.customer("grandchild", owner=li, parent=child)]


@pytest.mark.parametrize("asked", [0, 1, 2])
def test_the_family_is_the_same_from_every_member(group: list[Customer], li: User, asked: int) -> None:
    family = family_of(group[asked], actor=li)
    assert [(member.customer, member.depth) for member in family.members] == list(
        zip(group, range(3), strict=True)
    )
    assert family.hidden == 0


def test_members_out_of_sight_are_counted_and_not_named(
    group: list[Customer], nanhai: Customer, li: User
) -> None:
    nanhai.place_under(group[1], by=None, at=factories.LONG_AGO)
    family = family_of(group[0], actor=li)
    assert nanhai not in [member.customer for member in family.members]
    assert (len(family.members), family.hidden) == (3, 1)


def test_a_customer_of_no_group_is_alone_and_a_circle_is_refused(
    group: list[Customer], nanhai: Customer, mei: User
) -> None:
    assert family_of(nanhai, actor=mei).is_alone
    with pytest.raises(UnableToPlaceUnder):
        group[0].place_under(group[2], by=None, at=factories.LONG_AGO)
