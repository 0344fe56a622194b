"""Saved views: kept, changed, shared and out of sight of those they are not meant for."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from guanxi.domain.customers.models import Customer
from guanxi.domain.people.models import User
from guanxi.domain.timeline.models import Event
from guanxi.domain.views.models import ColumnWidths, SavedView
from tests import factories

SignedIn = Callable[[User], Client]
pytestmark = pytest.mark.usefixtures("moment")
WHY = "a test looks at everything"


def tabs(client: Client, query: str = "") -> list[tuple[str, bool]]:
    views: Any = client.get(f"/customers/{query}").context["views"]
    return [(str(tab.label), tab.current) for tab in views.tabs]


def save(client: Client, name: str, scope: str, address: str) -> Any:
    return client.post(
        "/lists/customers/views/new/", {"name": name, "scope": scope, "address": address}, follow=False
    )


def the_view() -> SavedView:
    return SavedView.objects.everything(WHY).get()


def test_a_list_is_saved_with_all_it_shows_and_opened_by_its_tab(
    signed_in: SignedIn, mei: User, chenguang: Customer
) -> None:
    client = signed_in(mei)
    client.post("/lists/customers/columns/", {"city": "210"})
    asked = "purpose=commercial&any=tier:gold;last:30d&columns=city,tier&sort=-revenue&q=晨"
    saved = save(client, "Mine", "private", f"{asked}&after=xyz")
    view = the_view()
    assert saved["Location"] == f"/customers/?view={view.pk}"
    assert view.layout == {
        "query": {
            "purpose": ["commercial"],
            "any": ["tier:gold;last:30d"],
            "columns": ["city,tier"],
            "sort": ["-revenue"],
            "q": ["晨"],
        },
        "widths": {"city": 210},
    }
    opened: Any = client.get(saved["Location"]).context
    assert [head.key for head in opened["heads"]] == ["name", "city", "tier"]
    assert [(group.words) for group in opened["groups"]] == [
        ["Value tier: Gold", "Last shipment: last 30 days"]
    ]
    assert not opened["views"].is_changed
    assert tabs(client, f"?view={view.pk}") == [("All", False), ("Mine", True)]


def test_a_changed_view_says_so_and_is_saved_or_reset(signed_in: SignedIn, mei: User) -> None:
    client = signed_in(mei)
    view = factories.saved_view(by=mei)
    opened: Any = client.get(f"/customers/?view={view.pk}").context
    without_filter = opened["chips"][0].href
    changed = client.get(f"/customers/{without_filter}")
    assert changed.context["views"].is_changed
    assert not changed.context["state"].asked
    assert "Unsaved changes" in changed.content.decode()
    assert changed.context["views"].reset_href == f"/customers/?view={view.pk}"
    client.post(f"/views/{view.pk}/save/", {"address": changed.context["views"].address})
    view.refresh_from_db()
    assert view.query == {}


def test_paging_within_a_view_changes_nothing_of_it(signed_in: SignedIn, mei: User) -> None:
    for index in range(60):
        customer = factories.customer(f"customer {index}")
        factories.shipment(customer, delivered_on=factories.LONG_AGO.date())
    factories.run(factories.LONG_AGO.date())
    client, view = signed_in(mei), factories.saved_view(by=mei)
    first: Any = client.get(f"/customers/?view={view.pk}").context
    second: Any = client.get(f"/customers/{first['page'].older_href}").context
    assert (len(first["lines"]), len(second["lines"])) == (50, 10)
    assert not second["views"].is_changed


def test_a_view_is_seen_by_those_it_is_meant_for(
    signed_in: SignedIn, mei: User, li: User, fang: User, ben: User
) -> None:
    factories.saved_view(by=fang, name="private of Fang")
    factories.saved_view(by=fang, name="team of Fang", scope="team")
    factories.saved_view(by=mei, name="everyone's", scope="everyone")
    assert fang.team == li.team != ben.team
    assert tabs(signed_in(fang)) == [
        ("All", True),
        ("private of Fang", False),
        ("team of Fang", False),
        ("everyone's", False),
    ]
    assert [name for name, _ in tabs(signed_in(li))] == ["All", "team of Fang", "everyone's"]
    assert [name for name, _ in tabs(signed_in(ben))] == ["All", "everyone's"]
    assert [name for name, _ in tabs(signed_in(mei))] == ["All", "everyone's"]


def test_a_view_of_somebody_else_cannot_be_opened_by_its_number(
    signed_in: SignedIn, ben: User, fang: User
) -> None:
    view = factories.saved_view(by=fang)
    assert signed_in(ben).get(f"/customers/?view={view.pk}").status_code == 404
    assert signed_in(ben).get("/customers/?view=x").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("who", "scope", "status"),
    [
        *(("li", "private", 302), ("li", "team", 403), ("li", "everyone", 403)),
        *(("fang", "team", 302), ("fang", "everyone", 403), ("mei", "everyone", 302)),
    ],
)
def test_who_may_save_for_whom_is_policy(
    request: pytest.FixtureRequest, signed_in: SignedIn, who: str, scope: str, status: int
) -> None:
    client = signed_in(request.getfixturevalue(who))
    assert save(client, "One", scope, "group=actual").status_code == status
    assert SavedView.objects.everything(WHY).exists() == (status == 302)


def test_a_shared_view_leaves_a_trace_and_a_private_one_none(signed_in: SignedIn, mei: User) -> None:
    client = signed_in(mei)
    save(client, "Private", "private", "group=actual")
    save(client, "Shared", "everyone", "group=actual")
    shared = SavedView.objects.everything(WHY).get(name="Shared")
    client.post(f"/views/{shared.pk}/save/", {"address": "group=basic"})
    client.post(f"/views/{shared.pk}/delete/")
    kinds = Event.objects.everything(WHY).of_the_operator().order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["views.shared", "views.changed", "views.deleted"]
    assert [view.name for view in SavedView.objects.everything(WHY)] == ["Private"]


def test_the_same_name_again_is_the_same_view(signed_in: SignedIn, mei: User) -> None:
    client = signed_in(mei)
    save(client, "One", "private", "group=actual")
    save(client, "One", "private", "group=basic")
    assert the_view().query == {"group": ["basic"]}


def test_a_view_without_a_name_is_not_saved(signed_in: SignedIn, mei: User) -> None:
    answer = signed_in(mei).post(
        "/lists/customers/views/new/", {"name": " ", "scope": "private"}, follow=True
    )
    assert "A view needs a name" in answer.content.decode()


def test_drawn_columns_stay_drawn_and_readable(signed_in: SignedIn, mei: User, chenguang: Customer) -> None:
    client = signed_in(mei)
    assert client.post("/lists/customers/columns/", {"group": "9999", "mood": "3"}).status_code == 204
    client.post("/lists/customers/columns/", {"tier": "1"})
    assert ColumnWidths.of(mei, "customers") == {"group": 960, "tier": 48}
    heads: Any = client.get("/customers/").context["heads"]
    assert {head.key: head.width for head in heads if head.width} == {"group": 960, "tier": 48}
    assert client.post("/lists/customers/columns/", {"group": "wide"}).status_code == 422
    assert client.post("/lists/moods/columns/", {"group": "9"}).status_code == 404
