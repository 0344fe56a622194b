from datetime import date

import pytest

from guanxi.domain.classification.rules import (
    Evidence,
    LastClose,
    group_of,
    is_period_close,
    tier_to_keep,
)

MAY, JUNE = date(2025, 5, 4), date(2025, 6, 9)

# D11: twelve cases, each with the group and the code of the sentence that gives the reason.
CASES = {
    "1 nothing on file": (Evidence(), None, None),
    "2 says it bought before, not identified": (Evidence(declared_buyer=True), None, None),
    "3 a lawful signal": (
        Evidence(signal_on=MAY, signal_kind="badge_scan"),
        "ordinary",
        "ordinary_by_signal",
    ),
    "4 a signal and a claimed purchase": (
        Evidence(signal_on=MAY, signal_kind="call", declared_buyer=True),
        "ordinary",
        "ordinary_by_signal",
    ),
    "5 an order under way, not in the roster": (
        Evidence(order_placed_on=JUNE),
        "ordinary",
        "ordinary_by_order",
    ),
    "6 in the roster": (Evidence(registered_on=MAY), "basic", "basic_by_roster"),
    "7 in the roster, with a signal": (
        Evidence(registered_on=MAY, signal_on=MAY, signal_kind="inquiry"),
        "basic",
        "basic_by_roster",
    ),
    "8 in the roster, claims an earlier purchase (D14)": (
        Evidence(registered_on=MAY, declared_buyer=True),
        "basic",
        "basic_declared_buyer",
    ),
    "9 in the roster, an order under way": (
        Evidence(registered_on=MAY, order_placed_on=JUNE),
        "basic",
        "basic_by_roster",
    ),
    "10 one completed shipment": (
        Evidence(registered_on=MAY, completed=1, first_completed_on=JUNE, last_completed_on=JUNE),
        "actual",
        "actual_by_shipments",
    ),
    "11 completed shipments, never registered": (
        Evidence(completed=9, first_completed_on=MAY, last_completed_on=JUNE),
        "actual",
        "actual_by_shipments",
    ),
    "12 a claimed purchase is now on file (D14)": (
        Evidence(
            registered_on=MAY,
            declared_buyer=True,
            completed=1,
            first_completed_on=MAY,
            last_completed_on=MAY,
        ),
        "actual",
        "actual_by_shipments",
    ),
}


@pytest.mark.parametrize(("evidence", "group", "code"), CASES.values(), ids=CASES.keys())
def test_the_group_follows_from_the_evidence(evidence: Evidence, group: str | None, code: str | None) -> None:
    found = group_of(evidence)
    assert (found.value if found else None, found.code if found else None) == (group, code)


def test_a_conclusion_names_its_inputs_in_json() -> None:
    found = group_of(Evidence(completed=2, first_completed_on=MAY, last_completed_on=JUNE))
    assert found is not None
    assert found.as_json() == {
        "value": "actual",
        "code": "actual_by_shipments",
        "inputs": {"count": 2, "first_on": "2025-05-04", "last_on": "2025-06-09"},
    }


@pytest.mark.parametrize(
    ("day", "closes"),
    [
        (date(2025, 3, 31), True),
        (date(2025, 6, 30), True),
        (date(2025, 6, 29), False),
        (date(2024, 2, 29), False),
        (date(2025, 5, 31), False),
        (date(2025, 12, 31), True),
    ],
)
def test_a_quarter_closes_on_its_last_day(day: date, closes: bool) -> None:
    assert is_period_close(day, closing_months=[3, 6, 9, 12]) is closes


CLOSE = date(2025, 3, 31)


@pytest.mark.parametrize(
    ("raw", "last", "is_close", "kept"),
    [
        # D19: one bad quarter keeps gold with grace; the second moves it.
        ("iron", LastClose(CLOSE, "gold", "gold"), True, ("gold", "grace")),
        ("iron", LastClose(CLOSE, "gold", "iron"), True, ("iron", "by_rank")),
        ("lead", LastClose(CLOSE, "gold", "iron"), True, ("lead", "by_rank")),
        # Up at once, at a close.
        ("platinum", LastClose(CLOSE, "gold", "gold"), True, ("platinum", "by_rank")),
        ("platinum", LastClose(CLOSE, "gold", "iron"), True, ("platinum", "by_rank")),
        ("gold", LastClose(CLOSE, "gold", "iron"), True, ("gold", "by_rank")),
        # Between closes the tier is held, whatever the rank says.
        ("iron", LastClose(CLOSE, "gold", "gold"), False, ("gold", "held")),
        ("platinum", LastClose(CLOSE, "gold", "gold"), False, ("gold", "held")),
        ("gold", LastClose(CLOSE, "gold", "gold"), False, ("gold", "by_rank")),
        # Nothing to hold on to: the first tier, and the end of activity.
        ("lead", None, True, ("lead", "by_rank")),
        ("lead", LastClose(CLOSE, "", ""), False, ("lead", "by_rank")),
        ("", LastClose(CLOSE, "gold", "gold"), True, ("", "by_rank")),
        # No longer active for a close and back lower: that close counts as the first that asked for it.
        ("iron", LastClose(CLOSE, "gold", ""), True, ("iron", "by_rank")),
    ],
)
def test_a_tier_is_lost_at_the_second_close_in_a_row(
    raw: str, last: LastClose | None, is_close: bool, kept: tuple[str, str]
) -> None:
    assert tier_to_keep(raw_tier=raw, last_close=last, is_close=is_close) == kept
