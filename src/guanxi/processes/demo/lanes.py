"""The lanes of the demo operator: station pairs, distances, promises, and how well each is kept.

The stations are real, the distances and prices are made up. Rail promises inside China follow the rail
freight rule: one day for dispatch and one for each 250 km begun (domain.md R6).
"""

from dataclasses import dataclass
from typing import Literal

Mode = Literal["rail", "road", "air", "ocean", "express"]
ABROAD = frozenset({"汉堡", "罗兹", "阿拉木图", "洛杉矶"})


@dataclass(frozen=True)
class Lane:
    """One way between two places by one mode.

    `base_fen` and `fen_per_tonne` price a shipment; `late_permille` is how often the promise is broken
    in ordinary weeks; `usual_days` is the transit time most shipments take.
    """

    hub: str
    origin: str
    destination_city: str
    destination: str
    mode: Mode
    km: int
    promise_days: int
    late_permille: int
    base_fen: int
    fen_per_tonne: int

    @property
    def usual_days(self) -> int:
        return max(1, self.promise_days - 1 - self.promise_days // 6)

    @property
    def is_abroad(self) -> bool:
        return self.destination_city in ABROAD


def _rail(hub: str, origin: str, city: str, destination: str, *, km: int, late: int) -> Lane:
    promise = 1 + -(-km // 250)
    return Lane(hub, origin, city, destination, "rail", km, promise, late, 18_000, 3_000 + km * 95 // 10)


def _train_abroad(
    hub: str, origin: str, city: str, destination: str, *, km: int, days: int, late: int
) -> Lane:
    return Lane(hub, origin, city, destination, "rail", km, days, late, 90_000, km * 29)


def _road(hub: str, city: str, *, km: int, days: int, late: int) -> Lane:
    return Lane(hub, hub, city, city, "road", km, days, late, 6_000, 3_500 + km * 38)


def _express(hub: str, city: str, *, km: int, days: int, late: int) -> Lane:
    return Lane(hub, hub, city, city, "express", km, days, late, 1_200, 220_000 + km * 140)


def _air(hub: str, origin: str, city: str, destination: str, *, km: int, late: int) -> Lane:
    return Lane(hub, origin, city, destination, "air", km, 2, late, 5_000, 380_000 + km * 190)


def _ocean(hub: str, origin: str, city: str, destination: str, *, km: int, days: int, late: int) -> Lane:
    return Lane(hub, origin, city, destination, "ocean", km, days, late, 30_000, 9_000 + km * 4)


PUTIAN_TO_CHENGXIANG = _rail("郑州", "郑州圃田", "成都", "成都城厢", km=1_460, late=60)

LANES = (
    PUTIAN_TO_CHENGXIANG,
    _rail("郑州", "郑州圃田", "乌鲁木齐", "乌鲁木齐三坪", km=3_080, late=235),
    _rail("郑州", "郑州圃田", "广州", "广州大朗", km=1_640, late=75),
    _train_abroad("郑州", "郑州圃田", "汉堡", "汉堡比尔韦德", km=10_200, days=18, late=105),
    _road("郑州", "武汉", km=520, days=2, late=55),
    _express("郑州", "北京", km=700, days=2, late=50),
    _rail("西安", "西安新筑", "乌鲁木齐", "乌鲁木齐三坪", km=2_560, late=195),
    _train_abroad("西安", "西安新筑", "阿拉木图", "阿拉木图一站", km=4_000, days=12, late=105),
    _road("西安", "郑州", km=490, days=2, late=50),
    _rail("乌鲁木齐", "乌鲁木齐三坪", "上海", "上海杨浦", km=4_060, late=110),
    _road("乌鲁木齐", "兰州", km=1_900, days=4, late=95),
    _ocean("天津", "天津新港", "广州", "广州南沙港", km=3_300, days=10, late=130),
    _rail("天津", "天津新港", "重庆", "重庆团结村", km=1_980, late=75),
    _road("天津", "郑州", km=720, days=2, late=60),
    _rail("青岛", "青岛胶州", "西安", "西安新筑", km=1_350, late=65),
    _road("青岛", "上海", km=740, days=2, late=65),
    _rail("沈阳", "沈阳东", "广州", "广州大朗", km=3_300, late=100),
    _road("沈阳", "天津", km=690, days=2, late=60),
    _rail("上海", "上海杨浦", "成都", "成都城厢", km=2_350, late=70),
    _ocean("上海", "上海洋山港", "汉堡", "汉堡港", km=20_000, days=36, late=160),
    _air("上海", "上海浦东机场", "深圳", "深圳宝安机场", km=1_300, late=60),
    _express("上海", "广州", km=1_450, days=2, late=65),
    _rail("义乌", "义乌西", "乌鲁木齐", "乌鲁木齐三坪", km=4_200, late=125),
    _ocean("义乌", "宁波北仑港", "洛杉矶", "洛杉矶港", km=11_000, days=22, late=140),
    _road("义乌", "上海", km=310, days=1, late=45),
    _express("义乌", "北京", km=1_350, days=3, late=70),
    _rail("合肥", "合肥北", "宁波", "宁波北仑港", km=620, late=55),
    _road("合肥", "武汉", km=400, days=2, late=45),
    _rail("广州", "广州大朗", "郑州", "郑州圃田", km=1_640, late=75),
    _road("广州", "长沙", km=680, days=2, late=60),
    _express("广州", "上海", km=1_450, days=2, late=65),
    _rail("深圳", "深圳平湖南", "武汉", "武汉吴家山", km=1_120, late=65),
    _air("深圳", "深圳宝安机场", "天津", "天津滨海机场", km=2_000, late=75),
    _ocean("厦门", "厦门海沧港", "天津", "天津新港", km=2_100, days=8, late=120),
    _road("厦门", "南昌", km=640, days=2, late=60),
    _rail("武汉", "武汉吴家山", "昆明", "昆明王家营西", km=1_990, late=80),
    _express("武汉", "广州", km=980, days=2, late=55),
    _rail("成都", "成都城厢", "上海", "上海杨浦", km=2_350, late=75),
    _train_abroad("成都", "成都城厢", "罗兹", "罗兹奥莱霍夫", km=9_800, days=16, late=110),
    _road("成都", "重庆", km=310, days=1, late=45),
    _express("成都", "西安", km=740, days=2, late=55),
    _rail("重庆", "重庆团结村", "贵阳", "贵阳改貌", km=420, late=55),
    _rail("重庆", "重庆团结村", "钦州", "钦州港东", km=1_150, late=90),
    _road("重庆", "成都", km=310, days=1, late=45),
    _rail("昆明", "昆明王家营西", "广州", "广州大朗", km=1_640, late=95),
    _road("昆明", "贵阳", km=520, days=2, late=60),
)


def lanes_from(hub: str) -> tuple[Lane, ...]:
    return tuple(lane for lane in LANES if lane.hub == hub)
