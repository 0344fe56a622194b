"""Entries in the roster that come in by file: the evidence of a basic customer (D11)."""

from collections.abc import Sequence

from guanxi.domain.customers.attachment_file import post_roster
from guanxi.domain.customers.known_customers import KnownCustomers
from guanxi.domain.intake.errand import Errand
from guanxi.domain.intake.fields import Field, FileKind, Reading
from guanxi.domain.intake.rows import ReadRow, Verdict, verdict_on

KIND = FileKind(
    name="roster",
    key="customer_number",
    fields={
        "customer_number": Field(Reading.IDENTIFIER, required=True, longest=60),
        "registered_on": Field(Reading.DAY, required=True),
    },
)


class RosterFile:
    """The writer of roster rows for one import."""

    def __init__(self, errand: Errand) -> None:
        self._errand = errand
        self._customers = KnownCustomers()

    def write(self, rows: Sequence[ReadRow]) -> list[Verdict]:
        """Enter customers or correct their day; each has an event of its own."""
        self._customers.look_up(rows)
        objections = {row.key: found for row in rows if (found := self._customers.objection(row))}
        pairs = [(row, self._customers.of(row)) for row in rows if row.key not in objections]
        posted = post_roster(pairs, self._errand)
        return [objections.get(row.key) or verdict_on(row.key, posted) for row in rows]

    def forget(self) -> None:
        """Look the customers up again."""
        self._customers.forget()

    def settle(self) -> None:
        """Every event of a customer is recorded with its row."""
