"""How fast shipments come in, against Django's own bulk path and openpyxl in the same run.

    .venv/bin/python -m benchmarks.import                # 100,000 rows, about two minutes
    .venv/bin/python -m benchmarks.import 100000 3       # three rounds, medians

One file of generated shipments is written as CSV and as XLSX (days and numbers as such). Every variant runs
in a process of its own on a copy of one SQLite database with 400 customers; rounds are interleaved. Processor
time is that of the process and of the one that reads a workbook for it; the peak memory of each is given,
though they need not have been at one time. "guanxi" is the whole import by the ordinary pipeline, "reading"
goes through all rows of a workbook and keeps none. Needs the development group (openpyxl, xlsxwriter).
"""

import gc
import json
import os
import platform
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from benchmarks import django_bulk
from benchmarks.shipment_files import write_customers, write_shipments

if TYPE_CHECKING:
    from guanxi.processes.file_import import ImportResult

ROWS = 100_000
NEEDED, AIMED_AT, MOST_MEGABYTES = 5_000, 10_000, 512
# Ours / the peer's, in rows per second of processor time.
RATIOS = (
    ("guanxi csv", "django csv"),
    ("guanxi xlsx", "openpyxl + django xlsx"),
    ("guanxi reading xlsx", "openpyxl reading xlsx"),
)


def guanxi_csv(folder: Path) -> int:
    return _imported(folder / "shipments.csv").applied


def guanxi_xlsx(folder: Path) -> int:
    return _imported(folder / "shipments.xlsx").applied


def guanxi_csv_again(folder: Path) -> int:
    return _imported(folder / "shipments.csv").unchanged


def guanxi_reading_xlsx(folder: Path) -> int:
    from guanxi.domain.intake.mapping import load_mapping
    from guanxi.domain.intake.table import opened
    from guanxi.processes.file_import import KINDS

    request = load_mapping("guanxi", KINDS["shipments"][0]).request()
    with opened(folder / "shipments.xlsx", request) as file:
        return sum(1 for _ in file.table.rows())


def openpyxl_reading_xlsx(folder: Path) -> int:
    return sum(1 for _ in django_bulk.rows_of_workbook(folder / "shipments.xlsx"))


def django_csv(folder: Path) -> int:
    from guanxi.domain.ground import clock

    return django_bulk.store(django_bulk.rows_of_csv(folder / "shipments.csv"), clock.now())


def openpyxl_django_xlsx(folder: Path) -> int:
    from guanxi.domain.ground import clock

    return django_bulk.store(django_bulk.rows_of_workbook(folder / "shipments.xlsx"), clock.now())


def _imported(path: Path) -> "ImportResult":
    from guanxi.domain.ground import clock
    from guanxi.processes.file_import import import_file

    return import_file(path, kind=path.stem, mapping="guanxi", by=None, at=clock.now())


# Name → what is measured, and whether the shipments are on file before.
VARIANTS: dict[str, tuple[Callable[[Path], int], bool]] = {
    "guanxi csv": (guanxi_csv, False),
    "guanxi csv, again": (guanxi_csv_again, True),
    "django csv": (django_csv, False),
    "guanxi xlsx": (guanxi_xlsx, False),
    "openpyxl + django xlsx": (openpyxl_django_xlsx, False),
    "guanxi reading xlsx": (guanxi_reading_xlsx, False),
    "openpyxl reading xlsx": (openpyxl_reading_xlsx, False),
}


def main(rows: int, rounds: int) -> None:
    names = ("django", "openpyxl", "python-calamine")
    packages = ", ".join(f"{name} {version(name)}" for name in names)
    print(f"{rows:,} rows; Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {packages}")
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder)
        write_shipments(base, rows)
        (base / "empty").mkdir()
        _run("prepare", base, base / "empty")
        shutil.copytree(base / "empty", base / "full")
        _run("guanxi csv", base, base / "full")
        runs: dict[str, list[dict[str, float]]] = {name: [] for name in VARIANTS}
        for _ in range(rounds):
            for name, (_measured, needs_shipments) in VARIANTS.items():
                home = base / "home"
                shutil.copytree(base / ("full" if needs_shipments else "empty"), home)
                runs[name].append(json.loads(_run(name, base, home)))
                shutil.rmtree(home)
    _print_table(rows, {name: _medians(found) for name, found in runs.items()})


def _run(name: str, folder: Path, home: Path) -> str:
    command = [sys.executable, "-m", "benchmarks.import", "--variant", name, str(folder)]
    environment = os.environ | {"GUANXI_HOME": str(home), "DJANGO_SETTINGS_MODULE": "guanxi.config.settings"}
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    return done.stdout


def _medians(runs: list[dict[str, float]]) -> dict[str, float]:
    return {measure: median(run[measure] for run in runs) for measure in runs[0]}


def _print_table(rows: int, found: dict[str, dict[str, float]]) -> None:
    print(f"{'':24}{'s':>8}{'rows/s':>9}{'CPU s':>8}{'rows/CPU s':>12}{'MB':>7}{'+ child':>9}")
    for name, run in found.items():
        print(
            f"{name:24}{run['seconds']:8.1f}{rows / run['seconds']:9,.0f}{run['cpu']:8.1f}"
            f"{rows / run['cpu']:12,.0f}{run['megabytes']:7.0f}{run['child_megabytes']:9.0f}"
        )
    for ours, theirs in RATIOS:
        ratio = found[theirs]["cpu"] / found[ours]["cpu"]
        print(f"{ours} / {theirs}: {ratio:.2f} times as many rows per CPU second")
    print(f"needed {NEEDED:,} rows/s, aimed at {AIMED_AT:,}; at most {MOST_MEGABYTES} MB with the child")


def measure(name: str, folder: Path) -> dict[str, float]:
    """Run one variant in this process."""
    measured, _ = VARIANTS[name]
    rows = sum(1 for _ in (folder / "shipments.csv").open("rb")) - 1
    gc.freeze()  # as the command does
    cpu_before, child_before = _cpu_seconds(), _peak_megabytes(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    done = measured(folder)
    seconds, cpu = time.perf_counter() - started, _cpu_seconds() - cpu_before
    assert done == rows, f"{name}: {done} of {rows} rows"
    child = _peak_megabytes(resource.RUSAGE_CHILDREN)
    return {
        "seconds": seconds,
        "cpu": cpu,
        "megabytes": _peak_megabytes(resource.RUSAGE_SELF),
        # Setting up has short-lived children of its own.
        "child_megabytes": child if child > child_before else 0,
    }


def prepare(folder: Path) -> None:
    """A new database with the customers of the shipments."""
    from django.core.management import call_command

    from guanxi.domain.intake.mapping import load_mapping
    from guanxi.processes.file_import import KINDS

    mapping = load_mapping("guanxi", KINDS["customers"][0])
    write_customers(folder, [str(rule.source) for rule in mapping.fields.values()])
    call_command("migrate", verbosity=0)
    _imported(folder / "customers.csv")


def _peak_megabytes(whose: int) -> float:
    return resource.getrusage(whose).ru_maxrss / 1024


def _cpu_seconds() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


if __name__ == "__main__":
    if "--variant" not in sys.argv:
        given = [int(argument) for argument in sys.argv[1:]]
        main(*given, *(ROWS, 1)[len(given) :])
        sys.exit()
    import django

    django.setup()
    asked, where = sys.argv[2], Path(sys.argv[3])
    if asked == "prepare":
        prepare(where)
    else:
        print(json.dumps(measure(asked, where)))
