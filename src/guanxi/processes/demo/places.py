"""Where customers sit: city, the hub whose lanes they use, the sales team that looks after it."""

from dataclasses import dataclass
from typing import Literal

Team = Literal["华北", "华东", "华南"]


@dataclass(frozen=True)
class City:
    """`division` is the six-digit code of GB/T 2260; `weight` how many customers the city has, relatively."""

    name: str
    name_en: str
    division: str
    team: Team
    hub: str
    weight: int

    @property
    def is_in_henan(self) -> bool:
        return self.division.startswith("41")


CITIES = (
    City("郑州", "Zhengzhou", "410100", "华北", "郑州", 26),
    City("洛阳", "Luoyang", "410300", "华北", "郑州", 8),
    City("新乡", "Xinxiang", "410700", "华北", "郑州", 7),
    City("许昌", "Xuchang", "411000", "华北", "郑州", 5),
    City("焦作", "Jiaozuo", "410800", "华北", "郑州", 2),
    City("濮阳", "Puyang", "410900", "华北", "郑州", 2),
    City("漯河", "Luohe", "411100", "华北", "郑州", 2),
    City("周口", "Zhoukou", "411600", "华北", "郑州", 2),
    City("石家庄", "Shijiazhuang", "130100", "华北", "天津", 5),
    City("天津", "Tianjin", "120100", "华北", "天津", 9),
    City("西安", "Xi'an", "610100", "华北", "西安", 12),
    City("宝鸡", "Baoji", "610300", "华北", "西安", 3),
    City("乌鲁木齐", "Urumqi", "650100", "华北", "乌鲁木齐", 6),
    City("青岛", "Qingdao", "370200", "华北", "青岛", 8),
    City("沈阳", "Shenyang", "210100", "华北", "沈阳", 6),
    City("上海", "Shanghai", "310100", "华东", "上海", 14),
    City("苏州", "Suzhou", "320500", "华东", "上海", 10),
    City("义乌", "Yiwu", "330782", "华东", "义乌", 12),
    City("宁波", "Ningbo", "330200", "华东", "义乌", 8),
    City("杭州", "Hangzhou", "330100", "华东", "义乌", 7),
    City("合肥", "Hefei", "340100", "华东", "合肥", 8),
    City("芜湖", "Wuhu", "340200", "华东", "合肥", 4),
    City("广州", "Guangzhou", "440100", "华南", "广州", 12),
    City("佛山", "Foshan", "440600", "华南", "广州", 9),
    City("深圳", "Shenzhen", "440300", "华南", "深圳", 9),
    City("厦门", "Xiamen", "350200", "华南", "厦门", 6),
    City("武汉", "Wuhan", "420100", "华南", "武汉", 11),
    City("成都", "Chengdu", "510100", "华南", "成都", 13),
    City("眉山", "Meishan", "511400", "华南", "成都", 4),
    City("重庆", "Chongqing", "500100", "华南", "重庆", 10),
    City("昆明", "Kunming", "530100", "华南", "昆明", 7),
)
DISTRICTS = ("高新区", "经开区", "物流园区", "空港新区", "城东工业园", "滨河新区")
ROADS = ("云岫路", "驿站街", "橹声路", "百担巷", "青砾路", "望仓街", "渡口路", "麦浪大道", "千帆路", "石埠街")


def city(name: str) -> City:
    return next(place for place in CITIES if place.name == name)
