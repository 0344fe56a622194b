"""Names as words and typed text as pieces: without a database."""

import pytest

from guanxi.domain.customers.rules.romanisation import initials, readings, syllables
from guanxi.domain.customers.rules.search_words import folded, pieces, runs, search_text


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("上海海港", "shang hai hai gang"),
        ("重庆长安", "chong qing chang an"),
        ("中国银行", "zhong guo yin hang"),
        ("厦门", "xia men"),
        ("绿源", "lv yuan"),
    ],
)
def test_a_character_is_read_as_in_its_word(name: str, read: str) -> None:
    assert " ".join(readings(name)) == read


def test_initials_are_the_first_letters_of_the_syllables() -> None:
    assert initials(readings("上海海港")) == "shhg"


@pytest.mark.parametrize(
    ("typed", "one_way"),
    [("haigang", ("hai", "gang")), ("xian", ("xi", "an")), ("xian", ("xian",)), ("haig", ("hai", "g"))],
)
def test_typed_pinyin_falls_into_syllables_in_every_likely_way(typed: str, one_way: tuple[str, ...]) -> None:
    assert one_way in set(syllables(typed))


def test_what_is_no_pinyin_has_no_syllables() -> None:
    assert list(syllables("shhg")) == []
    assert list(syllables("freight")) == []


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("ＳＦ１２３", "sf123"),
        ("Müller", "muller"),
        ("STRASSE", "straße"),
        ("Nº5", "no5"),
        ("カ゛ス", "ガス"),
    ],
)
def test_what_looks_alike_is_one(text: str, same: str) -> None:
    assert folded(text).replace(" ", "") == folded(same)


def test_punctuation_and_blanks_inside_chinese_do_not_part_a_name() -> None:
    assert runs("上海（华运）物流 Co., Ltd.") == ["上海华运物流", "co", "ltd"]


def test_a_text_with_nothing_to_seek_has_no_pieces() -> None:
    assert pieces(" 、。 ★ -- ") == []


def test_the_words_of_a_customer_stand_between_single_blanks() -> None:
    text = search_text(names=["上海 港", "A  B"], codes=["X-1"])
    assert text == f" {' '.join(text.split())} "


def test_no_typed_text_can_name_a_marked_word() -> None:
    assert "¹" not in folded("¹sh ²hai ³00")
