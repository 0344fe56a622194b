"""Which encoding a text file is in: proven by its bytes, or asked for; never guessed (F21)."""

import codecs
import os
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import BinaryIO

from guanxi.domain.intake.refusals import FileRefused
from guanxi.domain.intake.rules.encodings import NAMES, is_wide, mark_of, wide_encoding_of
from guanxi.domain.intake.rules.likelihood import LATIN, Reading, weigh

START_BYTES = 4096
# A reading is taken without a question where every other is e^15 (three million) times less likely.
CLEAR_LEAD = 15.0
# Readings so far behind are not offered.
_HOPELESS_LAG = 60.0
_MOST_OFFERED = 5
_BLOCK_BYTES = 1024 * 1024
_WINDOWS, _WINDOW_BYTES = 8, 16 * 1024
_SHOWN_CHARACTERS = 12
_FEW_LETTERS = 6
# None of these bytes is the second one of a character in any double-byte encoding.
_BETWEEN_CELLS = re.compile(rb'[\r\n,;\t"]+')
# Four characters of three bytes and nothing beside them: in no other encoding is this text.
_UTF8_RUN = re.compile(rb"(?<![\x80-\xff])(?:[\xe3-\xef][\x80-\xbf]{2}){4,}(?![\x80-\xff])")
_FOREIGN = re.compile(r"[^\x00-\x7f]")


def encoding_of(stream: BinaryIO, named: str = "") -> str:
    """The codec that reads a text file; a byte order mark outweighs what is named.

    Raises FileRefused: `encoding_unclear` where the bytes can be read in several ways and none is named,
    `undecodable` (`undecodable_wide`) where no reading is text or a proven one breaks off,
    `mixed_encodings`.
    """
    stream.seek(0)
    start = stream.read(START_BYTES)
    if found := mark_of(start) or named or wide_encoding_of(start):
        if is_wide(found):
            _read_whole(stream, found, {found})
        return found
    bad_byte_at, letters = _read_as_utf8(stream)
    if bad_byte_at is None:
        if 0 < len(letters) <= _FEW_LETTERS and all(map(_is_rare_in_utf8, letters)):
            _check_no_other_reads(stream, letters)
        return "utf-8"
    cells = _foreign_cells(stream)
    readings = weigh(cells)
    best = readings[0]
    _check_not_mixed(stream, bad_byte_at)
    agreeing, rivals = _by_text(cells, readings)
    if not _is_clear(best, agreeing, rivals):
        raise _unclear(stream, cells, readings, bad_byte_at)
    if differing := _read_whole(stream, best.encoding, agreeing):
        raise _unclear(stream, [differing, *cells], readings, bad_byte_at)
    return best.encoding


def _is_clear(best: Reading, agreeing: set[str], rivals: list[Reading]) -> bool:
    """Whether the likeliest reading is text, and far ahead of all that give other text.

    One byte a letter proves nothing, since each table has some letter for it; only where Western and Central
    Europe read the same there is nothing left to ask.
    """
    if not best.is_text or (best.is_single_byte and not agreeing >= LATIN):
        return False
    return not rivals or rivals[0].cost - best.cost >= CLEAR_LEAD


def _by_text(cells: Iterable[bytes], readings: list[Reading]) -> tuple[set[str], list[Reading]]:
    """The encodings that give the same text as the likeliest one, and the readings that do not."""
    joined = b"\n".join(cells)
    text = joined.decode(readings[0].encoding, "surrogateescape")
    rivals = [one for one in readings if joined.decode(one.encoding, "surrogateescape") != text]
    return {one.encoding for one in readings} - {one.encoding for one in rivals}, rivals


def _unclear(
    stream: BinaryIO, cells: list[bytes], readings: list[Reading], bad_byte_at: int, *first: str
) -> FileRefused:
    """The question which reading is meant; where none is text, the place at which UTF-8 breaks off."""
    if not first and not any(reading.is_sound and reading.is_text for reading in readings):
        return _undecodable(stream, "utf-8", bad_byte_at)
    nearest = readings[0].cost + _HOPELESS_LAG
    sound = [one.encoding for one in readings if one.is_sound and one.cost <= nearest]
    texts: dict[str, str] = {}
    for encoding in (*first, *sound):
        texts.setdefault(b"\n".join(cells).decode(encoding), encoding)
    offered = list(texts.values())[:_MOST_OFFERED]
    quoted = (f"{NAMES[one]} “{cells[0].decode(one)[:_SHOWN_CHARACTERS]}”" for one in offered)
    return FileRefused("encoding_unclear", {"readings": ", ".join(quoted), "encodings": " ".join(offered)})


