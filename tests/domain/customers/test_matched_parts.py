"""Which part of a shown name a typed text met."""

import pytest

from guanxi.domain.customers.rules.matched_parts import matched_parts


@pytest.mark.parametrize(
    ("shown", "text", "met"),
    [
        ("上海海港国际货运", "海港", ["海港"]),
        ("上海海港国际货运", "hgg", ["海港国"]),
        ("上海海港国际货运", "haig", ["海港"]),
        ("重庆长安", "changan", ["长安"]),
        ("上海（华运）物流", "上海华运", ["上海（华运"]),
        ("上海（华运）物流", "物流 上海", ["上海", "物流"]),
        ("HY-7001", "hy7001", ["HY-7001"]),
        ("Müller & Söhne", "sohne", ["Söhne"]),
        ("ＳＦ速运", "sf速", ["ＳＦ速"]),
        ("上海海港", "北京", []),
        ("上海海港", "★", []),
        ("", "海", []),
    ],
)
def test_the_part_that_was_met(shown: str, text: str, met: list[str]) -> None:
    assert [shown[first:behind] for first, behind in matched_parts(shown, text)] == met
