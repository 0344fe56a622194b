"""Every route × method × actor × relation: allowed exactly where the policy table says so.

A refusal leaves every table as it was, and a route without an action fails.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from guanxi.domain.classification.models import ClassificationRun
from guanxi.domain.customers.models import Customer
from guanxi.domain.people import policy
from guanxi.domain.people.models import Team, User
from guanxi.domain.people.policy import PORTAL_ROLES, STAFF_ROLES, Role
from guanxi.interfaces.http.access import ANYONE, NOBODY
from guanxi.interfaces.http.routes import Route, routes_of
from tests import factories
from tests.house.cube import Estate, Import, Thing, bring_in, expected, settle, state_of_the_house, things

STAFF_HOST, PORTAL_HOST, FILES_HOST = "localhost", "portal.localhost", "files.localhost"
HOSTS = (STAFF_HOST, PORTAL_HOST, FILES_HOST)
METHODS = ("get", "post")
# Routes whose own page sends on, or has nothing to show, for an account without a second factor.
NOTHING_OF_ONES_OWN = {"mfa_download_recovery_codes", "mfa_view_recovery_codes", "mfa_deactivate_totp"}


@dataclass(frozen=True)
class Visitor:
    """An actor with the cookies of a session; `user` is None for a passer-by."""

    label: str
    user: User | None
    cookies: dict[str, str]

    def ask(self, method: str, path: str) -> HttpResponse:
        client = Client(headers={"host": STAFF_HOST})
        for name, value in self.cookies.items():
            client.cookies[name] = value
        response: HttpResponse = getattr(client, method)(path)
        return response


@dataclass(frozen=True)
class House:
    """Three salespeople's estates and an ownerless one, a run, two imports, and one visitor of each kind."""

    estates: list[Estate]
    run: ClassificationRun
    imports: list[Import]
    visitors: list[Visitor]


@pytest.fixture
def house(north: Team, south: Team, settings: Any, tmp_path: Path) -> House:
    settings.HOME = tmp_path
    teams = {Role.SALES: north, Role.ACCOUNT_MANAGER: north}
    keeper = factories.staff("Keeper", Role.ACCOUNT_MANAGER, team=north)
    staff = {
        role: factories.staff(role, role, team=teams.get(role), password="a long enough secret")
        for role in sorted(STAFF_ROLES)
    }
    stranger = factories.staff("stranger", Role.SALES, team=south, password="a long enough secret")
    owners = (staff[Role.SALES], staff[Role.ACCOUNT_MANAGER], stranger, None)
    estates = [settle(owner, keeper) for owner in owners]
    run = factories.run(date(2025, 6, 30))
    factories.campaign("春季展")
    users = [*staff.values(), stranger]
    users += [factories.portal_user(estates[0].customer, role=role) for role in sorted(PORTAL_ROLES)]
    visitors = [Visitor("anonymous", None, {}), *(_signed_in(user) for user in users)]
    imports = [bring_in(staff[role]) for role in (Role.OPERATIONS, Role.MANAGER)]
    return House(estates, run, imports, visitors)


def _signed_in(user: User) -> Visitor:
    client = Client(headers={"host": STAFF_HOST})
    client.force_login(user)
    return Visitor(f"{user.name} ({user.role})", user, {n: m.value for n, m in client.cookies.items()})


def outcome_of(response: HttpResponse) -> str:
    if response.status_code == 302 and response.headers["Location"].startswith("/account/login/"):
        return "sign in"
    return {403: "forbidden", 404: "not found"}.get(response.status_code, "granted")


def path_of(route: Route, thing: Thing) -> str:
    return reverse(route.name, urlconf=settings.URLCONF_BY_HOST[STAFF_HOST], kwargs=thing.kwargs)


@pytest.mark.parametrize("host", HOSTS)
def test_every_view_names_its_action(host: str) -> None:
    known = {*policy.ACTIONS, ANYONE, NOBODY}
    nameless = [
        route.name or route.pattern
        for route in routes_of(settings.URLCONF_BY_HOST[host])
        if route.action not in known or (route.reading or ANYONE) not in known
    ]
    assert nameless == []


def test_who_may_what_is_what_the_policy_says_and_a_refusal_changes_nothing(house: House) -> None:
    before = state_of_the_house()
    cells: Counter[str] = Counter()
    for route in routes_of(settings.URLCONF_BY_HOST[STAFF_HOST]):
        for thing in things(route, house.estates, house.run, house.imports):
            path = path_of(route, thing)
            for visitor in house.visitors:
                for method in METHODS:
                    cells[_look_at_cell(route, thing, path, visitor, method, before)] += 1
    assert cells.total() > 2_000, cells
    assert set(cells) == {"granted", "sign in", "forbidden", "not found"}


def _look_at_cell(
    route: Route, thing: Thing, path: str, visitor: Visitor, method: str, before: dict[str, str]
) -> str:
    wanted = expected(visitor.user, route, thing)
    where = f"{visitor.label}: {method.upper()} {path} ({route.action})"
    with transaction.atomic():
        response = visitor.ask(method, path)
        got = outcome_of(response)
        if wanted == "granted":
            assert got == wanted or _is_harmless(route, got), f"{where}: {got}, expected {wanted}"
        else:
            # A method that a view does not know is refused before its record is looked for.
            assert got == wanted or response.status_code == 405, f"{where}: {got}, expected {wanted}"
            assert state_of_the_house() == before, f"{where}: refused, and yet something changed"
        transaction.set_rollback(True)
    return wanted


def _is_harmless(route: Route, got: str) -> bool:
    """Open to all, a view may still find nothing to do; so may a page about what one does not have."""
    return route.action == ANYONE or (route.name in NOTHING_OF_ONES_OWN and got == "not found")


@pytest.mark.parametrize("host", [PORTAL_HOST, FILES_HOST])
def test_no_route_of_the_staff_host_answers_on_another_host(host: str, house: House) -> None:
    client = Client(headers={"host": host})
    client.force_login(factories.portal_user(house.estates[0].customer))
    before = state_of_the_house()
    for route in routes_of(settings.URLCONF_BY_HOST[STAFF_HOST]):
        for thing in things(route, house.estates, house.run, house.imports):
            path = path_of(route, thing)
            for method in METHODS if path != "/" else ():
                assert getattr(client, method)(path).status_code == 404, f"{host}: {method} {path}"
    assert state_of_the_house() == before


def test_the_state_of_the_house_notices_one_changed_letter(house: House) -> None:
    before = state_of_the_house()
    Customer.objects.everything("the test changes it").filter(pk=house.estates[0].customer.pk).update(
        nature="manufacturer"
    )
    changed = {table for table, digest in state_of_the_house().items() if digest != before[table]}
    assert changed == {"customers_customer"}
