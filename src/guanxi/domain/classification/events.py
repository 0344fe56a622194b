from django.utils.translation import gettext_lazy as _

from guanxi.domain.classification.vocabulary import CaseEnd, Group, ReviewOutcome, ValueTier
from guanxi.domain.timeline.kinds import EventKind

GROUP_CHANGED = EventKind(
    "classification.group_changed", _("Group changed to %(group)s"), "arrow-right-left", {"group": Group}
)
GROUP_LEFT = EventKind("classification.group_left", _("No longer in a group"), "arrow-right-left")
TIER_CHANGED = EventKind(
    "classification.tier_changed", _("Value tier changed to %(tier)s"), "arrow-up-down", {"tier": ValueTier}
)
OVERRIDE_ASKED = EventKind(
    "classification.override_asked",
    _("Asked for the tier %(tier)s from %(starts_on)s until %(ends_on)s: %(reason)s"),
    "hand",
    {"tier": ValueTier},
)
OVERRIDE_APPROVED = EventKind(
    "classification.override_approved",
    _("Approved the tier %(tier)s from %(starts_on)s until %(ends_on)s"),
    "circle-check",
    {"tier": ValueTier},
)
OVERRIDE_DECLINED = EventKind(
    "classification.override_declined",
    _("Declined the tier %(tier)s: %(note)s"),
    "circle-x",
    {"tier": ValueTier},
)
OVERRIDE_ENDED = EventKind(
    "classification.override_ended", _("The tier %(tier)s given by hand ended"), "clock", {"tier": ValueTier}
)
BACKBONE_PROPOSED = EventKind(
    "classification.backbone_proposed", _("Proposed as backbone: all measures passed"), "sparkles"
)
BACKBONE_REFUSED = EventKind(
    "classification.backbone_refused",
    _("Not proposed as backbone: %(count)s measures not passed"),
    "circle-x",
)
BACKBONE_TURNED_DOWN = EventKind(
    "classification.backbone_turned_down", _("Turned down as backbone: %(reason)s"), "circle-x"
)
BACKBONE_CONFIRMED = EventKind(
    "classification.backbone_confirmed",
    _("Confirmed as backbone until the review of %(review_due_on)s"),
    "badge-check",
)
BACKBONE_ENDED = EventKind(
    "classification.backbone_ended", _("No longer backbone: %(end)s"), "circle-minus", {"end": CaseEnd}
)
OBJECTED = EventKind("classification.objected", _("Objected to profiling"), "shield")
OBJECTION_WITHDRAWN = EventKind(
    "classification.objection_withdrawn", _("Withdrew the objection to profiling"), "shield-off"
)
REVIEW_ASKED = EventKind(
    "classification.review_asked",
    _("Asked that a person look at it: %(question)s"),
    "message-circle-question",
)
REVIEW_CLOSED = EventKind(
    "classification.review_closed",
    _("A person looked at it: %(outcome)s. %(answer)s"),
    "circle-check",
    {"outcome": ReviewOutcome},
)
POLICY_ADOPTED = EventKind(
    "classification.policy_adopted",
    _("Classification policy %(version)s adopted, valid from %(valid_from)s: %(reason)s"),
    "scale",
)
PERIOD_CLOSED = EventKind(
    "classification.period_closed", _("Period closed as of %(as_of)s, run %(hash)s"), "lock"
)
RUN_FINISHED = EventKind(
    "classification.run_finished",
    _("%(customers)s customers classified as of %(as_of)s, run %(hash)s"),
    "chart-pie",
)
