"""The eight stages of an import (fault F1), and the points in each at which its process is killed.

| Stage of F1  | Here                                                                            |
|--------------|---------------------------------------------------------------------------------|
| upload       | `staged_import.receive`, in the process that answers the request                |
| parse        | `survey_later`: the file is read and shown                                      |
| stage        | `check_later`, first part: its rows are put into the database                   |
| validate     | `check_later`, second part: each row is read, judged and rolled back            |
| preview      | `check_later`, last part: what would become of each row is written down         |
| commit chunk | `commit_later`: rows, their traces, marks and counts, 500 to a transaction      |
| outbox       | `commit_later`: timelines are told, in the transaction that closes the account  |
| finish       | `commit_later`: the account is closed, the upload done, the job ended           |

F1 names stage before parse; here a person sees the parsed file before it is staged. Jobs are themselves
an outbox: `enqueue` writes a row in the transaction of the deed.
"""

from dataclasses import dataclass
from typing import Literal

from guanxi.domain.intake import limits

UPLOAD = "upload"


@dataclass(frozen=True, slots=True)
class Point:
    """The process dies when `target` is called for the n-th time in `job`.

    `when` is before the call, after it, or (of a generator) when it has given its n-th value; `each` is what
    it is called for: every row, every chunk, or as often as the number says.
    """

    job: str
    target: str
    when: Literal["before", "after", "within"]
    each: Literal["row", "chunk"] | int = 1

    def calls(self, rows: int) -> int:
        """How often it is called for a file of so many rows."""
        if isinstance(self.each, int):
            return self.each
        return rows if self.each == "row" else rows // limits.CHUNK_ROWS


_ANSWER = "guanxi.domain.intake.models.upload:Upload.answer"
_ENDED = "guanxi.domain.jobs.models:Attempt.set_successful"
_BULK_CREATE = "django.db.models.query:QuerySet.bulk_create"
_ENQUEUE = "django_tasks.base:Task.enqueue"
_NOTE = "guanxi.domain.intake.staged_intake:_note"

STAGES: dict[str, tuple[Point, ...]] = {
    UPLOAD: (
        Point(UPLOAD, "os:open", "after"),
        Point(UPLOAD, "os:fsync", "before"),
        Point(UPLOAD, "guanxi.domain.intake.storage:store", "after"),
        Point(UPLOAD, _ENQUEUE, "before"),
        Point(UPLOAD, _ENQUEUE, "after"),
        Point(UPLOAD, "guanxi.processes.staged_import:receive", "after"),
    ),
    "parse": (
        Point("survey_later", "guanxi.domain.intake.delimited:DelimitedTable.rows", "within", "row"),
        Point("survey_later", _ANSWER, "before", 2),
        Point("survey_later", _ANSWER, "after", 2),
        Point("survey_later", _ENDED, "before"),
        Point("survey_later", _ENDED, "after"),
    ),
    "stage": (
        Point("check_later", "guanxi.domain.intake.delimited:DelimitedTable.rows", "within", "row"),
        Point("check_later", _BULK_CREATE, "before", "chunk"),
        Point("check_later", _BULK_CREATE, "after", "chunk"),
        Point("check_later", _ANSWER, "before", "chunk"),
        Point("check_later", _ANSWER, "after", "chunk"),
    ),
    "validate": (
        Point("check_later", "guanxi.domain.intake.row_reading:RowReader.read", "before", "row"),
        Point("check_later", "guanxi.domain.intake.staged_intake:Trial.keep", "before", "chunk"),
        Point("check_later", "guanxi.domain.intake.staged_intake:Trial.keep", "after", "chunk"),
        Point("check_later", "guanxi.domain.intake.staged_intake:Trial.remember", "before", "chunk"),
    ),
    "preview": (
        Point("check_later", _NOTE, "before", "chunk"),
        Point("check_later", _NOTE, "after", "chunk"),
        Point("check_later", "guanxi.domain.intake.staged_intake:Trial.remember", "after", "chunk"),
        Point("check_later", _ENDED, "before"),
        Point("check_later", _ENDED, "after"),
    ),
    "commit chunk": (
        Point("commit_later", "guanxi.domain.intake.models.run:ImportRun.start", "after"),
        Point("commit_later", "guanxi.domain.operations.shipment_file:ShipmentFile.write", "after", "chunk"),
        Point("commit_later", _NOTE, "after", "chunk"),
        Point("commit_later", "guanxi.domain.intake.models.run:ImportRun.advance", "before", "chunk"),
        Point("commit_later", "guanxi.domain.intake.trace:Trace.keep", "after", "chunk"),
        Point("commit_later", "guanxi.domain.intake.staged_intake:Commitment.keep", "after", "chunk"),
        Point("commit_later", "guanxi.domain.intake.staged_intake:Commitment.remember", "before", "chunk"),
    ),
    "outbox": (
        Point("commit_later", "guanxi.domain.operations.shipment_file:ShipmentFile.settle", "before"),
        Point("commit_later", "guanxi.domain.customers.import_telling:_tell", "before", 3),
        Point("commit_later", "guanxi.domain.customers.import_telling:_tell", "after", 3),
        Point("commit_later", "guanxi.domain.operations.shipment_file:ShipmentFile.settle", "after"),
    ),
    "finish": (
        Point("commit_later", "guanxi.domain.intake.models.run:ImportRun.finish", "before"),
        Point("commit_later", "guanxi.domain.intake.models.run:ImportRun.finish", "after"),
        Point("commit_later", _ENDED, "before"),
        Point("commit_later", _ENDED, "after"),
    ),
}
JOBS = ("survey_later", "check_later", "commit_later")
