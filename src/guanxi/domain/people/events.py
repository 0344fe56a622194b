from django.utils.translation import gettext_lazy as _

from guanxi.domain.timeline.kinds import EventKind

LINK_ISSUED = EventKind("people.link_issued", _("One-time sign-in link issued for %(name)s"), "key-round")
LINK_REDEEMED = EventKind("people.link_redeemed", _("%(name)s signed in by one-time link"), "log-in")
