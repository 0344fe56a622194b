"""Rows that name another row of the same file, such as a company and its parent further down."""

from collections.abc import Iterator

from guanxi.domain.intake.rows import ReadRow, Verdict


class WaitingRows:
    """Rows whose verdict was WAITING, each with the key it waits for."""

    def __init__(self) -> None:
        self._rows: dict[str, list[tuple[ReadRow, Verdict]]] = {}
        self._keys: set[str] = set()

    def __len__(self) -> int:
        return sum(len(rows) for rows in self._rows.values())

    def add(self, row: ReadRow, verdict: Verdict) -> None:
        """Set a row aside."""
        self._rows.setdefault(verdict.waits_for, []).append((row, verdict))
        self._keys.add(row.key)

    def levels(self) -> Iterator[list[ReadRow]]:
        """Rows that wait for none of the others first, then those that waited for them, and so on.

        A row that is handed out and comes back by `add` waits for good.
        """
        ready = [key for key in self._rows if key not in self._keys]
        while ready:
            level = [row for key in ready for row, _ in self._rows.pop(key, ())]
            yield level
            ready = [row.key for row in level if row.key in self._rows]

    def hopeless(self) -> Iterator[tuple[ReadRow, Verdict, bool]]:
        """Every row still here, its verdict, and whether it waits for itself in a circle."""
        waits_for = {row.key: key for key, rows in self._rows.items() for row, _ in rows}
        in_circle = _keys_in_circles(waits_for)
        for rows in self._rows.values():
            for row, verdict in rows:
                yield row, verdict, row.key in in_circle


def _keys_in_circles(waits_for: dict[str, str]) -> set[str]:
    """The keys from which following `waits_for` leads back to the key itself."""
    in_circle: set[str] = set()
    settled: set[str] = set()
    for start in waits_for:
        path: dict[str, None] = {}
        key: str | None = start
        while key is not None and key not in settled and key not in path:
            path[key] = None
            key = waits_for.get(key)
        if key in path:
            walked = list(path)
            in_circle.update(walked[walked.index(key) :])
        settled.update(path)
    return in_circle
