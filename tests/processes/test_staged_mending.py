"""After mending, only rows whose fate may have changed are judged again, and all fare as in a whole check."""

from collections.abc import Sequence
from pathlib import Path
from random import Random  # noqa: TID251 - everything comes from a seed
from typing import Any

import pytest

from guanxi.domain.customers.models import Customer
from guanxi.domain.intake.models import Upload
from guanxi.domain.intake.rows import ReadRow, Verdict
from guanxi.domain.people.models import User
from guanxi.processes import staged_import, upload_jobs
from guanxi.processes.customer_rows import CustomerRows
from tests import factories
from tests.processes.importing import AT, Row
from tests.processes.uploading import checked, fresh, run_jobs

pytestmark = pytest.mark.django_db
FILES, MENDS = 24, 3
NUMBERS = [f"C{n}" for n in range(7)]
PARENTS = ["", "", "", *NUMBERS, "K0", "K1", "K2", "nobody"]
MENDED = {"customer_number": [*NUMBERS, "K0", "K1", ""], "parent_number": PARENTS, "name": ["甲", "乙", ""]}
DAYS = {"registered_on": ["2024-01-02", "2024-02-31", "03.04.2024", "13.04.2024", ""]}


@pytest.fixture(autouse=True)
def _home(settings: Any, tmp_path: Path, monkeypatch: Any) -> None:
    settings.HOME = tmp_path / "home"
    # Chunks of few rows, so that twins and parents stand in the same one and in others.
    monkeypatch.setattr("guanxi.domain.intake.limits.CHUNK_ROWS", 3)


def fates(upload: Upload) -> list[tuple[Any, ...]]:
    rows = staged_import.rows(upload, errors_only=False)
    return list(rows.values_list("number", "outcome", "column", "reason", "params"))


def check_wholly(upload: Upload) -> Upload:
    upload.order(Upload.State.CHECKING)
    assert upload.run_id is None
    upload_jobs.check_later.enqueue(upload.actor_id, upload.pk, upload.revision, AT.isoformat(), False)
    run_jobs()
    return fresh(upload)


def random_row(dice: Random) -> Row:
    return {
        "customer_number": dice.choice([*NUMBERS, *NUMBERS, "K0", "K1"]),
        "name": dice.choice(["甲", "甲", "甲", "乙", ""]),
        "parent_number": dice.choice(PARENTS),
    }


def group_on_file() -> None:
    """K2 stands below K1, and that below K0; C0 below K2."""
    upper = None
    for number in ("K0", "K1", "K2", "C0"):
        customer = factories.customer("甲", number=number)
        Customer.objects.everything("a test").filter(pk=customer.pk).update(parent=upper)
        upper = customer


@pytest.mark.parametrize("seed", range(FILES))
def test_a_check_after_mending_finds_what_a_whole_check_finds(seed: int, mei: User, tmp_path: Path) -> None:
    dice = Random(seed)
    group_on_file()
    rows = [random_row(dice) for _ in range(dice.randint(4, 16))]
    upload = checked(tmp_path, "customers", mei, *rows)

    for _ in range(MENDS):
        choices = MENDED if dice.random() < 0.9 else DAYS
        column = dice.choice(sorted(choices))
        for _ in range(dice.randint(1, 2)):
            if dice.random() < 0.7:
                number, value = dice.randint(2, len(rows) + 1), dice.choice(choices[column])
                staged_import.mend(upload, number, column, value, by=mei, at=AT)
            else:
                old, new = dice.choice(choices[column]), dice.choice(choices[column])
                staged_import.replace_all(upload, column, old, new, by=mei, at=AT)
        run_jobs()
        upload = fresh(upload)
        if upload.state != Upload.State.CHECKED:
            break
        found, counts = fates(upload), upload.counts
        upload = check_wholly(upload)
        assert (found, counts) == (fates(upload), upload.counts)


def test_rows_that_wait_for_one_another_beside_a_twin_are_turned_away(mei: User, tmp_path: Path) -> None:
    """C1 waits for nobody and for C2, which waits for C1: trying them again and again would never end."""
    pairs = [("C1", "nobody"), ("C1", "C2"), ("C2", "C1")]
    rows = [{"customer_number": number, "name": "甲", "parent_number": upper} for number, upper in pairs]

    upload = checked(tmp_path, "customers", mei, *rows)

    assert upload.counts["rejected"] == 3


def test_rows_that_have_nothing_to_do_with_a_mended_one_are_left_alone(
    mei: User, tmp_path: Path, monkeypatch: Any
) -> None:
    pairs = [("C1", ""), ("C2", "C1"), ("C3", "C2"), ("C4", ""), ("C5", "C1"), ("C6", "")]
    rows = [{"customer_number": number, "name": "甲", "parent_number": upper} for number, upper in pairs]
    upload = checked(tmp_path, "customers", mei, *rows)
    judged: list[int] = []
    write = CustomerRows.write

    def look(writer: CustomerRows, batch: Sequence[ReadRow]) -> list[Verdict]:
        judged.extend(row.number for row in batch)
        return write(writer, batch)

    monkeypatch.setattr(CustomerRows, "write", look)
    staged_import.mend(upload, 3, "name", "乙", by=mei, at=AT)
    run_jobs()

    # The mended row, the one above it and the one below it; a row of the same group is not asked.
    assert set(judged) == {2, 3, 4}
    assert fresh(upload).counts["create"] == len(rows)
