"""The rules of a policy in words: each with its value, and what differs from the version before."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.dates import MONTHS_ALT
from django.utils.functional import Promise as LazyText
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from guanxi.design import figures
from guanxi.domain.billing.models import CreditGrade
from guanxi.domain.classification.models import ValueTier
from guanxi.domain.customers.models import Purpose
from guanxi.interfaces.workspace.explanations.words import number

Rules = Mapping[str, Any]
PLAIN: Mapping[tuple[str, str], LazyText] = {
    ("value_tiers", "window_days"): gettext_lazy("Window of revenue, in days"),
    ("value_tiers", "minimum_ranked"): gettext_lazy("Active customers below which no tier is given"),
    ("backbone", "revenue_percentile"): gettext_lazy("Backbone: revenue at or above percentile"),
    ("backbone", "orders_percentile"): gettext_lazy("Backbone: orders at or above percentile"),
    ("backbone", "overdue_days"): gettext_lazy("Backbone: days overdue at most"),
    ("backbone", "overdue_window_days"): gettext_lazy("Backbone: overdue looked at for, in days"),
    ("backbone", "review_days"): gettext_lazy("Backbone: reviewed after, in days"),
    ("backbone", "review_notice_days"): gettext_lazy("Backbone: review announced before, in days"),
    ("backbone", "review_grace_days"): gettext_lazy("Backbone: lapses after a missed review, in days"),
    ("overrides", "max_days"): gettext_lazy("An override lasts at most, in days"),
}


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule in words; `before` is its value in the version before, None where nothing changed."""

    label: str
    value: str
    before: str | None = None


def rules_in_words(rules: Rules, before: Rules | None = None) -> list[Rule]:
    """Every rule of a policy; beside a version before, those that differ carry its value."""
    earlier = _worded(before) if before is not None else {}
    found = []
    for label, value in _worded(rules).items():
        was = earlier.get(label, _("not asked")) if before is not None else value
        found.append(Rule(label, value, was if was != value else None))
    return found


def differences(rules: Rules, before: Rules) -> list[Rule]:
    """What is another rule than in the version before, also what is no longer asked."""
    changed = [rule for rule in rules_in_words(rules, before) if rule.before is not None]
    dropped = [Rule(label, _("not asked"), was) for label, was in _worded(before).items()]
    kept = {rule.label for rule in rules_in_words(rules)}
    return [*changed, *(rule for rule in dropped if rule.label not in kept)]


def _worded(rules: Rules) -> dict[str, str]:
    words = {
        str(label): number(rules[section][name])
        for (section, name), label in PLAIN.items()
        if name in rules.get(section, {})
    }
    for cut in rules["value_tiers"]["tier"][:-1]:
        label = _("%(tier)s: down to this share of the ranking") % {"tier": ValueTier(cut["name"]).label}
        words[label] = f"{figures.number(Decimal(cut['up_to_ppm']) / 10_000, _language())} %"
    if grade := rules.get("backbone", {}).get("credit_at_least"):
        words[_("Backbone: credit grade at least")] = str(CreditGrade.Grade(grade).label)
    words[_("Periods close at the end of")] = _listed(MONTHS_ALT[month] for month in rules["closing_months"])
    words[_("Kept out of the ranking")] = _listed(Purpose(one).label for one in rules["unranked_purposes"])
    return words


def _listed(words: Any) -> str:
    mark = "、" if _language().startswith("zh") else ", "
    return mark.join(str(word) for word in words) or _("nobody")


def _language() -> str:
    return get_language() or "en"
