"""A run as a package: policy, evidence and purchases in numbers, from which a stranger gets the same hash.

A folder or a zip archive of four files: `run.json` (day, currency, policy, hash), `customers.csv` (a
Subject a line), `purchases.csv` (guanxi_analysis.schemas.FACTS) and `results.csv` (what the run found). No
name, address or contact is in it; customers are their numbers.
"""

import csv
import io
import json
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, TextIO, get_type_hints

from guanxi.domain.classification.basis import Basis, Findings, Subject, findings_of
from guanxi.domain.classification.engine import Purchase
from guanxi.domain.classification.rules import Confirmation, Evidence, LastClose, Override
from guanxi.domain.ground.export import FOR_PROGRAMS, delimited_lines
from guanxi.domain.ground.whole_file import whole_file
from guanxi_analysis import AnalysisError

FORMAT = 1
RESULTS = "results.csv"
_RESULTS = ("number", "group", "tier", "rank")
_PLAIN = ("number", "purpose", "nature")
# Field of a Subject that may be None → its record; columns are named field_column, the first is never empty.
_PARTS: dict[str, type] = {"last_close": LastClose, "confirmation": Confirmation, "override": Override}
Line = dict[str, str]


class UnusablePackage(ValueError):
    """Not a package of ours, or one that was damaged; `detail` says where."""

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail


class UnableToReproduce(ValueError):
    """The facts at hand lead to another hash than the run's: they have changed since, without a trace."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """`stated` and `found` are hashes; `differences` are customer numbers that stand elsewhere."""

    as_of: date
    customers: int
    stated: str
    found: str
    differences: list[str]

    @property
    def is_equal(self) -> bool:
        return self.stated == self.found and not self.differences


def write_package(path: Path, basis: Basis, *, stated: str, policy_version: int) -> None:
    """Write the basis of the run with the hash `stated` as a zip archive, whole or not at all.

    What was written is read again and must lead to the hash, else UnableToReproduce is raised.
    """
    with whole_file(path) as draft:
        with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED) as archive:
            _add(archive, "customers.csv", _subject_columns(), map(_subject_cells, basis.subjects))
            _add(archive, "purchases.csv", Purchase._fields, (map(_text, one) for one in basis.purchases))
            with archive.open("run.json", "w") as stream:
                stream.write(_run_json(basis, stated, policy_version).encode())
        with zipfile.ZipFile(draft, "a", zipfile.ZIP_DEFLATED) as archive:
            findings = findings_of(_basis(_Members(archive.open)))
            if findings.hash != stated:
                raise UnableToReproduce
            _add(archive, RESULTS, _RESULTS, _results(findings))


def verify_package(path: Path) -> Verdict:
    """Compute the run anew from a package, a zip archive or its unpacked folder. Raises UnusablePackage."""
    try:
        with _members(path) as members:
            stated = str(json.loads(members.text("run.json"))["hash"])
            basis = _basis(members)
            findings = findings_of(basis)
            before = {line["number"]: [line[name] for name in _RESULTS] for line in members.lines(RESULTS)}
    except (OSError, zipfile.BadZipFile, ValueError, KeyError, TypeError, AnalysisError) as error:
        raise UnusablePackage(f"{type(error).__name__}: {error}") from error
    now = {cells[0]: cells for cells in _results(findings)}
    differ = sorted(number for number in before.keys() | now.keys() if before.get(number) != now.get(number))
    return Verdict(basis.as_of, len(now), stated, findings.hash, differ)


class _Members:
    """The files of a package by name, wherever they lie."""

    def __init__(self, open_binary: Callable[[str], Any]) -> None:
        self._open = open_binary

    @contextmanager
    def opened(self, name: str) -> Iterator[TextIO]:
        """Raises KeyError or OSError where there is none."""
        with self._open(name) as binary, io.TextIOWrapper(binary, encoding="utf-8", newline="") as stream:
            yield stream

    def text(self, name: str) -> str:
        with self.opened(name) as stream:
            return stream.read()

    def lines(self, name: str) -> Iterator[Line]:
        """The rows by column. Raises ValueError for a row of another width."""
        with self.opened(name) as stream:
            for line in csv.DictReader(stream, strict=True):
                if None in line or None in line.values():
                    raise ValueError(f"{name}: a row is not as wide as the header")
                yield line


@contextmanager
def _members(path: Path) -> Iterator[_Members]:
    if path.is_dir():
        yield _Members(lambda name: (path / name).open("rb"))
        return
    with zipfile.ZipFile(path) as archive:
        yield _Members(archive.open)


def _run_json(basis: Basis, stated: str, policy_version: int) -> str:
    run = {
        "format": FORMAT,
        "as_of": basis.as_of.isoformat(),
        "is_close": basis.is_close,
        "currency": basis.currency,
        "hash": stated,
        "policy_version": policy_version,
        "policy": basis.policy,
    }
    return json.dumps(run, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def _basis(members: _Members) -> Basis:
    run = json.loads(members.text("run.json"))
    if run["format"] != FORMAT:
        raise ValueError(f"format {run['format']}")
    return Basis(
        as_of=date.fromisoformat(run["as_of"]),
        is_close=bool(run["is_close"]),
        currency=run["currency"],
        policy=run["policy"],
        subjects=[_subject(line) for line in members.lines("customers.csv")],
        purchases=(Purchase(**_values(Purchase, line)) for line in members.lines("purchases.csv")),
    )


def _subject_columns() -> list[str]:
    evidence = [field.name for field in fields(Evidence)]
    parts = [f"{part}_{field.name}" for part, record in _PARTS.items() for field in fields(record)]
    return [*_PLAIN, *evidence, *parts]


def _subject_cells(subject: Subject) -> list[str]:
    plain = [getattr(subject, name) for name in _PLAIN]
    evidence = [getattr(subject.evidence, field.name) for field in fields(Evidence)]
    parts = [
        getattr(getattr(subject, part), field.name, None)
        for part, record in _PARTS.items()
        for field in fields(record)
    ]
    return [_text(value) for value in (*plain, *evidence, *parts)]


def _subject(line: Line) -> Subject:
    values: dict[str, Any] = {name: line[name] for name in _PLAIN}
    values |= {part: _part(part, record, line) for part, record in _PARTS.items()}
    return Subject(evidence=Evidence(**_values(Evidence, line)), **values)


def _part(part: str, record: type, line: Line) -> Any:
    """The record in the columns that begin with the name of the part; None where they are empty."""
    named = {field.name: line[f"{part}_{field.name}"] for field in fields(record)}
    return record(**_values(record, named)) if named[fields(record)[0].name] else None


def _results(findings: Findings) -> Iterator[list[str]]:
    for row in findings.rows:
        rank = row.value.rank if row.value else None
        yield [row.subject.number, row.group.value, row.tier.value, _text(rank)]


def _text(value: object) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


@cache
def _hints(record: type) -> dict[str, Any]:
    return get_type_hints(record)


def _values(record: type, line: Line) -> dict[str, Any]:
    """The fields of a record from its texts. Raises KeyError for a missing column, ValueError for a text."""
    return {name: _value(kind, line[name]) for name, kind in _hints(record).items()}


def _value(kind: Any, text: str) -> Any:
    if kind is str:
        return text
    if kind is bool:
        return {"true": True, "false": False}[text]
    if not text:
        return None
    return date.fromisoformat(text) if kind in {date, date | None} else int(text)


def _add(archive: zipfile.ZipFile, name: str, header: Any, rows: Any) -> None:
    with archive.open(name, "w", force_zip64=True) as stream:
        for line in delimited_lines(header, rows, FOR_PROGRAMS):
            stream.write(line.encode())
