"""Why a customer has its value tier, and the figures of the run that ranked it (D16–D19, D25)."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guanxi.design.explanation import Evidence, Explanation, Input, Previous
from guanxi.domain.classification.models import ClassificationEntry, Standing, TierOverride
from guanxi.domain.classification.outlook import Outlook
from guanxi.interfaces.workspace.explanations import words

_RULES: Mapping[str, LazyText] = {
    "ranked": gettext_lazy("Ranked %(rank)s of %(active)s active customers by net revenue of %(days)s days."),
    "ranked_at_tie": gettext_lazy(
        "Ranked %(rank)s of %(active)s active customers by net revenue of %(days)s days; equal revenue "
        "at the cut was settled by contribution, orders, first shipment and number."
    ),
    "too_few": gettext_lazy("Too few active customers (%(active)s) for tiers to mean anything."),
    "no_order": gettext_lazy("Not active: no completed shipment in the last %(days)s days."),
    "no_positive_amount": gettext_lazy("Not active: no positive revenue in the last %(days)s days."),
    "not_ranked": gettext_lazy("Our own units are kept out of the ranking."),
    "no_facts": gettext_lazy("Not active: no completed shipment is on file."),
}
_KEPT: Mapping[str, LazyText] = {
    "held": gettext_lazy("Tiers change at the close of a period only: the tier of %(since)s is held."),
    "grace": gettext_lazy("Below its tier at one close: kept with grace, a second close would move it."),
}


def why_tier(
    standing: Standing,
    before: ClassificationEntry | None,
    *,
    override: TierOverride | None = None,
    run_open: bool,
) -> Explanation:
    """The tier held now: of an override in force, else that of the newest run, else none before the first.

    `run_open` links the run's page.
    """
    if override is not None and standing.tier_basis == Standing.TierBasis.OVERRIDE:
        return _by_override(standing, override)
    if standing.entry is None:
        rule = _("No classification has run since this customer is on file.")
        return Explanation(title=words.why(words.tier_word("")), rule=rule, as_of=standing.group_since)
    return why_tier_in_run(standing.entry, before, run_open=run_open)


def why_tier_in_run(
    entry: ClassificationEntry, before: ClassificationEntry | None, *, run_open: bool
) -> Explanation:
    """The rank behind the tier of one run, its revenue and share, and the run."""
    run = entry.run
    return Explanation(
        title=words.why(words.tier_word(entry.tier)),
        rule=words.joined([_ranked(entry), _reach(entry), _kept(entry)]),
        inputs=_inputs(entry),
        previous=Previous(words.tier_word(before.tier), before.run.as_of) if before else None,
        policy=str(run.policy),
        as_of=run.as_of,
        evidence=_evidence(entry, run_open=run_open),
    )


def figures_of(entry: ClassificationEntry, *, run_open: bool) -> dict[str, Explanation]:
    """figure → why, for revenue, orders, rank, share, first_on and last_on of one run."""
    run = entry.run
    rules = {
        "revenue": _(
            "Net revenue of forward shipments delivered in the %(days)s days up to the day of the run."
        ),
        "orders": _("Forward shipments delivered in the %(days)s days up to the day of the run."),
        "rank": _("Place among the active customers by net revenue of %(days)s days, the highest first."),
        "share": _("Net revenue of %(days)s days, divided by that of all active customers."),
        "first_on": _("The first day of delivery on file."),
        "last_on": _("The last day of delivery on file by the day of the run."),
    }
    values = {
        "revenue": words.money(entry.revenue_minor, run.currency),
        "orders": words.number(entry.orders),
        "rank": words.number(entry.rank or 0),
        "share": words.share(entry.share_ppm),
        "first_on": words.day(entry.first_on) if entry.first_on else "–",
        "last_on": words.day(entry.last_on) if entry.last_on else "–",
    }
    shared: dict[str, Any] = {
        "inputs": _inputs(entry),
        "policy": str(run.policy),
        "as_of": run.as_of,
        "evidence": _evidence(entry, run_open=run_open),
    }
    return {
        name: Explanation(words.why(values[name]), rule % {"days": run.window_days}, **shared)
        for name, rule in rules.items()
    }


def why_outlook(outlook: Outlook, standing: Standing, *, run_open: bool) -> Explanation:
    """What the next close would give today, measured against the newest ranking: a look ahead (D19)."""
    ranking = outlook.ranking
    link = reverse("workspace:classification_run", args=[ranking.pk])
    proof = (Evidence(_("The run of %(day)s") % {"day": ranking.as_of}, link),) if run_open else ()
    kept = _("One close below its tier is grace: it would be kept.") if outlook.kept == "grace" else ""
    return Explanation(
        title=_("%(tier)s at the next close") % {"tier": words.tier_word(outlook.tier)},
        rule=words.joined(
            [
                _("If the period closed today: its net revenue now, against the ranking of %(day)s.")
                % {"day": words.day(ranking.as_of)},
                kept,
            ]
        ),
        inputs=(
            Input(_("Net revenue"), words.money(outlook.revenue_minor, outlook.currency), outlook.as_of),
            Input(_("Orders"), words.number(outlook.orders), outlook.as_of),
            Input(_("Rank"), _("%(rank)s of %(active)s") % {"rank": outlook.rank, "active": outlook.n}),
            Input(_("Tier by rank"), words.tier_word(outlook.raw_tier)),
            Input(_("Window from"), words.day(outlook.opens_after + timedelta(days=1))),
        ),
        previous=Previous(words.tier_word(standing.tier), ranking.as_of),
        policy=str(ranking.policy),
        as_of=outlook.as_of,
        evidence=proof,
    )


def why_contribution(entry: ClassificationEntry, *, run_open: bool) -> Explanation:
    """What is left of the revenue after cost-to-serve, in the run's window (D18, D26)."""
    run, left = entry.run, entry.contribution_minor or 0
    place = (
        (Input(_("Place by contribution"), words.number(entry.contribution_rank)),)
        if entry.contribution_rank
        else ()
    )
    return Explanation(
        title=words.why(words.money(left, run.currency)),
        rule=_("Net revenue of %(days)s days, less what serving the customer cost in them.")
        % {"days": run.window_days},
        inputs=(
            Input(_("Net revenue"), words.money(entry.revenue_minor, run.currency), run.as_of),
            Input(_("Cost to serve"), words.money(entry.revenue_minor - left, run.currency), run.as_of),
            *place,
        ),
        policy=str(run.policy),
        as_of=run.as_of,
        evidence=_evidence(entry, run_open=run_open),
    )


