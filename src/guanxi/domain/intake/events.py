from django.utils.translation import gettext_lazy as _

from guanxi.domain.timeline.kinds import EventKind

FINISHED = EventKind(
    "imports.finished",
    _("%(file)s imported: %(applied)s applied, %(unchanged)s unchanged, %(rejected)s rejected"),
    "file-input",
)
