"""Which customers a text finds; on every database alike."""

from collections.abc import Iterator
from random import Random  # noqa: TID251 - names are made from a seed

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from guanxi.domain.customers import search, search_index
from guanxi.domain.customers.models import Contact, Customer, Party, SearchText
from guanxi.domain.customers.search import matching
from tests import factories

pytestmark = pytest.mark.django_db

# name, English name, number, social credit code
BOOK = {
    "harbour": ("上海海港国际货运代理有限公司", "Shanghai Haigang Freight Co., Ltd.", "HY-7001", ""),
    "huayun": ("上海（华运）物流有限公司", "", "HY-7002", "91310000MA1FL100Y4"),
    "chang_an": ("重庆长安 汽车", "Chang'an Auto", "C-88", ""),
    "sf": ("顺丰SF速运", "SF Express", "SF0001", ""),
    "mueller": ("Müller & Söhne GmbH", "", "DE-5", ""),
    "evergreen": ("長榮海運", "Evergreen", "TW-9", ""),
    "kana": ("ガス運輸", "", "JP-1", ""),
    "one": ("港", "", "X-1", ""),
}


@pytest.fixture(params=["by the index", "row by row"])
def book(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> dict[str, Customer]:
    """The customers of the book, sought in each of the two ways."""
    if request.param == "row by row":
        monkeypatch.setattr(search, "COMMON", -1)
    return {
        key: factories.customer(name, name_en=english, number=number, uscc=uscc)
        for key, (name, english, number, uscc) in BOOK.items()
    }


def found(text: str) -> set[int]:
    everyone = Customer.objects.everything("a test looks at all")
    return set(matching(everyone, text).values_list("pk", flat=True))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Chinese: two characters, one, the last one, a whole name, two words in any order.
        ("海港", {"harbour"}),
        ("港", {"harbour", "one"}),
        ("司", {"harbour", "huayun"}),
        ("货运代理", {"harbour"}),
        ("代运", set()),
        ("上海海港国际货运代理有限公司", {"harbour"}),
        ("有限公司", {"harbour", "huayun"}),
        ("物流 上海", {"huayun"}),
        ("上海 重庆", set()),
        # Punctuation and blanks inside a name, on either side.
        ("上海华运", {"huayun"}),
        ("（华运）", {"huayun"}),
        ("长安汽车", {"chang_an"}),
        ("海、港", {"harbour"}),
        # Pinyin: initials from anywhere, syllables, an unfinished one; readings in words.
        ("shhg", {"harbour"}),
        ("hgg", {"harbour"}),
        ("CQ", {"chang_an"}),
        ("haigang", {"harbour"}),
        ("haig", {"harbour"}),
        ("chongqing", {"chang_an"}),
        ("zhongqing", set()),
        ("ronghaiyun", {"evergreen"}),
        # Latin: beginnings of words, accents, capitals, full width; Latin beside Chinese.
        ("freight", {"harbour"}),
        ("frei", {"harbour"}),
        ("reight", set()),
        ("shanghai frei", {"harbour"}),
        ("muller", {"mueller"}),
        ("SÖHNE gmbh", {"mueller"}),
        ("ＳＦ", {"sf"}),
        ("顺丰sf", {"sf"}),
        ("SF速运", {"sf"}),
        ("chang'an", {"chang_an"}),
        # Numbers and codes: whole, without punctuation, their beginning, inside, full width.
        ("HY-7001", {"harbour"}),
        ("hy7001", {"harbour"}),
        ("hy-70", {"harbour", "huayun"}),
        ("7002", {"huayun"}),
        ("７００１", {"harbour"}),
        ("00", {"harbour", "huayun", "sf"}),
        ("91310000MA1FL100Y4", {"huayun"}),
        ("91310000ma", {"huayun"}),
        ("100y4", {"huayun"}),
        # Other scripts; traditional characters are others than simplified ones, but read alike.
        ("長榮", {"evergreen"}),
        ("长荣", set()),
        ("ガス", {"kana"}),
        ("evergreen 海運", {"evergreen"}),
        # Nothing to seek.
        ("。、", set()),
        ("★", set()),
        ("'\"*()-:^", set()),
        ("% _", set()),
        ("NEAR AND OR NOT", set()),
        ("\x00", set()),
    ],
)
def test_a_text_finds(book: dict[str, Customer], text: str, expected: set[str]) -> None:
    assert found(text) == {book[key].pk for key in expected}


