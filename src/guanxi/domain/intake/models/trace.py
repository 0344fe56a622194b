"""What an import did to each record, so that it can be undone."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from guanxi.domain.ground.scope import ScopedQuerySet
from guanxi.domain.intake.models.reach import OfImport
from guanxi.domain.intake.models.run import ImportRun


class ImportTrace(OfImport):
    """The records of one model that one chunk created, changed or removed, in the order of the deeds.

    `entries` are [id, values before or null, digest after or ""]: null means created, "" means removed.
    """

    actor_path = "run__actor_id"

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="traces")
    model = models.CharField(max_length=80)
    entries: Any = models.JSONField(default=list)
    is_undone = models.BooleanField(default=False)
    # Whom the undoing of this part concerned; told in one event for each when all of it is done.
    customers: Any = models.JSONField(default=list)

    objects: ClassVar[ScopedQuerySet["ImportTrace"]] = ScopedQuerySet.as_manager()  # type: ignore[assignment]

    def __str__(self) -> str:
        return f"{self.run_id} {self.model} × {len(self.entries)}"


class KeptRecord(OfImport):
    """A record that an undone import had created or changed and that was left as it is, and why."""

    actor_path = "run__actor_id"

    class Reason(models.TextChoices):
        CHANGED_SINCE = "changed_since", _("Changed since the import")
        REFERRED_TO = "referred_to", _("Other records refer to it")
        REMOVED_SINCE = "removed_since", _("Removed since the import")

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="kept_records")
    model = models.CharField(max_length=80)
    object_id = models.BigIntegerField()
    name = models.CharField(_("Record"), max_length=200)
    reason = models.CharField(_("Reason"), max_length=20, choices=Reason)

    objects: ClassVar[ScopedQuerySet["KeptRecord"]] = ScopedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "model", "object_id"], name="intake_kept_once")]

    def __str__(self) -> str:
        return f"{self.name}: {self.reason}"
