"""Text that breaks programs, as it comes in the files of a transport company."""

from itertools import chain

from tools.naughty_strings import LISTS

NUMBERS = (
    "１２３４５", "０１２－３４５６", "¥1,200.00", "１，２００．５０", "壹仟贰佰元整", "〇一二三", "①②③",
    "Ⅷ", "½", "\u0663\u0664\u0665", "123456789012345678", "000000000000000042", "00042", "1.23E+17",
    "1.23457E+17", "1E5", "12E3456", "0x1F", "-0", "+86", "1e999", "NaN", "nan", "Infinity", "-Infinity",
    "∞", "null", "NULL", "None", "undefined", "TRUE", "否", "N/A", "#N/A", "#REF!", "#DIV/0!",
    "2025-06-31", "03/04/2026", "2026年3月4日", "45717", "1900-02-29", "0000-00-00", "3月4日", "MAR1",
)  # fmt: skip
FORMULAS = (
    "=1+1", "=HYPERLINK(\"http://example.cn\",\"点击\")", "+1+1", "-1+1", "@SUM(A1:A9)", "＝1+1", "＋1",
    "－1", "＠SUM(A1)", "=cmd|' /C calc'!A0", "\t=1+1", " =1+1", "\ufeff=1+1", "\u200b=1+1", "\r\n=1+1",
    "'=1+1", "%0A=1", "|calc", "=运单!A1", "=IMPORTXML(\"http://example.cn\",\"//a\")",
    "=DDE(\"cmd\";\"/C calc\";\"x\")",
)  # fmt: skip
COMMERCE = (
    "豫A·12345", "京Ａ１２３４５", "CAIU 123456 7", "TEMU123456７", "圃田→城厢", "圃田—城厢",
    "郑州/成都", "成都【城厢】", "（待定）", "〔2025〕第3号", "收：王女士", "自提/送货", "卷纸×３",
    "40′HC", "40\"HC", "20' GP", "1.5t～2.0t", "≤30℃", "25㎏", "３０㎡", "№5", "A/S 北欧", "ｶﾅ 物流",
    "株式会社ヤマト㍿", "한진택배", "Đà Nẵng", "Łódź Olechów", "Алматы-1", "Ürümqi 乌鲁木齐",
    "Co., Ltd.", "“双引号”", "「直角」", "\"纸业\"", "\"", "\"\"", "\"开", "关\"", "a\"b\"c", "'", "''",
    "`", "，", ",", ";", "；", "|", "\\", "\\\\", "\\n", "\\x00", "\\N", "\\.", "%s", "%(name)s", "%%",
    "{name}", "{{ 7*7 }}", "{% now 'Y' %}", "${7*7}", "#{7*7}", "<%= 7 %>", "{0.__class__}",
    "[object Object]", "C:\\运单\\nul", "CON", "../../../etc/passwd", "file:///etc/hostname",
)  # fmt: skip
MARKUP = (
    "<script>alert('运单')</script>", "<img src=x onerror=alert(1)>", "\"><svg onload=alert(1)>",
    "<b>粗</b>", "&lt;b&gt;", "&amp;", "&#x4e2d;", "&nbsp;", "<!-- -->", "]]>", "<![CDATA[x]]>",
    "javascript:alert(1)", "' onclick='alert(1)", "</title>", "'; DROP TABLE customers_customer; --",
    "1 OR 1=1", "' UNION SELECT 1 --", "%' AND 1=0 --", "_", "%", "admin'/*", "; ls -la", "$(touch x)",
    "`touch x`", "| cat /etc/passwd", "_x000D_", "_x0041_", "_x4E2D_",
)  # fmt: skip
RARE = (
    "㐀", "𠀀", "㐀𠀀", "𪚥物流", "𰻝𰻝面", "䶮", "㛃", "\U0002ebf0", "𰀀", "﨑", "神", "⻄安", "⼀号",
    "〇〇七", "々", "〆切", "㊣", "㈱", "㍻", "\ufdfa", "ß", "ẞ", "ı", "İstanbul", "ﬁ", "Ⅳ", "ｱﾞ", "が",
    "가", "가", "한", "กำ", "ह\u093fन\u094dद\u0940", "தம\u0bbfழ\u0bcd", "မ\u103cန\u103aမ\u102c",
    "ཧ\u0f71\u0f74\u0f83", "葛\U000e0100飾", "辻\ufe00", "漢\u3099", "Å", "\u212b", "A\u030a", "é",
    "e\u0301",
)  # fmt: skip
DIRECTIONS = (
    "\u0634\u0631\u0643\u0629 \u0627\u0644\u0646\u0642\u0644", "\u202e反写", "\u202eLTD\u202c 公司",
    "\u2066甲\u2069", "\u200f右", "\u200e左", "a\u202bb", "\u05e2\u05d1\u05e8\u05d9\u05ea 公司",
    "\u061c",
)  # fmt: skip
UNSEEN = (
    "", " ", "\u3000", "\xa0", " 郑州 ", "\u3000郑州\u3000", "\xa0成都\xa0", "郑\u200b州", "郑\u200d州",
    "郑\u2060州", "\ufeff郑州", "郑州\ufeff", "郑\xad州", "\u2028", "郑\u2028州", "郑\u2029州",
    "郑\x85州", "郑\n州", "郑\r\n州", "郑\r州", "\n", "\t", "郑\t州", "郑\x0b州", "郑\x0c州", "\x01",
    "\x1b[31m红", "郑\x7f州", "郑\x1a州", "\x1f", "�", "\uffff", "\ufdd0", "\U0010ffff", "\ue000",
    "\x00", "郑\x00州", "\ud800", "\udfff", "郑\udcff州", "\ud83d运",
)  # fmt: skip
PICTURES = (
    "🚚", "🚂➡\ufe0f📦", "👨\u200d👩\u200d👧\u200d👦", "👍🏿", "🇨🇳",
    "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f", "❤\ufe0f", "1\ufe0f\u20e3",
    "Z\u0338\u0322\u031b\u0359a\u0336\u0354l\u0337\u0353g\u0335\u0319o\u0338\u032b",
    "郑" + "\u0301" * 60, "晨" * 5_000, "😀" * 300,
)  # fmt: skip

OURS = tuple(chain(NUMBERS, FORMULAS, COMMERCE, MARKUP, RARE, DIRECTIONS, UNSEEN, PICTURES))
# The public lists, where `python -m tools.naughty_strings` could fetch them.
PUBLIC = {name: wanted.read() if wanted.is_here() else None for name, wanted in LISTS.items()}
EVERY = tuple(dict.fromkeys(chain(OURS, *filter(None, PUBLIC.values()))))

# Customers of a furnished house that have a share of everything.
BUSY = 8


def not_fetched(name: str) -> str:
    """Why a test of a public list is skipped."""
    return f"the {name} list of naughty strings is not here (python -m tools.naughty_strings)"
