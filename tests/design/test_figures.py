import pytest

from guanxi.design import figures


@pytest.mark.parametrize(
    ("minor", "currency", "language", "exact", "short"),
    [
        (1_200_000, "CNY", "zh-hans", "¥12,000.00", "¥1.2万"),
        (1_200_000, "CNY", "en", "CN¥12,000.00", "CN¥12K"),
        (12_345_678_901, "CNY", "zh-hans", "¥123,456,789.01", "¥1.2亿"),
        (-5_000_000, "CNY", "zh-hans", "-¥50,000.00", "-¥5万"),
        (0, "CNY", "en", "CN¥0.00", "CN¥0"),
        (250_000, "JPY", "en", "¥250,000", "¥250K"),
        (6_881_784_941, "USD", "en", "$68,817,849.41", "$68.8M"),
    ],
)
def test_money_is_exact_or_short_in_the_readers_language(
    minor: int, currency: str, language: str, exact: str, short: str
) -> None:
    assert figures.money(minor, currency, language) == exact
    assert figures.compact_money(minor, currency, language) == short


def test_shares_have_one_decimal_and_counts_are_grouped() -> None:
    assert figures.share(123_456, "en") == "12.3%"
    assert figures.share(1_000_000, "zh-hans") == "100%"
    assert figures.number(10_324, "zh-hans") == "10,324"
