from copy import deepcopy
from importlib import import_module
from typing import Any

import pytest

from guanxi.domain.classification.rules.policy import problems_of

_HOME = "guanxi.domain.classification.migrations"
RULES: dict[str, Any] = (
    import_module(f"{_HOME}.0003_first_policy").FIRST | import_module(f"{_HOME}.0006_second_policy").ADDED
)


def test_the_policy_that_comes_with_the_product_has_no_problems() -> None:
    assert problems_of(RULES) == []


@pytest.mark.parametrize(
    ("section", "entry", "value", "path", "code"),
    [
        ("backbone", "revenue_percentile", 0, "backbone.revenue_percentile", "not_whole"),
        ("backbone", "orders_percentile", 75.5, "backbone.orders_percentile", "not_whole"),
        ("backbone", "overdue_days", True, "backbone.overdue_days", "not_whole"),
        ("backbone", "credit_at_least", "z", "backbone.credit_at_least", "not_a_grade"),
        ("backbone", "reviewdays", 365, "backbone.reviewdays", "unknown"),
        ("overrides", "max_days", None, "overrides.max_days", "not_whole"),
        ("value_tiers", "minimum_ranked", 0, "value_tiers", "policy_out_of_range"),
        ("value_tiers", "tier", [], "value_tiers", "policy_tiers"),
        (None, "closing_months", [3, 13], "closing_months", "not_months"),
        (None, "closing_months", [6, 3], "closing_months", "not_months"),
        (None, "closing_months", [], "closing_months", "not_months"),
        (None, "closing_months", ["3"], "closing_months", "not_months"),
        (None, "unranked_purposes", ["intern"], "unranked_purposes", "not_purposes"),
        (None, "colour", "red", "colour", "unknown"),
    ],
)
def test_a_problem_names_its_entry(
    section: str | None, entry: str, value: object, path: str, code: str
) -> None:
    rules = deepcopy(RULES)
    (rules[section] if section else rules)[entry] = value
    assert [(problem.path, problem.code) for problem in problems_of(rules)] == [(path, code)]


def test_a_missing_section_is_named() -> None:
    rules = {name: section for name, section in RULES.items() if name != "backbone"}
    assert [(problem.path, problem.code) for problem in problems_of(rules)] == [("backbone", "missing")]
