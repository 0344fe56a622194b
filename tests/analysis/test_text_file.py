"""Text files as they come: encodings, delimiters, line ends, quotes."""

import codecs
from pathlib import Path

import pytest

from guanxi_analysis import InvalidArgument, UnreadableFile
from tests.analysis.files import classify, text_file

SALES = "customer,date,amount\n华远物流,2025-01-01,5\nCôte d'Ivoire,2025-01-02,7\n"
CHINESE = "客户,日期,金额\n华远物流有限公司,2025-01-01,5\n喆瑄锟物流,2025-01-02,7\n"
COLUMNS = {"customer": "客户", "date_column": "日期", "amount": "金额"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "gb18030"])
def test_an_encoding_that_shows_itself_is_recognised(tmp_path: Path, encoding: str) -> None:
    assert set(classify(text_file(tmp_path, CHINESE, encoding=encoding), **COLUMNS).rows) == {  # type: ignore[arg-type]
        "华远物流有限公司",
        "喆瑄锟物流",
    }


def test_gbk_is_read_as_its_superset(tmp_path: Path) -> None:
    found = classify(text_file(tmp_path, CHINESE, encoding="gbk"), **COLUMNS)  # type: ignore[arg-type]

    assert "喆瑄锟物流" in found.rows


def test_gb18030_far_into_a_large_file_is_still_recognised(tmp_path: Path) -> None:
    text = "customer,date,amount\n" + "plain,2025-01-01,1\n" * 120_000 + "华远,2025-01-01,5\n"
    path = text_file(tmp_path, text, encoding="gbk")
    assert path.stat().st_size > 2 << 20

    assert set(classify(path).rows) == {"plain", "华远"}


@pytest.mark.parametrize("encoding", ["cp1252", "iso-8859-1"])
def test_western_letters_are_not_taken_for_rare_chinese(tmp_path: Path, encoding: str) -> None:
    names = ("Côte d'Ivoire", "México", "São Tomé y Príncipe")
    text = "customer,date,amount\n" + "".join(f"{name},2025-01-01,5\n" for name in names)
    path = text_file(tmp_path, text, encoding=encoding)

    with pytest.raises(UnreadableFile, match="--encoding"):
        classify(path)
    assert "México" in classify(path, encoding=encoding).rows


def test_an_encoding_that_does_not_fit_names_the_byte(tmp_path: Path) -> None:
    path = text_file(tmp_path, SALES.replace("ô", "o"), encoding="gbk")

    with pytest.raises(UnreadableFile, match="is not utf-8: byte 22 does not fit; check --encoding"):
        classify(path, encoding="utf-8")


def test_bytes_that_fit_nothing_name_the_encoding_option(tmp_path: Path) -> None:
    path = tmp_path / "sales.csv"
    path.write_bytes(b"customer,date,amount\n\xff\xff,2025-01-01,5\n")

    with pytest.raises(UnreadableFile, match=r"neither UTF-8 nor GB18030 \(byte 22\)"):
        classify(path)


@pytest.mark.parametrize("encoding", ["klingon", "base64", "rot13"])
def test_an_encoding_nobody_knows_is_refused(tmp_path: Path, encoding: str) -> None:
    with pytest.raises(InvalidArgument, match=f"no encoding named {encoding}"):
        classify(text_file(tmp_path, SALES), encoding=encoding)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_delimiters_and_line_ends_are_recognised(tmp_path: Path, delimiter: str, ends: str) -> None:
    text = SALES.replace(",", delimiter).replace("\n", ends)

    assert set(classify(text_file(tmp_path, text)).rows) == {"华远物流", "Côte d'Ivoire"}


def test_mixed_line_ends_are_read_as_what_they_are(tmp_path: Path) -> None:
    text = "customer,date,amount\r\na,2025-01-01,5\nb,2025-01-01,5\r\n\r\nc,2025-01-01,5"

    assert set(classify(text_file(tmp_path, text)).rows) == {"a", "b", "c"}


def test_quoted_values_hold_delimiters_quotes_and_line_ends(tmp_path: Path) -> None:
    text = '"customer",date,"amount"\n"a, ""b""\nc",2025-01-01,"1,234.50"\nd" e,2025-01-01,2\n'

    assert classify(text_file(tmp_path, text)).column("revenue_minor") == {
        'a, "b"\nc': "123450",
        'd" e': "200",
    }


@pytest.mark.parametrize(
    ("text", "line"),
    [("a,2025-01-01\n", 2), ("a,2025-01-01,5\nb,2025-01-01,5,6\n", 3), ('a,2025-01-01,"5\n', 2)],
)
def test_a_row_of_another_shape_is_named_by_line(tmp_path: Path, text: str, line: int) -> None:
    with pytest.raises(UnreadableFile, match=f"Line {line} of sales.csv has"):
        classify(text_file(tmp_path, "customer,date,amount\n" + text))


@pytest.mark.parametrize("text", ["", "\n\n", "   \n"])
def test_a_file_without_a_header_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(UnreadableFile, match="no header row"):
        classify(text_file(tmp_path, text))


@pytest.mark.parametrize(
    ("start", "message"),
    [
        (b"\x1f\x8b\x08", "compressed"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "old kind"),
        (b"PK\x03\x04junk", "cannot be read"),
    ],
)
def test_what_is_no_table_at_all_is_refused(tmp_path: Path, start: bytes, message: str) -> None:
    path = tmp_path / "sales.csv"
    path.write_bytes(start)

    with pytest.raises(UnreadableFile, match=message):
        classify(path)


def test_a_file_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match=r"There is no file .*nothing"):
        classify(tmp_path / "nothing.csv")


def test_a_sheet_of_a_text_file_is_a_misunderstanding(tmp_path: Path) -> None:
    with pytest.raises(InvalidArgument, match=r"--sheet has no meaning for sales\.csv, which is CSV"):
        classify(text_file(tmp_path, SALES), sheet="Sheet1")


@pytest.mark.parametrize(
    ("ids", "expected"),
    [
        (["17850.0", "17850", "7.00"], {"17850", "7"}),
        (["17850.0", "A1"], {"17850.0", "A1"}),
        (["00123", "123"], {"00123", "123"}),
        ([" x ", "x", "\u3000x"], {"x"}),
    ],
)
def test_numbers_of_customers_lose_only_an_empty_fraction(
    tmp_path: Path, ids: list[str], expected: set[str]
) -> None:
    rows = "".join(f"{customer},2025-01-01,5\n" for customer in ids)

    assert set(classify(text_file(tmp_path, "customer,date,amount\n" + rows)).rows) == expected


def test_a_byte_order_mark_is_no_part_of_the_first_name(tmp_path: Path) -> None:
    path = tmp_path / "sales.csv"
    path.write_bytes(codecs.BOM_UTF8 + SALES.encode())

    assert len(classify(path).rows) == 2
    assert len(classify(path, encoding="utf-8").rows) == 2
