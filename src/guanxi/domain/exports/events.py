from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from guanxi.domain.exports.vocabulary import What
from guanxi.domain.ground.export import Format
from guanxi.domain.timeline.kinds import EventKind

_WORDS: dict[str, type[TextChoices]] = {"what": What, "format": Format}
MADE = EventKind(
    "exports.made",
    _("%(what)s exported as %(format)s; %(filters)s; rows: %(rows)s; file %(hash)s"),
    "file-output",
    _WORDS,
)
DOWNLOADED = EventKind(
    "exports.downloaded",
    _("Export downloaded: %(what)s; %(filters)s; rows: %(rows)s; file %(hash)s"),
    "download",
    _WORDS,
)
