"""The order of rows says nothing: a shuffled file gives the same state, and a file again changes nothing."""

from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from random import Random  # noqa: TID251 - every order comes from a seed

import pytest
from django.db import transaction
from django.db.models import Model

from guanxi.domain.audiences.models import Audience, Signal
from guanxi.domain.customers.models import Contact, Customer, Party, RosterEntry, Site
from guanxi.domain.intake import limits
from guanxi.domain.operations.models import Shipment, ShipmentParty
from guanxi.domain.timeline.models import Event
from tests import factories
from tests.processes.importing import Row, bring, counts

pytestmark = pytest.mark.django_db
SHUFFLES = 15
# Every column that is no number of a row in the database, and the names of the records it points to.
_NUMBERS = {"id", "import_id", "person_id"}
_NAMES = {
    "customer_id": "customer__number",
    "party_id": "party__name",
    "parent_id": "parent__number",
    "shipment_id": "shipment__source_id",
    "owner_id": "owner__email",
}
_STATE: tuple[type[Model], ...] = (
    *(Party, Customer, Contact, Site, RosterEntry, Signal),
    *(Shipment, ShipmentParty, Audience),
)


def state() -> str:
    """A digest of all records, by their natural keys."""
    digest = sha256()
    for model in _STATE:
        columns = [field.attname for field in model._meta.concrete_fields if field.attname not in _NUMBERS]
        paths = [_NAMES.get(column, column) for column in columns]
        for row in sorted(map(repr, model._base_manager.values_list(*paths))):
            digest.update(f"{model.__name__}{row}\n".encode())
    return digest.hexdigest()


def shipments() -> list[Row]:
    """Sixty shipments of five customers to nine firms; five rows stand twice."""
    rows: list[Row] = [
        {
            "source_id": f"{number:04d}",
            "customer_number": f"C{number % 5}",
            "consignee": f"收货人{number % 9}" if number % 4 else f"公司{number % 5}",
            "delivered_on": f"2025-06-{number % 28 + 1:02d}" if number % 3 else "",
            "revenue": str(number * 100) if number % 7 else "",
        }
        for number in range(60)
    ]
    return rows + rows[:5]


def customers() -> list[Row]:
    """Forty customers, each group with a tree of parents that stand anywhere in the file."""
    return [
        {
            "customer_number": f"N{number:03d}",
            "name": f"集团{number % 12}",
            "parent_number": f"N{(number - 1) // 2:03d}" if number else "",
            "contact_name": f"联系人{number % 6}",
            "contact_phone": f"100-{number:04d}",
            "site_name": f"仓库{number}",
            "signal_type": "inquiry",
            "signal_on": "2025-02-20",
            "lawful_basis": "consent",
        }
        for number in range(40)
    ]


def audiences() -> list[Row]:
    return [
        {"name": f"{place}纸制品企业", "size_estimate": str(n)} for n, place in enumerate("豫川粤浙苏鲁冀")
    ]


FILES = {"shipments": shipments, "customers": customers, "audiences": audiences}


def state_after(path: Path, kind: str, rows: Iterable[Row]) -> tuple[str, tuple[int, int, int]]:
    """What an import leaves, and its counts; afterwards it is taken back."""
    with transaction.atomic():
        result = bring(path, kind, *rows)
        found = state()
        transaction.set_rollback(True)
    return found, counts(result)


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Five customers on file, and chunks so small that rows of one firm stand in several."""
    for number in range(5):
        factories.customer(f"公司{number}", number=f"C{number}")
    monkeypatch.setattr(limits, "CHUNK_ROWS", 7)
    return tmp_path


@pytest.mark.parametrize("kind", FILES)
def test_shuffled_rows_give_the_same_state(files: Path, kind: str) -> None:
    rows = FILES[kind]()
    before = state()
    in_order = state_after(files / "f.csv", kind, rows)
    assert in_order[0] != before
    assert in_order[1][2] == 0
    assert state_after(files / "f.csv", kind, reversed(rows)) == in_order
    for seed in range(SHUFFLES):
        shuffled = Random(seed).sample(rows, len(rows))
        assert state_after(files / "f.csv", kind, shuffled) == in_order, seed


@pytest.mark.parametrize("kind", FILES)
def test_a_file_again_changes_nothing_in_whatever_order(files: Path, kind: str) -> None:
    rows = FILES[kind]()
    bring(files / "f.csv", kind, *rows)
    first, told = state(), Event.objects.everything("the test looks").exclude(kind="imports.finished").count()
    for seed in range(3):
        shuffled = Random(seed).sample(rows, len(rows))
        assert counts(bring(files / "f.csv", kind, *shuffled)) == (0, len(rows), 0)
        assert state() == first
    after = Event.objects.everything("the test looks").exclude(kind="imports.finished").count()
    assert after == told


def test_a_corrected_file_gives_the_state_of_its_content_alone(files: Path) -> None:
    rows = shipments()
    corrected = [{**row, "origin": "圃田", "consignee": row["consignee"] or "甲"} for row in rows]
    alone = {row["source_id"]: row for row in corrected}
    with transaction.atomic():
        bring(files / "f.csv", "shipments", *corrected)
        direct = facts()
        transaction.set_rollback(True)
    bring(files / "f.csv", "shipments", *rows)
    bring(files / "g.csv", "shipments", *Random(1).sample(corrected, len(corrected)))
    assert facts() == direct
    assert len(direct) == len(alone)


def facts() -> list[tuple[str, str, str, int | None]]:
    found = ShipmentParty._base_manager.filter(role="consignee").order_by("shipment__source_id")
    return list(
        found.values_list("shipment__source_id", "party__name", "shipment__origin", "shipment__revenue_minor")
    )
