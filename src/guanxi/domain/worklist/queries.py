"""Reads for one screen: whose work a person may look at."""

from django.db.models import Exists, OuterRef

from guanxi.domain.ground.scope import Actor
from guanxi.domain.people.models import User
from guanxi.domain.worklist.models import Task, TaskQuerySet


def open_tasks(actor: Actor, *, assignee_ids: list[int] | None) -> TaskQuerySet:
    """Open tasks within what the actor may see, of these people or, with None, of everybody."""
    tasks: TaskQuerySet = Task.objects.visible_to(actor).open().select_related("customer__party", "assignee")
    return tasks if assignee_ids is None else tasks.filter(assignee_id__in=assignee_ids)


def colleagues_with_tasks(actor: Actor) -> list[User]:
    """Everybody with an open task the actor may see, by name."""
    theirs = Task.objects.visible_to(actor).open().filter(assignee=OuterRef("pk"))
    return list(User.objects.filter(Exists(theirs)).order_by("name", "pk"))
