from datetime import date, datetime
from typing import Any, ClassVar, Self

from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from guanxi.domain.customers.models import Customer
from guanxi.domain.ground.scope import Actor, ScopedQuerySet, ScopedRecord
from guanxi.domain.people.models import User
from guanxi.domain.timeline.models import Event
from guanxi.domain.worklist import events


class TaskQuerySet(ScopedQuerySet["Task"]):
    def open(self) -> Self:
        return self.filter(done_at__isnull=True)

    def assigned_to(self, user: User) -> Self:
        return self.filter(assignee=user)

    def due_before(self, day: date) -> Self:
        return self.filter(due_on__lt=day)

    def most_urgent_first(self) -> Self:
        return self.order_by(F("due_on").asc(nulls_last=True), "pk")


class Task(ScopedRecord):
    """Something one person is to do by a day."""

    view_action = "tasks.view"

    title = models.CharField(_("Task"), max_length=200)
    note = models.TextField(_("Note"), blank=True)
    customer = models.ForeignKey(
        Customer, null=True, blank=True, on_delete=models.PROTECT, related_name="tasks"
    )
    assignee = models.ForeignKey(User, on_delete=models.PROTECT, related_name="tasks")
    due_on = models.DateField(_("Due on"), null=True, blank=True)
    created_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    objects: ClassVar[TaskQuerySet] = TaskQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [
            models.Index(
                fields=["assignee", "due_on"], name="worklist_open_of", condition=Q(done_at__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return self.title

    @classmethod
    def reached_by(cls, actor: Actor, relation: str) -> Q:
        return Q(assignee_id=actor.actor_id) if relation == "own" else super().reached_by(actor, relation)

    @classmethod
    @transaction.atomic
    def plan(cls, *, by: Actor | None, at: datetime, **fields: Any) -> "Task":
        """Put a task on somebody's list."""
        task = cls._base_manager.create(created_at=at, **fields)
        task._tell(events.PLANNED, by=by, at=at)
        return task

    @transaction.atomic
    def complete(self, *, by: Actor | None, at: datetime) -> None:
        """Mark the task as done, by the machine (None) where it went without saying; once is enough."""
        if self.done_at:
            return
        self.done_at = at
        self.save(update_fields=["done_at"])
        self._tell(events.COMPLETED, by=by, at=at)

    def _tell(self, kind: Any, *, by: Actor | None, at: datetime) -> None:
        Event.record(
            kind, customer_id=self.customer_id, subject=self, by=by, at=at, data={"title": self.title}
        )
