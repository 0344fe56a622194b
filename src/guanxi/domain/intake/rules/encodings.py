"""The encodings a table can come in, and those that the first bytes prove."""

import codecs
import unicodedata

# codec → how it is called in sentences of every language.
NAMES = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16 LE",
    "utf-16-be": "UTF-16 BE",
    "utf-32": "UTF-32",
    "utf-32-le": "UTF-32 LE",
    "utf-32-be": "UTF-32 BE",
    "gb18030": "GBK/GB 18030",
    "cp950": "Big5 (CP950)",
    "big5hkscs": "Big5-HKSCS",
    "big5": "Big5",
    "euc_jp": "EUC-JP",
    "cp932": "Shift JIS (CP932)",
    "cp949": "EUC-KR (CP949)",
    "cp1252": "Windows-1252",
    "cp1250": "Windows-1250",
    "cp1251": "Windows-1251",
}
# What people write, beside the codec's own name.
_ALSO_CALLED = {"gbk": "gb18030", "gb2312": "gb18030", "euc_kr": "cp949", "shift_jis": "cp932"}

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    # The mark of UTF-32 begins like that of UTF-16.
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WIDE = ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
_LINE_ENDS = frozenset("\r\n")
_ALLOWED_CONTROLS = frozenset("\t\r\n")
_LONGEST_UNIT = 4


def codec_of(name: str) -> str:
    """The codec by which text named so is read: GBK, for one, by that of GB 18030, which holds all of it."""
    plain = name.strip().lower()
    return _ALSO_CALLED.get(plain.replace("-", "_"), plain)


def nameable() -> list[str]:
    """What may be named as the encoding of a file."""
    return [*NAMES, *_ALSO_CALLED]


def is_wide(encoding: str) -> bool:
    """Whether a character takes two or four bytes at least, so that one stray byte spoils all that follow."""
    return encoding.startswith(("utf-16", "utf-32"))


def mark_of(start: bytes) -> str:
    """The encoding whose byte order mark a file begins with; empty without one."""
    return next((encoding for mark, encoding in _MARKS if start.startswith(mark)), "")


def wide_encoding_of(start: bytes) -> str:
    """UTF-16 or UTF-32 by mark, or where the bytes prove it without one; empty otherwise.

    The proof: in exactly one order of bytes there are lines, and every character is assigned and printable.
    The line feed of the other order is U+0A00, which no text has.
    """
    marked = mark_of(start)
    if marked or b"\x00" not in start:
        return marked if is_wide(marked) else ""
    proven = [encoding for encoding in _WIDE if _are_lines(start, encoding)]
    return proven[0] if len(proven) == 1 else ""


def _are_lines(start: bytes, encoding: str) -> bool:
    try:
        text = start[: len(start) // _LONGEST_UNIT * _LONGEST_UNIT].decode(encoding)
    except UnicodeDecodeError as error:
        # The start may end within a pair of surrogates.
        if error.end < len(start) // _LONGEST_UNIT * _LONGEST_UNIT:
            return False
        text = start[: error.start].decode(encoding)
    return not _LINE_ENDS.isdisjoint(text) and all(map(_is_printable, set(text)))


def _is_printable(character: str) -> bool:
    if character in _ALLOWED_CONTROLS:
        return True
    return unicodedata.category(character) not in {"Cc", "Cn", "Cs"}
