"""A budget divided by share of sales, within the bounds of each tier (D27)."""

from hypothesis import given
from hypothesis import strategies as st

from guanxi_analysis import CustomerLine, Sale, TierBound, split_budget

TIERS = ("platinum", "gold", "iron", "lead")


def yuan(amount: int) -> int:
    return amount * 100


SALES = [
    Sale(1, "platinum", yuan(12_600_000)),
    Sale(2, "platinum", yuan(10_200_000)),
    Sale(3, "gold", yuan(20_000_000)),
    Sale(4, "lead", yuan(17_200_000)),
]


def test_platinum_with_38_percent_of_sales_gets_228_000_of_600_000() -> None:
    split = split_budget(yuan(600_000), SALES, {})

    platinum = split.tiers[0]
    assert (platinum.tier, platinum.amount_minor, platinum.held_by) == ("platinum", yuan(228_000), "share")
    assert split.customers[:2] == (
        CustomerLine(1, "platinum", yuan(126_000)),
        CustomerLine(2, "platinum", yuan(102_000)),
    )
    assert split.reserve_minor == 0


def test_a_cap_sets_free_what_the_others_then_divide_by_their_sales() -> None:
    split = split_budget(yuan(600_000), SALES, {"platinum": TierBound(cap_ppm=300_000)})

    by_tier = {line.tier: line for line in split.tiers}
    assert by_tier["platinum"].amount_minor == yuan(180_000)
    assert by_tier["platinum"].by_share_minor == yuan(228_000)
    assert by_tier["platinum"].held_by == "cap"
    assert by_tier["gold"].amount_minor == 225_806_45
    assert by_tier["lead"].amount_minor == 194_193_55


def test_a_floor_is_paid_by_the_others() -> None:
    split = split_budget(yuan(600_000), SALES, {"lead": TierBound(floor_ppm=400_000)})

    by_tier = {line.tier: line.amount_minor for line in split.tiers}
    assert by_tier["lead"] == yuan(240_000)
    assert by_tier["platinum"] + by_tier["gold"] == yuan(360_000)


def test_what_caps_leave_over_is_a_reserve() -> None:
    bounds = dict.fromkeys(TIERS, TierBound(cap_ppm=200_000))

    split = split_budget(yuan(600_000), SALES, bounds)

    assert [line.amount_minor for line in split.tiers] == [yuan(120_000)] * 3
    assert split.reserve_minor == yuan(240_000)


def test_who_returned_more_than_it_bought_gets_nothing_and_so_does_its_tier_alone() -> None:
    split = split_budget(100, [Sale(1, "gold", 50), Sale(2, "gold", -9), Sale(3, "lead", 0)], {})

    assert [line.tier for line in split.tiers] == ["gold"]
    assert split.customers == (CustomerLine(1, "gold", 100), CustomerLine(2, "gold", 0))


def test_without_sales_the_whole_budget_is_in_reserve() -> None:
    assert split_budget(100, [], {}).reserve_minor == 100


SALE = st.builds(
    Sale,
    st.integers(min_value=1, max_value=99),
    st.sampled_from([*TIERS, ""]),
    st.integers(min_value=-(10**9), max_value=10**11),
)
BOUND = st.builds(
    TierBound, st.integers(min_value=0, max_value=200_000), st.integers(min_value=200_000, max_value=10**6)
)


@given(
    st.integers(min_value=0, max_value=10**12),
    st.lists(SALE, max_size=20),
    st.dictionaries(st.sampled_from(TIERS), BOUND),
)
def test_lines_and_reserve_sum_to_the_budget_and_keep_the_bounds(
    amount: int, sales: list[Sale], bounds: dict[str, TierBound]
) -> None:
    split = split_budget(amount, sales, bounds)

    assert sum(line.amount_minor for line in split.tiers) + split.reserve_minor == amount
    for tier in split.tiers:
        bound = bounds.get(tier.tier, TierBound())
        assert amount * bound.floor_ppm // 10**6 <= tier.amount_minor <= amount * bound.cap_ppm // 10**6
        own = [line.amount_minor for line in split.customers if line.tier == tier.tier]
        assert sum(own) == tier.amount_minor
