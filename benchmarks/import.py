"""How fast shipments come in: `python benchmarks/import.py [ROWS]`, into a new SQLite file.

Writes a file of generated shipments of 400 customers and 2,000 consignees, imports it, imports it again,
and prints rows per second of both, processor time and the peak memory of the process.
"""

import csv
import gc
import os
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random  # noqa: TID251 - the rows are made from a seed

CUSTOMERS = 400
CONSIGNEES = 2_000


def main(rows: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"GUANXI_HOME": folder, "DJANGO_SETTINGS_MODULE": "guanxi.config.settings"}
        import django

        django.setup()
        from django.core.management import call_command

        from guanxi.domain.ground import clock
        from guanxi.processes.file_import import import_file

        call_command("migrate", verbosity=0)
        customers, shipments = write_files(Path(folder), rows)
        gc.freeze()  # as the command does
        import_file(customers, kind="customers", mapping="guanxi", by=None, at=clock.now())
        for deed in ("recorded", "unchanged"):
            started, worked = time.monotonic(), time.process_time()
            result = import_file(shipments, kind="shipments", mapping="guanxi", by=None, at=clock.now())
            seconds, cpu = time.monotonic() - started, time.process_time() - worked
            assert (result.applied if deed == "recorded" else result.unchanged) == rows
            print(f"{deed}: {rows:,} rows in {seconds:.1f} s ({cpu:.1f} s CPU), {rows / seconds:,.0f} rows/s")
        print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")


def write_files(folder: Path, rows: int) -> tuple[Path, Path]:
    """customers.csv and shipments.csv in our own columns."""
    from guanxi.domain.intake.mapping import load_mapping
    from guanxi.processes.file_import import KINDS

    paths = []
    for kind, lines in (("customers", customer_lines()), ("shipments", shipment_lines(rows))):
        mapping = load_mapping("guanxi", KINDS[kind][0])
        columns = [str(rule.source) for rule in mapping.fields.values()]
        path = folder / f"{kind}.csv"
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, columns, restval="")
            writer.writeheader()
            writer.writerows(lines)
        paths.append(path)
    return paths[0], paths[1]


def customer_lines() -> list[dict[str, str]]:
    return [
        {"customer_number": f"C{number}", "name": f"客户{number}有限公司", "registered_on": "2024-01-02"}
        for number in range(CUSTOMERS)
    ]


def shipment_lines(rows: int) -> Iterator[dict[str, str]]:
    dice = Random(1)
    for number in range(rows):
        day = date(2024, 1, 1) + timedelta(number * 500 // rows)
        yield {
            "source_id": f"T{number:08d}",
            "waybill_number": f"W{number:08d}",
            "customer_number": f"C{dice.randrange(CUSTOMERS)}",
            "ordered_on": str(day),
            "accepted_on": str(day + timedelta(1)),
            "promised_on": str(day + timedelta(8)),
            "picked_up_on": str(day + timedelta(1)),
            "delivered_on": str(day + timedelta(dice.randrange(3, 12))),
            "origin": "圃田",
            "destination": "城厢",
            "mode": "rail",
            "service": "整车",
            "cargo": "纸制品",
            "packages": str(dice.randrange(1, 400)),
            "weight_kg": f"{dice.randrange(1, 60_000)}.{dice.randrange(10)}",
            "revenue": f"{dice.randrange(100, 90_000)}.{dice.randrange(100):02d}",
            "currency": "CNY",
            "consignee": f"收货人{dice.randrange(CONSIGNEES)}有限公司",
        }


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
