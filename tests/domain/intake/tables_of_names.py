"""Tables of customers as they are sent from several countries, without end, from a seed."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random  # noqa: TID251 - the tables come from a seed


@dataclass(frozen=True, slots=True)
class Country:
    """Words of one country's customers, separated by blanks; `header` names firm, person, place and goods."""

    header: str
    places: str
    stems: str
    trades: str
    forms: str
    surnames: str
    given: str
    streets: str
    goods: str

    def firm(self, dice: Random) -> str:
        place, stem = dice.choice(self.places.split()), dice.choice(self.stems.split())
        return f"{place}{stem}{dice.choice(self.trades.split())}{dice.choice(self.forms.split())}"

    def person(self, dice: Random) -> str:
        return dice.choice(self.surnames.split()) + "".join(
            dice.choices(self.given.split(), k=dice.choice((1, 2)))
        )

    def place(self, dice: Random) -> str:
        return (
            f"{dice.choice(self.places.split())}{dice.choice(self.streets.split())}{dice.randrange(1, 400)}"
        )

    def table(self, dice: Random, *, rows: int) -> str:
        """CSV with lines that end in CR LF. The header is in English in every third table."""
        header = ["firm", "person", "place", "goods"] if dice.random() < 1 / 3 else self.header.split()
        lines = [["id", *header]]
        lines += [
            [
                f"{dice.randrange(10**6):06d}",
                self.firm(dice),
                self.person(dice),
                self.place(dice),
                dice.choice(self.goods.split()),
            ]
            for _ in range(rows)
        ]
        return "".join(",".join(line) + "\r\n" for line in lines)


CHINA = Country(
    header="客户名称 联系人 地址 货物品名",
    places="郑州市 成都市 广州市 西安市 重庆市 苏州市 义乌市 乌鲁木齐市 哈尔滨市 呼和浩特市 衢州市 亳州市",
    stems="晨光 恒通 鑫源 瑞丰 盛达 锦程 昊天 翔宇 祺瑞 骏捷 臻品 淼鑫 珑玥 懿德 麒麟",
    trades="纸业 物流 国际货运代理 机械制造 电子科技 粮油贸易 医药 化工 建材 服饰 餐饮管理 跨境电商",
    forms="有限公司 股份有限公司 有限责任公司 集团 分公司 经营部 厂",
    surnames="王 李 张 刘 陈 杨 赵 黄 周 吴 徐 孙 胡 朱 高 林 何 郭 马 罗 欧阳 尉迟 覃 冼 佘",
    given="伟 芳 娜 敏 静 磊 军 洋 勇 艳 杰 娟 涛 明 超 梓 涵 轩 奕 宸 曦 玥 翀",
    streets="中山路 人民东路 经开第三大街 科学大道 港务区 滨河南路 高新区 城厢镇 圃田乡 综保区",
    goods="文化用纸 汽车配件 笔记本电脑 冷冻牛肉 木材 大蒜 轮胎 玻璃器皿 锂电池 葵花籽油 服装 陶瓷",
)
TAIWAN = Country(
    header="客戶名稱 聯絡人 地址 貨物品名",
    places="臺北市 高雄市 臺中市 新竹縣 桃園市 基隆市 彰化縣 嘉義市 屏東縣 香港 九龍",
    stems="長榮 鴻海 統一 遠東 萬達 聯發 裕隆 寶成 華碩 台塑 永豐 興農 潤泰 巨峰",
    trades="海運 航空貨運 電子 紡織 食品 化學工業 鋼鐵 機械 國際貿易 倉儲 塑膠 製藥",
    forms="股份有限公司 有限公司 企業社 集團 分公司 實業廠",
    surnames="陳 林 黃 張 李 王 吳 劉 蔡 楊 許 鄭 謝 郭 洪 曾 邱 廖 賴 歐陽 龔 嚴",
    given="淑 芬 志 明 俊 傑 雅 婷 怡 君 家 豪 冠 宇 美 玲 建 宏 麗 華 瑩 儀",
    streets="中正路 民權東路 忠孝東路 復興街 大業路 港口區 軟體園區 彌敦道 觀塘道 長沙灣道",
    goods="積體電路 腳踏車 茶葉 紡織品 塑膠射出機 鳳梨酥 冷凍魚類 螺絲 筆記型電腦 螢幕",
)
JAPAN = Country(
    header="顧客名 担当者 住所 品名",
    places="東京都 大阪市 横浜市 名古屋市 神戸市 福岡市 札幌市 川崎市 さいたま市 広島市",
    stems="日本 東洋 三和 富士 大和 アサヒ 丸紅 さくら 光 エース 松本 中央",
    trades="通運 商事 製作所 電機 食品 化学 自動車部品 システム 倉庫 ロジスティクス 紙業",
    forms="株式会社 有限会社 合同会社 工業 支店",
    surnames="佐藤 鈴木 高橋 田中 伊藤 渡辺 山本 中村 小林 加藤 吉田 斎藤 清水 井上",
    given="太郎 花子 健一 美咲 さくら 翔太 由美 直樹 ひろし 恵子",
    streets="中央区銀座 港区芝浦 西区みなとみらい 北区梅田 東区本町 南区栄町 臨港通り 中町",
    goods="自動車部品 精密機械 半導体 紙製品 冷凍食品 タイヤ ガラス 衣料品 カメラ",
)
KOREA = Country(
    header="고객명 담당자 주소 품명",
    places="서울특별시 부산광역시 인천광역시 대구광역시 경기도수원시 충청남도천안시 광양시 평택시",
    stems="대한 한국 동양 삼성 현대 세방 신라 태광 한진 우리 미래 국제",
    trades="통운 물류 해운 전자 화학 제지 식품 무역 기계 섬유 자동차부품 항공",
    forms="주식회사 유한회사 그룹 상사 공업 지점",
    surnames="김 이 박 최 정 강 조 윤 장 임 한 오 서 신 권 황",
    given="민준 서연 지우 하은 도윤 예준 수빈 지훈 현우 은지 영수 미경",
    streets="강남대로 세종로 항만로 중앙동 공단로 해운대로 산업단지길 역전로",
    goods="자동차부품 반도체 종이제품 냉동식품 타이어 의류 화장품 전자제품 유리",
)


def tables(country: Country, seed: str, count: int) -> Iterator[str]:
    """Tables of 1 to 40 rows; half of them have eight or more."""
    dice = Random(seed)
    for _ in range(count):
        yield country.table(dice, rows=dice.choice((1, 2, 3, 5, 8, 12, 20, 40)))
