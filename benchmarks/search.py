"""How fast customers are found and listed: `python -m benchmarks.search [CUSTOMERS]`, into a new SQLite file.

With DATABASE_URL it runs on that PostgreSQL server (`python -m tools.postgres python -m benchmarks.search`).
Generates customers, builds the index, seeks texts of seven kinds taken from the customers' own names, each
also by a LIKE scan of the same columns, and asks for pages of the customers list. Prints milliseconds (p50,
p99), the ratio to the scan, build time and sizes.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from itertools import islice
from random import Random  # noqa: TID251 - the customers are made from a seed
from statistics import median, quantiles
from typing import Any

from benchmarks.customers import names_of, store_customers, store_standings

TIMES, SCANS = 40, 4
PAGES = (
    ("first page", ""),
    ("by revenue", "?sort=-revenue"),
    ("by last shipment", "?sort=-last"),
    ("tier gold", "?tier=gold"),
    ("group and owner", "?group=actual&owner=none"),
    ("text, rare", "?q=%E6%B5%B7%E6%B8%AF%E6%99%A8"),
    ("text, common", "?q=%E5%85%AC%E5%8F%B8"),
)


def main(count: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"GUANXI_HOME": folder, "DJANGO_SETTINGS_MODULE": "guanxi.config.settings"}
        import django

        django.setup()
        from django.core.management import call_command
        from django.test.utils import setup_test_environment

        setup_test_environment()
        call_command("migrate", verbosity=0)
        call_command("createcachetable")
        started = time.monotonic()
        store_customers(count)
        print(f"{count:,} customers stored in {time.monotonic() - started:.0f} s")
        build()
        compare_searches(count)
        store_standings(count)
        time_pages()


def build() -> None:
    """Write every customer's words, and with them the index."""
    from django.db import connection

    from guanxi.domain.customers.models import SearchText

    started = time.monotonic()
    count = SearchText.catch_up()
    seconds = time.monotonic() - started
    as_bytes = "CAST(text AS BLOB)" if connection.vendor == "sqlite" else "convert_to(text, 'UTF8')"
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT sum(length(block)) FROM customers_searchindex_data")
        else:
            cursor.execute("VACUUM ANALYZE")
            cursor.execute("SELECT pg_relation_size('customers_searchindex')")
        index = cursor.fetchone()[0]
        cursor.execute(f"SELECT sum(length({as_bytes})) FROM customers_searchtext")  # noqa: S608
        texts = cursor.fetchone()[0]
    print(
        f"words and index in {seconds:.0f} s ({count / seconds:,.0f} customers/s); "
        f"index {index / 2**20:.0f} MiB, words {texts / 2**20:.0f} MiB"
    )


def compare_searches(count: int) -> None:
    from guanxi.domain.customers.models import Customer
    from guanxi.domain.customers.search import matching
    from guanxi.domain.people.models import User

    manager, seller = User.objects.get(role="manager"), User.objects.get(role="sales")
    for who, actor in (("manager", manager), ("salesperson", seller)):
        everyone = Customer.objects.visible_to(actor).with_names().order_by("-pk")
        for kind, texts in texts_by_kind(count).items():
            ours = timed(lambda text, rows=everyone: list(matching(rows, text)[:50]), texts)
            scan = timed(lambda text, rows=everyone: list(scanned(rows, text)[:50]), texts[:SCANS])
            ratio = median(scan) / median(ours)
            print(
                f"{who:12} {kind:22} {shown(ours)}   LIKE {median(scan):7.1f}   {ratio:6.1f} times"
                f"   {found(matching(everyone, texts[0]))} match {texts[0]}"
            )


def texts_by_kind(count: int) -> dict[str, list[str]]:
    from guanxi.domain.customers.rules.romanisation import initials, readings

    dice = Random(2)
    names = list(islice((name for name, _ in names_of(count)), count - 2_000, count))
    chosen = dice.choices(names, k=TIMES)
    return {
        "two characters": [name[2:4] for name in chosen],
        "one character": [name[3] for name in chosen],
        "four characters": [name[2:6] for name in chosen],
        "common (公司)": ["公司"] * TIMES,
        "initials": [initials(readings(name[:5])) for name in chosen],
        "pinyin": ["".join(readings(name[2:5])) for name in chosen],
        "customer number": [f"C{dice.randrange(count):07d}" for _ in chosen],
        "no match": [f"{name[2:4]}鑫" for name in chosen],
    }


def scanned(rows: Any, text: str) -> Any:
    from django.db.models import Q

    columns = ("number", "party__name", "party__name_en", "party__uscc")
    return rows.filter(Q(*[(f"{column}__icontains", text) for column in columns], _connector="OR"))


def time_pages() -> None:
    from django.test import Client

    from guanxi.domain.people.models import User

    client = Client(headers={"host": "localhost"})
    client.force_login(User.objects.get(role="manager"))
    for name, query in PAGES:
        assert client.get(f"/customers/{query}").status_code == 200
        print(f"list {name:20} {shown(timed(client.get, [f'/customers/{query}'] * 12))}")


def timed(deed: Callable[[str], Any], texts: Sequence[str]) -> list[float]:
    """Milliseconds of each."""
    times = []
    for text in texts:
        started = time.perf_counter()
        deed(text)
        times.append((time.perf_counter() - started) * 1000)
    return times


def shown(times: Sequence[float]) -> str:
    return f"p50 {median(times):7.1f}  p99 {quantiles(times, n=100, method='inclusive')[98]:7.1f}"


def found(rows: Any) -> str:
    count = rows.order_by()[:10_001].count()
    return "10,000+" if count > 10_000 else f"{count:,}"


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
