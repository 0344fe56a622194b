from django.utils.translation import gettext_lazy as _

from guanxi.domain.timeline.kinds import EventKind

IMPORTED = EventKind(
    "interactions.imported",
    _("%(count)s interactions recorded from %(file)s, %(first)s to %(last)s"),
    "messages-square",
    view_action="interactions.view",
)
CORRECTED = EventKind(
    "interactions.corrected",
    _("Interaction of %(name)s corrected from %(file)s"),
    "messages-square",
    view_action="interactions.view",
)
