"""Ranks 1 to 12 of the year to 2025-06-30, quarter by quarter (story 7)."""

from datetime import date, timedelta

from guanxi.processes.demo.accounts import Account, Budget, Standing
from guanxi.processes.demo.identities import Identity, named
from guanxi.processes.demo.lanes import lanes_from
from guanxi.processes.demo.seasons import FACTS_END

_QUARTERS = (
    (date(2024, 1, 1), date(2024, 3, 31)),
    (date(2024, 4, 1), date(2024, 6, 30)),
    (date(2024, 7, 1), date(2024, 9, 30)),
    (date(2024, 10, 1), date(2024, 12, 31)),
    (date(2025, 1, 1), date(2025, 3, 31)),
    (date(2025, 4, 1), FACTS_END),
)
SHUWEI = named("成都", "蜀味", "Shuwei", "食品")
# It dwindles: the last of its 240 orders of the year is four weeks old when the facts end, and invoiced.
_SHUWEI_LAST_QUARTER = (date(2025, 4, 1), date(2025, 6, 3))
_SHUWEI_LANE = next(lane for lane in lanes_from("成都") if lane.destination == "上海杨浦")

_Quarterly = tuple[int, int, int, int, int, int]
# Company, yuan and shipments of each quarter. The first two share 38 % of ¥60,000,000 in the ranking year;
# 蜀味食品 is rank 12 there and was rank 9 in the year to 2025-03-31.
_LEADERS: tuple[tuple[Identity, _Quarterly, _Quarterly], ...] = (
    (
        named("郑州", "瀚岳", "Hanyue", "铝业"),
        (2_603_180, 3_012_440, 3_104_260, 3_497_820, 2_688_170, 3_309_750),
        (56, 64, 66, 76, 60, 70),
    ),
    (
        named("郑州", "中原", "Zhongyuan", "钢构"),
        (2_097_310, 2_446_900, 2_503_640, 2_894_180, 2_211_520, 2_590_660),
        (52, 60, 62, 70, 54, 64),
    ),
    (
        named("上海", "沧屿", "Cangyu", "供应链"),
        (641_205, 733_912, 768_344, 893_027, 657_981, 780_516),
        (44, 50, 54, 62, 46, 54),
    ),
    (
        named("武汉", "楚垣", "Chuyuan", "汽配"),
        (557_480, 644_093, 637_718, 761_250, 582_904, 668_335),
        (42, 48, 50, 58, 44, 50),
    ),
    (
        named("广州", "岭梅", "Lingmei", "电器"),
        (503_662, 568_419, 561_877, 648_730, 497_145, 592_308),
        (44, 50, 50, 60, 46, 54),
    ),
    (
        named("天津", "津洋", "Jinyang", "化工"),
        (428_757, 503_128, 498_236, 582_661, 451_490, 517_972),
        (36, 42, 42, 50, 38, 44),
    ),
    (
        named("西安", "秦筑", "Qinzhu", "机械"),
        (402_316, 457_804, 451_733, 528_905, 398_617, 470_480),
        (34, 40, 40, 46, 34, 40),
    ),
    (
        named("重庆", "渝砾", "Yuli", "建材"),
        (358_940, 412_655, 408_512, 491_376, 372_069, 429_141),
        (40, 46, 46, 54, 42, 48),
    ),
    (
        named("合肥", "巢桐", "Chaotong", "玻璃"),
        (181_470, 228_936, 321_705, 398_462, 351_880, 478_233),
        (22, 28, 38, 48, 42, 56),
    ),
    (
        named("义乌", "稠溪", "Chouxi", "贸易"),
        (149_083, 191_827, 278_419, 342_655, 317_204, 441_796),
        (20, 24, 36, 44, 42, 56),
    ),
    (
        named("昆明", "滇屿", "Dianyu", "果业"),
        (121_334, 148_716, 241_052, 298_307, 291_660, 418_875),
        (16, 20, 30, 38, 36, 52),
    ),
    (SHUWEI, (388_500, 430_200, 399_600, 404_300, 270_500, 125_600), (80, 88, 82, 84, 56, 18)),
)
LEADERS_REVENUE_FEN = 100 * sum(amount for _, yuan, _ in _LEADERS for amount in yuan[2:])


def leaders() -> list[Account]:
    """One account each, the largest first."""
    return [
        Account(
            Standing.RANKED,
            known_on=date(2019, 4, 1) + timedelta(41 * place),
            identity=identity,
            is_key_account=True,
            source="tender" if place < 4 else "visit",
            lane=_SHUWEI_LANE if identity is SHUWEI else None,
            budgets=_budgets(identity, yuan, shipments),
        )
        for place, (identity, yuan, shipments) in enumerate(_LEADERS)
    ]


def _budgets(identity: Identity, yuan: _Quarterly, shipments: _Quarterly) -> tuple[Budget, ...]:
    quarters = (*_QUARTERS[:-1], _SHUWEI_LAST_QUARTER) if identity is SHUWEI else _QUARTERS
    return tuple(
        Budget(first, last, count, amount * 100)
        for (first, last), amount, count in zip(quarters, yuan, shipments, strict=True)
    )
