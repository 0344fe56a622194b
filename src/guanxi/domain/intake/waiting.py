"""Rows that name another row of the same file, such as a company and its parent further down."""

from collections.abc import Iterator

from guanxi.domain.intake.rows import ReadRow, Verdict


class WaitingRows:
    """Rows whose verdict was WAITING, each with the key it waits for."""

    def __init__(self) -> None:
        self._rows: dict[str, list[tuple[ReadRow, Verdict]]] = {}
        self._keys: set[str] = set()
        # Numbers of the rows that were added since the last level was handed out.
        self._added: set[int] = set()

    def __len__(self) -> int:
        return sum(len(rows) for rows in self._rows.values())

    def add(self, row: ReadRow, verdict: Verdict) -> None:
        """Set a row aside."""
        self._rows.setdefault(verdict.waits_for, []).append((row, verdict))
        self._keys.add(row.key)
        self._added.add(row.number)

    def levels(self) -> Iterator[list[ReadRow]]:
        """Rows that wait for none of the others first, then those that waited for them, and so on.

        The rows of a level come in the order of the file, whatever else waits beside them.
        A row that is handed out and comes back by `add` brings no other row any further.
        """
        ready = [key for key in self._rows if key not in self._keys]
        while ready:
            level = [row for key in ready for row, _ in self._rows.pop(key, ())]
            level.sort(key=lambda row: row.number)
            self._added.clear()
            yield level
            ready = [row.key for row in level if row.key in self._rows and row.number not in self._added]

    def hopeless(self) -> Iterator[tuple[ReadRow, Verdict, bool]]:
        """Every row still here, its verdict, and whether it waits for itself in a circle."""
        # Of two rows with one key the later says for what it waits, whatever else waits beside them.
        waiting = sorted((row.number, row.key, key) for key, rows in self._rows.items() for row, _ in rows)
        waits_for = {key: awaited for _, key, awaited in waiting}
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
