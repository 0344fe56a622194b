"""The shell, the gallery, the account pages and the error pages stand in both languages."""

import re
from collections.abc import Callable

import pytest
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.urls import reverse
from django.views.defaults import server_error

from guanxi.domain.people.models import User

CHINESE = re.compile(r"[一-鿿]")
SignIn = Callable[[User], Client]


def page(client: Client, address: str, language: str, status: int = 200) -> str:
    client.cookies["guanxi_language"] = language
    response = client.get(address)
    assert response.status_code == status, address
    return response.content.decode()


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_gallery_shows_every_component_without_inline_code(
    li: User, signed_in: SignIn, language: str
) -> None:
    html = page(signed_in(li), reverse("workspace:design"), language)
    assert f'<html lang="{language}"' in html
    assert not re.search(r"<[^>]+\sstyle=|<[^>]+\son[a-z]+=\"|<script(?![^>]*\ssrc=)", html)
    for part in ("badge--platinum", "steps__reached", "chart__wide", "timeline-entry--internal", "task-row"):
        assert part in html


def test_ids_of_the_gallery_are_unique(li: User, signed_in: SignIn) -> None:
    ids = re.findall(r'\sid="([^"]+)"', page(signed_in(li), reverse("workspace:design"), "en"))
    assert sorted(ids) == sorted(set(ids))


def test_the_gallery_is_for_staff(anonymous: Client, db: None) -> None:
    response = anonymous.get(reverse("workspace:design"))
    assert response.status_code == 302
    assert response.headers["Location"].startswith(reverse("account_login"))


def test_the_theme_of_the_cookie_is_in_the_first_byte(li: User, signed_in: SignIn) -> None:
    client = signed_in(li)
    client.cookies["guanxi_theme"] = "dark"
    assert 'data-theme="dark"' in page(client, reverse("workspace:design"), "en")
    client.cookies["guanxi_theme"] = '"><script>'
    assert 'data-theme="system"' in page(client, reverse("workspace:design"), "en")


def test_the_shell_names_operator_date_and_person(li: User, signed_in: SignIn) -> None:
    html = page(signed_in(li), reverse("workspace:design"), "zh-hans")
    assert "华远物流" in html
    assert 'datetime="2025-06-30"' in html
    assert "李伟" in html


OPEN_PAGES = (
    "account_login",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key_done",
)
OWN_PAGES = (
    "mfa_index",
    "usersessions_list",
    "account_change_password",
    "account_reauthenticate",
    "account_logout",
)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("name", OPEN_PAGES)
def test_the_entrance_stands(anonymous: Client, db: None, name: str, language: str) -> None:
    html = page(anonymous, reverse(name), language)
    assert 'class="entrance"' in html
    assert 'class="segmented"' in html
    assert bool(CHINESE.search(re.search(r"<h1>(.*?)</h1>", html)[1])) == (language == "zh-hans")  # type: ignore[index]


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("name", OWN_PAGES)
def test_the_own_account_stands(li: User, signed_in: SignIn, name: str, language: str) -> None:
    li.set_password("a long enough password")
    li.save()
    html = page(signed_in(li), reverse(name), language)
    assert 'href="#content"' in html
    assert 'id="content"' in html


def test_a_wrong_password_is_told_in_a_summary(anonymous: Client, db: None) -> None:
    response = anonymous.post(reverse("account_login"), {"login": "a@example.org", "password": "wrong"})
    assert 'class="form-errors"' in response.content.decode()


@pytest.mark.parametrize("template", ["404.html", "403.html", "500.html", "507.html", "403_csrf.html"])
def test_an_error_page_needs_no_context(template: str) -> None:
    html = render_to_string(template)
    assert "<h1>" in html
    assert "Nothing was" in html or "never half" in html


def test_an_unexpected_error_shows_our_page_and_no_trace(rf: RequestFactory) -> None:
    request = rf.get("/")
    request.session = SessionStore()
    response = server_error(request)
    assert response.status_code == 500
    assert b"Something went wrong" in response.content


def test_a_stranger_address_is_our_404(li: User, signed_in: SignIn) -> None:
    assert "plain__box" in page(signed_in(li), "/no-such-room/", "en", status=404)
