"""The steps of a campaign as figures with their reasons."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guanxi.design.explanation import Evidence, Explanation, Input
from guanxi.domain.audiences.models import Campaign
from guanxi.domain.audiences.rules import Funnel, Step
from guanxi.interfaces.workspace.explanations import words

MET_AGAIN = "met-again"
_DEEDS: Mapping[str, LazyText] = {
    "ordinary": gettext_lazy("Known by a lawful signal"),
    "basic": gettext_lazy("Registered in time"),
    "actual": gettext_lazy("Shipped in time"),
    MET_AGAIN: gettext_lazy("Known before"),
}
_RULES: Mapping[str, LazyText] = {
    "ordinary": gettext_lazy(
        "Customers with a lawful signal that names this campaign, not known before it, out of all who "
        "answered. Of those who did not consent only the number is kept."
    ),
    "basic": gettext_lazy(
        "Of those known by the campaign, who entered the roster within the window, counted from the signal."
    ),
    "actual": gettext_lazy(
        "Of those known by the campaign, whose first shipment was completed within the window, counted from "
        "the signal."
    ),
}


@dataclass(frozen=True, slots=True)
class StepShown:
    """One step: the number opens its customers; share and cost explain themselves.

    `name` tells it from all other steps of the page. `why_cost` is None where nobody came so far, and for
    readers who do not see all customers.
    """

    step: Step
    name: str
    deed: str
    href: str
    why_share: Explanation | None
    why_cost: Explanation | None
    is_open: bool


def steps_of(campaign: Campaign, funnel: Funnel, *, on: date, sees_all: bool) -> list[StepShown]:
    """The steps in order. Who does not see every customer is shown no figure that needs them all."""
    return [
        StepShown(
            step=step,
            name=f"{campaign.pk}-{step.code}",
            deed=deed_of(step.code),
            href=reverse("workspace:campaign_members", args=[campaign.pk, step.code]),
            why_share=_why_share(campaign, step, on) if sees_all or step.code != "ordinary" else None,
            why_cost=_why_cost(campaign, step, on) if sees_all else None,
            is_open=step.complete_on is not None and on < step.complete_on,
        )
        for step in funnel.steps
    ]


def deed_of(code: str) -> str:
    """What those of a step did. Raises KeyError for an unknown step."""
    return str(_DEEDS[code])


def _why_share(campaign: Campaign, step: Step, on: date) -> Explanation | None:
    if step.share_ppm is None:
        return None
    window = [Input(_("Window"), _("%(days)s days") % {"days": words.number(step.within_days)})]
    last = [Input(_("The last window ends"), "", step.complete_on)] if step.complete_on else []
    median = (
        [Input(_("Median days from the signal"), words.number(step.median_days))]
        if step.median_days is not None
        else []
    )
    return Explanation(
        title=words.why(words.share(step.share_ppm)),
        rule=str(_RULES[step.code]),
        inputs=(
            Input(deed_of(step.code), words.number(step.count)),
            Input(
                _("All who answered") if step.code == "ordinary" else deed_of("ordinary"),
                words.number(step.entered),
            ),
            *(window + last if step.within_days else []),
            *median,
        ),
        as_of=on,
        evidence=(_evidence(campaign, step),),
    )


def _why_cost(campaign: Campaign, step: Step, on: date) -> Explanation | None:
    if step.cost_minor is None:
        return None
    return Explanation(
        title=words.why(words.money(step.cost_minor, campaign.currency)),
        rule=_("The campaign's cost divided by the customers it brought into this group."),
        inputs=(
            Input(_("Cost of the campaign"), words.money(campaign.cost_minor, campaign.currency)),
            Input(deed_of(step.code), words.number(step.count)),
            Input(_("Source of the figures"), campaign.evidence, campaign.ended_on),
        ),
        as_of=on,
        evidence=(_evidence(campaign, step),),
    )


def _evidence(campaign: Campaign, step: Step) -> Evidence:
    href = reverse("workspace:campaign_members", args=[campaign.pk, step.code])
    return Evidence(_("The customers"), href)
