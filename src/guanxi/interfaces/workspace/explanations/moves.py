"""Why a customer stands elsewhere than in an earlier run, in one or two sentences (D12, D18, D19).

The entries are those of `classification.movement.moved`, which carry what the earlier run said of them.
"""

from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from guanxi.design.explanation import Explanation, Previous
from guanxi.domain.classification.models import ClassificationRun
from guanxi.domain.classification.movement import GROUP, Pair
from guanxi.domain.classification.rules import TIERS
from guanxi.interfaces.workspace.explanations import words
from guanxi.interfaces.workspace.explanations.groups import group_rule, why_group_in_run
from guanxi.interfaces.workspace.explanations.tiers import why_tier_in_run


def why_moved(entry: Any, pair: Pair) -> Explanation:
    """The reason of the value now, with the value in the earlier run and its day."""
    was = entry.group_before if pair.axis == GROUP else entry.tier_before
    why = why_group_in_run(entry, None) if pair.axis == GROUP else why_tier_in_run(entry, None, run_open=True)
    if was is None:
        return why
    word = words.group_word(was) if pair.axis == GROUP else words.tier_word(was)
    return replace(why, previous=Previous(word, pair.before.as_of))


def reason_of(entry: Any, pair: Pair) -> str:
    """What moved it, in the words of a report."""
    if entry.group_before is None:
        return _("New since the earlier run.")
    if pair.axis == GROUP:
        return group_rule(entry.group_evidence)
    return words.joined([_by_decision(entry) or _by_rank(entry, pair), _by_policy(pair)])


def _by_decision(entry: Any) -> str:
    now, before = _kept(entry.tier_evidence), _kept(entry.tier_evidence_before)
    if now == "override":
        given = {"tier": words.tier_word(entry.tier_by_rule), "day": entry.tier_evidence["inputs"]["ends_on"]}
        return _("Two people set it until %(day)s; by rule it is %(tier)s.") % given
    if before == "override":
        return _("The tier that two people had set has ended; now the rule decides.")
    return ""


def _by_rank(entry: Any, pair: Pair) -> str:
    if not entry.tier:
        return str(why_tier_in_run(entry, None, run_open=False).rule)
    if entry.rank is None or entry.rank_before is None:
        return _("Active, and ranked %(rank)s.") % {"rank": words.number(entry.rank or 0)}
    ranks = {"before": words.number(entry.rank_before), "rank": words.number(entry.rank)}
    return words.joined(
        [_("Rank %(before)s, now %(rank)s.") % ranks, _by_others(entry), _second_close(entry, pair)]
    )


def _by_others(entry: Any) -> str:
    """A rank says where one stands among others: it may fall while the revenue grows."""
    if entry.rank > entry.rank_before and entry.revenue_minor >= entry.revenue_minor_before:
        return _("Its revenue did not fall; others grew more.")
    if entry.rank < entry.rank_before and entry.revenue_minor <= entry.revenue_minor_before:
        return _("Its revenue did not grow; others lost more.")
    return ""


def _second_close(entry: Any, pair: Pair) -> str:
    fell = entry.tier_before and TIERS.index(entry.tier) > TIERS.index(entry.tier_before)
    if fell and pair.run.kind == ClassificationRun.Kind.CLOSE:
        return _("A second close in a row below its tier.")
    return ""


def _by_policy(pair: Pair) -> str:
    if pair.run.policy_id == pair.before.policy_id:
        return ""
    versions = {"before": pair.before.policy, "now": pair.run.policy}
    return _("The policy changed from %(before)s to %(now)s.") % versions


def _kept(evidence: dict[str, Any] | None) -> str:
    return str((evidence or {}).get("inputs", {}).get("kept", ""))
