"""One-time sign-in links: once, for a day, for staff who may still sign in."""

from datetime import timedelta

import pytest

from guanxi.domain.customers.models import Customer
from guanxi.domain.people.models import OneTimeLink, UnableToRedeem, User
from guanxi.domain.timeline.models import Event
from tests import factories
from tests.conftest import MOMENT


def test_a_link_opens_its_account_once(mei: User) -> None:
    token = OneTimeLink.issue(mei, at=MOMENT)
    assert OneTimeLink.redeem(token, at=MOMENT) == mei
    with pytest.raises(UnableToRedeem):
        OneTimeLink.redeem(token, at=MOMENT)


def test_a_link_opens_nothing_after_a_day(mei: User) -> None:
    token = OneTimeLink.issue(mei, at=MOMENT)
    assert OneTimeLink.is_open(token, at=MOMENT + timedelta(hours=23, minutes=59))
    with pytest.raises(UnableToRedeem):
        OneTimeLink.redeem(token, at=MOMENT + timedelta(hours=24))


def test_a_new_link_takes_the_place_of_the_one_before(mei: User) -> None:
    old = OneTimeLink.issue(mei, at=MOMENT)
    new = OneTimeLink.issue(mei, at=MOMENT)
    assert not OneTimeLink.is_open(old, at=MOMENT)
    assert OneTimeLink.redeem(new, at=MOMENT) == mei


def test_a_link_of_a_closed_account_opens_nothing(mei: User) -> None:
    token = OneTimeLink.issue(mei, at=MOMENT)
    User.objects.filter(pk=mei.pk).update(is_active=False)
    with pytest.raises(UnableToRedeem):
        OneTimeLink.redeem(token, at=MOMENT)


def test_a_link_of_a_portal_account_opens_nothing(chenguang: Customer) -> None:
    token = OneTimeLink.issue(factories.portal_user(chenguang), at=MOMENT)
    with pytest.raises(UnableToRedeem):
        OneTimeLink.redeem(token, at=MOMENT)


def test_the_token_is_256_bits_and_is_not_kept(mei: User) -> None:
    token = OneTimeLink.issue(mei, at=MOMENT)
    assert len(bytes.fromhex(token)) == 32
    assert token not in str(OneTimeLink.objects.values())


def test_issuing_and_redeeming_stand_in_the_operator_log(mei: User) -> None:
    OneTimeLink.redeem(OneTimeLink.issue(mei, at=MOMENT), at=MOMENT)
    log = Event.objects.everything("the operator's own chain").of_the_operator().order_by("position")
    assert [event.kind for event in log] == ["people.link_issued", "people.link_redeemed"]
