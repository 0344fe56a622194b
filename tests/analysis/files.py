"""Files for the workshop's tests: written small, classified, read back."""

import csv
import os
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from guanxi_analysis import (
    Columns,
    FileQuestion,
    FileResult,
    TierPolicy,
    Wording,
    classify_file,
    mark_of,
    shipped_policy,
)

REASONS = ("ranked", "ranked_at_tie", "too_few", "no_positive_amount")
PLAIN_WORDING = Wording(
    reasons={code: code for code in REASONS}, tiers={cut.tier: cut.tier for cut in shipped_policy().cuts}
)


@dataclass(frozen=True)
class Classified:
    """A result with its rows as the CSV output has them, by customer."""

    result: FileResult
    rows: dict[str, dict[str, str]]

    def column(self, name: str) -> dict[str, str]:
        return {customer: row[name] for customer, row in self.rows.items()}


def classify(
    path: Path,
    *,
    customer: str = "customer",
    date_column: str = "date",
    amount: str = "amount",
    order: str | None = None,
    currency: str = "CNY",
    as_of: date | None = None,
    window_days: int = 365,
    policy: TierPolicy | None = None,
    date_format: str | None = None,
    decimal: str | None = None,
    wording: Wording = PLAIN_WORDING,
    **options: Any,
) -> Classified:
    """Classify a file into a CSV beside it and read that back."""
    columns = Columns(
        customer=customer,
        date=date_column,
        amount=amount,
        order=order,
        currency=currency,
        date_format=date_format,
        decimal=mark_of(decimal) if decimal is not None else None,
    )
    question = FileQuestion(
        file=path,
        columns=columns,
        as_of=as_of,
        window_days=window_days,
        policy=policy or shipped_policy(),
        **options,
    )
    output = path.with_name("classified.csv")
    result = classify_file(question, wording=wording, output=output)
    with output.open(encoding="utf-8", newline="") as file:
        rows = {row["customer_id"]: row for row in csv.DictReader(file)}
    return Classified(result, rows)


def text_file(folder: Path, text: str, *, encoding: str = "utf-8", name: str = "sales.csv") -> Path:
    """A file with exactly this text in this encoding."""
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def real_data(name: str) -> Path:
    """A file of real data; the test is skipped where it is absent."""
    folder = Path(os.environ.get("GUANXI_DATA", Path(__file__).parents[2].parent / "shared" / "data"))
    if not (folder / name).exists():
        pytest.skip(f"{name} is not in GUANXI_DATA ({folder})")
    return folder / name
