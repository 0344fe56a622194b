"""How complete our knowledge of a customer is, and what to fill next (D7)."""

from collections.abc import Mapping

from django.urls import reverse
from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guanxi.design.explanation import Explanation, Input
from guanxi.domain.customers.completeness import Profile
from guanxi.domain.customers.models import Customer
from guanxi.domain.customers.rules.completeness import Weighed
from guanxi.interfaces.workspace.explanations import words

LABELS: Mapping[str, LazyText] = {
    "uscc": gettext_lazy("Unified social credit code"),
    "contact": gettext_lazy("A contact"),
    "decider": gettext_lazy("Who decides"),
    "reachable": gettext_lazy("Telephone or e-mail of a contact"),
    "address": gettext_lazy("Address"),
    "cargo": gettext_lazy("Cargo"),
    "volume": gettext_lazy("Volume"),
    "lanes": gettext_lazy("Lanes"),
    "nature": gettext_lazy("Nature"),
    "site": gettext_lazy("A site"),
}
_FILLED_AT: Mapping[str, str] = {
    "uscc": "customer_edit",
    "address": "customer_edit",
    "nature": "customer_edit",
    "site": "site_new",
    "cargo": "profile_fact_new",
    "volume": "profile_fact_new",
    "lanes": "profile_fact_new",
    "contact": "contact_new",
    "decider": "contact_new",
    "reachable": "contact_new",
}


def why_complete(profile: Profile) -> Explanation:
    """The score with what each thing counts, and since when it is known."""
    return Explanation(
        title=words.why(_("%(score)s of 100") % {"score": profile.weighed.score}),
        rule=_(
            "What should be known of a customer of this purpose, each with its weight; what was learnt more "
            "than %(days)s days ago counts half."
        )
        % {"days": profile.policy.shelf_life_days},
        inputs=tuple(_weight(item) for item in profile.weighed.items),
        policy=_("profile %(version)s") % {"version": profile.policy},
        as_of=profile.as_of,
    )


def to_fill_next(profile: Profile, customer: Customer, *, limit: int) -> list[Input]:
    """What would raise the score most: its name, what it would add, and where to write it."""
    return [
        Input(
            str(LABELS[item.code]),
            _("+%(points)s") % {"points": _points(item.missing_points)},
            item.known_on,
            reverse(f"workspace:{_FILLED_AT[item.code]}", args=[customer.pk]),
        )
        for item in profile.weighed.to_fill[:limit]
    ]


def _weight(item: Weighed) -> Input:
    value = _("%(points)s of %(weight)s") % {"points": _points(item.points), "weight": item.weight}
    return Input(str(LABELS[item.code]), value, item.known_on)


def _points(halves: int) -> str:
    """Halves of a point as a number of points: 15, 7.5."""
    return f"{halves // 2}.5" if halves % 2 else str(halves // 2)
