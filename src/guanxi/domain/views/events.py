from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from guanxi.domain.timeline.kinds import EventKind
from guanxi.domain.views.vocabulary import ListOf, Scope

_WORDS: dict[str, type[TextChoices]] = {"list": ListOf, "scope": Scope}
VIEW_SHARED = EventKind("views.shared", _("View “%(name)s” of %(list)s shared: %(scope)s"), "share-2", _WORDS)
VIEW_CHANGED = EventKind("views.changed", _("Shared view “%(name)s” of %(list)s changed"), "pencil", _WORDS)
VIEW_DELETED = EventKind("views.deleted", _("Shared view “%(name)s” of %(list)s deleted"), "trash-2", _WORDS)
BULK_EDITED = EventKind(
    "views.bulk_edited",
    _("%(field)s changed in bulk: %(changed)s changed, %(unchanged)s were so, %(no_right)s not permitted"),
    "list-checks",
)
BULK_UNDONE = EventKind(
    "views.bulk_undone",
    _("Bulk change of %(field)s undone: %(restored)s put back, %(since)s changed since"),
    "undo-2",
)
