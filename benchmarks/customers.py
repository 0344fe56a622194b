"""Generated customers for measurements: names in the shape of the trade's, owners, and a place in one run."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import islice
from random import Random  # noqa: TID251 - the customers are made from a seed
from typing import Any

AT = datetime(2025, 6, 30, 2, 0, tzinfo=UTC)
CITIES = "上海北京广州深圳重庆成都武汉青岛大连天津宁波厦门西安郑州南京"
SYLLABLES = "华远海港晨光鼎盛恒通联运达顺丰泰和兴隆瑞安捷诚信宏图新景天星云岭长青松柏金源"
TRADES = ("国际货运代理", "物流", "供应链管理", "纸业", "家具", "钢构", "食品", "电子科技", "汽车零部件")


def names_of(count: int) -> Iterator[tuple[str, str]]:
    dice = Random(1)
    for _number in range(count):
        label = "".join(dice.choices(SYLLABLES, k=dice.choice((2, 2, 3))))
        city = 2 * dice.randrange(len(CITIES) // 2)
        english = dice.choice(("", "Harbour Freight"))
        yield f"{CITIES[city : city + 2]}{label}{dice.choice(TRADES)}有限公司", english


def store_customers(count: int) -> None:
    """Half of them nobody's, 500 a salesperson's, the rest another team's."""
    from django.db import transaction

    from guanxi.domain.customers.models import Customer, Party
    from guanxi.domain.ground.bulk import insert_rows
    from guanxi.domain.people.models import Team, User

    teams = [Team.objects.create(name=name) for name in ("North", "South")]
    User.objects.create_staff("manager@guanxi.test", name="Manager", role="manager", created_at=AT)
    sellers = [
        User.objects.create_staff(f"s{team.pk}@guanxi.test", name="S", role=role, team=team, created_at=AT)
        for team, role in zip(teams, ("sales", "account_manager"), strict=True)
    ]
    numbered = enumerate(names_of(count))
    while chunk := list(islice(numbered, 20_000)):
        with transaction.atomic():
            parties = insert_rows(
                Party,
                [{"name": name, "name_en": english, "uscc": f"9131{n:014d}"} for n, (name, english) in chunk],
                kind="organisation",
            )
            each = max(2, count // 500)
            owners = [None if n % 2 else sellers[0 if n % each == 0 else 1].pk for n, _ in chunk]
            insert_rows(
                Customer,
                [
                    {"party_id": pk, "number": f"C{n:07d}", "owner_id": owner}
                    for pk, (n, _), owner in zip(parties.pks, chunk, owners, strict=True)
                ],
                created_at=AT,
            )


def store_standings(count: int) -> None:
    """One run in which every customer has a rank, a group and a tier."""
    from django.db import transaction

    from guanxi.domain.classification.models import (
        ClassificationEntry,
        ClassificationRun,
        Policy,
        Standing,
    )
    from guanxi.domain.customers.models import Customer
    from guanxi.domain.ground.bulk import insert_rows

    run = ClassificationRun._base_manager.create(
        as_of=date(2025, 6, 30),
        window_days=365,
        policy=Policy.objects.in_force_on(AT.date()),
        currency="CNY",
        run_at=AT,
        customers=count,
        active=count,
        small_n=False,
        cuts=[],
        ties=[],
        counts={},
        hash="0" * 64,
    )
    customers = Customer.objects.everything("a benchmark").order_by("pk").values_list("pk", flat=True)
    ranks = list(range(1, count + 1))
    Random(3).shuffle(ranks)
    numbered = zip(ranks, customers.iterator(), strict=True)
    while chunk := list(islice(numbered, 20_000)):
        with transaction.atomic():
            rows = [entry_of(*pair, count) for pair in chunk]
            entries = insert_rows(ClassificationEntry, rows, run_id=run.pk)
            insert_rows(
                Standing,
                [
                    {"customer_id": row["customer_id"], "entry_id": entry}
                    | {name: row[name] for name in ("group", "tier", "rank", "last_on")}
                    for entry, row in zip(entries.pks, rows, strict=True)
                ],
            )


def entry_of(rank: int, customer: int, count: int) -> dict[str, Any]:
    tiers = ("platinum", 0.01), ("gold", 0.05), ("iron", 0.2), ("lead", 1)
    return {
        "customer_id": customer,
        "group": "actual" if rank % 3 else "basic",
        "group_evidence": {},
        "tier_evidence": {},
        "tier": next(tier for tier, part in tiers if rank <= part * count),
        "purpose": "commercial",
        "rank": rank,
        "orders": 1,
        "revenue_minor": 100 * (count - rank),
        "last_on": date(2025, 1 + rank % 6, 1 + rank % 28),
    }
