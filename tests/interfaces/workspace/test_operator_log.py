"""The operator's own log, through the staff door."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from guanxi.domain.customers.models import Customer
from guanxi.domain.people.models import User
from tests import factories

SignedIn = Callable[[User], Client]
pytestmark = pytest.mark.usefixtures("moment")


def test_it_tells_of_the_house_and_not_of_customers(
    signed_in: SignedIn, compliance: User, chenguang: Customer
) -> None:
    run = factories.run(date(2025, 6, 30))
    page = signed_in(compliance).get("/operator-log/").content.decode()
    assert f"customers classified as of 2025-06-30, run {run.hash[:12]}" in page
    assert "Customer created" not in page


def test_it_is_closed_to_others(signed_in: SignedIn, service_agent: User) -> None:
    client = signed_in(service_agent)
    assert client.get("/operator-log/").status_code == 403
    assert "/operator-log/" not in client.get("/").content.decode()
