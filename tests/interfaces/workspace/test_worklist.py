"""My work, through the staff door."""

from collections.abc import Callable
from datetime import date, datetime

import pytest
from django.test import Client

from guanxi.domain.customers.models import Customer
from guanxi.domain.people.models import User
from guanxi.domain.timeline.models import Event
from guanxi.domain.worklist.models import Task
from tests import factories

SignedIn = Callable[[User], Client]
pytestmark = pytest.mark.usefixtures("moment")


def all_tasks() -> list[Task]:
    return list(Task.objects.everything("to look at the outcome").order_by("pk"))


def test_my_open_tasks_stand_with_the_most_urgent_first(signed_in: SignedIn, li: User, ben: User) -> None:
    factories.task(li, "Someday")
    factories.task(li, "Next week", due_on=date(2025, 7, 4))
    factories.task(li, "Long due", due_on=date(2025, 6, 2))
    factories.task(ben, "Not mine", due_on=date(2025, 6, 1))
    page = signed_in(li).get("/").content.decode()
    assert page.index("Long due") < page.index("Next week") < page.index("Someday")
    assert "Not mine" not in page


def test_what_is_overdue_says_so_in_words(signed_in: SignedIn, li: User) -> None:
    factories.task(li, "Due today", due_on=date(2025, 6, 30))
    assert "Overdue" not in signed_in(li).get("/").content.decode()
    factories.task(li, "Due yesterday", due_on=date(2025, 6, 29))
    page = signed_in(li).get("/").content.decode()
    assert page.count("Overdue") == 1
    assert "2 open, 1 overdue" in page


def test_an_empty_list_says_what_a_task_is(signed_in: SignedIn, li: User) -> None:
    page = signed_in(li).get("/").content.decode()
    assert "Nothing to do" in page
    assert "Every promise was kept" in page
    assert "Nothing to compare yet" in page


def test_a_task_is_done_with_one_click_and_no_script(signed_in: SignedIn, li: User, moment: datetime) -> None:
    task = factories.task(li, "Call back")
    response = signed_in(li).post(f"/tasks/{task.pk}/complete/", follow=True)
    assert response.redirect_chain == [("/", 302)]
    assert "Done: Call back" in response.content.decode()
    assert all_tasks()[0].done_at == moment


def test_with_script_only_the_list_of_tasks_comes_back(signed_in: SignedIn, li: User) -> None:
    task = factories.task(li, "Call back")
    factories.task(li, "Visit")
    response = signed_in(li).post(f"/tasks/{task.pk}/complete/", headers={"hx-request": "true"})
    fragment = response.content.decode()
    assert "<html" not in fragment
    assert "Done: Call back" in fragment
    assert "Visit" in fragment


def test_completing_twice_is_recorded_once(signed_in: SignedIn, li: User) -> None:
    task = factories.task(li, "Call back")
    for _click in range(2):
        signed_in(li).post(f"/tasks/{task.pk}/complete/")
    done = Event.objects.everything("to look at the outcome").filter(kind="tasks.completed")
    assert done.count() == 1


def test_a_strangers_task_is_not_there_to_complete(signed_in: SignedIn, li: User, ben: User) -> None:
    task = factories.task(ben, "Not yours")
    assert signed_in(li).post(f"/tasks/{task.pk}/complete/").status_code == 404
    assert all_tasks()[0].done_at is None


def test_an_administrator_sees_a_task_and_may_not_complete_it(
    signed_in: SignedIn, administrator: User, li: User
) -> None:
    task = factories.task(li, "Only Li does this")
    assert signed_in(administrator).post(f"/tasks/{task.pk}/complete/").status_code == 403
    assert all_tasks()[0].done_at is None


