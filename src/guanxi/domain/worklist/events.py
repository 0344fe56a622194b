from django.utils.translation import gettext_lazy as _

from guanxi.domain.timeline.kinds import EventKind

PLANNED = EventKind("tasks.planned", _("Task planned: %(title)s"), "circle-plus")
COMPLETED = EventKind("tasks.completed", _("Task done: %(title)s"), "circle-check")
