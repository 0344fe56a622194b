"""The rates of activities that come in by file: each holds from its day until a later one begins."""

from collections.abc import Sequence
from dataclasses import replace

from guanxi.domain.billing import events
from guanxi.domain.billing.models import ActivityRate
from guanxi.domain.billing.rules import RATE_DECIMALS
from guanxi.domain.customers.fact_file import FactFile, provided
from guanxi.domain.customers.fact_ledger import Book, Fact
from guanxi.domain.intake import limits
from guanxi.domain.intake.fields import Field, FileKind, Reading
from guanxi.domain.intake.rows import ReadRow, Verdict

RATE = Field(Reading.QUANTITY, decimals=RATE_DECIMALS, is_exact=True, largest=limits.LARGEST_RATE_MILLIONTHS)
ACTIVITY = Field(Reading.IDENTIFIER, required=True, longest=60)
KIND = FileKind(
    name="cost_rates",
    key="activity",
    key_with=("currency", "valid_from"),
    fields={
        "activity": ACTIVITY,
        "valid_from": Field(Reading.DAY, required=True),
        "rate": replace(RATE, required=True),
        "currency": Field(Reading.CURRENCY, required=True),
    },
)


class RateFile(FactFile):
    """The writer of rate rows for one import. What activities cost already does not change by it."""

    book = Book(
        model=ActivityRate,
        identity=("activity", "currency", "valid_from"),
        day="valid_from",
        imported=None,
        corrected=events.RATE_CORRECTED,
    )

    def look_up(self, rows: Sequence[ReadRow]) -> None:
        """A rate refers to nothing else."""

    def objection(self, row: ReadRow) -> Verdict | None:
        return None

    def fact(self, row: ReadRow) -> Fact:
        return Fact(
            key=row.key,
            name=row.values["activity"],
            customer_id=None,
            attributes={
                "rate_millionths": row.values["rate"],
                **provided(row, ("activity", "valid_from", "currency")),
            },
        )
