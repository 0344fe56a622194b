"""Text, identifiers and codes (reliability rule 24, F23, F24)."""

import re
import unicodedata
from collections.abc import Mapping

from guanxi.domain.intake.rules.cells import Cell, ExcelError, UnableToReadCell

# NUL cannot be stored; a lone surrogate stands for a byte that is not text in the file's encoding.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
# How Excel shows a number too long for it: 1.23E+17.
_LOST_DIGITS = re.compile(r"[+-]?\d(?:\.\d+)?E\+\d+", re.IGNORECASE)
_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
# An e-mail address; ten digits or more as telephones are written; fewer, or an account, where a word says so.
# Years, sizes and the numbers of standards are shorter.
_CONTACT_DATA = re.compile(
    r"\S@\S+\.\S"
    r"|\d(?:[\s().–-]{0,2}\d){9,}"
    r"|(?:电话|手机|传真|tel|phone|mobile|fax)\D{0,4}\d(?:[\s().–-]?\d){4,}"
    r"|(?:微信|wechat|qq)号?[: ]*(?=\w*\d)[a-z0-9_-]{5,}",
    re.IGNORECASE,
)
_FLAGS = {
    "yes": True,
    "true": True,
    "1": True,
    "是": True,
    "no": False,
    "false": False,
    "0": False,
    "否": False,
}


def read_text(cell: Cell, *, longest: int) -> str:
    """The text exactly as it stands, at most `longest` characters."""
    if not isinstance(cell, str):
        raise UnableToReadCell("excel_error" if isinstance(cell, ExcelError) else "excel_made_a_date")
    if found := _UNSTORABLE.search(cell):
        raise UnableToReadCell("nul_character" if found[0] == "\x00" else "undecodable")
    if len(cell) > longest:
        raise UnableToReadCell("too_long", length=len(cell), longest=longest)
    return str(cell)


def read_identifier(cell: Cell, *, longest: int) -> str:
    """A key: text in normal form C without surrounding space. Leading zeros stay."""
    text = unicodedata.normalize("NFC", read_text(cell, longest=longest)).strip()
    if _LOST_DIGITS.fullmatch(text):
        raise UnableToReadCell("digits_lost", text=text)
    return text


def read_choice(cell: Cell, *, choices: tuple[str, ...], values: Mapping[str, str] | None) -> str:
    """One of `choices`, as a code or its words ("badge scan"), or by the mapping's own words."""
    text = read_text(cell, longest=200).strip()
    code = text.lower().replace(" ", "_") if values is None else values.get(text)
    if code is None or (code and code not in choices):
        allowed = choices if values is None else sorted(values)
        raise UnableToReadCell("not_a_choice", text=text, choices=", ".join(allowed))
    return code


def read_choices(cell: Cell, *, choices: tuple[str, ...], values: Mapping[str, str] | None) -> list[str]:
    """Several of `choices`, separated by semicolons."""
    parts = parts_of(read_text(cell, longest=1000))
    return [read_choice(part, choices=choices, values=values) for part in parts]


def parts_of(text: str) -> list[str]:
    """What stands between semicolons, of either width."""
    return [part.strip() for part in text.replace("；", ";").split(";") if part.strip()]


def read_flag(cell: Cell) -> bool:
    """Yes or no, in either language."""
    text = read_text(cell, longest=200).strip()
    if text.lower() not in _FLAGS:
        raise UnableToReadCell("not_a_choice", text=text, choices="yes, no")
    return _FLAGS[text.lower()]


def read_email(cell: Cell, *, longest: int) -> str:
    """An e-mail address, by its shape alone."""
    text = read_text(cell, longest=longest).strip()
    if not _EMAIL.fullmatch(text):
        raise UnableToReadCell("not_an_email", text=text)
    return text


def holds_contact_data(text: str) -> bool:
    """Whether the text looks like it contains an e-mail address or a telephone number (D13)."""
    return _CONTACT_DATA.search(unicodedata.normalize("NFKC", text)) is not None
