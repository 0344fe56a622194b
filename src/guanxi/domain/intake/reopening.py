"""Which rows of an upload a check judges: all, or those whose fate may be another one since some were mended.

The fate of a row hangs on the rows with its own key, and on those of the records above it: whether they come
in, and below whom. What a check of these rows finds is what a check of all would find.
"""

from collections import defaultdict
from collections.abc import Iterable
from itertools import islice
from typing import Any

from django.db import transaction

from guanxi.domain.intake import limits
from guanxi.domain.intake.fields import FileKind
from guanxi.domain.intake.models import StagedRow, Upload
from guanxi.domain.intake.row_reading import RowReader
from guanxi.domain.intake.rows import ReadRow
from guanxi.domain.intake.staged_intake import OvertakenByAnother
from guanxi.domain.intake.staged_table import StagedTable

_WHY = "the rows of the upload at hand"


def reopen(
    upload: Upload, table: StagedTable, reader: RowReader, kind: FileKind, *, only_open: bool
) -> set[int]:
    """Take back the outcomes that are in doubt; the numbers of all rows that must be judged to know them.

    Without `only_open`, and where mending changed how the days of a column are read, these are all rows.
    Raises OvertakenByAnother.
    """
    staged = StagedRow.objects.everything(_WHY).filter(upload=upload)
    if not only_open or upload.survey.get("formats") != reader.formats:
        everything = set(staged.values_list("number", flat=True))
        _take_back(upload, everything, survey=upload.survey | {"formats": reader.formats})
        return everything
    is_open = staged.filter(outcome__in=("", StagedRow.Outcome.REJECTED))
    open_rows = set(is_open.values_list("number", flat=True))
    ties = _Ties(table, reader, kind)
    changed = {key for key, numbers in ties.numbers.items() if not open_rows.isdisjoint(numbers)}
    changed |= {read.key for row in table.as_judged() if isinstance(read := reader.read(row), ReadRow)}
    in_doubt = _reached(changed, ties.below)
    _take_back(upload, ties.rows_of(in_doubt) | open_rows)
    return ties.rows_of(_reached(in_doubt, ties.above)) | open_rows


@transaction.atomic
def _take_back(upload: Upload, numbers: set[int], **changes: Any) -> None:
    # A check that is given up half-way leaves these rows open for the next one.
    if not upload.answer(state=Upload.State.CHECKING, **changes):
        raise OvertakenByAnother
    rows, remaining = StagedRow.objects.everything(_WHY).filter(upload=upload), iter(sorted(numbers))
    while part := list(islice(remaining, limits.CHUNK_ROWS)):
        rows.filter(number__in=part).update(outcome="")


class _Ties:
    """Who stands above whom, by key, as the rows of a file and the records on file have it."""

    def __init__(self, table: StagedTable, reader: RowReader, kind: FileKind) -> None:
        self.numbers: dict[str, list[int]] = defaultdict(list)
        self.above: dict[str, set[str]] = defaultdict(set)
        self.below: dict[str, set[str]] = defaultdict(set)
        for row in table.rows():
            read = reader.read(row)
            if not isinstance(read, ReadRow):
                continue
            self.numbers[read.key].append(read.number)
            if kind.reference and (upper := read.values.get(kind.reference.field)):
                self._tie(read.key, upper)
        for key, upper in kind.reference.on_file() if kind.reference else ():
            self._tie(key, upper)

    def rows_of(self, keys: Iterable[str]) -> set[int]:
        return {number for key in keys for number in self.numbers.get(key, ())}

    def _tie(self, key: str, upper: str) -> None:
        self.above[key].add(upper)
        self.below[upper].add(key)


def _reached(keys: set[str], ties: dict[str, set[str]]) -> set[str]:
    """The keys, and all to which ties lead from them."""
    found, ahead = set(keys), list(keys)
    while ahead:
        further = ties.get(ahead.pop(), set()) - found
        found |= further
        ahead.extend(further)
    return found
