"""How Chinese characters are read in pinyin, and how typed pinyin falls into syllables."""

from collections.abc import Iterator, Sequence
from functools import cache
from unicodedata import normalize

LONGEST_SYLLABLE = 6
# "xian" may be one syllable or two; more readings than these would only blur what is meant.
MOST_READINGS = 6
_TONES = str.maketrans("", "", "\u0300\u0301\u0304\u030c")


def readings(characters: str) -> list[str]:
    """The syllable of each character without its tone ("lü" as "lv"); what has no reading stands for itself.

    A character that is read otherwise in a word (重庆, 长安, 银行) has the reading of that word: words are
    taken longest first, from left to right.
    """
    words, longest = _special_words()
    found: list[str] = []
    while (at := len(found)) < len(characters):
        first = characters[at]
        for length in range(longest.get(first, 0), 1, -1):
            if special := words.get(characters[at : at + length]):
                found += special
                break
        else:
            found.append(_common_reading(first))
    return found


def initials(read: Sequence[str]) -> str:
    """The first letters of syllables: shhg for 上海海港."""
    return "".join(syllable[0] for syllable in read)


def syllables(letters: str) -> Iterator[tuple[str, ...]]:
    """The ways in which typed letters fall into syllables, the last of which may be unfinished."""
    known, beginnings = _syllables()

    def split(at: int) -> Iterator[tuple[str, ...]]:
        rest = letters[at:]
        if rest in beginnings:
            yield (rest,)
        for length in range(min(LONGEST_SYLLABLE, len(rest) - 1), 0, -1):
            if rest[:length] in known:
                yield from ((rest[:length], *following) for following in split(at + length))

    for count, way in enumerate(split(0)):
        if count == MOST_READINGS:
            return
        yield way


@cache
def _common_reading(character: str) -> str:
    from pypinyin.constants import PINYIN_DICT

    listed = PINYIN_DICT.get(ord(character), "")
    return _plain(listed.split(",")[0]) if listed else character


@cache
def _special_words() -> tuple[dict[str, list[str]], dict[str, int]]:
    """The words in which some character is not read as it is alone; the longest length by first character."""
    from pypinyin.constants import PHRASES_DICT

    words: dict[str, list[str]] = {}
    for word, spoken in PHRASES_DICT.items():
        plain = [_plain(choices[0]) for choices in spoken]
        if len(plain) == len(word) and plain != [_common_reading(character) for character in word]:
            words[word] = plain
    longest: dict[str, int] = {}
    for word in words:
        longest[word[0]] = max(len(word), longest.get(word[0], 0))
    return words, longest


@cache
def _syllables() -> tuple[frozenset[str], frozenset[str]]:
    """Every syllable, and everything with which a syllable begins."""
    from pypinyin.constants import PINYIN_DICT

    plain = {_plain(reading) for listed in PINYIN_DICT.values() for reading in listed.split(",")}
    # A few readings are no syllables of the standard language ("hng", "m̀"): they would split letters oddly.
    known = frozenset(syllable for syllable in plain if _is_spelt(syllable))
    return known, frozenset(syllable[:end] for syllable in known for end in range(1, len(syllable) + 1))


def _is_spelt(syllable: str) -> bool:
    return syllable.isascii() and any(vowel in syllable for vowel in "aeiouv")


@cache
def _plain(spoken: str) -> str:
    return normalize("NFC", normalize("NFD", spoken).translate(_TONES)).replace("ü", "v")
