"""What a file is, by its content; its name is not asked (F18)."""

from enum import StrEnum
from typing import BinaryIO

from guanxi.domain.intake.refusals import FileRefused
from guanxi.domain.intake.rules.encodings import looks_like_utf16

_START_BYTES = 4096


class FileType(StrEnum):
    DELIMITED = "delimited"
    WORKBOOK = "workbook"


_MAGIC = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old_workbook"),
    (b"%PDF-", "pdf"),
    (b"\x1f\x8b", "other_archive"),
    (b"7z\xbc\xaf\x27\x1c", "other_archive"),
    (b"Rar!", "other_archive"),
    (b"BZh", "other_archive"),
    (b"\xfd7zXZ", "other_archive"),
)
_PAGE_STARTS = (b"<!doctype html", b"<html", b"<?xml", b"<table", b"<head", b"<meta")


def recognise(stream: BinaryIO) -> FileType:
    """Tell a workbook from a text table. Raises FileRefused, which names what else the file is."""
    stream.seek(0)
    start = stream.read(_START_BYTES)
    stream.seek(0)
    if start.startswith(b"PK\x03\x04"):
        return FileType.WORKBOOK
    for magic, code in _MAGIC:
        if start.startswith(magic):
            raise FileRefused(code)
    if looks_like_utf16(start):
        raise FileRefused(
            "utf16" if start[:2] in {b"\xff\xfe", b"\xfe\xff"} or b"\x00" in start else "not_text"
        )
    if start.removeprefix(b"\xef\xbb\xbf").lstrip().lower().startswith(_PAGE_STARTS):
        raise FileRefused("web_page")
    return FileType.DELIMITED
