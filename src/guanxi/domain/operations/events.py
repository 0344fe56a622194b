from django.utils.translation import gettext_lazy as _

from guanxi.domain.timeline.kinds import EventKind

IMPORTED = EventKind(
    "shipments.imported",
    _("%(count)s shipments recorded from %(file)s, %(first)s to %(last)s"),
    "package-check",
)
CORRECTED = EventKind(
    "shipments.corrected", _("Shipment %(waybill)s corrected from %(file)s"), "package-search"
)