def _by_override(standing: Standing, override: TierOverride) -> Explanation:
    entry = standing.entry
    by_rule = (Input(_("Tier by rule"), words.tier_word(entry.tier), entry.run.as_of),) if entry else ()
    return Explanation(
        title=words.why(words.tier_word(standing.tier)),
        rule=words.joined([_("Two people set it, with a reason and a last day."), override.reason]),
        inputs=(
            Input(_("Asked for by"), str(override.requested_by)),
            Input(_("Approved by"), str(override.approver or "–")),
            Input(_("From"), words.day(override.starts_on)),
            Input(_("Until"), words.day(override.ends_on)),
            *by_rule,
        ),
        policy=str(entry.run.policy) if entry else "",
        as_of=override.starts_on,
    )


def _ranked(entry: ClassificationEntry) -> str:
    names = {"rank": entry.rank, "active": entry.run.active, "days": entry.run.window_days}
    return str(_RULES[entry.tier_evidence["code"]]) % names


def _kept(entry: ClassificationEntry) -> str:
    inputs = entry.tier_evidence["inputs"]
    kept = inputs.get("kept", "by_rank")
    return str(_KEPT[kept]) % {"since": inputs.get("since", "")} if kept in _KEPT else ""


def _reach(entry: ClassificationEntry) -> str:
    """From which rank to which the tier by rank reaches in this run."""
    for cut in entry.run.cuts:
        if cut["tier"] == entry.raw_tier and entry.raw_tier:
            return _("%(tier)s is rank %(first)s to %(last)s.") % {
                "tier": words.tier_word(entry.raw_tier),
                "first": cut["first_rank"],
                "last": cut["last_rank"],
            }
    return ""


def _inputs(entry: ClassificationEntry) -> tuple[Input, ...]:
    run = entry.run
    shown = [
        Input(_("Net revenue"), words.money(entry.revenue_minor, run.currency), run.as_of),
        Input(_("Orders"), words.number(entry.orders), run.as_of),
    ]
    if entry.rank:
        shown.append(Input(_("Share of revenue"), words.share(entry.share_ppm), run.as_of))
    if entry.last_on:
        shown.append(Input(_("Last delivered"), words.day(entry.last_on)))
    return tuple(shown)


def _evidence(entry: ClassificationEntry, *, run_open: bool) -> tuple[Evidence, ...]:
    proofs = []
    if entry.orders:
        shipments = reverse("workspace:customer_shipments", args=[entry.customer_id])
        proofs.append(Evidence(_("Shipments in the window"), f"{shipments}?run={entry.run_id}"))
    if run_open:
        link = reverse("workspace:classification_run", args=[entry.run_id])
        proofs.append(Evidence(_("The run of %(day)s") % {"day": entry.run.as_of}, link))
    return tuple(proofs)
