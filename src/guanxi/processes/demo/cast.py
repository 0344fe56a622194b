"""The companies the user stories name beside the leaders, the groups, and the operator's own units."""

from datetime import date, timedelta

from guanxi.processes.demo.accounts import Account, Budget, Standing
from guanxi.processes.demo.identities import Identity, named
from guanxi.processes.demo.industries import industry
from guanxi.processes.demo.lanes import PUTIAN_TO_CHENGXIANG, lanes_from
from guanxi.processes.demo.places import city
from guanxi.processes.demo.seasons import FACTS_BEGIN, FACTS_END, YEAR_BEGIN, is_closed

CHENGUANG = named("郑州", "晨光", "Chenguang", "纸业")
FENGGU = named("新乡", "丰谷", "Fenggu", "食品")
# Of ¥920,697.00 in April, May and June; the first lot of April is W2504-0007, which story 5 tells.
CHENGUANG_FIRST_LOT_FEN = 1_030_200
_CHENGUANG_MONTHS = (
    Budget(date(2025, 4, 1), date(2025, 4, 30), 33, 33_672_400),
    Budget(date(2025, 5, 1), date(2025, 5, 31), 31, 30_918_700),
    Budget(date(2025, 6, 1), FACTS_END, 28, 26_448_400),
)
# Accepted last on the 18th: promised for the 20th, delivered on 2025-05-21.
_FENGGU_LAST_DAY = date(2025, 5, 18)
_FENGGU_LANE = next(lane for lane in lanes_from("郑州") if lane.destination == "武汉")
_FENGGU_GAPS = (6, 7, 6, 5, 6, 6, 8, 6, 4)
_FENGGU_YEAR_FEN = 13_680_000
_FENGGU_TICKET_FEN = 248_900


def chenguang() -> Account:
    """晨光纸业: registered on a Monday in March 2025, 34 lots in April (stories 2 to 5)."""
    return Account(
        Standing.RANKED,
        known_on=date(2025, 3, 3),
        identity=CHENGUANG,
        uscc="91410100MA0000GX0K",
        is_key_account=True,
        source="fair",
        met_at_fair=True,
        budgets=_CHENGUANG_MONTHS,
        lane=PUTIAN_TO_CHENGXIANG,
    )


def fenggu() -> Account:
    """丰谷食品: ships every 6 days, until 2025-05-21; two of its last four came late (story 9)."""
    days = _fenggu_days()
    before = tuple(day for day in days if day < YEAR_BEGIN)
    year = tuple(day for day in days if day >= YEAR_BEGIN)
    return Account(
        Standing.RANKED,
        known_on=date(2021, 9, 6),
        identity=FENGGU,
        is_key_account=True,
        source="visit",
        budgets=(
            Budget(
                FACTS_BEGIN, YEAR_BEGIN - timedelta(1), len(before), len(before) * _FENGGU_TICKET_FEN, before
            ),
            Budget(YEAR_BEGIN, FACTS_END, len(year), _FENGGU_YEAR_FEN, year),
        ),
        lane=_FENGGU_LANE,
        overruns=dict(zip(days[-4:], (0, 2, 0, 1), strict=True)),
    )


def _fenggu_days() -> list[date]:
    """The shipping days, oldest first, counted back from the last; none while the lanes are closed."""
    days, day, turn = [], _FENGGU_LAST_DAY, 0
    while day >= FACTS_BEGIN:
        if not is_closed(day):
            days.append(day)
        day -= timedelta(_FENGGU_GAPS[turn % len(_FENGGU_GAPS)])
        turn += 1
    return days[::-1]


def cast_revenue_fen() -> int:
    """What 晨光纸业 and 丰谷食品 are invoiced in the ranking year."""
    return (
        sum(budget.revenue_fen for budget in _CHENGUANG_MONTHS) + CHENGUANG_FIRST_LOT_FEN + _FENGGU_YEAR_FEN
    )


# A holding that ships nothing itself and three companies that do.
HOLDING = Identity(
    "星槎控股集团有限公司",
    "Starraft Holding Group Co., Ltd.",
    "星槎控股",
    city("成都"),
    industry("贸易"),
    "starraft.example",
)
SUBSIDIARIES = (
    named("成都", "星槎", "Starraft", "调味品"),
    named("武汉", "星槎", "Starraft", "包装"),
    named("上海", "星槎", "Starraft", "供应链"),
)


def holding() -> Account:
    return Account(
        Standing.ROSTER,
        known_on=date(2019, 2, 18),
        identity=HOLDING,
        is_key_account=True,
        source="visit",
    )


_HEAD_OFFICE = "华远物流集团有限公司"
_UNITS = (
    (
        "华远国际货运代理有限公司",
        "Huayuan International Freight Forwarding Co., Ltd.",
        "郑州",
        214,
        2_416_300,
    ),
    ("华远物流郑州分公司", "Huayuan Logistics Zhengzhou Branch", "郑州", 52, 468_200),
    ("华远物流上海分公司", "Huayuan Logistics Shanghai Branch", "上海", 38, 352_750),
    ("华远物流广州分公司", "Huayuan Logistics Guangzhou Branch", "广州", 30, 274_900),
    ("华远物流成都分公司", "Huayuan Logistics Chengdu Branch", "成都", 26, 231_480),
    ("华远仓储管理有限公司", "Huayuan Warehousing Co., Ltd.", "武汉", 22, 148_600),
    ("华远冷链有限公司", "Huayuan Cold Chain Co., Ltd.", "合肥", 18, 126_350),
    ("华远车辆维修有限公司", "Huayuan Vehicle Service Co., Ltd.", "郑州", 14, 61_240),
    ("华远包装循环有限公司", "Huayuan Reusable Packaging Co., Ltd.", "义乌", 12, 44_800),
)


def own_units() -> list[Account]:
    """Head office and nine units of 华远物流; the largest would stand fifth if it were ranked (D20)."""
    units = [(_HEAD_OFFICE, "Huayuan Logistics Group Co., Ltd.", "郑州", 6, 18_700), *_UNITS]
    return [
        Account(
            Standing.INTERNAL,
            known_on=date(2019, 1, 2),
            identity=Identity(
                name,
                name_en,
                name.removesuffix("有限公司"),
                city(place),
                industry("供应链"),
                "huayuan.example",
            ),
            source="group",
            parent="" if name == _HEAD_OFFICE else _HEAD_OFFICE,
            budgets=(
                Budget(FACTS_BEGIN, YEAR_BEGIN - timedelta(1), shipments // 2, yuan * 46),
                Budget(YEAR_BEGIN, FACTS_END, shipments, yuan * 100),
            ),
        )
        for name, name_en, place, shipments, yuan in units
    ]
