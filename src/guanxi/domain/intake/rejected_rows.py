"""The rows that were not applied: kept aside while the import runs, and written out for correction."""

import json
import tempfile
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from django.utils.translation import gettext as _

from guanxi.domain.ground.export import FOR_PEOPLE, write_delimited
from guanxi.domain.intake import limits, reasons
from guanxi.domain.intake.rows import Rejection


class RejectedRows:
    """Rejections in the order of the file, held on disk beyond a few megabytes."""

    def __init__(self) -> None:
        self._spool = tempfile.SpooledTemporaryFile(limits.REJECTED_FILE_SPOOL_BYTES)  # noqa: SIM115 - it lives as long as the result
        self._places: list[tuple[int, int]] = []

    def __len__(self) -> int:
        return len(self._places)

    def __iter__(self) -> Iterator[Rejection]:
        for _number, place in sorted(self._places):
            self._spool.seek(place)
            yield Rejection(**json.loads(self._spool.readline()))

    def append(self, rejection: Rejection) -> None:
        """Put one aside."""
        place = self._spool.seek(0, 2)
        self._spool.write(json.dumps(asdict(rejection)).encode() + b"\n")
        self._places.append((rejection.number, place))


def own_columns() -> list[str]:
    """What we add to the file's own columns, in the reader's language; by them we know the file again."""
    return [_("row"), _("column"), _("reason")]


def write_rejected(path: Path, header: list[str], rejected: RejectedRows) -> None:
    """Write the rejected rows as CSV (UTF-8 with mark): the file's own columns, then row, column, reason.

    The reason is a sentence in the reader's language followed by its code. A cell that a spreadsheet would
    run as a formula is led by an apostrophe; plain numbers are left alone, so that the file can be corrected
    and imported again.
    """
    write_delimited(path, [*header, *own_columns()], _rows(len(header), rejected), FOR_PEOPLE)


def _rows(width: int, rejected: RejectedRows) -> Iterator[list[str | int]]:
    for rejection in rejected:
        cells = (rejection.cells + [""] * width)[:width]
        reason = f"{reasons.sentence(rejection.code, rejection.params)} [{rejection.code}]"
        yield [*cells, rejection.number, rejection.column, reason]
