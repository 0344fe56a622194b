"""Interactions by file: the moment and the author they had, and what was said only where it belongs (D71)."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import xlsxwriter
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guanxi.domain.customers.models import Contact, Customer
from guanxi.domain.intake.models import RejectedRow
from guanxi.domain.interactions.models import Interaction
from guanxi.domain.people.models import Team, User
from guanxi.domain.people.policy import Role
from guanxi.domain.timeline.models import Event, first_broken_link
from tests import factories
from tests.processes.importing import AT, Row, bring, columns_of, counts, rejections, write

pytestmark = pytest.mark.django_db
CREATING = """
source = "guanxi"
[interactions.options]
unknown_contact = "create"
[interactions.fields]
"""


@pytest.fixture
def acme() -> Customer:
    return factories.customer("郑州晨光纸业有限公司", number="C1")


@pytest.fixture
def chen(acme: Customer) -> Contact:
    return factories.contact(acme, "陈总", "decider")


@pytest.fixture
def creating(tmp_path: Path) -> str:
    """A mapping that adds contacts it does not find."""
    names = ("interaction_id", "customer_number", "contact_name", "direction", "channel", "purpose", "at")
    lines = [f'{name} = {{ from = "{name}" }}' for name in (*names, "author", "summary")]
    path = tmp_path / "creating.toml"
    path.write_text(CREATING + "\n".join(lines), encoding="utf-8")
    return str(path)


def every(model: Any) -> Any:
    return model.objects.everything("the test looks")


def events(kind: str) -> list[Event]:
    return list(every(Event).filter(kind=kind).order_by("pk"))


def call(interaction_id: str = "1", **cells: str) -> Row:
    return {"interaction_id": interaction_id, "customer_number": "C1", **cells}


def test_an_interaction_keeps_its_moment_its_author_and_its_words(
    tmp_path: Path, chen: Contact, li: User
) -> None:
    row = call(
        at="2025-06-10 23:30",
        author=li.email.upper(),
        contact_name="陈总",
        direction="inbound",
        channel="visit",
        purpose="resolve",
        summary="  到站变更；\n下周回复 ",
    )
    result = bring(tmp_path / "f.csv", "interactions", row)
    assert counts(result) == (1, 0, 0)
    stored = every(Interaction).get()
    assert stored.at == datetime(2025, 6, 10, 15, 30, tzinfo=UTC)
    assert (stored.author, stored.author_as_written) == (li, li.email.upper())
    assert (stored.contact, stored.summary) == (chen, "  到站变更；\n下周回复 ")
    assert (stored.direction, stored.channel, stored.purpose) == ("inbound", "visit", "resolve")
    assert (stored.source, stored.source_id, stored.import_id) == ("guanxi", "1", result.run_id)
    assert stored.recorded_at == AT


def test_a_workbooks_own_moments_are_the_operators_time_to_the_second(tmp_path: Path, acme: Customer) -> None:
    moments = [
        datetime.fromisoformat(f"2025-06-10T{clock}") for clock in ("09:30:00", "23:59:59", "07:05:01")
    ]
    cells = {"customer_number": "C1", "direction": "inbound", "channel": "email", "purpose": "ask"}
    names = [*columns_of("interactions")]
    with xlsxwriter.Workbook(tmp_path / "f.xlsx") as book:
        sheet, style = book.add_worksheet(), book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        sheet.write_row(0, 0, names)
        for number, moment in enumerate(moments, start=1):
            row = {**cells, "interaction_id": str(number), "author": "李伟"}
            sheet.write_row(number, 0, [row.get(name, "") for name in names])
            sheet.write_datetime(number, names.index("at"), moment, style)
    assert counts(bring(tmp_path / "f.xlsx", "interactions")) == (3, 0, 0)
    stored = [found.at.astimezone(ZoneInfo("Asia/Shanghai")) for found in every(Interaction).order_by("pk")]
    assert [moment.replace(tzinfo=None) for moment in stored] == moments


def test_an_author_whom_we_do_not_know_is_kept_as_written(tmp_path: Path, acme: Customer) -> None:
    bring(tmp_path / "f.csv", "interactions", call(author="老王（已离职）"))
    stored = every(Interaction).get()
    assert (stored.author, stored.author_as_written) == (None, "老王（已离职）")


def test_who_has_left_the_house_is_still_the_author(tmp_path: Path, acme: Customer, li: User) -> None:
    User.objects.filter(pk=li.pk).update(is_active=False)
    bring(tmp_path / "f.csv", "interactions", call(author=li.email))
    assert every(Interaction).get().author == li


def test_the_day_told_is_the_operators(tmp_path: Path, acme: Customer) -> None:
    rows = [call("1", at="2025-06-10T23:30:00Z"), call("2", at="2025-06-12 08:00")]
    bring(tmp_path / "f.csv", "interactions", *rows)
    (event,) = events("interactions.imported")
    assert event.sentence == "2 interactions recorded from f.csv, 2025-06-11 to 2025-06-12"
    assert (event.customer_id, event.at) == (acme.pk, AT)
    assert first_broken_link() is None


def test_the_same_interactions_again_change_nothing(tmp_path: Path, chen: Contact) -> None:
    path = write(tmp_path / "f.csv", "interactions", [call("1", contact_name="陈总"), call("2")])
    assert counts(bring(path, "interactions")) == (2, 0, 0)
    told = every(Event).exclude(chain="operator").count()
    assert counts(bring(path, "interactions")) == (0, 2, 0)
    assert every(Event).exclude(chain="operator").count() == told


def test_a_correction_tells_what_changed_but_what_was_said_only_under_the_persons_key(
    tmp_path: Path, chen: Contact
) -> None:
    bring(tmp_path / "a.csv", "interactions", call(contact_name="陈总", summary="谈价格"))
    row = call(contact_name="陈总", summary="谈价格与账期", purpose="sell")
    assert counts(bring(tmp_path / "b.csv", "interactions", row)) == (1, 0, 0)
    (event,) = events("interactions.corrected")
    assert event.changes == [("purpose", "care", "sell")]
    assert event.sentence == "Interaction of 2025-06-10 corrected from b.csv"
    assert event.person == chen.person
    assert event.personal_values() == {
        "before": {"summary": "谈价格"},
        "after": {"summary": "谈价格与账期"},
    }
    assert "谈价格" not in str(event.payload)


def test_what_was_said_with_nobody_named_is_sealed_as_well(tmp_path: Path, acme: Customer) -> None:
    bring(tmp_path / "a.csv", "interactions", call(summary="一"))
    bring(tmp_path / "b.csv", "interactions", call(summary="二"))
    (event,) = events("interactions.corrected")
    assert event.person == f"interaction:{every(Interaction).get().pk}"
    assert event.personal_values() == {"before": {"summary": "一"}, "after": {"summary": "二"}}


def test_conflicting_rows_of_one_file_are_rejected_naming_the_first(tmp_path: Path, acme: Customer) -> None:
    result = bring(tmp_path / "f.csv", "interactions", call(), call(), call(at="2025-06-10 09:31"))
    assert counts(result) == (1, 1, 1)
    assert rejections(result) == [(4, "interaction_id", "differs_from_row")]


@pytest.mark.parametrize(
    ("cells", "column", "code"),
    [
        ({"customer_number": "C9"}, "customer_number", "unknown_customer"),
        ({"contact_name": "王某"}, "contact_name", "unknown_contact"),
        ({"direction": "up"}, "direction", "not_a_choice"),
        ({"channel": ""}, "channel", "required"),
        ({"purpose": "chat"}, "purpose", "not_a_choice"),
        ({"author": " "}, "author", "required"),
        ({"at": "2025-06-10"}, "at", "not_an_instant"),
        ({"at": "1990-04-15 02:30"}, "at", "time_skipped"),
        ({"at": "1990-09-16 01:30"}, "at", "time_twice"),
    ],
)
def test_a_bad_interaction_is_rejected_by_name_and_leaves_nothing(
    tmp_path: Path, acme: Customer, cells: Row, column: str, code: str
) -> None:
    result = bring(tmp_path / "f.csv", "interactions", call("1", **cells), call("2"))
    assert counts(result) == (1, 0, 1)
    assert rejections(result) == [(2, column, code)]
    assert [found.source_id for found in every(Interaction)] == ["2"]
    assert not every(Contact).exists()


def test_what_was_said_is_not_kept_of_a_rejected_row(tmp_path: Path, acme: Customer) -> None:
    bring(tmp_path / "f.csv", "interactions", call(contact_name="王某", summary="孩子生病了"))
    kept = every(RejectedRow).get()
    assert (kept.cells["contact_name"], kept.cells["summary"], kept.cells["channel"]) == ("", "", "phone")


def test_a_mapping_may_let_unknown_contacts_be_created_once_each(
    tmp_path: Path, acme: Customer, chen: Contact, creating: str
) -> None:
    rows = [call(str(number), contact_name=name) for number, name in enumerate(("王某", "陈总", "王某"))]
    assert counts(bring(tmp_path / "f.csv", "interactions", *rows, mapping=creating)) == (3, 0, 0)
    assert sorted(found.name for found in every(Contact)) == ["王某", "陈总"]
    assert len(events("customers.contact_added")) == 1
    assert every(Interaction).filter(contact__name="王某").count() == 2
    assert counts(bring(tmp_path / "f.csv", "interactions", mapping=creating)) == (0, 3, 0)


def test_a_contact_of_another_customer_is_a_stranger(tmp_path: Path, acme: Customer) -> None:
    factories.contact(factories.customer("南海家具", number="C2"), "林经理")
    result = bring(tmp_path / "f.csv", "interactions", call(contact_name="林经理"))
    assert rejections(result) == [(2, "contact_name", "unknown_contact")]


def test_a_chunk_takes_a_handful_of_queries_however_many_rows_it_has(tmp_path: Path, chen: Contact) -> None:
    spent = []
    for count in (2, 150):
        rows = [call(f"{count}-{row}", contact_name="陈总", author=f"a{row}") for row in range(count)]
        path = write(tmp_path / f"{count}.csv", "interactions", rows)
        with CaptureQueriesContext(connection) as queries:
            bring(path, "interactions")
        spent.append(len(queries))
    # The database takes so many values in one statement: 150 rows are stored in up to three.
    assert spent[1] - spent[0] <= 2


def test_salespeople_see_what_was_said_to_their_teams_customers(
    tmp_path: Path, chenguang: Customer, li: User, ben: User, north: Team
) -> None:
    bring(tmp_path / "f.csv", "interactions", call(customer_number=chenguang.number))
    seen = {user.name: Interaction.objects.visible_to(user).count() for user in (li, ben)}
    assert seen == {li.name: 1, ben.name: 0}
    assert Interaction.objects.visible_to(factories.staff("丁", Role.SERVICE_AGENT)).count() == 1
    assert Interaction.objects.visible_to(factories.portal_user(chenguang)).count() == 0
