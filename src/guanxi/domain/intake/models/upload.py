"""A file on its way in through the workspace: uploaded, surveyed, mapped, checked, then committed."""

from typing import Any, ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from guanxi.domain.ground.scope import ScopedQuerySet
from guanxi.domain.intake import reasons
from guanxi.domain.intake.models.reach import OfImport
from guanxi.domain.intake.models.run import ImportRun
from guanxi.domain.intake.refusals import FileRefused


class UnableToProceed(RuntimeError):
    """The file is not where this step begins: it is being worked on, or somebody was faster."""


class UploadQuerySet(ScopedQuerySet["Upload"]):
    def newest_first(self) -> Self:
        return self.order_by("-created_at", "-pk")


class Upload(OfImport):
    """One file that somebody brought, what was chosen about it, and how far it is."""

    class State(models.TextChoices):
        RECEIVED = "received", _("Received")
        SURVEYING = "surveying", _("Being looked at")
        SURVEYED = "surveyed", _("Columns to be assigned")
        REFUSED = "refused", _("Refused")
        CHECKING = "checking", _("Being checked")
        CHECKED = "checked", _("Checked")
        COMMITTING = "committing", _("Being imported")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")

    actor_id = models.BigIntegerField()
    kind = models.CharField(_("Kind"), max_length=20)
    file_name = models.CharField(_("File"), max_length=255)
    size = models.PositiveBigIntegerField(_("Size"))
    sha256 = models.CharField(max_length=64)
    stored_as = models.CharField(max_length=64, unique=True)
    state = models.CharField(_("State"), max_length=12, choices=State, default=State.RECEIVED)
    created_at = models.DateTimeField()
    # What the person chose: encoding, delimiter, sheet, header_row; what is absent is detected.
    request: Any = models.JSONField(default=dict)
    # What the file shows: encoding, delimiter, sheets, sheet, header_row, header, rows, total.
    survey: Any = models.JSONField(default=dict)
    # The column mapping, in the structure of a mapping file.
    mapping: Any = models.JSONField(default=dict)
    counts: Any = models.JSONField(default=dict)
    refusal: Any = models.JSONField(default=dict)
    # Counts the orders given to the machine; a job of an older one finds itself outdated.
    revision = models.PositiveIntegerField(default=0)
    run = models.ForeignKey(ImportRun, null=True, on_delete=models.PROTECT, related_name="uploads")

    objects: ClassVar[UploadQuerySet] = UploadQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [models.Index(fields=["-created_at", "-id"], name="intake_uploads_newest")]

    def __str__(self) -> str:
        return self.file_name

    def order(self, state: str, **changes: Any) -> None:
        """Begin something new with the file; jobs of earlier orders find themselves outdated.

        Raises UnableToProceed when somebody else has ordered something meanwhile.
        """
        changes |= {"state": state, "revision": self.revision + 1, "refusal": {}}
        if not self._write(changes):
            raise UnableToProceed("ordered_meanwhile")

    def answer(self, **changes: Any) -> bool:
        """Write what a job found out, unless its order is outdated."""
        return self._write(changes)

    def _write(self, changes: dict[str, Any]) -> bool:
        current = Upload.objects.everything("the upload is at hand").filter(
            pk=self.pk, revision=self.revision
        )
        if not current.update(**changes):
            return False
        for name, value in changes.items():
            setattr(self, name, value)
        return True

    @property
    def refusal_sentence(self) -> str:
        """Why the file cannot go on as it is, in the reader's language; empty if it can."""
        return FileRefused(self.refusal["code"], self.refusal["params"]).sentence if self.refusal else ""


class StagedRowQuerySet(ScopedQuerySet["StagedRow"]):
    def in_order(self) -> Self:
        return self.order_by("number")

    def rejected(self) -> Self:
        return self.filter(outcome=StagedRow.Outcome.REJECTED)


class StagedRow(OfImport):
    """A row of an upload as it came or was mended, and what became, or would become, of it."""

    actor_path = "upload__actor_id"

    class Outcome(models.TextChoices):
        CREATE = "create", _("New")
        UPDATE = "update", _("Changes")
        UNCHANGED = "unchanged", _("Unchanged")
        REJECTED = "rejected", _("Rejected")

    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField(_("Row"))
    # Texts; `marks` says which of them were a day, an error or bytes that cannot be stored as text.
    cells: Any = models.JSONField(default=list)
    marks: Any = models.JSONField(default=dict)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    column = models.CharField(_("Column"), max_length=200, blank=True)
    reason = models.CharField(_("Reason"), max_length=60, blank=True)
    params: Any = models.JSONField(default=dict)
    mended = models.BooleanField(_("Mended"), default=False)
    # The row's chunk is committed: it is not taken again after an interruption.
    is_taken = models.BooleanField(default=False)

    objects: ClassVar[StagedRowQuerySet] = StagedRowQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["upload", "number"], name="intake_one_staged_row_per_number")
        ]
        indexes = [models.Index(fields=["upload", "outcome", "number"], name="intake_staged_by_outcome")]

    def __str__(self) -> str:
        return f"{self.upload_id} {self.number}"

    @property
    def sentence(self) -> str:
        """What is wrong and what to do, in the reader's language; empty where nothing is wrong."""
        return reasons.sentence(self.reason, self.params) if self.reason else ""


class SavedMapping(OfImport):
    """A column mapping under a name, for the next file of the same sender."""

    name = models.CharField(_("Name"), max_length=60)
    kind = models.CharField(_("Kind"), max_length=20)
    columns: Any = models.JSONField(default=dict)
    actor_id = models.BigIntegerField()
    created_at = models.DateTimeField()

    objects: ClassVar[ScopedQuerySet["SavedMapping"]] = ScopedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "name"], name="intake_one_saved_mapping_per_name")
        ]

    def __str__(self) -> str:
        return self.name
