"""The portal's door before the portal is furnished."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.fixture
def visitor() -> Client:
    return Client(headers={"host": "portal.localhost"})


def test_it_says_whose_portal_it_is_in_both_languages(visitor: Client) -> None:
    page = visitor.get("/").content.decode()
    for shown in ("华远物流", "Huayuan Logistics", "客户门户尚未开放", "The customer portal is not open yet"):
        assert shown in page


@pytest.mark.parametrize(
    "path",
    ["/customers/", "/account/login/", "/account/first-sign-in/abc/", "/preferences/theme/", "/design/"],
)
def test_nothing_of_the_staff_host_is_behind_it(visitor: Client, path: str) -> None:
    assert visitor.get(path).status_code == 404
    assert visitor.post(path).status_code == 404


def test_it_sets_no_staff_session(visitor: Client) -> None:
    visitor.get("/")
    assert "guanxi_staff" not in visitor.cookies
