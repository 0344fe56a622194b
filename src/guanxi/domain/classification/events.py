from django.utils.translation import gettext_lazy as _

from guanxi.domain.classification.models import Group, ValueTier
from guanxi.domain.timeline.kinds import EventKind

GROUP_CHANGED = EventKind(
    "classification.group_changed", _("Group changed to %(group)s"), "arrow-right-left", {"group": Group}
)
TIER_CHANGED = EventKind(
    "classification.tier_changed", _("Value tier changed to %(tier)s"), "arrow-up-down", {"tier": ValueTier}
)
RUN_FINISHED = EventKind(
    "classification.run_finished",
    _("%(customers)s customers classified as of %(as_of)s, run %(hash)s"),
    "chart-pie",
)
