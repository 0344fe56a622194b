"""Where the column names of a table stand, by its first rows."""

import re
from collections import Counter
from collections.abc import Sequence

LOOKED_AT = 20
# A row of names fills nearly as many cells as the fullest row; a title or a remark fills few.
_FILLED_SHARE = 0.8
_NUMBER = re.compile(r"[+-]?[\d.,:/\s%年月日-]+")


def header_row_among(rows: Sequence[Sequence[str]]) -> int:
    """The number (from 1) of the first full row whose cells are distinct words.

    Where there is none, the first row with any content; 1 for an empty table.
    """
    filled = [[cell.strip() for cell in row if cell.strip()] for row in rows]
    widest = max(map(len, filled), default=0)
    for number, cells in enumerate(filled, start=1):
        is_full = cells and len(cells) >= _FILLED_SHARE * widest
        if is_full and len(set(cells)) == len(cells) and not any(map(_NUMBER.fullmatch, cells)):
            return number
    return next((number for number, cells in enumerate(filled, start=1) if cells), 1)


def evenness(widths: Sequence[int]) -> float:
    """How much rows of these widths look like a table: the usual width times the share of its rows."""
    if not widths:
        return 0.0
    width, count = Counter(widths).most_common(1)[0]
    return width * count / len(widths) if width > 1 else 0.0