def _check_no_other_reads(stream: BinaryIO, letters: str) -> None:
    """Raises FileRefused where the few rare letters of a UTF-8 text may as well be Chinese ones of GBK."""
    cells = _foreign_cells(stream) or [letters.encode()]
    readings = weigh(cells)
    if any(reading.is_sound and reading.is_text for reading in readings):
        raise _unclear(stream, cells, readings, 0, "utf-8")


def _is_rare_in_utf8(letter: str) -> bool:
    """Two bytes, and neither Latin, Greek nor Cyrillic."""
    return "\u0250" <= letter < "\u0370" or "\u0530" <= letter < "\u0800"


def _read_as_utf8(stream: BinaryIO) -> tuple[int | None, str]:
    """Where UTF-8 breaks off, None if it does not; and the first letters beyond ASCII."""
    letters = ""
    decoder = codecs.getincrementaldecoder("utf-8")("strict")
    for offset, block in _blocks(stream):
        pending = len(decoder.getstate()[0])
        try:
            text = decoder.decode(block, final=not block)
        except UnicodeDecodeError as error:
            return offset - pending + error.start, letters
        if len(letters) <= _FEW_LETTERS:
            letters += "".join(found[0] for found in islice(_FOREIGN.finditer(text), _FEW_LETTERS + 1))
    return None, letters


def _read_whole(stream: BinaryIO, encoding: str, agreeing: set[str]) -> bytes:
    """The first line that the encodings which agree on the cells weighed read differently; empty if none is.

    Raises FileRefused (`undecodable`) with the place where the encoding breaks off.
    """
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    others = [codecs.getincrementaldecoder(one)("surrogateescape") for one in sorted(agreeing - {encoding})]
    for offset, block in _blocks(stream):
        pending = len(decoder.getstate()[0])
        try:
            text = decoder.decode(block, final=not block)
        except UnicodeDecodeError as error:
            raise _undecodable(stream, encoding, offset - pending + error.start) from None
        if any(other.decode(block, final=not block) != text for other in others):
            differing = (line for line in block.splitlines() if _is_read_differently(line, agreeing))
            return next(differing, block)
    return b""


def _is_read_differently(line: bytes, encodings: set[str]) -> bool:
    return len({line.decode(one, "surrogateescape") for one in encodings}) > 1


def _check_not_mixed(stream: BinaryIO, bad_byte_at: int) -> None:
    """Raises FileRefused where rows of UTF-8 stand in a file that is not UTF-8 as a whole."""
    rest, start = b"", 0
    for offset, block in _blocks(stream):
        text = rest + block
        if found := _UTF8_RUN.search(text):
            place = start + found.start()
            if place < bad_byte_at:
                raise _undecodable(stream, "utf-8", bad_byte_at)
            lines = {"line": _line_of(stream, bad_byte_at), "utf8_line": _line_of(stream, place)}
            raise FileRefused("mixed_encodings", lines)
        # A run is looked at whole: the last line waits for the next block.
        cut = text.rfind(b"\n") + 1
        rest, start = text[cut:], offset + len(block) - len(text) + cut


def _undecodable(stream: BinaryIO, encoding: str, offset: int) -> FileRefused:
    params = {"encoding": NAMES[encoding], "offset": offset, "line": _line_of(stream, offset)}
    return FileRefused("undecodable_wide" if is_wide(encoding) else "undecodable", params)


def _line_of(stream: BinaryIO, offset: int) -> int:
    return 1 + sum(block[: max(0, offset - start)].count(b"\n") for start, block in _blocks(stream))


def _blocks(stream: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """(offset, bytes); the last one is empty."""
    offset = 0
    stream.seek(0)
    while block := stream.read(_BLOCK_BYTES):
        yield offset, block
        offset += len(block)
    yield offset, b""


def _foreign_cells(stream: BinaryIO) -> list[bytes]:
    """Distinct cells with bytes beyond ASCII, from places spread evenly over the file."""
    size = stream.seek(0, os.SEEK_END)
    step = max(_WINDOW_BYTES, size // _WINDOWS)
    cells: dict[bytes, None] = {}
    for offset in range(0, size, step):
        stream.seek(offset)
        window = stream.read(_WINDOW_BYTES)
        # A window may begin and end within a character; its whole cells do not.
        found = _BETWEEN_CELLS.split(window)[offset > 0 :]
        if offset + len(window) < size:
            found = found[:-1] or found
        cells.update(dict.fromkeys(cell for cell in found if not cell.isascii()))
    return list(cells)
