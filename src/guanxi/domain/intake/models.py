from typing import Any, ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from guanxi.domain.ground.scope import ScopedQuerySet, ScopedRecord


class ImportRunQuerySet(ScopedQuerySet["ImportRun"]):
    def newest_first(self) -> Self:
        return self.order_by("-started_at", "-pk")


class ImportRun(ScopedRecord):
    """One file brought in, and what became of its rows."""

    view_action = "imports.view"

    class State(models.TextChoices):
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        REFUSED = "refused", _("Refused")

    kind = models.CharField(_("Kind"), max_length=20)
    mapping = models.CharField(_("Mapping"), max_length=60)
    file_name = models.CharField(_("File"), max_length=255)
    file_sha256 = models.CharField(max_length=64)
    encoding = models.CharField(max_length=20, blank=True)
    actor_id = models.BigIntegerField(null=True)
    state = models.CharField(_("State"), max_length=10, choices=State, default=State.RUNNING)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    rows = models.PositiveIntegerField(_("Rows"), default=0)
    applied = models.PositiveIntegerField(_("Applied"), default=0)
    unchanged = models.PositiveIntegerField(_("Unchanged"), default=0)
    rejected = models.PositiveIntegerField(_("Rejected"), default=0)

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


class RejectedRow(ScopedRecord):
    """A row that was not applied: where it stands, which column is wrong, why, and the row as it came."""

    view_action = "imports.view"

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
