"""Decisions about the value policy and about spending: values in, value out."""

from collections.abc import Iterator, Mapping
from typing import Any

from guanxi_analysis import CATEGORIES, LapseRule, TierBound

WHOLE_PPM = 1_000_000
# Entry of the section `lapse` → the least and the most it may be.
LAPSE_BOUNDS = {
    "floor_days": (1, 3660),
    "gap_factor": (1, 100),
    "window_days": (30, 3660),
    "minimum_purchase_days": (2, 1000),
    "season_years": (2, 20),
    "task_within_days": (0, 3660),
    "task_due_days": (0, 365),
}
_SECTIONS = {"activities", "others", "lapse", "budget"}
_TIERS = ("platinum", "gold", "iron", "lead", "")


def problems_of(rules: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(place, code) for all that keeps `rules` from being a value policy; empty when nothing does.

    Codes: missing, unknown, category, not_a_flag, out_of_range, floor_above_cap, floors_too_high.
    """
    found = [(name, "missing") for name in sorted(_SECTIONS - rules.keys())]
    found += [(name, "unknown") for name in sorted(rules.keys() - _SECTIONS)]
    if found:
        return found
    return [*_of_activities(rules), *_of_lapse(rules["lapse"]), *_of_budget(rules["budget"])]


def category_of(rules: Mapping[str, Any]) -> dict[str, str]:
    """activity → category of the contribution statement."""
    return {activity: entry["category"] for activity, entry in rules["activities"].items()}


def maintenance_activities(rules: Mapping[str, Any]) -> list[str]:
    """The activities that are paid from the maintenance budget (D27), in the order of the policy."""
    return [activity for activity, entry in rules["activities"].items() if entry["maintenance"]]


def lapse_rule(rules: Mapping[str, Any]) -> LapseRule:
    """The part of the policy that says when a customer is lapsed (D29)."""
    section = rules["lapse"]
    return LapseRule(
        floor_days=section["floor_days"],
        gap_factor=section["gap_factor"],
        window_days=section["window_days"],
        minimum_purchase_days=section["minimum_purchase_days"],
        season_years=section["season_years"],
    )


def tier_bounds(rules: Mapping[str, Any]) -> dict[str, TierBound]:
    """tier → floor and cap of the budget (D27)."""
    return {tier: TierBound(bound["floor_ppm"], bound["cap_ppm"]) for tier, bound in rules["budget"].items()}


def _of_activities(rules: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    entries = [(f"activities.{name}", entry) for name, entry in rules["activities"].items()]
    for place, entry in [*entries, ("others", rules["others"])]:
        if entry.get("category") not in CATEGORIES:
            yield place, "category"
        elif not isinstance(entry.get("maintenance"), bool):
            yield place, "not_a_flag"


def _of_lapse(section: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name in sorted(section.keys() - LAPSE_BOUNDS.keys()):
        yield f"lapse.{name}", "unknown"
    for name, (least, most) in LAPSE_BOUNDS.items():
        if not _is_whole(section.get(name), least, most):
            yield f"lapse.{name}", "out_of_range"


def _of_budget(section: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    floors = 0
    for tier, bound in section.items():
        place = f"budget.{tier}"
        floor, cap = bound.get("floor_ppm"), bound.get("cap_ppm")
        if tier not in _TIERS:
            yield place, "unknown"
        elif not (_is_whole(floor, 0, WHOLE_PPM) and _is_whole(cap, 0, WHOLE_PPM)):
            yield place, "out_of_range"
        elif floor > cap:
            yield place, "floor_above_cap"
        else:
            floors += floor
    if floors > WHOLE_PPM:
        yield "budget", "floors_too_high"


def _is_whole(value: object, least: int, most: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most
