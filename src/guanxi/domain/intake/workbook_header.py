"""The names of columns in a sheet whose header may be merged over several rows and columns."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from guanxi.domain.intake.rules.cells import Cell, ExcelError, text_of
from guanxi.domain.intake.rules.headers import header_row_among

# As `workbook_child` writes them: row number → cells, and [last row, first column, last column].
Rows = Mapping[int, list[Any]]
Headings = list[list[int]]


def is_merged(packed: Any) -> bool:
    """Whether the cell is part of a range merged over several rows."""
    return isinstance(packed, list) and packed[0] == "merged"


def unpacked(packed: Any, *, keeps_time: bool = False) -> Cell:
    """The cell as the reading process has written it."""
    if isinstance(packed, str):
        return packed
    if packed[0] == "error":
        return ExcelError()
    has_time = keeps_time and "T" in packed[1]
    return datetime.fromisoformat(packed[1]) if has_time else date.fromisoformat(packed[1][:10])


def header_row_of(rows: Rows, headings: Headings) -> int:
    """The row with the names; of a header merged over several rows the last one."""
    found = header_row_among([names_of_header(number, rows, headings) for number in rows])
    if not any(last == found for last, _, _ in headings):
        return found
    return max((cell[2] for cell in rows[found] if is_merged(cell)), default=found)


def names_of_header(header_row: int, rows: Rows, headings: Headings) -> list[str]:
    """The names; below a heading merged over columns they carry it: “Consignee City”.

    Only where every name has a heading or is itself merged from above: a title is not part of any name.
    """
    names = _texts(rows[header_row])
    above = rows.get(header_row - 1, [])
    by_place = {
        place: text_of(unpacked(_inner(above[first]))).strip()
        for last, first, end in headings
        if last == header_row - 1 and first < len(above)
        for place in range(first, end + 1)
    }
    named = {place for place, name in enumerate(names) if name}
    from_above = {
        place
        for place in named
        if is_merged(rows[header_row][place]) and rows[header_row][place][1] < header_row
    }
    is_title = len({by_place.get(place) for place in named}) == 1
    if is_title or not named <= from_above | by_place.keys():
        return names
    return [
        f"{by_place[place]} {name}" if name and by_place.get(place) and place not in from_above else name
        for place, name in enumerate(names)
    ]


def _texts(cells: list[Any]) -> list[str]:
    return [text_of(unpacked(_inner(cell))).strip() for cell in cells]


def _inner(packed: Any) -> Any:
    return packed[3] if is_merged(packed) else packed
