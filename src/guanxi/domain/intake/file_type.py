"""What a file is, by its content; its name is not asked (F18)."""

from enum import StrEnum
from typing import BinaryIO

from guanxi.domain.intake.refusals import FileRefused
from guanxi.domain.intake.rules.encodings import wide_encoding_of

_START_BYTES = 4096
# One byte of zero may stray into a text, but not one in eight.
_ZERO_BYTES_OF_NO_TEXT = 8


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
    if wide_encoding_of(start):
        return FileType.DELIMITED
    if start.count(0) * _ZERO_BYTES_OF_NO_TEXT > len(start):
        raise FileRefused("not_text")
    if start.removeprefix(b"\xef\xbb\xbf").lstrip().lower().startswith(_PAGE_STARTS):
        raise FileRefused("web_page")
    return FileType.DELIMITED
