"""Encodings are proven by the bytes, or asked for; never guessed, and no character is replaced (F21)."""

from io import BytesIO
from pathlib import Path
from random import Random  # noqa: TID251 - the tables come from a seed

import pytest

from guanxi.domain.intake.encoding_evidence import encoding_of
from guanxi.domain.intake.refusals import FileRefused
from guanxi.domain.intake.rules.encodings import NAMES
from guanxi.domain.intake.table import TableRequest, opened
from tests.domain.intake.tables_of_names import CHINA, JAPAN, KOREA, TAIWAN, Country, tables

TABLES = 500
PROVEN_BY_FORM = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32")
TWELVE = (
    *((encoding, CHINA) for encoding in PROVEN_BY_FORM),
    ("gbk", CHINA),
    ("gb18030", CHINA),
    ("cp950", TAIWAN),
    ("big5hkscs", TAIWAN),
    ("euc_jp", JAPAN),
    ("cp949", KOREA),
)
# Fewer than 2 % of the tables may need a question, and none of eight rows or more.
MOST_QUESTIONS = 0.02
ENOUGH_LINES = 9


def refusal_of(content: bytes, named: str = "") -> FileRefused:
    with pytest.raises(FileRefused) as refused:
        encoding_of(BytesIO(content), named)
    assert "%" not in refused.value.sentence
    return refused.value


def readings_of(content: bytes) -> list[str]:
    """The one encoding that is proven, or those that are offered."""
    try:
        return [encoding_of(BytesIO(content))]
    except FileRefused as refused:
        return [*refused.params["encodings"].split()]


@pytest.mark.parametrize(("encoding", "country"), TWELVE)
def test_five_hundred_tables_are_read_to_the_letter_or_asked_about(encoding: str, country: Country) -> None:
    questions = 0
    for text in tables(country, encoding, TABLES):
        content = text.encode(encoding)
        offered = readings_of(content)
        assert text in [content.decode(one) for one in offered]
        assert len(offered) == 1 or text.count("\n") < ENOUGH_LINES
        assert text.encode(offered[0]) == content or len(offered) > 1
        questions += len(offered) > 1
    assert questions < TABLES * MOST_QUESTIONS
    assert not (questions and encoding in PROVEN_BY_FORM)


@pytest.mark.parametrize(
    ("content", "offered"),
    [
        ("id,name\r\n1,郑州\r\n".encode("gbk"), "gb18030"),
        ("id,name\r\n1,林小姐\r\n".encode("big5"), "cp950"),
        ("id,name\r\n1,東京\r\n".encode("euc_jp"), "euc_jp"),
        ("id,name\r\n1,서울\r\n".encode("euc_kr"), "cp949"),
        ("id,name\r\n1,Côte d'Ivoire\r\n".encode("cp1252"), "cp1252"),
        ("id,name\r\n1,Česká Třebová\r\n".encode("cp1250"), "cp1250"),
        ("id,name\r\n1,Москва\r\n".encode("cp1251"), "cp1251"),
    ],
)
def test_a_short_text_with_two_readings_is_asked_about(content: bytes, offered: str) -> None:
    refused = refusal_of(content)
    assert refused.code == "encoding_unclear"
    assert offered in refused.params["encodings"].split()
    assert len(refused.params["encodings"].split()) > 1
    assert NAMES[offered] in refused.sentence
    assert encoding_of(BytesIO(content), offered) == offered


def test_western_letters_are_read_where_all_latin_tables_agree() -> None:
    rows = "".join(f"{number},Müller und Söhne {number} Großhandel für Möbel\r\n" for number in range(40))
    assert encoding_of(BytesIO(f"id,name\r\n{rows}".encode("cp1252"))) == "cp1252"
    french = "".join(f"{number},Société Générale à Sète {number}\r\n" for number in range(40))
    assert "cp1252" in refusal_of(f"id,name\r\n{french}".encode("cp1252")).params["encodings"].split()


def test_two_letters_that_are_utf8_by_chance_are_asked_about() -> None:
    content = "id,name\r\n1,郑\r\n".encode("gbk")
    assert content.decode("utf-8")
    refused = refusal_of(content)
    assert refused.params["encodings"].split()[:2] == ["utf-8", "gb18030"]
    assert encoding_of(BytesIO("id,name\r\n1,Müller Łódź Москва Αθήνα\r\n".encode())) == "utf-8"


def test_signs_that_two_kinds_of_big5_read_differently_are_asked_about_wherever_they_stand() -> None:
    table = TAIWAN.table(Random(1), rows=4000)
    assert encoding_of(BytesIO(table.encode("cp950"))) == "cp950"
    assert "∕".encode("cp950").decode("big5hkscs") == "／"
    middle = table.index("\r\n", len(table) // 3) + 2
    content = f"{table[:middle]}1,甲∕乙,x,y,z\r\n{table[middle:]}".encode("cp950")
    assert refusal_of(content).params["encodings"].split() == ["cp950", "big5hkscs"]


def test_a_byte_of_no_character_is_named_by_its_place_and_spoils_only_its_row_when_insisted(
    tmp_path: Path,
) -> None:
    text = CHINA.table(Random(1), rows=20000).encode("gbk")
    place = text.index(b"\r\n", len(text) // 2)
    content = text[:place] + b"\xb0" + text[place:]
    refused = refusal_of(content)
    assert refused.code == "undecodable"
    assert (refused.params["encoding"], refused.params["line"]) == (
        "GBK/GB 18030",
        content[:place].count(b"\n") + 1,
    )
    assert refused.params["offset"] == place
    path = tmp_path / "f.csv"
    path.write_bytes(content)
    with opened(path, TableRequest(frozenset({"id"}), encoding="gb18030")) as file:
        rows = [
            row
            for row in file.table.rows()
            if any("\udc80" <= sign <= "\udcff" for sign in str(row.cells[-1]))
        ]
    assert [row.number for row in rows] == [refused.params["line"]]


def test_a_file_of_two_encodings_is_refused_with_both_places() -> None:
    dice = Random(1)
    chinese, unicode = CHINA.table(dice, rows=30).encode("gbk"), "9,郑州晨光纸业有限公司,x,y,z\r\n".encode()
    refused = refusal_of(chinese + unicode + chinese)
    assert (refused.code, refused.params["utf8_line"]) == ("mixed_encodings", chinese.count(b"\n") + 1)
    refused = refusal_of(unicode * 30 + chinese)
    assert (refused.code, refused.params["encoding"]) == ("undecodable", "UTF-8")
    assert refused.params["line"] in {31, 32}


def test_wide_text_that_breaks_off_is_refused_with_its_place_even_when_named() -> None:
    content = "id,name\r\n1,郑州\r\n".encode("utf-16-le")
    assert encoding_of(BytesIO(content)) == "utf-16-le"
    assert refusal_of(content[:-1]).params["offset"] == len(content) - 2
    assert refusal_of(content[:-1], "utf-16-le").code == "undecodable_wide"


def test_zero_bytes_alone_prove_no_wide_text() -> None:
    assert encoding_of(BytesIO(b"id,name\r\n1,a\x00b\r\n")) == "utf-8"
