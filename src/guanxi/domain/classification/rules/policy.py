"""What a policy may say: values in, problems out (D135). `guanxi_analysis.policy_of` judges the cuts."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from guanxi.domain.classification.rules.backbone import GRADES
from guanxi_analysis import InvalidPolicy, policy_of

PURPOSES = ("consumer", "commercial", "internal")
# Section and entry → the least and the greatest whole number it may be.
BOUNDS: Mapping[tuple[str, str], tuple[int, int]] = {
    ("backbone", "revenue_percentile"): (1, 100),
    ("backbone", "orders_percentile"): (1, 100),
    ("backbone", "overdue_days"): (0, 365),
    ("backbone", "overdue_window_days"): (1, 1830),
    ("backbone", "review_days"): (1, 1830),
    ("backbone", "review_notice_days"): (0, 365),
    ("backbone", "review_grace_days"): (0, 365),
    ("overrides", "max_days"): (1, 1830),
}
SECTIONS = frozenset({"value_tiers", "unranked_purposes", "closing_months", "backbone", "overrides"})


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one entry: its path ("backbone.review_days"), a code, and what the sentence names.

    Codes: missing, unknown, not_whole (least, greatest), not_a_grade, not_months, not_purposes, and those of
    `InvalidPolicy` for the tiers.
    """

    path: str
    code: str
    params: dict[str, Any]


def problems_of(rules: Mapping[str, Any]) -> list[Problem]:
    """All that is wrong with the rules of a policy; empty for rules that a run can follow."""
    problems = [Problem(name, "missing", {}) for name in sorted(SECTIONS - rules.keys())]
    problems += [Problem(name, "unknown", {}) for name in sorted(rules.keys() - SECTIONS)]
    if problems:
        return problems
    return [
        *_of_tiers(rules),
        *_of_lists(rules),
        *_of_numbers(rules),
        *_of_grade(rules),
        *_of_strangers(rules),
    ]


def _of_tiers(rules: Mapping[str, Any]) -> list[Problem]:
    try:
        policy_of(rules["value_tiers"])
    except InvalidPolicy as error:
        return [Problem("value_tiers", error.code, dict(error.parameters))]
    return []


def _of_lists(rules: Mapping[str, Any]) -> list[Problem]:
    problems = []
    months, unranked = rules["closing_months"], rules["unranked_purposes"]
    if not _are_months(months):
        problems.append(Problem("closing_months", "not_months", {}))
    if not isinstance(unranked, list) or not all(purpose in PURPOSES for purpose in unranked):
        problems.append(Problem("unranked_purposes", "not_purposes", {}))
    return problems


def _are_months(values: object) -> bool:
    """Whether it is a list of months, each once and in the order of the year."""
    if not isinstance(values, list) or not all(type(month) is int for month in values):
        return False
    return bool(values) and sorted(set(values)) == values and values[0] >= 1 and values[-1] <= 12


def _of_numbers(rules: Mapping[str, Any]) -> list[Problem]:
    problems = []
    for (section, name), (least, greatest) in BOUNDS.items():
        value = rules[section].get(name)
        if type(value) is not int or not least <= value <= greatest:
            bounds = {"least": least, "greatest": greatest}
            problems.append(Problem(f"{section}.{name}", "not_whole", bounds))
    return problems


def _of_grade(rules: Mapping[str, Any]) -> list[Problem]:
    if rules["backbone"].get("credit_at_least") in GRADES:
        return []
    return [Problem("backbone.credit_at_least", "not_a_grade", {"grades": list(GRADES)})]


def _of_strangers(rules: Mapping[str, Any]) -> list[Problem]:
    """Entries of our own sections that no rule reads: a misspelt one must not pass in silence."""
    known = {*BOUNDS, ("backbone", "credit_at_least")}
    return [
        Problem(f"{section}.{name}", "unknown", {})
        for section in ("backbone", "overrides")
        for name in sorted(rules[section])
        if (section, name) not in known
    ]
