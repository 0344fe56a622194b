from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, connection, transaction
from pytest_django import DjangoAssertNumQueries

from guanxi.domain.customers.models import Customer
from guanxi.domain.ground import append_only
from guanxi.domain.people.models import User
from guanxi.domain.timeline.kinds import EventKind
from guanxi.domain.timeline.models import ChainHead, Entry, Event, first_broken_link
from guanxi.domain.vault.models import PersonKey

pytestmark = pytest.mark.django_db

TOLD = EventKind("tests.told", "%(name)s was told", registry={})
AT = datetime(2025, 6, 30, 2, tzinfo=UTC)


@pytest.fixture
def three_events(chenguang: Customer, mei: User) -> list[Event]:
    return [
        Event.record(TOLD, at=AT, by=mei, customer_id=chenguang.pk, data={"name": name}) for name in "abc"
    ]


def tamper(statement: str, *parameters: str | int) -> None:
    """Change the table as somebody with the database's own password would."""
    with connection.cursor() as cursor:
        for lift in append_only.lifting(connection.vendor, "timeline_event"):
            cursor.execute(lift)
        cursor.execute(statement, parameters)


@pytest.mark.parametrize("statement", ["UPDATE timeline_event SET kind = 'x'", "DELETE FROM timeline_event"])
def test_the_database_refuses_to_change_an_event(statement: str, three_events: list[Event]) -> None:
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_each_customer_has_a_chain_of_its_own(three_events: list[Event], nanhai: Customer) -> None:
    other = Event.record(TOLD, at=AT, by=None, customer_id=nanhai.pk, data={"name": "d"})
    house = Event.record(TOLD, at=AT, by=None, data={"name": "e"})
    # Both customers' chains begin with their creation.
    assert [event.position for event in three_events] == [2, 3, 4]
    assert (other.position, house.chain) == (2, "operator")
    assert three_events[1].previous_hash == three_events[0].hash
    assert first_broken_link() is None


def test_two_hundred_events_are_recorded_in_a_handful_of_queries(
    chenguang: Customer, nanhai: Customer, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    entries = [
        Entry(kind=TOLD, at=AT, by=None, customer_id=pk, data={"name": str(n)})
        for n in range(100)
        for pk in (chenguang.pk, nanhai.pk)
    ]
    with django_assert_max_num_queries(15):
        Event.record_all(entries)
    assert first_broken_link() is None


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("payload", '{"data":{"name":"forged"}}'),
        ("at", "2024-01-01 00:00:00+00:00"),
        ("actor_name", "nobody"),
        ("kind", "tests.forged"),
        ("hash", "f" * 64),
        ("digest", "f" * 64),
    ],
)
def test_a_changed_row_is_named(column: str, value: str, three_events: list[Event]) -> None:
    tamper(f"UPDATE timeline_event SET {column} = %s WHERE id = %s", value, three_events[1].pk)
    broken = first_broken_link()
    assert broken is not None
    assert (broken.chain, broken.position) == (three_events[1].chain, 3)


def test_a_removed_row_is_named(three_events: list[Event]) -> None:
    tamper("DELETE FROM timeline_event WHERE id = %s", three_events[1].pk)
    broken = first_broken_link()
    assert broken is not None
    assert (broken.chain, broken.position) == (three_events[1].chain, 3)


def test_a_cut_off_end_is_named(three_events: list[Event]) -> None:
    tamper("DELETE FROM timeline_event WHERE id = %s", three_events[2].pk)
    broken = first_broken_link()
    assert broken is not None
    assert (broken.chain, broken.position) == (three_events[2].chain, 4)


def test_a_chain_whose_head_was_removed_is_named(three_events: list[Event]) -> None:
    ChainHead.objects.filter(chain=three_events[0].chain).delete()
    broken = first_broken_link()
    assert broken is not None
    assert broken.chain == three_events[0].chain


def test_destroying_a_persons_key_hides_the_values_and_keeps_the_chain(chenguang: Customer) -> None:
    event = Event.record(
        TOLD,
        at=AT,
        by=None,
        customer_id=chenguang.pk,
        data={"name": "someone"},
        person="contact:1",
        personal={"mobile": "139-0000-0000"},
    )
    assert event.personal_values() == {"mobile": "139-0000-0000"}
    assert b"139-0000" not in bytes(event.sealed)
    PersonKey.of("contact:1").destroy(at=AT)
    assert event.personal_values() is None
    assert first_broken_link() is None


def test_an_event_tells_what_changed(chenguang: Customer) -> None:
    event = Event.record(
        TOLD,
        at=AT,
        by=None,
        customer_id=chenguang.pk,
        data={"name": "x"},
        before={"owner": "李", "city": "郑州"},
        after={"owner": "王", "city": "郑州"},
    )
    assert event.changes == [("owner", "李", "王")]
    assert TOLD.sentence({"name": ["a", "b"]}) == "a, b was told"
