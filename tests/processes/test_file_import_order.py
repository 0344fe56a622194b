"""The order of rows says nothing: a shuffled file gives the same state, and a file again changes nothing."""

from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from random import Random  # noqa: TID251 - every order comes from a seed

import pytest
from django.db import transaction
from django.db.models import Model

from guanxi.domain.audiences.models import Audience, Campaign, Signal
from guanxi.domain.billing.models import ActivityRate, CostActivity, CreditGrade, Invoice, Payment
from guanxi.domain.customers.models import Contact, Customer, Party, RosterEntry, Site
from guanxi.domain.intake import limits
from guanxi.domain.interactions.models import Interaction
from guanxi.domain.operations.models import Shipment, ShipmentParty
from guanxi.domain.timeline.models import Event
from guanxi.processes.file_import import KINDS
from tests import factories
from tests.processes.importing import Row, bring, counts
from tests.processes.orderly_files import FILES, ON_FILE

pytestmark = pytest.mark.django_db
SHUFFLES = 15
# Every column that is no number of a row in the database, and the names of the records it points to.
_NUMBERS = {"id", "import_id", "person_id"}
_NAMES = {
    "audience_id": "audience__name",
    "customer_id": "customer__number",
    "party_id": "party__name",
    "parent_id": "parent__number",
    "shipment_id": "shipment__source_id",
    "owner_id": "owner__email",
    "invoice_id": "invoice__number",
    "rate_from_id": "rate_from__valid_from",
    "contact_id": "contact__name",
    "author_id": "author__email",
}
_STATE: tuple[type[Model], ...] = (
    *(Party, Customer, Contact, Site, RosterEntry, Signal),
    *(Shipment, ShipmentParty, Audience, Campaign),
    *(Invoice, Payment, ActivityRate, CostActivity, CreditGrade, Interaction),
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


def state_after(path: Path, kind: str, rows: Iterable[Row]) -> tuple[str, tuple[int, int, int]]:
    """What an import leaves, and its counts; afterwards it is taken back."""
    with transaction.atomic():
        result = bring(path, kind, *rows)
        found = state()
        transaction.set_rollback(True)
    return found, counts(result)


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What rows refer to is on file, and chunks are so small that rows of one firm stand in several."""
    for number in range(5):
        factories.customer(f"公司{number}", number=f"C{number}")
    for kind, rows in ON_FILE.items():
        bring(tmp_path / "f.csv", kind, *rows)
    monkeypatch.setattr(limits, "CHUNK_ROWS", 7)
    return tmp_path


def test_every_kind_is_shuffled() -> None:
    assert FILES.keys() == KINDS.keys()


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
    rows = FILES["shipments"]()
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
