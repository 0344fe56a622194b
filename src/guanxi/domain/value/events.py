from django.utils.translation import gettext_lazy as _

from guanxi.domain.timeline.kinds import EventKind
from guanxi.domain.value.vocabulary import Activity

POLICY_ADOPTED = EventKind(
    "value.policy_adopted", _("Value policy %(version)s adopted, valid from %(day)s"), "scale"
)
BUDGET_DRAWN = EventKind(
    "value.budget_drawn",
    _("Maintenance budget of %(amount)s %(currency)s drawn up for %(period)s"),
    "wallet",
    view_action="budgets.view",
)
SPENDING_RECORDED = EventKind(
    "value.spending_recorded",
    _("%(activity)s for %(amount)s %(currency)s paid from the maintenance budget"),
    "wallet",
    {"activity": Activity},
    view_action="costs.view",
)
OVERSPEND_REQUESTED = EventKind(
    "value.overspend_requested",
    _("Asked to spend %(amount)s %(currency)s beyond the maintenance budget of %(period)s: %(reason)s"),
    "hand-coins",
    view_action="budgets.view",
)
OVERSPEND_APPROVED = EventKind(
    "value.overspend_approved",
    _("%(amount)s %(currency)s beyond the maintenance budget of %(period)s approved. %(note)s"),
    "circle-check",
    view_action="budgets.view",
)
OVERSPEND_DECLINED = EventKind(
    "value.overspend_declined",
    _("%(amount)s %(currency)s beyond the maintenance budget of %(period)s declined. %(note)s"),
    "circle-x",
    view_action="budgets.view",
)
LAPSED = EventKind(
    "value.lapsed",
    _("Lapsed on %(day)s: nothing delivered since %(last)s, usually every %(gap)s days"),
    "hourglass",
)
LAPSE_ENDED = EventKind("value.lapse_ended", _("No longer lapsed: delivered on %(day)s"), "sunrise")
LAPSE_WITHDRAWN = EventKind(
    "value.lapse_withdrawn", _("No longer lapsed: the facts it rested on were corrected"), "undo-2"
)
