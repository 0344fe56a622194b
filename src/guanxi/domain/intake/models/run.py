from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, ClassVar, Self

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from guanxi.domain.ground.scope import Actor, ScopedQuerySet
from guanxi.domain.intake import events, reasons
from guanxi.domain.intake.models.reach import OfImport
from guanxi.domain.intake.refusals import FileRefused
from guanxi.domain.intake.rows import KeptRejection
from guanxi.domain.timeline.models import Event


class ImportRunQuerySet(ScopedQuerySet["ImportRun"]):
    def newest_first(self) -> Self:
        return self.order_by("-started_at", "-pk")

    def interrupted_on(self, file_sha256: str) -> Self:
        """Imports of this very file that began and did not end."""
        return self.filter(file_sha256=file_sha256, state=ImportRun.State.RUNNING)


class ImportRun(OfImport):
    """One file brought in, and what became of its rows."""

    class State(models.TextChoices):
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        REFUSED = "refused", _("Refused")
        INTERRUPTED = "interrupted", _("Interrupted")

    kind = models.CharField(_("Kind"), max_length=20)
    mapping = models.CharField(_("Mapping"), max_length=60)
    file_name = models.CharField(_("File"), max_length=255)
    file_sha256 = models.CharField(max_length=64)
    encoding = models.CharField(max_length=20, blank=True)
    actor_id = models.BigIntegerField(null=True)
    state = models.CharField(_("State"), max_length=12, choices=State, default=State.RUNNING)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    rows = models.PositiveIntegerField(_("Rows"), default=0)
    applied = models.PositiveIntegerField(_("Applied"), default=0)
    unchanged = models.PositiveIntegerField(_("Unchanged"), default=0)
    rejected = models.PositiveIntegerField(_("Rejected"), default=0)
    # Why the file as a whole was turned away: a code of `refusals` and what fills its sentence.
    refusal = models.CharField(max_length=40, blank=True)
    refusal_details: Any = models.JSONField(default=dict)
    # Records removed, restored and kept by the undoing; None until it was asked for.
    undo_counts: Any = models.JSONField(null=True)
    undone_at = models.DateTimeField(null=True)

    objects: ClassVar[ImportRunQuerySet] = ImportRunQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="intake_every_row_accounted_for",
                condition=~models.Q(state="done")
                | models.Q(rows=models.F("applied") + models.F("unchanged") + models.F("rejected")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.file_name} #{self.pk}"

    @classmethod
    def start(cls, *, by: Actor | None, at: datetime, **fields: Any) -> "ImportRun":
        """Open the account of one import."""
        return cls._base_manager.create(
            actor_id=by.actor_id if by else None, started_at=at, state=cls.State.RUNNING, **fields
        )

    @classmethod
    def refuse(cls, refused: FileRefused, *, by: Actor | None, at: datetime, **fields: Any) -> "ImportRun":
        """Note that a file was turned away as a whole."""
        run = cls(
            actor_id=by.actor_id if by else None,
            started_at=at,
            finished_at=at,
            state=cls.State.REFUSED,
            **fields,
        )
        run.refusal, run.refusal_details = refused.code, refused.params
        run.save()
        return run

    @property
    def refusal_sentence(self) -> str:
        """Why the file was turned away, in the reader's language."""
        return FileRefused(self.refusal, self.refusal_details).sentence if self.refusal else ""

    def advance(self, counts: Mapping[str, int]) -> None:
        """Add a chunk's counts inside its transaction. Raises FileRefused when the run is no longer open."""
        self._write(**self._sums(counts))

    def count(self, counts: Mapping[str, int]) -> None:
        """The counts of a chunk whose transaction is committed."""
        for name, value in self._sums(counts).items():
            setattr(self, name, value)

    @transaction.atomic
    def finish(self, *, by: Actor | None, at: datetime) -> None:
        """Close the account and record it in the operator's log."""
        self._write(state=self.State.DONE, finished_at=at)
        self.state, self.finished_at = self.State.DONE, at
        data = {
            "file": self.file_name,
            "applied": self.applied,
            "unchanged": self.unchanged,
            "rejected": self.rejected,
        }
        Event.record(events.FINISHED, subject=self, by=by, at=at, data=data)

    def note_rejected_download(self, *, by: Actor, at: datetime) -> None:
        """Record in the operator's log that the rejected rows left the house as a file."""
        data = {"file": self.file_name, "count": self.rejected}
        Event.record(events.REJECTED_DOWNLOADED, subject=self, by=by, at=at, data=data)

    def interrupt(self, *, at: datetime) -> None:
        """Close the account of an import that was stopped; its process, if it lives, finds out."""
        self._write(state=self.State.INTERRUPTED, finished_at=at)

    def _sums(self, counts: Mapping[str, int]) -> dict[str, int]:
        names = ("applied", "unchanged", "rejected")
        sums = {name: getattr(self, name) + counts.get(name, 0) for name in names}
        return sums | {"rows": sum(sums.values())}

    def _write(self, **values: Any) -> None:
        still_open = ImportRun.objects.everything("the run is at hand").filter(
            pk=self.pk, state=self.State.RUNNING
        )
        if not still_open.update(**values):
            raise FileRefused("taken_over")


class RejectedRow(OfImport):
    """A row that was not applied: where it stands, which column is wrong, why, and the row as it came."""

    actor_path = "run__actor_id"

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="rejected_rows")
    row_number = models.PositiveIntegerField(_("Row"))
    column = models.CharField(_("Column"), max_length=200)
    reason = models.CharField(_("Reason"), max_length=60)
    details: Any = models.JSONField(default=dict)
    cells: Any = models.JSONField(default=dict)

    objects: ClassVar[ScopedQuerySet["RejectedRow"]] = ScopedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "row_number"], name="intake_one_reason_per_row")
        ]

    def __str__(self) -> str:
        return f"{self.row_number}: {self.reason}"

    @classmethod
    def keep(cls, run: ImportRun, rejections: Iterable[KeptRejection]) -> None:
        """Store what may be kept of rejected rows."""
        cls._base_manager.bulk_create(
            [
                cls(
                    run=run,
                    row_number=kept.rejection.number,
                    column=kept.rejection.column[:200],
                    reason=kept.rejection.code,
                    details=kept.params,
                    cells=kept.cells,
                )
                for kept in rejections
            ]
        )

    @property
    def sentence(self) -> str:
        """What is wrong and what to do, in the reader's language."""
        return reasons.sentence(self.reason, self.details)
