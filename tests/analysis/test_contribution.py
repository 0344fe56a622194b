"""The contribution statement: D217 to the yuan, and any ledger to the minor unit (D26)."""

from hypothesis import given
from hypothesis import strategies as st

from guanxi_analysis import CATEGORIES, ActivityCost, statement_of

CATEGORY_OF = {
    "rebate": "discount",
    "haulage": "transport",
    "order": "service",
    "call": "service",
    "visit": "service",
    "complaint": "service",
    "return": "service",
    "claim_payout": "service",
    "gift": "gift",
}
# D217: quantity and rate in yuan.
SHUWEI = [
    ("order", 240, 35),
    ("call", 60, 25),
    ("visit", 12, 300),
    ("complaint", 8, 800),
    ("return", 6, 500),
    ("claim_payout", 1, 22_000),
    ("rebate", 1, 36_000),
    ("haulage", 1, 900_000),
    ("gift", 1, 1_200),
]


def yuan(amount: int) -> int:
    return amount * 100


def test_d217_to_the_yuan() -> None:
    postings = [ActivityCost(name, 1, count * 1000, yuan(count * rate)) for name, count, rate in SHUWEI]

    found = statement_of(yuan(1_200_000), postings, category_of=CATEGORY_OF, other="service")

    assert found.cost_to_serve_minor == yuan(44_900)
    assert found.net_minor == yuan(1_164_000)
    assert found.contribution_minor == yuan(217_900)
    assert found.contribution_ppm == 187_199
    assert f"{(found.contribution_ppm or 0) / 10_000:.1f} %" == "18.7 %"
    assert [line.category for line in found.lines] == list(CATEGORIES)
    assert [line.amount_minor for line in found.lines] == list(map(yuan, (36_000, 900_000, 44_900, 1_200)))


def test_the_dearest_activity_stands_first_and_postings_of_one_are_added() -> None:
    postings = [
        ActivityCost("call", 1, 1000, 25_00),
        ActivityCost("visit", 1, 1000, 300_00),
        ActivityCost("call", 1, 2000, 50_00),
    ]

    [_, _, service, _] = statement_of(0, postings, category_of=CATEGORY_OF, other="service").lines

    assert [(cost.activity, cost.postings, cost.amount_minor) for cost in service.activities] == [
        ("visit", 1, 300_00),
        ("call", 2, 75_00),
    ]
    assert service.activities[1].quantity_thousandths == 3000


def test_an_activity_the_policy_does_not_name_is_taken_off_all_the_same_and_named() -> None:
    found = statement_of(
        100, [ActivityCost("juggling", 1, 1000, 7)], category_of=CATEGORY_OF, other="service"
    )

    assert found.contribution_minor == 93
    assert found.unlisted == ("juggling",)


def test_without_positive_net_revenue_there_is_no_ratio() -> None:
    found = statement_of(
        100, [ActivityCost("rebate", 1, 1000, 100)], category_of=CATEGORY_OF, other="service"
    )

    assert found.net_minor == 0
    assert found.contribution_ppm is None
    assert found.cost_to_serve_ppm is None


POSTINGS = st.lists(
    st.builds(
        ActivityCost,
        st.sampled_from([*CATEGORY_OF, "juggling", "其他"]),
        st.just(1),
        st.integers(min_value=0, max_value=10**9),
        st.integers(min_value=-(10**12), max_value=10**12),
    )
)


@given(st.integers(min_value=-(10**12), max_value=10**12), POSTINGS)
def test_the_lines_are_the_ledger_to_the_minor_unit(gross: int, postings: list[ActivityCost]) -> None:
    found = statement_of(gross, postings, category_of=CATEGORY_OF, other="service")

    ledger = sum(posting.amount_minor for posting in postings)
    assert sum(line.amount_minor for line in found.lines) == ledger
    assert sum(cost.amount_minor for line in found.lines for cost in line.activities) == ledger
    assert sum(cost.postings for line in found.lines for cost in line.activities) == len(postings)
    assert found.contribution_minor == gross - ledger
    below_net = found.amount_of("transport") + found.cost_to_serve_minor + found.amount_of("gift")
    assert found.net_minor - below_net == found.contribution_minor
