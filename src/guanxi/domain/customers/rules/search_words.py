"""The words under which a customer is found, and what a typed text asks for.

The same text serves SQLite's FTS5 and PostgreSQL's tsvector: words between single blanks. Of a run of
characters without blanks between its words (Chinese, Japanese, Thai) there are, in this order, its
overlapping pairs, its single characters, the pairs of its pinyin initials and its syllables; the last three
kinds are told apart by a leading mark that no normalised text contains.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar

from guanxi.domain.customers.rules.romanisation import initials, readings, syllables

INITIALS, SYLLABLE, CODE = "¹", "²", "³"
LONGEST_WORD = 60
LONGEST_TEXT = 100
MOST_PIECES = 8
_WITHOUT_BLANKS = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"  # Thai, Lao, Myanmar, Khmer
    "\u3005-\u3007\u3041-\u30ff\u31f0-\u31ff"  # kana
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"  # Han
)
_RUNS = re.compile(f"[{_WITHOUT_BLANKS}]+|[^{_WITHOUT_BLANKS} ]+")
_JOINTS = re.compile(f"(?<=[{_WITHOUT_BLANKS}]) +(?=[{_WITHOUT_BLANKS}])")
_LETTERS = re.compile("[a-z]{2,}")
# Letters alone begin a number as a word does, so they need not be sought inside codes.
_CODE = re.compile("(?=[a-z]*[0-9])[0-9a-z]{2,}")
_NEITHER_LETTER_NOR_FIGURE = re.compile(r"[\W_]")
# Han characters, which make up most names, bear none: for them the slower way is not gone.
_MAY_BEAR_ACCENTS = re.compile("[^\u0000-\u007f\u2e80-\u303f\u3400-\u9fff\uff00-\uffef]")


T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that stand beside one another; of the last one only the beginning, if it `is_open`."""

    words: tuple[str, ...]
    is_open: bool = False

    @property
    def as_it_stands(self) -> str:
        """The phrase as a part of a `search_text`."""
        return f" {' '.join(self.words)}{'' if self.is_open else ' '}"


# All pieces must be met; a piece by any of its ways; a way by all of its parts; a part by any of its phrases.
Part = tuple[Phrase, ...]
Way = tuple[Part, ...]
Piece = tuple[Way, ...]


def folded(text: str) -> str:
    """One form of what looks alike: full width as half width, small letters, no accents, no punctuation."""
    lowered = text.lower() if text.isascii() else _compatible(_compatible(text).casefold())
    if _MAY_BEAR_ACCENTS.search(lowered):
        apart = unicodedata.normalize("NFD", lowered)
        lowered = unicodedata.normalize("NFC", "".join(c for c in apart if not unicodedata.combining(c)))
    return _NEITHER_LETTER_NOR_FIGURE.sub(" ", lowered)


def search_text(*, names: Iterable[str], codes: Iterable[str]) -> str:
    """The words of a customer, between blanks and with one at either end.

    `names` are found by pairs of characters, by the beginnings of words and by pinyin; `codes` (customer
    number, social credit code) by every part of two characters or more.
    """
    found = [word for name in names for word in _words_of_name(name)]
    found += [word for code in codes for word in _words_of_code(code)]
    return f" {' '.join(found)} " if found else ""


def pieces(text: str) -> list[Piece]:
    """What a typed text asks for: one piece for every word between blanks, none for nothing to seek."""
    found = [piece for word in text[:LONGEST_TEXT].split()[:MOST_PIECES] if (piece := _piece(word))]
    return list(dict.fromkeys(found))


def expressed(
    sought: Iterable[Piece],
    *,
    phrase: Callable[[Phrase], T],
    both: Callable[[list[T]], T],
    either: Callable[[list[T]], T],
) -> T:
    """What is sought in another language, told how that says a phrase, "and" and "or"."""

    def of_way(way: Way) -> T:
        return both([either([phrase(one) for one in part]) for part in way])

    return both([either([of_way(way) for way in piece]) for piece in sought])


def is_found(words: str, text: str) -> bool:
    """Whether a text finds what has these words (`search_text`): for what is in no database."""
    sought = pieces(text)
    return bool(sought) and expressed(
        sought, phrase=lambda phrase: phrase.as_it_stands in words, both=all, either=any
    )


def runs(text: str) -> list[str]:
    """The runs of a name: blanks and punctuation inside Chinese do not part it."""
    return [run[:LONGEST_WORD] for run in _RUNS.findall(_JOINTS.sub("", folded(text)))]


def is_without_blanks(run: str) -> bool:
    """Whether a run is of a script that writes no blanks between words."""
    return re.match(f"[{_WITHOUT_BLANKS}]", run) is not None


def _words_of_name(name: str) -> list[str]:
    return [word for run in runs(name) for word in _words_of_run(run)]


def _words_of_run(run: str) -> list[str]:
    if not is_without_blanks(run):
        return [run]
    read = readings(run)
    return [
        *_pairs(run),
        *dict.fromkeys(run),
        *map(INITIALS.__add__, _pairs(initials(read))),
        *map(SYLLABLE.__add__, read),
    ]


def _words_of_code(code: str) -> list[str]:
    found = runs(code)
    squeezed = "".join(found)[:LONGEST_WORD]
    whole = [squeezed] if len(found) > 1 else []
    return [
        *(word for run in found for word in _words_of_run(run)),
        *whole,
        *map(CODE.__add__, _pairs(squeezed)),
    ]


def _piece(word: str) -> Piece:
    found = runs(word)
    if not found:
        return ()
    parts = tuple(map(_part, found))
    squeezed = "".join(found)
    if not _CODE.fullmatch(squeezed):
        return (parts,)
    return parts, ((Phrase(tuple(map(CODE.__add__, _pairs(squeezed)))),),)


def _part(run: str) -> Part:
    if is_without_blanks(run):
        return (Phrase(tuple(_pairs(run)) or (run,)),)
    by_word = Phrase((run,), is_open=True)
    if not _LETTERS.fullmatch(run):
        return (by_word,)
    by_initials = Phrase(tuple(map(INITIALS.__add__, _pairs(run))))
    by_syllables = (Phrase(tuple(map(SYLLABLE.__add__, way)), is_open=True) for way in syllables(run))
    return (by_word, by_initials, *by_syllables)


def _compatible(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def _pairs(run: str) -> Iterable[str]:
    return map("".join, pairwise(run))
