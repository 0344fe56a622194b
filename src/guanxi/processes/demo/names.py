"""Invented names for companies and people, in Chinese and in natural English. No real company is meant."""

from dataclasses import dataclass
from itertools import product

from guanxi.processes.demo.dice import Dice

# 字号 with an English name of their own; _ stands for a space.
_LITERARY = """
渡云 Cloudferry 拾穗 Gleaner 麦浪 Wheatwave 银犁 Silver_Plough 听橹 Oarsong 岚野 Mistmoor
柏屿 Cypress_Isle 漱石 Brookstone 闻溪 Streamsong 青砾 Greenpebble 鹭洲 Egret_Isle 归帆 Homesail
朝槿 Hibiscus 山鸢 Hill_Kite 松塔 Pinecone 苔青 Mossgreen 砚田 Inkfield 纸鸢 Paper_Kite 铜铃 Copper_Bell
雪笠 Snowhat 雨耕 Rainplough 沐禾 Ricedew 桐影 Tungshade 榆钱 Elmseed 槐序 Acacia 枫渡 Maple_Ferry
荻花 Reedflower 芦汀 Reedbank 萤舟 Firefly_Boat 鲸落 Whalefall 鹤汀 Crane_Shore 鹿野 Deerfield
牧云 Cloudherd 驼铃 Camel_Bell 望潮 Tidewatch 听潮 Tidesong 溯光 Light_Stream 折柳 Willowbranch
系舟 Mooring 千橹 Thousand_Oars 九皋 Nine_Marsh 七弦 Seven_String 半夏 Midsummer 一苇 Single_Reed
初霁 First_Clear 晚晴 Evenclear 早莺 Oriole 谷雨 Grainrain 小满 Grainbud 芒种 Seedtime 霜序 Frostmoon
冬藏 Winter_Store 秋实 Autumn_Fruit 夏耘 Summertill 火棘 Firethorn 沙枣 Oleaster 红柳 Tamarisk
月牙 Crescent 南箕 South_Basket 长庚 Evening_Star 河鼓 Altair 织云 Cloud_Loom 裁云 Cloudcutter
耕石 Stonetill 炼石 Stonesmelt 鸣砂 Singing_Sand 响泉 Sound_Spring 寒泉 Cold_Spring 墨竹 Ink_Bamboo
丹砂 Cinnabar 青黛 Indigo 赭石 Ochre 月白 Moonwhite 缃叶 Amber_Leaf 绛河 Crimson_River 碧落 Azure
乌篷 Black_Awning 木铎 Woodbell 陶然 Merry_Kiln 瓦舍 Tile_House 廊桥 Covered_Bridge 石埠 Stone_Wharf
津渡 Ferry_Landing 驿路 Post_Road 轻舸 Swift_Barge
"""
# Parts of 字号 that are written in pinyin.
_FIRST = """
云 yun 麦 mai 青 qing 鹭 lu 松 song 岚 lan 砚 yan 桐 tong 苇 wei 霁 ji 禾 he 澄 cheng 溪 xi 柘 zhe
"""
_SECOND = """
舟 zhou 岭 ling 川 chuan 汀 ting 垚 yao 槎 cha 屿 yu 塬 yuan 埠 bu 陌 mo 浦 pu 箴 zhen 栈 zhan 岫 xiu
"""
_SURNAMES = (
    "李 Li 王 Wang 张 Zhang 刘 Liu 陈 Chen 杨 Yang 赵 Zhao 黄 Huang 周 Zhou 吴 Wu 徐 Xu 孙 Sun 胡 Hu 朱 Zhu "
    "高 Gao 林 Lin 何 He 郭 Guo 马 Ma 罗 Luo 梁 Liang 宋 Song 郑 Zheng 谢 Xie 韩 Han 唐 Tang 冯 Feng 沈 Shen"
)
_GIVEN = (
    "文清 Wenqing 思远 Siyuan 佳禾 Jiahe 明轩 Mingxuan 雨桐 Yutong 志恒 Zhiheng 晓岚 Xiaolan 建成 Jiancheng "
    "丽娟 Lijuan 国平 Guoping 海涛 Haitao 静怡 Jingyi 子墨 Zimo 春燕 Chunyan 立新 Lixin 婉宁 Wanning "
    "振东 Zhendong 若溪 Ruoxi 小满 Xiaoman 德厚 Dehou 秋实 Qiushi 玉梅 Yumei 长河 Changhe 一帆 Yifan "
    "守信 Shouxin 望舒 Wangshu 克俭 Kejian 梦洁 Mengjie 永康 Yongkang 素心 Suxin 怀瑾 Huaijin 采薇 Caiwei "
    "福生 Fusheng 洪亮 Hongliang 月华 Yuehua 知微 Zhiwei 天佑 Tianyou 雪芹 Xueqin 兴旺 Xingwang 美玲 Meiling"
)


@dataclass(frozen=True)
class Brand:
    """The 字号 of a company and how it is written in English."""

    name: str
    name_en: str


@dataclass(frozen=True)
class PersonName:
    name: str
    name_en: str

    @property
    def mailbox(self) -> str:
        """The part of an e-mail address before the @: "Li Wenqing" → "li.wenqing"."""
        return self.name_en.lower().replace(" ", ".")


def _pairs(text: str) -> list[tuple[str, str]]:
    words = text.split()
    return list(zip(words[::2], words[1::2], strict=True))


def brands(dice: Dice) -> list[Brand]:
    """Every invented 字号 once, in an order of chance."""
    literary = [Brand(name, name_en.replace("_", " ")) for name, name_en in _pairs(_LITERARY)]
    spelled = [
        Brand(first + second, (sound + second_sound).capitalize())
        for (first, sound), (second, second_sound) in product(_pairs(_FIRST), _pairs(_SECOND))
    ]
    return dice.shuffled(literary + dice.draw(spelled, 160))


def person_names(dice: Dice) -> list[PersonName]:
    """Every invented person once, in an order of chance."""
    return dice.shuffled(
        [
            PersonName(surname + given, f"{sound} {given_sound}")
            for (surname, sound), (given, given_sound) in product(_pairs(_SURNAMES), _pairs(_GIVEN))
        ]
    )
