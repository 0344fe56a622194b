"""The walk of rows through an import: read, judged, committed in chunks, each row accounted for once.

Within a chunk everything is one transaction: the room's records, the rejected rows and the run's
progress. A kill between chunks therefore leaves only rows that are complete and counted.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, groupby, islice
from typing import TypeVar

from django.db import IntegrityError, transaction

from guanxi.domain.intake import limits
from guanxi.domain.intake.conflicts import Conflicts
from guanxi.domain.intake.models import ImportRun, RejectedRow, StagedRow
from guanxi.domain.intake.rejected_rows import RejectedRows
from guanxi.domain.intake.row_reading import RowReader
from guanxi.domain.intake.rows import (
    UNCHANGED,
    Outcome,
    ReadRow,
    Rejection,
    RowWriter,
    Verdict,
)
from guanxi.domain.intake.table import SourceRow
from guanxi.domain.intake.trace import Trace
from guanxi.domain.intake.waiting import WaitingRows

OnProgress = Callable[[int, int], None]
_ATTEMPTS = 3
T = TypeVar("T")
Numbered = TypeVar("Numbered", SourceRow, ReadRow)


class RowIntake:
    """One import's counts, and what it must remember from row to row."""

    def __init__(self, run: ImportRun, reader: RowReader, writer: RowWriter, trace: Trace) -> None:
        self.run = run
        self.trace = trace
        self.rejected_rows = RejectedRows()
        self.warnings: Counter[str] = Counter()
        self._reader = reader
        self._writer = writer
        # Key → (row number, digest of its values) of every row taken so far.
        self._taken: dict[str, tuple[int, int]] = {}
        self._waiting = WaitingRows()
        self._conflicts = Conflicts(reader)

    def take(self, rows: Iterable[SourceRow], on_progress: OnProgress | None = None) -> None:
        """Bring in every row; afterwards applied + unchanged + rejected = rows."""
        for chunk in self._windows(rows):
            self._commit([self._reader.read(row) for row in chunk])
            if on_progress:
                on_progress(self.run.rows + len(self._waiting) + len(self._conflicts), self._reader.row_count)
        for level in self._waiting.levels():
            for part in self._windows(level):
                self._commit(part)
        hopeless = (
            self._reader.rejection(row, replace(verdict, code="parent_circle") if in_circle else verdict)
            for row, verdict, in_circle in self._waiting.hopeless()
        )
        for rejections in _chunks(chain(hopeless, self._conflicts.rejections()), limits.CHUNK_ROWS):
            self._commit(rejections)

    def _windows(self, rows: Iterable[Numbered]) -> Iterator[list[Numbered]]:
        """Chunks bounded by numbers: rows stand in the same one whether all of a file come or some."""
        by_window = groupby(rows, lambda row: (row.number - self._reader.first_row) // limits.CHUNK_ROWS)
        return (list(window) for _, window in by_window)

    def _commit(self, rows: Sequence[ReadRow | Rejection]) -> None:
        """One transaction; another writer who brought in the same thing first makes it look again."""
        for attempt in range(1, _ATTEMPTS + 1):
            account = ChunkAccount(self._taken)
            try:
                with transaction.atomic():
                    self._judge(rows, account)
                    self.keep(account)
                break
            except IntegrityError:
                self.forget()
                if attempt == _ATTEMPTS:
                    raise
        self.remember(account)

    def keep(self, account: "ChunkAccount") -> None:
        """Store inside the chunk's transaction what the import must know of it."""
        self.run.advance(account.counts)
        RejectedRow.keep(self.run, map(self._reader.storable, account.rejections))
        self.trace.keep(self.run)

    def forget(self) -> None:
        """The chunk's transaction was rolled back."""
        self._writer.forget()
        self.trace.forget()

    def recall(self, row: SourceRow) -> None:
        """A row that was taken before this process began: its twins further down are judged by it."""
        read = self._reader.read(row)
        if isinstance(read, ReadRow):
            self._taken[read.key] = (read.number, _digest(read))

    def remember(self, account: "ChunkAccount") -> None:
        self.run.count(account.counts)
        self._taken |= account.taken
        self.warnings += account.warnings
        for row, verdict in account.waiting:
            self._waiting.add(row, verdict)
        for row, number in account.conflicts:
            self._conflicts.add(row, number)
        for rejection in account.rejections:
            self.rejected_rows.append(rejection)

    def _judge(self, rows: Sequence[ReadRow | Rejection], account: "ChunkAccount") -> None:
        for row in rows:
            if isinstance(row, Rejection):
                account.reject(row)
        pending = [row for row in rows if isinstance(row, ReadRow)]
        while pending:
            batch, pending = self._next_batch(pending, account)
            for row, verdict in zip(batch, self._writer.write(batch), strict=True):
                self._account_for(row, verdict, account)

    def _next_batch(
        self, rows: list[ReadRow], account: "ChunkAccount"
    ) -> tuple[list[ReadRow], list[ReadRow]]:
        """Rows of distinct keys to be written now, and those that must wait for a twin's verdict."""
        batch: dict[str, ReadRow] = {}
        later: list[ReadRow] = []
        for row in rows:
            if first := account.first_of(row.key):
                self._account_for_twin(row, first, account)
            elif row.key in batch:
                later.append(row)
            else:
                batch[row.key] = row
        return list(batch.values()), later

    def _account_for_twin(self, row: ReadRow, first: tuple[int, int], account: "ChunkAccount") -> None:
        number, digest = first
        if digest == _digest(row):
            account.settle(row, UNCHANGED)
            return
        if self._conflicts.has_room:
            account.conflicts.append((row, number))
        else:
            account.reject(self._conflicts.rejection(row, number))

    def _account_for(self, row: ReadRow, verdict: Verdict, account: "ChunkAccount") -> None:
        account.warnings.update(verdict.warnings)
        if verdict.outcome is Outcome.REJECTED:
            account.reject(self._reader.rejection(row, verdict))
        elif verdict.outcome is Outcome.WAITING:
            account.waiting.append((row, verdict))
        else:
            account.settle(row, verdict)
            account.taken[row.key] = (row.number, _digest(row))


class ChunkAccount:
    """What became of the rows of one chunk, until its transaction is committed."""

    def __init__(self, taken_before: dict[str, tuple[int, int]]) -> None:
        self.counts: Counter[str] = Counter()
        self.warnings: Counter[str] = Counter()
        self.fates: dict[int, str] = {}
        self.taken: dict[str, tuple[int, int]] = {}
        self.rejections: list[Rejection] = []
        self.waiting: list[tuple[ReadRow, Verdict]] = []
        # Rows that differ from an earlier one with the same key, and the number of that.
        self.conflicts: list[tuple[ReadRow, int]] = []
        self._taken_before = taken_before

    def first_of(self, key: str) -> tuple[int, int] | None:
        return self._taken_before.get(key) or self.taken.get(key)

    def settle(self, row: ReadRow, verdict: Verdict) -> None:
        """The row is accounted for; `fates` says by its number what was done."""
        self.counts[verdict.outcome] += 1
        changed = StagedRow.Outcome.CREATE if verdict.is_new else StagedRow.Outcome.UPDATE
        is_applied = verdict.outcome is Outcome.APPLIED
        self.fates[row.number] = changed if is_applied else StagedRow.Outcome.UNCHANGED

    def reject(self, rejection: Rejection) -> None:
        self.counts[Outcome.REJECTED] += 1
        self.rejections.append(rejection)


def _digest(row: ReadRow) -> int:
    """64 bits that tell rows of one key apart, within this process."""
    try:
        return hash((*row.values.values(), *row.absences.items()))
    except TypeError:  # a list among the values
        values = [tuple(value) if isinstance(value, list) else value for value in row.values.values()]
        return hash((*values, *row.absences.items()))


def _chunks(items: Iterable[T], size: int) -> Iterator[list[T]]:
    remaining = iter(items)
    while chunk := list(islice(remaining, size)):
        yield chunk
