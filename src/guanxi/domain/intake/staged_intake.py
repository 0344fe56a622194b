"""Staged rows on their way in: tried without leaving anything, or taken for good, chunk by chunk."""

from collections.abc import Iterable, Iterator, Mapping

from django.db import transaction

from guanxi.domain.intake import limits
from guanxi.domain.intake.models import ImportRun, StagedRow, Upload
from guanxi.domain.intake.row_intake import ChunkAccount, RowIntake
from guanxi.domain.intake.row_reading import RowReader
from guanxi.domain.intake.rows import Rejection, RowWriter
from guanxi.domain.intake.rules.storable import storable_text
from guanxi.domain.intake.table import SourceRow
from guanxi.domain.intake.trace import Trace

_WHY = "the rows of the upload at hand"


class OvertakenByAnother(Exception):
    """Another worker has taken these rows: this one was given up, and has nothing more to do."""


class _StagedIntake(RowIntake):
    """An intake of rows of an upload."""

    def __init__(
        self, upload: Upload, run: ImportRun, reader: RowReader, writer: RowWriter, trace: Trace
    ) -> None:
        super().__init__(run, reader, writer, trace)
        self.upload = upload


class Trial(_StagedIntake):
    """Judges rows as an import would and leaves no trace but their outcomes.

    Each chunk is rolled back by itself, so that other writers wait no longer than for one.
    """

    def keep(self, account: ChunkAccount) -> None:
        """Keep nothing."""
        transaction.set_rollback(True)

    def remember(self, account: ChunkAccount) -> None:
        """Counts, twins and outcomes are remembered, records are not. Raises OvertakenByAnother."""
        self.forget()
        super().remember(account)
        with transaction.atomic():
            # Whoever mends a cell or orders another check meanwhile waits, or has this one given up.
            if not self.upload.answer(state=Upload.State.CHECKING):
                raise OvertakenByAnother
            _note(self.upload, account.fates, account.rejections)


class Commitment(_StagedIntake):
    """Takes rows for good; that a row is taken stands in the same transaction as what it brought."""

    def remaining(self, rows: Iterable[SourceRow]) -> Iterator[SourceRow]:
        """The rows not taken yet, in order; those that were are recalled for their twins' sake."""
        taken = StagedRow.objects.everything(_WHY).filter(upload=self.upload, is_taken=True)
        outcomes = dict(taken.exclude(outcome="").values_list("number", "outcome"))
        for row in rows:
            outcome = outcomes.get(row.number)
            if outcome is None:
                yield row
            elif outcome != StagedRow.Outcome.REJECTED:
                self.recall(row)

    def keep(self, account: ChunkAccount) -> None:
        """Claim the rows, then store as every import does. Raises OvertakenByAnother."""
        numbers = [*account.fates, *(rejection.number for rejection in account.rejections)]
        rows = StagedRow.objects.everything(_WHY).filter(upload=self.upload, number__in=numbers)
        if rows.filter(is_taken=False).update(is_taken=True) != len(numbers):
            raise OvertakenByAnother
        _note(self.upload, account.fates, account.rejections)
        super().keep(account)
        done = self.run.rows + sum(account.counts.values())
        self.upload.answer(counts={"done": done, "total": self.upload.survey["total"]})


def _note(upload: Upload, fates: Mapping[int, str], rejections: Iterable[Rejection]) -> None:
    rows = StagedRow.objects.everything(_WHY).filter(upload=upload)
    for outcome in StagedRow.Outcome.values:
        if numbers := [number for number, fate in fates.items() if fate == outcome]:
            rows.filter(number__in=numbers).update(outcome=outcome, column="", reason="", params={})
    by_number = {rejection.number: rejection for rejection in rejections}
    rejected = list(rows.filter(number__in=by_number))
    for row in rejected:
        rejection = by_number[row.number]
        row.outcome, row.column = StagedRow.Outcome.REJECTED, rejection.column[:200]
        row.reason, row.params = rejection.code, _storable(rejection.params)
    StagedRow.objects.bulk_update(
        rejected, ["outcome", "column", "reason", "params"], batch_size=limits.CHUNK_ROWS
    )


def _storable(params: Mapping[str, object]) -> dict[str, object]:
    return {name: storable_text(value) if isinstance(value, str) else value for name, value in params.items()}
