from django.utils.translation import gettext_lazy as _

from guanxi.domain.timeline.kinds import EventKind

SIGNAL_SEEN = EventKind("audiences.signal_seen", _("Sign of interest noted: %(signal)s"), "radio")
AUDIENCE_ESTIMATED = EventKind(
    "audiences.estimated", _("Audience estimated: %(name)s, %(size)s firms"), "crosshair"
)
AUDIENCE_REVISED = EventKind(
    "audiences.revised", _("Estimate revised: %(name)s, %(size)s firms"), "crosshair"
)
CAMPAIGN_CORRECTED = EventKind(
    "audiences.campaign_corrected", _("Campaign %(name)s corrected from %(file)s"), "megaphone"
)
