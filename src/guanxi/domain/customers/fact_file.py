"""Facts about customers that come in by file, a chunk at a time."""

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from guanxi.domain.customers.fact_ledger import Book, Fact, FactLedger
from guanxi.domain.intake.errand import Errand
from guanxi.domain.intake.rows import ReadRow, Verdict, verdict_on


class FactFile:
    """The writer of one kind of facts for one import.

    A row says all it has to say about a fact: the same content again changes nothing, other content corrects
    what is on file. A kind says what must be looked up, which rows it cannot take and what a row means.
    """

    book: ClassVar[Book]

    def __init__(self, errand: Errand) -> None:
        self._errand = errand
        self._ledger = FactLedger(errand, self.book)

    def look_up(self, rows: Sequence[ReadRow]) -> None:
        """Fetch what the rows of a chunk refer to, with a fixed number of queries."""
        raise NotImplementedError

    def objection(self, row: ReadRow) -> Verdict | None:
        """Why a row cannot be taken."""
        raise NotImplementedError

    def fact(self, row: ReadRow) -> Fact:
        """What a row says to which there is no objection."""
        raise NotImplementedError

    def write(self, rows: Sequence[ReadRow]) -> list[Verdict]:
        """Record or correct the facts of a chunk; a row that is rejected leaves nothing behind."""
        self.look_up(rows)
        objections = {row.key: found for row in rows if (found := self.objection(row))}
        taken = [row for row in rows if row.key not in objections]
        self.prepare(taken)
        posted = self._ledger.post([self.fact(row) for row in taken])
        return [objections.get(row.key) or verdict_on(row.key, posted) for row in rows]

    def prepare(self, taken: Sequence[ReadRow]) -> None:
        """Store what rows that are taken need and the house does not have yet."""

    def forget(self) -> None:
        """Drop what was looked up before a transaction was rolled back."""

    def settle(self) -> None:
        """Tell each customer's timeline once how many facts this import recorded."""
        self._ledger.tell_timelines()


def provided(row: ReadRow, names: Iterable[str]) -> dict[str, Any]:
    """The values of these fields as far as the file has them; what it lacks is left as it is on file."""
    return {name: row.values[name] for name in names if name in row.values}