def test_an_empty_text_narrows_nothing(book: dict[str, Customer]) -> None:
    assert len(found("  ")) == len(book)


def made_up_names(count: int) -> Iterator[str]:
    dice = Random(7)
    ideographs = [chr(code) for code in range(0x4E00, 0x9FA6)]
    common = "上海北京广州深圳国际物流货运代理有限公司供应链（）·"
    for _number in range(count):
        yield "".join(
            dice.choices(ideographs, k=dice.randint(1, 5)) + dice.choices(common, k=dice.randint(1, 8))
        )


def test_every_customer_is_found_by_every_piece_of_its_name() -> None:
    customers = [factories.customer(name) for name in made_up_names(60)]
    for customer in customers:
        name = str(customer.party)
        for length in (1, 2, 3):
            for at in range(len(name) - length + 1):
                piece = name[at : at + length]
                if folded_away(piece):
                    continue
                assert customer.pk in found(piece), f"{name} by {piece}"


def folded_away(piece: str) -> bool:
    return not any(character.isalnum() for character in piece)


def test_a_name_that_was_changed_is_found_by_its_new_form_only(chenguang: Customer) -> None:
    party = chenguang.party
    party.name = "曙光纸业"
    party.save()
    SearchText.catch_up()
    assert found("曙光") == {chenguang.pk}
    assert found("晨光") == set()


def test_a_customer_is_found_by_the_people_there_until_they_are_gone(chenguang: Customer) -> None:
    person = factories.contact(chenguang, "欧阳静", "decider")
    SearchText.catch_up()
    assert found("欧阳") == {chenguang.pk}
    assert found("oyj") == {chenguang.pk}
    Contact.objects.everything("the test takes her away").filter(pk=person.pk).delete()
    SearchText.catch_up()
    assert found("欧阳") == set()


def test_who_sees_a_customer_sees_its_people() -> None:
    """Else a search by a person's name would tell more than the page does."""
    assert Contact.view_action == Customer.view_action == SearchText.view_action
    assert Contact.customer_path == SearchText.customer_path == "customer"


def test_a_customer_that_is_gone_is_found_no_more(chenguang: Customer) -> None:
    Customer.objects.everything("the test takes it away").filter(pk=chenguang.pk).delete()
    assert found("晨光") == set()
    assert list(search_index.faults()) == []


def test_the_check_names_what_a_writer_forgot_and_rebuilding_mends_it(chenguang: Customer) -> None:
    assert list(search_index.faults()) == []
    Party.objects.everything("a writer that forgets").filter(pk=chenguang.party_id).update(name="曙光纸业")
    assert "rebuild_search" in next(search_index.faults())
    assert search_index.rebuild() == 1
    assert list(search_index.faults()) == []
    assert found("曙光") == {chenguang.pk}


def test_the_check_misses_a_trigger(chenguang: Customer) -> None:
    table = "" if connection.vendor == "sqlite" else " ON customers_party"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER customers_search_of_party{table}")
    assert "customers_search_of_party" in next(search_index.faults())
    search_index.rebuild()
    assert list(search_index.faults()) == []


class AnythingTyped(TestCase):
    """Whatever is typed is answered, and both ways of searching agree on it."""

    @settings(max_examples=60, deadline=None)
    @given(st.text(max_size=40))
    def test_is_answered_alike_by_the_index_and_row_by_row(self, text: str) -> None:
        storable = "".join(character for character in text if character.isprintable())
        for name in ("上海海港", "Straße 1", storable or "x"):
            factories.customer(name)
        by_index = found(text)
        usual, search.COMMON = search.COMMON, -1
        try:
            assert found(text) == by_index
        finally:
            search.COMMON = usual
