"""Why a customer has its group, tier, purpose and nature, in words, with the facts and where to see them."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise as LazyText
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from guanxi.design import figures
from guanxi.design.explanation import Evidence, Explanation, Input, Previous
from guanxi.domain.audiences.models import Signal
from guanxi.domain.classification.models import ClassificationEntry, Group, ValueTier
from guanxi.domain.customers.models import Customer, Nature, Purpose

_GROUP_RULES: Mapping[str, LazyText] = {
    "actual_by_shipments": gettext_lazy("At least one completed shipment is on file."),
    "basic_by_roster": gettext_lazy("In the roster, and no completed shipment is on file."),
    "basic_declared_buyer": gettext_lazy(
        "In the roster. It says it has bought before; that moves it only when a transaction is on file."
    ),
    "ordinary_by_order": gettext_lazy("An order is under way; not in the roster, nothing completed yet."),
    "ordinary_by_signal": gettext_lazy("It showed interest; not in the roster, nothing bought yet."),
}
_TIER_RULES: Mapping[str, LazyText] = {
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


def why_group(entry: ClassificationEntry, before: ClassificationEntry | None) -> Explanation:
    """The rule of D11 that put the customer into its group, and the evidence it read."""
    inputs = entry.group_evidence["inputs"]
    return Explanation(
        title=_("Why “%(value)s”?") % {"value": Group(entry.group).label},
        rule=group_rule(entry.group_evidence),
        inputs=tuple(group_inputs(inputs)),
        previous=_previous(before, str(Group(before.group).label) if before else ""),
        policy=str(entry.run.policy),
        as_of=entry.run.as_of,
        evidence=_evidence(entry, _("Completed shipments"), "state=delivered") if "count" in inputs else (),
    )


def why_tier(
    entry: ClassificationEntry, before: ClassificationEntry | None, *, run_open: bool
) -> Explanation:
    """The rank behind the tier, its revenue and share, and the run; `run_open` links the run's page."""
    run, shown = entry.run, entry.tier_evidence
    names = {"rank": entry.rank, "active": run.active, "days": run.window_days}
    sentences = [str(_TIER_RULES[shown["code"]]) % names, _reach(entry)]
    kept = shown["inputs"].get("kept", "by_rank")
    if kept in _KEPT:
        sentences.append(str(_KEPT[kept]) % {"since": shown["inputs"].get("since", "")})
    evidence = _evidence(entry, _("Shipments in the window"), f"run={run.pk}") if entry.orders else ()
    if run_open:
        link = reverse("workspace:classification_run", args=[run.pk])
        evidence += (Evidence(_("The run of %(day)s") % {"day": run.as_of}, link),)
    return Explanation(
        title=_("Why “%(value)s”?") % {"value": _tier_word(entry.tier)},
        rule=_joined(sentence for sentence in sentences if sentence),
        inputs=tuple(_tier_inputs(entry)),
        previous=_previous(before, _tier_word(before.tier) if before else ""),
        policy=str(run.policy),
        as_of=run.as_of,
        evidence=evidence,
    )


def why_purpose(customer: Customer) -> Explanation:
    """Purpose is stated by a person, not computed (D20)."""
    return Explanation(
        title=_("Why “%(value)s”?") % {"value": Purpose(customer.purpose).label},
        rule=_("Stated by a person with the customer's details. Our own units are kept out of the ranking."),
        inputs=(Input(_("Customer since"), customer.created_at.date().isoformat()),),
    )


def why_nature(customer: Customer) -> Explanation:
    """Nature is stated by a person, independent of purpose (D10)."""
    return Explanation(
        title=_("Why “%(value)s”?") % {"value": Nature(customer.nature).label},
        rule=_("Stated by a person with the customer's details; it moves neither group nor tier."),
        inputs=(Input(_("Customer since"), customer.created_at.date().isoformat()),),
    )


def group_rule(conclusion: Mapping[str, Any]) -> str:
    """The sentence of a group's conclusion, in the form of `Conclusion.as_json`."""
    return str(_GROUP_RULES[conclusion["code"]])


def group_inputs(inputs: Mapping[str, Any]) -> list[Input]:
    """The evidence of a group, worded for the reader; days in ISO form."""
    shown = []
    if "count" in inputs:
        shown.append(Input(_("Completed shipments"), _number(inputs["count"])))
    if inputs.get("signal"):
        shown.append(Input(_("Sign of interest"), str(Signal.Kind(inputs["signal"]).label)))
    for name, label in (
        ("first_on", _("First delivered")),
        ("last_on", _("Last delivered")),
        ("registered_on", _("In the roster since")),
        ("ordered_on", _("Ordered on")),
        ("signal_on", _("Seen on")),
    ):
        if inputs.get(name):
            shown.append(Input(label, inputs[name]))
    return shown


def _tier_inputs(entry: ClassificationEntry) -> list[Input]:
    language = get_language() or "en"
    revenue = figures.money(entry.revenue_minor, entry.run.currency, language)
    shown = [
        Input(_("Net revenue"), revenue, entry.run.as_of),
        Input(_("Orders"), _number(entry.orders), entry.run.as_of),
    ]
    if entry.rank:
        shown.append(Input(_("Share of revenue"), figures.share(entry.share_ppm, language), entry.run.as_of))
    if entry.last_on:
        shown.append(Input(_("Last delivered"), entry.last_on.isoformat()))
    return shown


def _reach(entry: ClassificationEntry) -> str:
    """From which rank to which the tier by rank reaches in this run."""
    for cut in entry.run.cuts:
        if cut["tier"] == entry.raw_tier and entry.raw_tier:
            return _("%(tier)s is rank %(first)s to %(last)s.") % {
                "tier": _tier_word(entry.raw_tier),
                "first": cut["first_rank"],
                "last": cut["last_rank"],
            }
    return ""


def _evidence(entry: ClassificationEntry, label: str, query: str) -> tuple[Evidence, ...]:
    return (Evidence(label, f"{reverse('workspace:customer_shipments', args=[entry.customer_id])}?{query}"),)


def _previous(before: ClassificationEntry | None, value: str) -> Previous | None:
    return Previous(value, before.run.as_of) if before else None


def _joined(sentences: Iterable[str]) -> str:
    """Sentences one after the other; Chinese puts no space between them."""
    return ("" if (get_language() or "").startswith("zh") else " ").join(sentences)


def _tier_word(tier: str) -> str:
    return str(ValueTier(tier).label) if tier else _("No tier")


def _number(value: int) -> str:
    return figures.number(value, get_language() or "en")