def test_a_manager_looks_at_everybodys_tasks(signed_in: SignedIn, mei: User, li: User, ben: User) -> None:
    factories.task(li, "Li's call")
    factories.task(ben, "Ben's visit")
    client = signed_in(mei)
    assert "Li&#x27;s call" not in client.get("/").content.decode()
    everybody = client.get("/?of=everybody").content.decode()
    assert "Li&#x27;s call" in everybody
    assert "Ben&#x27;s visit" in everybody
    only_li = client.get(f"/?of={li.pk}").content.decode()
    assert "Li&#x27;s call" in only_li
    assert "Ben&#x27;s visit" not in only_li


def test_a_salesperson_cannot_ask_for_everybodys_tasks(signed_in: SignedIn, li: User, ben: User) -> None:
    factories.task(ben, "Secret errand")
    assert "Secret errand" not in signed_in(li).get("/?of=everybody").content.decode()


def test_a_task_is_added_for_a_customer_in_sight(signed_in: SignedIn, li: User, chenguang: Customer) -> None:
    response = signed_in(li).post(
        "/tasks/new/", {"title": "Confirm the plan", "due_on": "2025-07-02", "customer": chenguang.number}
    )
    assert response.headers["Location"] == f"/customers/{chenguang.pk}/"
    task = all_tasks()[0]
    assert (task.title, task.assignee, task.customer) == ("Confirm the plan", li, chenguang)
    assert task.due_on == date(2025, 7, 2)


def test_a_task_for_a_customer_out_of_sight_is_refused_with_what_was_typed(
    signed_in: SignedIn, ben: User, chenguang: Customer
) -> None:
    response = signed_in(ben).post("/tasks/new/", {"title": "Poach", "customer": chenguang.number})
    assert response.status_code == 422
    assert f"You can see no customer with the number {chenguang.number}." in response.content.decode()
    assert 'value="Poach"' in response.content.decode()
    assert all_tasks() == []


def test_customers_that_moved_between_two_runs_are_shown_to_their_owner(
    signed_in: SignedIn, li: User, ben: User, chenguang: Customer, nanhai: Customer
) -> None:
    for one in (chenguang, nanhai):
        one.register(on=date(2024, 3, 1), by=None, at=factories.LONG_AGO)
    factories.run(date(2025, 3, 31))
    factories.shipment(chenguang, delivered_on=date(2025, 5, 2))
    factories.run(date(2025, 6, 30))
    page = signed_in(li).get("/").content.decode()
    assert "Basic → Actual" in page
    assert "Run of 2025-06-30 against 2025-03-31." in page
    assert "Nobody moved" in signed_in(ben).get("/").content.decode()


def test_late_shipments_are_those_under_way_and_those_of_thirty_business_days(
    signed_in: SignedIn, li: User, chenguang: Customer
) -> None:
    promised = date(2025, 5, 1)
    factories.shipment(chenguang, promised_on=date(2025, 6, 29), delivered_on=None, waybill_number="WAITING")
    factories.shipment(
        chenguang, promised_on=promised, delivered_on=date(2025, 5, 20), waybill_number="FIRST"
    )
    factories.shipment(chenguang, promised_on=promised, delivered_on=date(2025, 5, 19), waybill_number="OLD")
    factories.shipment(chenguang, promised_on=date(2025, 6, 30), delivered_on=None, waybill_number="TODAY")
    factories.shipment(
        chenguang,
        promised_on=date(2025, 6, 1),
        delivered_on=None,
        cancelled_on=date(2025, 6, 2),
        waybill_number="CANCELLED",
    )
    page = signed_in(li).get("/").content.decode()
    assert "WAITING" in page
    assert "FIRST" in page
    assert not {"OLD", "TODAY", "CANCELLED"} & set(page.replace("<", " ").replace(">", " ").split())
    assert "1 day late" in page
    assert "19 days late" in page


def test_an_account_without_second_factor_is_asked_for_one(signed_in: SignedIn, li: User) -> None:
    page = signed_in(li).get("/").content.decode()
    assert "Set a password" in page
    assert "Turn on two-step sign-in" in page
