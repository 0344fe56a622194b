"""Light and dark, and the language, before and after signing in."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_the_theme_is_kept_and_one_goes_back_to_where_one_was(anonymous: Client) -> None:
    response = anonymous.post("/preferences/theme/", {"theme": "dark", "next": "/account/login/?x=1"})
    assert response.headers["Location"] == "/account/login/?x=1"
    assert anonymous.cookies["guanxi_theme"].value == "dark"
    assert 'data-theme="dark"' in anonymous.get("/account/login/").content.decode()


@pytest.mark.parametrize(
    "foreign", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "\\\\evil"]
)
def test_nobody_is_sent_to_a_foreign_place(anonymous: Client, foreign: str) -> None:
    response = anonymous.post("/preferences/theme/", {"theme": "dark", "next": foreign})
    assert response.headers["Location"] == "/"


def test_an_unknown_theme_is_not_kept(anonymous: Client) -> None:
    anonymous.post("/preferences/theme/", {"theme": "<script>"})
    assert "guanxi_theme" not in anonymous.cookies


def test_the_language_is_kept(anonymous: Client) -> None:
    anonymous.post("/preferences/language/", {"language": "zh-hans", "next": "/account/login/"})
    assert 'lang="zh-hans"' in anonymous.get("/account/login/").content.decode()


def test_a_look_changes_nothing(anonymous: Client) -> None:
    assert anonymous.get("/preferences/theme/").status_code == 405
