from django.utils.translation import gettext_lazy as _

from guanxi.domain.timeline.kinds import EventKind

FINISHED = EventKind(
    "imports.finished",
    _("%(file)s imported: %(applied)s applied, %(unchanged)s unchanged, %(rejected)s rejected"),
    "file-input",
)
UNDONE = EventKind(
    "imports.undone",
    _("%(file)s undone: %(removed)s removed, %(restored)s restored, %(kept)s left as they are"),
    "undo-2",
)
TAKEN_BACK = EventKind(
    "imports.taken_back", _("The import of %(file)s was undone: %(count)s records"), "undo-2"
)
DISCARDED = EventKind("imports.discarded", _("The file %(file)s was discarded before its import"), "trash-2")
REJECTED_DOWNLOADED = EventKind(
    "imports.rejected_downloaded",
    _("Rejected rows of %(file)s downloaded: %(count)s rows"),
    "download",
)
