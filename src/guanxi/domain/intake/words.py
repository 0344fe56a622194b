"""The few different words that a column holds, such as the names of modes of transport, and how often."""

from collections import Counter
from collections.abc import Sequence

from guanxi.domain.intake.rules.cells import Cell
from guanxi.domain.intake.rules.storable import storable_text

MOST_WORDS = 60
LONGEST_WORD = 60


class WordCount:
    """Counts words while rows pass by; a column of too many, too long or other things is let go."""

    def __init__(self, columns: int) -> None:
        self._open: dict[int, Counter[str]] = {place: Counter() for place in range(columns)}

    def look_at(self, cells: Sequence[Cell]) -> None:
        """Count the cells of one row."""
        for place, words in list(self._open.items()):
            cell = cells[place] if place < len(cells) else ""
            word = cell.strip() if isinstance(cell, str) else None
            if word is None or len(word) > LONGEST_WORD:
                del self._open[place]
            elif word:
                words[word] += 1
                if len(words) > MOST_WORDS:
                    del self._open[place]

    def found(self) -> dict[str, list[list[object]]]:
        """Place of the column, as text → [word, count], the most frequent first."""
        return {
            str(place): [[storable_text(word), count] for word, count in words.most_common()]
            for place, words in self._open.items()
            if words
        }
