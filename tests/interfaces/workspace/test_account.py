"""Signing in at the staff door."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from allauth.account.adapter import get_adapter
from allauth.mfa.adapter import get_adapter as get_mfa_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.core.cache import cache
from django.test import Client

from guanxi.domain.customers.models import Customer
from guanxi.domain.ground import clock
from guanxi.domain.people.models import OneTimeLink, User
from guanxi.domain.people.policy import Role
from guanxi.interfaces.http.links import sign_in_url
from guanxi.interfaces.workspace.account.adapter import StaffAccountAdapter
from tests import factories

PASSWORD = "a long enough secret"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_attempt_counted_yet() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def kai() -> User:
    """Staff with a password."""
    return factories.staff("铁开山", Role.OPERATIONS, password=PASSWORD)


def sign_in(client: Client, user: User, password: str = PASSWORD) -> Any:
    return client.post("/account/login/", {"login": user.email, "password": password})


def is_signed_in(client: Client) -> bool:
    return client.get("/").status_code == 200


def code_for(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time())))))


def test_staff_sign_in_with_mail_and_password(anonymous: Client, kai: User) -> None:
    assert sign_in(anonymous, kai).headers["Location"] == "/"
    assert is_signed_in(anonymous)


def test_whoever_is_not_signed_in_is_sent_to_the_door_and_back(anonymous: Client, kai: User) -> None:
    response = anonymous.get("/customers/?tier=gold")
    assert response.headers["Location"] == "/account/login/?next=/customers/%3Ftier%3Dgold"
    back = anonymous.post(response.headers["Location"], {"login": kai.email, "password": PASSWORD})
    assert back.headers["Location"] == "/customers/?tier=gold"


def test_a_wrong_password_opens_nothing(anonymous: Client, kai: User) -> None:
    assert sign_in(anonymous, kai, "a long enough guess").status_code == 200
    assert not is_signed_in(anonymous)


def test_a_portal_account_cannot_enter_by_the_staff_door(anonymous: Client, chenguang: Customer) -> None:
    wang = factories.portal_user(chenguang)
    wang.set_password(PASSWORD)
    wang.save()
    refused, unknown = (
        sign_in(anonymous, wang),
        anonymous.post("/account/login/", {"login": "nobody@guanxi.test", "password": PASSWORD}),
    )
    assert (refused.status_code, unknown.status_code) == (200, 200)
    errors = [response.context["form"].non_field_errors() for response in (refused, unknown)]
    assert errors[0] == errors[1]
    assert not is_signed_in(anonymous)


def test_a_session_of_a_portal_account_at_the_staff_host_reaches_nothing(
    signed_in: Callable[[User], Client], chenguang: Customer
) -> None:
    client = signed_in(factories.portal_user(chenguang))
    for path in (
        "/",
        "/customers/",
        f"/customers/{chenguang.pk}/",
        "/account/2fa/",
        "/account/password/change/",
    ):
        assert client.get(path).status_code == 403, path


def test_a_closed_account_is_out_at_the_next_request(signed_in: Callable[[User], Client], kai: User) -> None:
    client = signed_in(kai)
    assert is_signed_in(client)
    User.objects.filter(pk=kai.pk).update(is_active=False)
    assert not is_signed_in(client)
    assert not is_signed_in(client)


def test_guessing_is_slowed_down(anonymous: Client, kai: User) -> None:
    for _guess in range(5):
        sign_in(anonymous, kai, "a long enough guess")
    response = sign_in(anonymous, kai)
    assert "Too many failed login attempts" in str(response.context["form"].non_field_errors())
    assert not is_signed_in(anonymous)


def test_nobody_registers_at_the_staff_door(anonymous: Client) -> None:
    before = User.objects.count()
    sent = {"email": "me@evil.example", "password1": PASSWORD, "password2": PASSWORD}
    for response in (anonymous.get("/account/signup/"), anonymous.post("/account/signup/", sent)):
        assert "account/signup_closed.html" in [template.name for template in response.templates]
    assert User.objects.count() == before


@pytest.mark.parametrize("path", ["email/", "confirm-email/", "confirm-email/abc/", "login/code/confirm/"])
def test_ways_in_that_are_not_used_are_not_there(anonymous: Client, path: str) -> None:
    assert anonymous.get(f"/account/{path}").status_code == 404


def test_a_forged_host_does_not_end_up_in_the_mail(client: Client, kai: User, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    client.post("/account/password/reset/", {"email": kai.email}, headers={"host": "evil.example"})
    (letter,) = mail.outbox
    assert "evil.example" not in str(letter.message())
    assert letter.subject == "[Huayuan Logistics] Password Reset Email"
    assert "http://localhost:8000/account/password/reset/key/" in letter.body


def test_who_has_no_account_gets_no_letter_and_the_same_answer(anonymous: Client, kai: User) -> None:
    known = anonymous.post("/account/password/reset/", {"email": kai.email}, follow=True)
    unknown = anonymous.post("/account/password/reset/", {"email": "nobody@guanxi.test"}, follow=True)
    assert len(mail.outbox) == 1
    assert known.redirect_chain == unknown.redirect_chain


def test_a_password_is_set_again_by_mail(anonymous: Client, kai: User) -> None:
    anonymous.post("/account/password/reset/", {"email": kai.email})
    link = re.search(r"http://localhost:8000(/account/password/reset/key/\S+)", str(mail.outbox[0].body))
    assert link
    form = anonymous.get(link[1], follow=True).redirect_chain[-1][0]
    anonymous.post(form, {"password1": "another long secret", "password2": "another long secret"})
    assert sign_in(anonymous, kai, "another long secret").status_code == 302


def test_a_second_factor_is_activated_and_then_asked_for(anonymous: Client, kai: User) -> None:
    sign_in(anonymous, kai)
    path = "/account/2fa/totp/activate/"
    again = anonymous.get(path)
    if again.status_code == 302:
        anonymous.post(again.headers["Location"], {"password": PASSWORD})
        again = anonymous.get(path)
    secret = again.context["form"].secret
    assert anonymous.post(path, {"code": code_for(secret)}).status_code == 302
    assert Authenticator.objects.filter(user=kai, type=Authenticator.Type.TOTP).exists()

    cache.clear()  # a code is good once; its counter is remembered there
    elsewhere = Client(headers={"host": "localhost"})
    assert sign_in(elsewhere, kai).headers["Location"].startswith("/account/2fa/authenticate/")
    assert not is_signed_in(elsewhere)
    elsewhere.post("/account/2fa/authenticate/", {"code": code_for(secret)})
    assert is_signed_in(elsewhere)


def test_a_one_time_link_asks_for_a_click_and_signs_in_once(anonymous: Client, mei: User) -> None:
    path = sign_in_url(OneTimeLink.issue(mei, at=clock.now())).removeprefix("http://localhost:8000")
    for _look in range(2):
        assert anonymous.get(path).status_code == 200
    assert not is_signed_in(anonymous)
    assert anonymous.post(path).headers["Location"] == "/"
    assert is_signed_in(anonymous)

    elsewhere = Client(headers={"host": "localhost"})
    assert elsewhere.get(path).status_code == 410
    assert elsewhere.post(path).status_code == 410
    assert not is_signed_in(elsewhere)


def test_after_a_one_time_link_a_password_can_be_set(anonymous: Client, mei: User) -> None:
    anonymous.post(sign_in_url(OneTimeLink.issue(mei, at=clock.now())).removeprefix("http://localhost:8000"))
    assert "/account/password/set/" in anonymous.get("/").content.decode()
    anonymous.post("/account/password/set/", {"password1": PASSWORD, "password2": PASSWORD})
    mei.refresh_from_db()
    assert mei.check_password(PASSWORD)


def test_a_one_time_link_does_not_pass_by_a_second_factor(anonymous: Client, mei: User) -> None:
    secret = get_mfa_adapter().encrypt("JBSWY3DPEHPK3PXP")
    Authenticator.objects.create(user=mei, type=Authenticator.Type.TOTP, data={"secret": secret})
    path = sign_in_url(OneTimeLink.issue(mei, at=clock.now())).removeprefix("http://localhost:8000")
    assert anonymous.post(path).headers["Location"].startswith("/account/2fa/authenticate/")
    assert not is_signed_in(anonymous)


def test_a_link_that_was_made_up_opens_nothing(anonymous: Client) -> None:
    assert anonymous.get(f"/account/first-sign-in/{'0' * 64}/").status_code == 410


def test_the_adapter_is_the_one_of_the_house() -> None:
    assert isinstance(get_adapter(), StaffAccountAdapter)
