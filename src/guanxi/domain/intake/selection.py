"""What an import may write: new records, changes of known ones, or both (the option `write` of a mapping)."""

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

from django.db import transaction

from guanxi.domain.intake.fields import ONLY_CREATE, ONLY_UPDATE
from guanxi.domain.intake.rows import Outcome, ReadRow, RowWriter, Verdict, rejected
from guanxi.domain.intake.trace import Trace


@runtime_checkable
class RemembersRows(Protocol):
    """A writer that remembers rows beyond their transaction."""

    def forget_rows(self, rows: Sequence[ReadRow]) -> None:
        """These rows were not taken after all."""
        ...


class SelectiveWriter:
    """A writer that takes only those rows whose deed is permitted.

    What a row would do is known when it is done: the rows are written, and where one did what it may not,
    all of it is taken back and the others are written again.
    """

    def __init__(self, writer: RowWriter, trace: Trace, *, policy: str, key_field: str) -> None:
        self._writer = writer
        self._trace = trace
        self._policy = policy
        self._key_field = key_field

    def write(self, rows: Sequence[ReadRow]) -> list[Verdict]:
        """One verdict for each row; a row that may not be written leaves nothing behind."""
        refused: dict[str, Verdict] = {}
        while True:
            remaining = [row for row in rows if row.key not in refused]
            before = self._trace.mark()
            with transaction.atomic():
                verdicts = self._writer.write(remaining) if remaining else []
                found = {
                    row.key: refusal
                    for row, verdict in zip(remaining, verdicts, strict=True)
                    if (refusal := self._refusal(verdict))
                }
                if found:
                    transaction.set_rollback(True)
            if not found:
                break
            self._take_back([row for row in remaining if row.key in found], before)
            refused |= found
        written = dict(zip([row.key for row in remaining], verdicts, strict=True))
        return [refused.get(row.key) or written[row.key] for row in rows]

    def forget(self) -> None:
        """Pass it on."""
        self._writer.forget()

    def settle(self) -> None:
        """Pass it on."""
        self._writer.settle()

    def _refusal(self, verdict: Verdict) -> Verdict | None:
        if verdict.outcome is not Outcome.APPLIED:
            return None
        if self._policy == ONLY_CREATE and not verdict.is_new:
            return rejected(self._key_field, "only_create")
        if self._policy == ONLY_UPDATE and verdict.is_new:
            return rejected(self._key_field, "only_update")
        return None

    def _take_back(self, rows: Sequence[ReadRow], before: Trace) -> None:
        self._trace.back_to(before)
        self._writer.forget()
        if isinstance(self._writer, RemembersRows):
            self._writer.forget_rows(rows)
