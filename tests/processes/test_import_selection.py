"""An import that only creates, or only changes: what is not meant stays out, with its reason."""

from pathlib import Path
from typing import Any

import pytest

from guanxi.domain.customers.models import Customer, Party
from guanxi.domain.intake.models import ImportTrace, Upload
from guanxi.domain.operations.models import Shipment
from guanxi.domain.people.models import User
from guanxi.processes import staged_import
from tests import factories
from tests.processes.importing import AT, Row, bring, counts, rejections, write
from tests.processes.uploading import committed, fresh, outcomes, own_mapping, received, run_jobs

pytestmark = pytest.mark.django_db
KNOWN: Row = {"source_id": "S1", "customer_number": "C1", "consignee": "旧收货人"}
DIFFERENT: Row = KNOWN | {"revenue": "2000", "consignee": "新收货人"}
NEW: Row = {"source_id": "S2", "customer_number": "C1", "consignee": "另一收货人"}


def mapping(folder: Path, policy: str, kind: str = "shipments") -> str:
    """Our own columns with this policy, as a file for the command."""
    shipped = Path(staged_import.__file__).parents[1] / "domain/intake/mappings/guanxi.toml"
    path = folder / f"{policy}.toml"
    path.write_text(shipped.read_text(encoding="utf-8") + f'\n[{kind}.options]\nwrite = "{policy}"\n')
    return str(path)


@pytest.fixture
def on_file(tmp_path: Path) -> None:
    factories.customer("晨光纸业", number="C1")
    bring(tmp_path / "first.csv", "shipments", KNOWN)


def firms() -> set[str]:
    return set(Party.objects.everything("a test looks").values_list("name", flat=True))


def revenues() -> dict[str, int | None]:
    return dict(Shipment.objects.everything("a test looks").values_list("source_id", "revenue_minor"))


@pytest.mark.usefixtures("on_file")
def test_an_import_that_only_creates_leaves_what_is_on_file(tmp_path: Path) -> None:
    policy = mapping(tmp_path, "only_create")
    result = bring(tmp_path / "a.csv", "shipments", DIFFERENT, NEW, mapping=policy)
    assert counts(result) == (1, 0, 1)
    assert rejections(result) == [(2, "source_id", "only_create")]
    assert revenues() == {"S1": 100_000, "S2": 100_000}
    assert "新收货人" not in firms()

    assert counts(bring(tmp_path / "a.csv", "shipments", KNOWN, NEW, mapping=policy)) == (0, 2, 0)


@pytest.mark.usefixtures("on_file")
def test_an_import_that_only_changes_adds_nothing_not_even_what_hangs_on_a_row(tmp_path: Path) -> None:
    policy = mapping(tmp_path, "only_update")
    result = bring(tmp_path / "a.csv", "shipments", DIFFERENT, NEW, mapping=policy)
    assert counts(result) == (1, 0, 1)
    assert rejections(result) == [(3, "source_id", "only_update")]
    assert revenues() == {"S1": 200_000}
    assert "另一收货人" not in firms()
    assert "新收货人" in firms()


@pytest.mark.usefixtures("on_file")
def test_the_trace_knows_only_what_was_written_so_that_undoing_leaves_the_rest(tmp_path: Path) -> None:
    result = bring(tmp_path / "a.csv", "shipments", DIFFERENT, NEW, mapping=mapping(tmp_path, "only_create"))
    traces = ImportTrace.objects.everything("a test looks").filter(run=result.run_id)
    assert [len(trace.entries) for trace in traces if trace.model == "operations.shipment"] == [1]


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        ("only_create", [("create", ""), ("rejected", "only_create"), ("create", "")]),
        (
            "only_update",
            [("rejected", "only_update"), ("update", ""), ("rejected", "unknown_parent")],
        ),
    ],
)
def test_the_check_foresees_it_also_where_rows_name_each_other(
    mei: User, tmp_path: Path, settings: Any, monkeypatch: Any, policy: str, expected: list[tuple[str, str]]
) -> None:
    settings.HOME = tmp_path / "home"
    monkeypatch.setattr("guanxi.domain.intake.limits.CHUNK_ROWS", 1)
    factories.customer("晨光纸业", number="K1")
    rows = [
        {"customer_number": "N1", "name": "新集团"},
        {"customer_number": "K1", "name": "改名"},
        {"customer_number": "N2", "name": "新公司", "parent_number": "N1"},
    ]
    written = own_mapping("customers")
    written["customers"]["options"] = {"write": policy}
    upload = received(write(tmp_path / "c.csv", "customers", rows).read_bytes(), "customers", mei)
    staged_import.map_columns(upload, written, by=mei, at=AT)
    run_jobs()
    foreseen = outcomes(upload)
    assert [(fate, reason) for _, fate, _, reason in foreseen] == expected

    assert committed(fresh(upload), mei).state == Upload.State.DONE
    assert outcomes(upload) == foreseen
    numbers = Customer.objects.everything("a test looks").values_list("number", flat=True)
    assert set(numbers) == ({"K1", "N1", "N2"} if policy == "only_create" else {"K1"})
