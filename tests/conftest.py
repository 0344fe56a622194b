"""The cast: one operator, its staff by role, and a few customers. Everything else a test makes itself."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from importlib import import_module
from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.apps import apps
from django.db import connection
from django.test import Client, TransactionTestCase
from pydantic import SecretStr

from guanxi.domain.customers.models import Customer
from guanxi.domain.ground import append_only, clock
from guanxi.domain.ground.environment import Environment
from guanxi.domain.people.models import Team, User
from guanxi.domain.people.policy import Role
from tests import factories

BUSINESS_DATE = date(2025, 6, 30)
MOMENT = datetime(2025, 6, 30, 2, 0, tzinfo=UTC)
APPEND_ONLY = (
    "timeline_event",
    "timeline_formerstate",
    "classification_policy",
    "classification_classificationrun",
    "classification_classificationentry",
    "classification_groupchange",
    "value_valuepolicy",
    "customers_profilepolicy",
)
_VAULT_KEY = Fernet.generate_key().decode()


@pytest.fixture(autouse=True)
def operator(settings: Any) -> Environment:
    """The operator's own settings, whatever the environment of this machine says."""
    settings.GUANXI = Environment.model_construct(
        secret_key=SecretStr("a key for tests only"),
        vault_keys=SecretStr(_VAULT_KEY),
        operator_name="华远物流",
        operator_name_en="Huayuan Logistics",
        business_date=BUSINESS_DATE,
    )
    operator: Environment = settings.GUANXI
    return operator


@pytest.fixture
def moment() -> Iterator[datetime]:
    """Ten in the morning of the business date in Shanghai, and the clock stands still at it."""
    with clock.fixed(MOMENT):
        yield MOMENT


@pytest.fixture(autouse=True, scope="session")
def _flush_lifts_append_only() -> Iterator[None]:
    """A test that commits empties the tables at its end, which the triggers would refuse."""
    case: Any = TransactionTestCase
    empty = case._fixture_teardown

    def lift_and_empty(self: TransactionTestCase) -> None:
        if not apps.is_installed("guanxi.domain.timeline"):
            empty(self)
            return
        _run(append_only.lifting)
        empty(self)
        _run(append_only.triggers)
        first_policy = import_module("guanxi.domain.classification.migrations.0003_first_policy")
        first_policy.add_first_policy(apps, None)
        second_policy = import_module("guanxi.domain.classification.migrations.0006_second_policy")
        second_policy.add_second_policy(apps, None)
        value_policy = import_module("guanxi.domain.value.migrations.0002_first_policy")
        value_policy.add_first_policy(apps, None)
        profile_policy = import_module("guanxi.domain.customers.migrations.0006_profile_policy")
        profile_policy.add_first_policy(apps, None)

    case._fixture_teardown = lift_and_empty
    yield
    case._fixture_teardown = empty


def _run(statements: Callable[[str, str], list[str]]) -> None:
    with connection.cursor() as cursor:
        for table in APPEND_ONLY:
            for statement in statements(connection.vendor, table):
                cursor.execute(statement)


@pytest.fixture
def signed_in() -> Callable[[User], Client]:
    """A browser at the staff host in which the user has signed in."""

    def sign_in(user: User) -> Client:
        client = Client(headers={"host": "localhost"})
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def anonymous() -> Client:
    """A browser at the staff host in which nobody has signed in."""
    return Client(headers={"host": "localhost"})


@pytest.fixture
def north(db: None) -> Team:
    return Team.objects.create(name="北方", name_en="North")


@pytest.fixture
def south(db: None) -> Team:
    return Team.objects.create(name="南方", name_en="South")


@pytest.fixture
def mei(db: None) -> User:
    """The manager."""
    return factories.staff("梅若兰", Role.MANAGER)


@pytest.fixture
def li(north: Team) -> User:
    """A salesperson of team North."""
    return factories.staff("李伟", Role.SALES, team=north)


@pytest.fixture
def fang(north: Team) -> User:
    """An account manager of team North, who may see sealed facts of her own customers."""
    return factories.staff("方圆", Role.ACCOUNT_MANAGER, team=north)


@pytest.fixture
def ben(south: Team) -> User:
    """A salesperson of team South, to whom North is a stranger."""
    return factories.staff("Ben Hall", Role.SALES, team=south)


@pytest.fixture
def service_agent(db: None) -> User:
    return factories.staff("苏琴", Role.SERVICE_AGENT)


@pytest.fixture
def compliance(db: None) -> User:
    return factories.staff("康宁", Role.COMPLIANCE)


@pytest.fixture
def administrator(db: None) -> User:
    return factories.staff("安然", Role.ADMINISTRATOR)


@pytest.fixture
def chenguang(li: User) -> Customer:
    """晨光纸业, a customer of Li's."""
    return factories.customer("晨光纸业", name_en="Chenguang Paper", owner=li)


@pytest.fixture
def nanhai(ben: User) -> Customer:
    """南海家具, a customer of Ben's."""
    return factories.customer("南海家具", name_en="Nanhai Furniture", owner=ben)
