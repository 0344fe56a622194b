from datetime import datetime
from pathlib import Path
from typing import Any, ClassVar, Self

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guanxi.domain.exports import events, storage
from guanxi.domain.exports.vocabulary import Failure, What
from guanxi.domain.ground.export import Format, UnableToExport
from guanxi.domain.ground.scope import Actor, ScopedQuerySet, ScopedRecord
from guanxi.domain.timeline.models import Event


class ExportQuerySet(ScopedQuerySet["Export"]):
    def under_way(self) -> Self:
        return self.filter(state=Export.State.ORDERED)

    def newest_first(self) -> Self:
        return self.order_by("-ordered_at", "-pk")


class Export(ScopedRecord):
    """One export that somebody ordered. `parameters` is what its kind reads; `filters` says it in words."""

    view_action = "exports.view"

    class State(models.TextChoices):
        ORDERED = "ordered", gettext_lazy("Being written")
        READY = "ready", gettext_lazy("Ready")
        FAILED = "failed", gettext_lazy("Failed")
        GONE = "gone", gettext_lazy("No longer kept")

    what = models.CharField(gettext_lazy("What"), max_length=20, choices=What)
    format = models.CharField(gettext_lazy("Format"), max_length=4, choices=Format)
    parameters: Any = models.JSONField(default=dict)
    filters = models.CharField(gettext_lazy("Filters"), max_length=500, blank=True)
    language = models.CharField(max_length=10)
    actor_id = models.BigIntegerField()
    actor_name = models.CharField(max_length=150)
    ordered_at = models.DateTimeField()
    expected = models.PositiveIntegerField()
    state = models.CharField(max_length=8, choices=State, default=State.ORDERED)
    finished_at = models.DateTimeField(null=True)
    rows = models.PositiveIntegerField(null=True)
    size = models.BigIntegerField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)
    file_name = models.CharField(max_length=150, blank=True)
    stored_as = models.CharField(max_length=32, blank=True)
    failure: Any = models.JSONField(default=dict)

    objects: ClassVar[ExportQuerySet] = ExportQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [
            models.Index(fields=["-ordered_at", "-id"], name="exports_newest"),
            models.Index(fields=["actor_id", "-ordered_at"], name="exports_of_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.format} #{self.pk}"

    @classmethod
    def reached_by(cls, actor: Actor, relation: str) -> Q:
        """An export belongs to whoever ordered it, and to no customer."""
        if relation == "any":
            return Q()
        return Q(actor_id=actor.actor_id) if relation == "own" else Q(pk__in=())

    @property
    def path(self) -> Path:
        """Where the file lies while there is one."""
        return storage.folder() / self.stored_as

    @property
    def failure_sentence(self) -> str:
        """Why there is no file and what to do, in the reader's language."""
        code = self.failure.get("code", "")
        if code in Failure.values:
            return str(Failure(code).label)
        return UnableToExport(code, **self.failure.get("params", {})).sentence if code else ""

    @transaction.atomic
    def finish(self, *, rows: int, file_name: str, stored_as: str, by: Actor, at: datetime) -> bool:
        """The file is there. False, and nothing is noted, where another attempt was first."""
        path = storage.folder() / stored_as
        found = {
            "rows": rows,
            "size": path.stat().st_size,
            "sha256": storage.sha256_of(path),
            "file_name": file_name,
            "stored_as": stored_as,
        }
        if not self._end(self.State.READY, at=at, **found):
            return False
        self._tell(events.MADE, by=by, at=at)
        return True

    def fail(self, code: str, *, at: datetime, **params: Any) -> bool:
        """There will be no file, for a reason that is told; False where it has ended otherwise."""
        return self._end(self.State.FAILED, at=at, failure={"code": code, "params": params})

    def note_download(self, *, by: Actor, at: datetime) -> None:
        """Somebody has taken the file."""
        self._tell(events.DOWNLOADED, by=by, at=at)

    def forget(self) -> None:
        """Take the file away; what it was stays on record."""
        self.path.unlink(missing_ok=True)
        self.state, self.stored_as = self.State.GONE, ""
        self.save(update_fields=["state", "stored_as"])

    def _end(self, state: str, *, at: datetime, **changes: Any) -> bool:
        changes |= {"state": state, "finished_at": at}
        own = Export.objects.everything("the one at hand").filter(pk=self.pk, state=self.State.ORDERED)
        if not own.update(**changes):
            return False
        for name, value in changes.items():
            setattr(self, name, value)
        return True

    def _tell(self, kind: Any, *, by: Actor, at: datetime) -> None:
        data = {
            "what": self.what,
            "format": self.format,
            "rows": self.rows,
            "filters": self.filters or _("no filter"),
            "hash": self.sha256,
        }
        Event.record(kind, subject=self, by=by, at=at, data=data)
