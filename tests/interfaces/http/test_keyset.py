"""Pages of a list: every row once, forward and back, whatever is equal or absent."""

from datetime import date

import pytest
from django.db import connection
from django.http import Http404, QueryDict
from django.test.utils import CaptureQueriesContext

from guanxi.domain.people.models import User
from guanxi.domain.worklist.models import Task
from guanxi.interfaces.http.keyset import COUNT_CAP, Order, Page, capped_count, page_of
from tests import factories

DUE = [None, date(2025, 6, 1), date(2025, 6, 1), None, date(2025, 5, 3), date(2025, 6, 1), None]


@pytest.fixture
def tasks(mei: User) -> list[Task]:
    return [factories.task(mei, f"task {index}", due_on=day) for index, day in enumerate(DUE)]


def page(order: Order, href: str, size: int) -> Page[Task]:
    everything = Task.objects.everything("all of a test's own")
    return page_of(everything, order, QueryDict(href.removeprefix("?")), size=size)


def walk(order: Order, *, size: int, direction: str, start: str = "") -> list[list[int]]:
    pages, href = [], start
    while True:
        found = page(order, href, size)
        pages.append([task.pk for task in found.rows])
        href = found.older_href if direction == "older" else found.newer_href
        if not href:
            return pages


ORDERS = [
    Order("due_on", date, nullable=True),
    Order("due_on", date, descending=True, nullable=True),
    Order("pk", int),
    Order("pk", int, descending=True),
]


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("size", [1, 2, 3, 6, 7, 50])
def test_walking_on_shows_every_row_once_and_in_order(tasks: list[Task], order: Order, size: int) -> None:
    shown = [pk for pks in walk(order, size=size, direction="older") for pk in pks]
    whole = [pk for pks in walk(order, size=50, direction="older") for pk in pks]
    assert shown == whole
    assert sorted(shown) == sorted(task.pk for task in tasks)


def test_rows_without_a_value_come_last_either_way(tasks: list[Task]) -> None:
    empty = {task.pk for task in tasks if task.due_on is None}
    for order in ORDERS[:2]:
        shown = [pk for pks in walk(order, size=3, direction="older") for pk in pks]
        assert set(shown[-3:]) == empty


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("size", [1, 2, 3, 6])
def test_walking_back_from_the_end_shows_the_same_rows_reversed(
    tasks: list[Task], order: Order, size: int
) -> None:
    forward = walk(order, size=size, direction="older")
    href = ""
    for _step in range(len(forward) - 1):
        href = page(order, href, size).older_href
    back = walk(order, size=size, direction="newer", start=href)
    assert [pk for pks in reversed(back) for pk in pks] == [pk for pks in forward for pk in pks]


def test_the_other_parameters_of_the_address_are_kept(tasks: list[Task]) -> None:
    found = page(ORDERS[2], "?q=%E6%99%A8&tier=gold", 2)
    assert "q=%E6%99%A8" in found.older_href
    assert "tier=gold" in found.older_href


def test_no_page_is_reached_by_counting_rows(tasks: list[Task]) -> None:
    with CaptureQueriesContext(connection) as queries:
        walk(ORDERS[0], size=2, direction="older")
    assert not [query for query in queries if "OFFSET" in query["sql"]]


@pytest.mark.parametrize("cursor", ["nonsense", "WzFd", "WyJ4IiwxXQ", "bnVsbA", "W251bGwsMV0", "é"])
def test_a_cursor_that_is_not_ours_finds_no_page(tasks: list[Task], cursor: str) -> None:
    query = QueryDict(mutable=True)
    query["after"] = cursor
    with pytest.raises(Http404):
        page_of(Task.objects.everything("all of a test's own"), Order("due_on", date), query)


def test_counting_stops_at_the_cap(mei: User) -> None:
    Task._base_manager.bulk_create(
        Task(title="many", assignee=mei, created_at=factories.LONG_AGO) for _one in range(COUNT_CAP + 2)
    )
    assert capped_count(Task.objects.everything("all of a test's own")) == (COUNT_CAP, True)
