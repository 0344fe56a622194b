"""The pages of exports: ordered, seen, and taken by whoever ordered it."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from guanxi.domain.customers.models import Customer
from guanxi.domain.exports.models import Export
from guanxi.domain.people.models import User
from guanxi.domain.people.policy import Role
from guanxi.domain.timeline.models import Event
from guanxi.processes import exporting
from tests import factories

SignIn = Callable[[User], Client]
WHY = "a test looks at everything"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings: Any, moment: datetime) -> Iterator[Path]:
    settings.HOME = tmp_path
    with translation.override("en"):
        yield tmp_path


def the_export() -> Export:
    found: Export = Export.objects.everything(WHY).get()
    return found


def order(client: Client, query: str, **said: str) -> Any:
    return client.post(f"/exports/new/?{query}", {"format": "csv", "preset": "import"} | said)


def body_of(response: Any) -> bytes:
    return b"".join(response.streaming_content)


def test_the_filters_of_a_list_go_into_its_export(chenguang: Customer, mei: User, signed_in: SignIn) -> None:
    factories.customer("某人", purpose="consumer")
    client = signed_in(mei)

    asked = client.get("/exports/new/?what=customers&purpose=commercial&q=晨光")
    done = order(client, "what=customers&purpose=commercial&q=晨光")
    taken = client.get(f"/exports/{the_export().pk}/file/")

    assert b"1 row that you may see." in asked.content
    assert (done.status_code, done["Location"]) == (302, "/exports/")
    assert "Purpose: Commercial; Search text: 晨光" in client.get("/exports/").content.decode()
    assert body_of(taken).decode("utf-8-sig").splitlines()[1].startswith(chenguang.number)


def test_a_file_is_saved_and_never_shown(chenguang: Customer, mei: User, signed_in: SignIn) -> None:
    client = signed_in(mei)
    order(client, "what=customers")
    taken = client.get(f"/exports/{the_export().pk}/file/")

    assert taken["Content-Disposition"] == 'attachment; filename="customers-20250630.csv"'
    assert taken["X-Content-Type-Options"] == "nosniff"
    assert taken["Content-Type"] == "text/csv; charset=utf-8"
    assert "no-store" in taken["Cache-Control"]
    kinds = Event.objects.everything(WHY).of_the_operator().order_by("pk").values_list("kind", flat=True)
    assert list(kinds)[-2:] == ["exports.made", "exports.downloaded"]


def test_nobody_else_takes_it_but_managers_see_that_it_was_made(
    mei: User, fang: User, administrator: User, signed_in: SignIn
) -> None:
    export = factories.export(by=fang)

    assert signed_in(fang).get(f"/exports/{export.pk}/file/").status_code == 200
    for stranger in (mei, administrator):
        client = signed_in(stranger)
        assert client.get(f"/exports/{export.pk}/file/").status_code == 404
        page = client.get("/exports/").content.decode()
        assert fang.name in page
        assert f"/exports/{export.pk}/file/" not in page


def test_whoever_lost_the_right_takes_nothing_any_more(fang: User, signed_in: SignIn) -> None:
    export = factories.export(by=fang)
    client = signed_in(fang)
    User.objects.filter(pk=fang.pk).update(role=Role.SALES)

    assert client.get(f"/exports/{export.pk}/file/").status_code == 403


def test_a_file_that_is_no_longer_kept_is_not_found(fang: User, signed_in: SignIn) -> None:
    export = factories.export(by=fang)
    export.forget()

    client = signed_in(fang)
    assert client.get(f"/exports/{export.pk}/file/").status_code == 404
    assert b"No longer kept" in client.get("/exports/").content


def test_a_large_export_is_asked_after_until_it_is_there(
    chenguang: Customer, mei: User, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "AT_ONCE", 0)
    client = signed_in(mei)
    order(client, "what=customers")

    assert b"hx-trigger" in client.get("/exports/").content
    exporting.make_later.call(the_export().pk)
    fragment = client.get("/exports/", headers={"HX-Request": "true"}).content
    assert b"hx-trigger" not in fragment
    assert b"Download" in fragment
    assert b"<html" not in fragment


@pytest.mark.parametrize(
    ("format", "start"), [("csv", b"PK"), ("xlsx", b"PK"), ("pdf", b"%PDF-")], ids=["csv", "xlsx", "pdf"]
)
def test_a_run_is_exported_as_a_report(
    chenguang: Customer, mei: User, signed_in: SignIn, format: str, start: bytes
) -> None:
    if format == "pdf":
        pytest.importorskip("typst")
    factories.shipment(chenguang, delivered_on=date(2025, 6, 1))
    run = factories.run(date(2025, 6, 30))
    client = signed_in(mei)

    assert order(client, f"what=run_report&run={run.pk}", format=format).status_code == 302
    export = the_export()

    assert (export.failure_sentence, export.rows) == ("", 1)
    assert body_of(client.get(f"/exports/{export.pk}/file/")).startswith(start)
    assert export.filters == f"Run as of 2025-06-30, policy version {run.policy.version}, {run.hash[:12]}"


def test_a_run_that_is_not_there_is_not_found(mei: User, signed_in: SignIn) -> None:
    client = signed_in(mei)

    assert client.get("/exports/new/?what=run_report&run=99").status_code == 404
    assert client.get("/exports/new/?what=run_report&run=x").status_code == 200


def test_an_unknown_format_is_told_at_its_field(mei: User, signed_in: SignIn) -> None:
    answer = order(signed_in(mei), "what=customers", format="exe")

    assert answer.status_code == 422
    assert not Export.objects.everything(WHY).exists()


def test_a_page_is_not_offered_for_more_columns_than_it_has_room_for(mei: User, signed_in: SignIn) -> None:
    client = signed_in(mei)

    assert order(client, "what=customers", format="pdf", preset="import").status_code == 422
    assert order(client, "what=shipments", format="pdf").status_code == 422


def test_the_list_costs_the_same_whatever_its_length(
    mei: User, signed_in: SignIn, django_assert_max_num_queries: Any
) -> None:
    for _ in range(30):
        factories.export(by=mei)
    client = signed_in(mei)
    with django_assert_max_num_queries(6):
        client.get("/exports/")
