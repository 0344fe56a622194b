"""What the customers of the demo operator make or trade, and the cargo that comes of it."""

from dataclasses import dataclass
from typing import Literal

Nature = Literal["individual", "intermediary", "manufacturer", "carrier_partner"]


@dataclass(frozen=True)
class Industry:
    """`package_kg` is the usual weight of one package; `festive` goods are stocked up before New Year."""

    name: str
    name_en: str
    cargo: tuple[str, ...]
    package_kg: int
    nature: Nature = "manufacturer"
    festive: bool = False
    weight: int = 10


INDUSTRIES = (
    Industry("纸业", "Paper", ("卷筒新闻纸", "瓦楞原纸", "文化用纸"), 500),
    Industry("钢构", "Steel Structures", ("H型钢", "钢梁", "钢板"), 2_000, weight=6),
    Industry("铝业", "Aluminium", ("铝锭", "铝卷"), 1_000, weight=5),
    Industry("食品", "Foods", ("方便食品", "挂面", "肉制品"), 15, festive=True, weight=14),
    Industry("粮油", "Grain & Oil", ("面粉", "玉米", "花生油"), 50, festive=True),
    Industry("茶业", "Tea", ("绿茶", "红茶", "普洱茶"), 20, festive=True, weight=8),
    Industry("果业", "Fruit", ("苹果", "猕猴桃", "柑橘"), 18, festive=True, weight=8),
    Industry("乳业", "Dairy", ("常温奶", "奶粉"), 14, festive=True, weight=5),
    Industry("酒业", "Spirits", ("白酒", "葡萄酒"), 16, festive=True, weight=6),
    Industry("调味品", "Condiments", ("豆瓣酱", "酱油", "泡菜"), 18, festive=True, weight=6),
    Industry("服饰", "Apparel", ("针织服装", "羽绒服"), 22, weight=9),
    Industry("纺织", "Textiles", ("棉纱", "坯布"), 45, weight=9),
    Industry("家居", "Home Furnishings", ("实木家具", "床垫", "灯具"), 38),
    Industry("陶瓷", "Ceramics", ("日用瓷", "卫浴陶瓷"), 28, weight=7),
    Industry("玻璃", "Glass", ("浮法玻璃", "玻璃器皿"), 900, weight=5),
    Industry("建材", "Building Materials", ("石膏板", "防水卷材", "瓷砖"), 1_200),
    Industry("化工", "Chemicals", ("聚丙烯", "纯碱", "钛白粉"), 1_000, weight=8),
    Industry("塑业", "Plastics", ("塑料颗粒", "注塑件"), 25, weight=8),
    Industry("橡胶", "Rubber", ("轮胎", "橡胶管"), 60, weight=5),
    Industry("电器", "Appliances", ("空调", "洗衣机", "小家电"), 30),
    Industry("电子", "Electronics", ("显示模组", "电源适配器"), 12, weight=9),
    Industry("机械", "Machinery", ("农机配件", "机床", "水泵"), 350),
    Industry("汽配", "Auto Parts", ("制动盘", "座椅总成", "线束"), 24, weight=9),
    Industry("医药", "Pharmaceuticals", ("中成药", "医用耗材"), 10, weight=6),
    Industry("包装", "Packaging", ("纸箱", "软包装膜"), 20, weight=7),
    Industry("纸品", "Paper Products", ("生活用纸", "纸杯纸碗"), 12, weight=4),
    Industry("印务", "Printing", ("画册", "彩盒"), 18, weight=4),
    Industry("玩具", "Toys", ("积木", "毛绒玩具"), 9, weight=6),
    Industry("五金", "Hardware", ("紧固件", "门锁"), 30, weight=7),
    Industry("贸易", "Trading", ("百货", "日用品", "进口食品"), 20, "intermediary", weight=12),
    Industry("供应链", "Supply Chain", ("快消品", "家电", "百货"), 20, "intermediary", weight=9),
    Industry("货运代理", "Freight Forwarding", ("拼箱杂货", "机电产品"), 30, "intermediary", weight=8),
    Industry("电子商务", "E-Commerce", ("电商包裹", "日用品"), 6, "intermediary", weight=8),
    Industry("运输", "Transport", ("零担拼货", "空箱"), 200, "carrier_partner", weight=5),
)
HOUSEHOLD = Industry(
    "个人", "Household", ("行李家具", "钢琴", "摩托车", "书籍", "家用电器"), 40, "individual"
)


PAPER_TRADES = tuple(trade for trade in INDUSTRIES if trade.name in {"纸业", "包装", "纸品", "印务"})


def industry(name: str) -> Industry:
    return next(trade for trade in INDUSTRIES if trade.name == name)
