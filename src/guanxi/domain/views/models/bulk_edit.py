from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar, Self

from django.db import models, transaction
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from guanxi.domain.ground.scope import Actor, ScopedQuerySet, ScopedRecord
from guanxi.domain.people.models import User
from guanxi.domain.timeline.models import Event
from guanxi.domain.views import events
from guanxi.domain.views.vocabulary import ListOf


class BulkEditQuerySet(ScopedQuerySet["BulkEdit"]):
    def newest_first(self) -> Self:
        return self.order_by("-pk")


class BulkEdit(ScopedRecord):
    """One field set to one value over many records of a list.

    `selection` is `{"ids": [id]}` or `{"filter": Filter.as_json, "today": ISO day}`, read when the edit is
    done, by the rights of then. `value` is a code, a person's id, or empty.
    """

    view_action = "bulk_edits.view"

    class State(models.TextChoices):
        ORDERED = "ordered", _("At work")
        DONE = "done", _("Done")
        UNDOING = "undoing", _("Being undone")
        UNDONE = "undone", _("Undone")
        FAILED = "failed", _("Broken off")

    subject = models.CharField(max_length=12, choices=ListOf)
    field = models.CharField(max_length=20)
    value = models.CharField(max_length=40, blank=True)
    selection: Any = models.JSONField()
    expected = models.PositiveIntegerField()
    actor = models.ForeignKey(User, on_delete=models.PROTECT, related_name="bulk_edits")
    ordered_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=8, choices=State, default=State.ORDERED)

    objects: ClassVar[BulkEditQuerySet] = BulkEditQuerySet.as_manager()  # type: ignore[assignment]

    def __str__(self) -> str:
        return f"{self.subject} {self.field}={self.value} #{self.pk}"

    @classmethod
    def reached_by(cls, actor: Actor, relation: str) -> Q:
        """A bulk edit belongs to whoever ordered it."""
        if relation == "any":
            return Q()
        return Q(actor_id=actor.actor_id) if relation == "own" else Q(pk__in=())

    @property
    def is_at_work(self) -> bool:
        return self.state in {self.State.ORDERED, self.State.UNDOING}

    @property
    def counts(self) -> Mapping[str, int]:
        """outcome → number of records, 0 for outcomes that did not occur."""
        changes = BulkChange.objects.everything("the counts of one edit").filter(edit=self).order_by()
        found = dict(changes.values_list("outcome").annotate(Count("pk")))
        return {outcome: found.get(outcome, 0) for outcome in BulkChange.Outcome.values}

    @transaction.atomic
    def advance(self, before: str, after: str, *, by: Actor, at: datetime) -> bool:
        """Go from one state to another; False where another attempt was first."""
        own = BulkEdit.objects.everything("the one at hand").filter(pk=self.pk, state=before)
        if not own.update(state=after, finished_at=at):
            return False
        self.state, self.finished_at = after, at
        kind = {self.State.DONE: events.BULK_EDITED, self.State.UNDONE: events.BULK_UNDONE}.get(
            self.State(after)
        )
        if kind:
            data = {"field": self.field, "list": self.subject, **self.counts}
            Event.record(kind, subject=self, by=by, at=at, data=data)
        return True


class BulkChange(ScopedRecord):
    """What a bulk edit did to one record; the record is named and not referenced."""

    view_action = "customers.view"
    customer_path = "customer_id"

    class Outcome(models.TextChoices):
        CHANGED = "changed", _("Changed")
        UNCHANGED = "unchanged", _("Was so already")
        NO_RIGHT = "no_right", _("You may not change it")
        RESTORED = "restored", _("Put back")
        CHANGED_SINCE = "since", _("Changed again since, and left so")

    edit = models.ForeignKey(BulkEdit, on_delete=models.CASCADE, related_name="changes")
    customer_id = models.BigIntegerField()
    before = models.CharField(max_length=40, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome)

    objects: ClassVar[ScopedQuerySet["BulkChange"]] = ScopedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edit", "customer_id"], name="views_one_outcome_per_record")
        ]
        indexes = [models.Index(fields=["edit", "outcome"], name="views_outcomes_of_edit")]

    def __str__(self) -> str:
        return f"{self.edit_id} {self.customer_id} {self.outcome}"
