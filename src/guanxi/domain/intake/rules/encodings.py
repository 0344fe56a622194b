"""Which encoding a text file is in: shown by its bytes, never guessed (F21)."""

import codecs
from collections.abc import Iterable
from dataclasses import dataclass

from guanxi.domain.intake import limits

_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def looks_like_utf16(start: bytes) -> bool:
    """A byte-order mark of UTF-16 or UTF-32, or the zero bytes that Latin letters have in them."""
    return start.startswith(_UTF16_MARKS) or start.count(0) * 8 > len(start)


@dataclass(slots=True)
class EncodingEvidence:
    """What a strict reading of all bytes found."""

    is_utf8: bool
    bad_byte_at: int
    is_gb18030: bool
    gb2312_share: float
    sample: bytes

    @property
    def is_plausible_chinese(self) -> bool:
        """Latin or Big5 text can be valid GBK, but then it falls outside the table of common characters."""
        return self.is_gb18030 and self.gb2312_share >= limits.PLAUSIBLE_GB2312_SHARE


def weigh(blocks: Iterable[bytes]) -> EncodingEvidence:
    """Read the bytes as UTF-8 and as GB 18030, both strictly.

    `bad_byte_at` is the offset of the first byte that is not UTF-8, `sample` a few bytes around it.
    """
    utf8, chinese = _Reading("utf-8"), _Reading("gb18030")
    offset, bad_at, sample = 0, -1, b""
    for block in blocks:
        if not utf8.take(block) and bad_at < 0:
            bad_at = offset + _first_bad_byte(block)
            place = bad_at - offset
            sample = block[max(0, place - 8) : place + 16]
        chinese.take(block)
        offset += len(block)
    return EncodingEvidence(
        is_utf8=utf8.finish(),
        bad_byte_at=bad_at if bad_at >= 0 else offset,
        is_gb18030=chinese.finish(),
        gb2312_share=chinese.common / chinese.foreign if chinese.foreign else 0.0,
        sample=sample,
    )


class _Reading:
    """One strict, incremental decoding and its count of Chinese characters."""

    def __init__(self, encoding: str) -> None:
        self.decoder = codecs.getincrementaldecoder(encoding)("strict")
        self.is_sound = True
        self.foreign = 0
        self.common = 0

    def take(self, block: bytes) -> bool:
        if self.is_sound:
            try:
                self._count(self.decoder.decode(block))
            except UnicodeDecodeError:
                self.is_sound = False
        return self.is_sound

    def finish(self) -> bool:
        if self.is_sound:
            try:
                self.decoder.decode(b"", final=True)
            except UnicodeDecodeError:
                self.is_sound = False
        return self.is_sound

    def _count(self, text: str) -> None:
        if text.isascii():
            return
        ascii_letters = len(text.encode("ascii", "ignore"))
        self.foreign += len(text) - ascii_letters
        self.common += (len(text.encode("gb2312", "ignore")) - ascii_letters) // 2


def _first_bad_byte(block: bytes) -> int:
    """A block may begin inside a character, whose remaining bytes are no fault."""
    begun = len(block) - len(block.lstrip(bytes(range(0x80, 0xC0)))) if len(block) > 3 else 0
    skipped = min(begun, 3)
    try:
        block[skipped:].decode("utf-8")
    except UnicodeDecodeError as error:
        return skipped + error.start
    return len(block)
