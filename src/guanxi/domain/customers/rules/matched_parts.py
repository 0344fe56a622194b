"""Which characters of a shown name a typed text met: what a list of results marks."""

from guanxi.domain.customers.rules.romanisation import initials, readings, syllables
from guanxi.domain.customers.rules.search_words import folded, is_without_blanks, runs

Span = tuple[int, int]


def matched_parts(shown: str, text: str) -> list[Span]:
    """(first, behind the last) of the parts of `shown` that a word of `text` met, in order, none touching."""
    letters = [(place, plain) for place, c in enumerate(shown) for plain in folded(c).replace(" ", "")]
    places = [place for place, _ in letters]
    plain = "".join(letter for _, letter in letters)
    found = []
    for run in (run for word in text.split() for run in runs(word)):
        first, length = _met(plain, run)
        if length:
            found.append((places[first], places[first + length - 1] + 1))
    return _joined(sorted(found))


def _met(plain: str, run: str) -> Span:
    """(place, length) of the run itself, else of the characters that its letters are the pinyin of."""
    if (at := plain.find(run)) >= 0:
        return at, len(run)
    if is_without_blanks(run) or not run.isalpha() or len(run) < 2:
        return 0, 0
    read = readings(plain)
    # What is not read is itself, and its first letter would look like an initial.
    heard = [
        "·" if syllable == character else syllable for syllable, character in zip(read, plain, strict=True)
    ]
    if (at := initials(heard).find(run)) >= 0:
        return at, len(run)
    for way in syllables(run):
        for at in range(len(heard) - len(way) + 1):
            *whole, last = heard[at : at + len(way)]
            if tuple(whole) == way[:-1] and last.startswith(way[-1]):
                return at, len(way)
    return 0, 0


def _joined(spans: list[Span]) -> list[Span]:
    joined: list[Span] = []
    for first, behind in spans:
        if joined and first <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(behind, joined[-1][1]))
        else:
            joined.append((first, behind))
    return joined
