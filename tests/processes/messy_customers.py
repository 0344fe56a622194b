"""Ten thousand customers as other people's files hold them, and what must stand on file in the end.

Everything comes from a seed. Some rows cannot come in as they stand: an owner under an address nobody has,
a day that never was, and lines that are no customers.
"""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from pathlib import Path
from random import Random  # noqa: TID251 - everything comes from a seed
from typing import Any

import xlsxwriter

COUNT = 10_000
HEADING_ROWS = 3
OWNERS = ("su.beichen@huayuan.example", "jiang.yiwei@huayuan.example", "shi.tinglan@huayuan.example")
# An account that nobody has.
GONE_OWNER = "shi.tingran@huayuan.example"
WRONG_DAYS = {1_234: "2023-02-31"}
TWINS = 5
CITIES = ("郑州", "武汉", "成都", "西安", "重庆", "合肥", "长沙", "乌鲁木齐", "东莞", "漯河", "濮阳", "亳州")
TRADES = ("纸业", "食品", "纺织", "机电", "化工", "家居", "医药", "冷链", "玻璃", "轴承", "饲料", "印务")
FORMS = ("有限公司", "股份有限公司", "有限责任公司", "厂", "贸易有限公司", "(集团)有限公司")
SYLLABLES = "晨光恒丰瑞鑫嘉禾永昌宏远华茂德盛喆堃镕瑄垚淼炜骐旻翀"
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
GIVEN = "一帆伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英"
FIELDS = ("customer_number", "name", "city", "owner_email", "contact_name", "contact_phone", "registered_on")
COLUMNS = ("客户编号", "客户名称", "所在城市", "业务员邮箱", "联系人", "手机", "建档日期", "备注")


@dataclass(frozen=True, slots=True)
class Firm:
    """One customer as it should stand on file. City and owner are those of its block."""

    number: str
    name: str
    city: str
    owner: str
    contact: str
    phone: str
    registered_on: date
    remark: str


def firms(seed: int = 20_251) -> list[Firm]:
    """In the order of the files: in blocks of one city and one owner."""
    dice = Random(seed)
    made: list[Firm] = []
    while len(made) < COUNT:
        city, owner = dice.choice(CITIES), dice.choice(OWNERS)
        for _ in range(min(dice.randint(1, 9), COUNT - len(made))):
            made.append(_firm(dice, len(made), city, owner))
    return made


def _firm(dice: Random, place: int, city: str, owner: str) -> Firm:
    brand = "".join(dice.sample(SYLLABLES, 2))
    return Firm(
        number=str(700_001 + place),
        name=f"{city}{brand}{dice.choice(TRADES)}{dice.choice(FORMS)}",
        city=city,
        owner=owner,
        contact=dice.choice(SURNAMES) + "".join(dice.sample(GIVEN, 2)),
        phone=f"1{dice.randint(3, 9)}{dice.randint(0, 10**9 - 1):09d}",
        registered_on=date(2015, 1, 1) + timedelta(days=dice.randint(0, 3_600)),
        remark=dice.choice(("", "", "", "老客户", "先款,后货", "收货：后门\n需预约", '"加急"', "￥月结")),
    )


@dataclass(frozen=True, slots=True)
class MessyFile:
    """A file, field → column, its firms in order, and how its rows fare before anything is mended.

    `unknown_owners` rows wait for one replacement; of `wrong_days` (number → what is written) each is mended
    by itself; `hopeless` rows are no customers, `repeated` ones say again what another row says.
    """

    path: Path
    headings: dict[str, str]
    firms: list[Firm]
    unknown_owners: int
    wrong_days: dict[str, str]
    hopeless: int
    repeated: int

    @property
    def sound_firms(self) -> list[Firm]:
        """Those whose row comes in as it stands."""
        places = enumerate(self.firms)
        return [firm for place, firm in places if not _is_spoilt(firm) and place not in WRONG_DAYS]

    @property
    def sound(self) -> int:
        return len(self.sound_firms)


def _messy(
    path: Path, columns: Sequence[str], made: list[Firm], *, hopeless: int, repeated: int
) -> MessyFile:
    headings = dict(zip(FIELDS, columns, strict=False))
    written = [_as_written(firm, place) for place, firm in enumerate(made)]
    wrong = {made[place].number: day for place, day in WRONG_DAYS.items()}
    unknown = sum(cells[3] == GONE_OWNER for cells in written)
    assert all(written[place][3] != GONE_OWNER for place in WRONG_DAYS), "A row is wrong twice."
    return MessyFile(path, headings, made, unknown, wrong, hopeless, repeated)


def _is_spoilt(firm: Firm) -> bool:
    """One city's customers of the third owner stand under the address nobody has."""
    return (firm.city, firm.owner) == (CITIES[0], OWNERS[2])


def _as_written(firm: Firm, place: int) -> list[str]:
    """The cells of a row before a file makes something of them."""
    owner = GONE_OWNER if _is_spoilt(firm) else firm.owner
    day = WRONG_DAYS.get(place) or firm.registered_on.isoformat()
    return [firm.number, firm.name, firm.city, owner, firm.contact, firm.phone, day, firm.remark]


def gbk_csv(path: Path) -> MessyFile:
    """A ledger saved in GBK: padded numbers, quoted line breaks, twins, an empty row and a sum in between."""
    made = firms()
    lines = [_as_written(firm, place) for place, firm in enumerate(made)]
    for line in lines[::7]:
        line[0] = f" {line[0]}　"
    twins = [line for line in lines if line[3] != GONE_OWNER][100 : 100 + TWINS]
    half, empty = len(lines) // 2, [""] * len(COLUMNS)
    sum_of_page = ["小计", *empty[1:-1], f"{half} 户"]
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    writer.writerows([*lines[:half], sum_of_page, empty, *lines[half:], *twins])
    path.write_bytes(text.getvalue().encode("gbk"))
    return _messy(path, COLUMNS, made, hopeless=1, repeated=TWINS)


def merged_xlsx(path: Path) -> MessyFile:
    """A workbook made to be looked at: a title, a header of two rows, cells merged down blocks, and a sum.

    Codes and telephones are numbers, most days are serials, some are text, and pages end in empty rows.
    """
    made = firms()
    with xlsxwriter.Workbook(path) as book:
        formats = {name: book.add_format({"num_format": name}) for name in ("0", "yyyy/m/d")}
        sheet = book.add_worksheet("客户档案")
        _write_heading(sheet)
        row = HEADING_ROWS
        places = enumerate(made)
        for _, block in groupby(places, key=lambda one: (one[1].city, _as_written(one[1], one[0])[3])):
            row = _write_block(sheet, row, list(block), formats)
        sheet.merge_range(row, 0, row, 2, "合计")
        sheet.write_number(row, 5, len(made), formats["0"])
    # A column below a group of columns bears both names.
    columns = ["客户 客户编号", "客户 客户名称", *COLUMNS[2:4], "联系人 姓名", "联系人 手机", *COLUMNS[6:]]
    return _messy(path, columns, made, hopeless=1, repeated=0)


def _write_heading(sheet: Any) -> None:
    sheet.merge_range(0, 0, 0, len(COLUMNS) - 1, "客户档案（内部资料，请勿外传）")
    sheet.merge_range(1, 0, 1, 1, "客户")
    sheet.merge_range(1, 4, 1, 5, "联系人")
    for place in (0, 1):
        sheet.write_string(2, place, COLUMNS[place])
    sheet.write_string(2, 4, "姓名")
    sheet.write_string(2, 5, COLUMNS[5])
    for place in (2, 3, 6, 7):
        sheet.merge_range(1, place, 2, place, COLUMNS[place])


def _write_block(sheet: Any, row: int, block: list[tuple[int, Firm]], formats: dict[str, Any]) -> int:
    """Write the firms of one city and one owner from `row` on; the row after them."""
    for offset, (place, firm) in enumerate(block):
        cells = _as_written(firm, place)
        sheet.write_number(row + offset, 0, int(firm.number), formats["0"])
        sheet.write_number(row + offset, 5, int(firm.phone), formats["0"])
        for column in (1, 4, 7):
            sheet.write_string(row + offset, column, cells[column])
        if place in WRONG_DAYS or place % 5 == 0:
            sheet.write_string(row + offset, 6, cells[6])
        else:
            sheet.write_datetime(row + offset, 6, firm.registered_on, formats["yyyy/m/d"])
    last = row + len(block) - 1
    for column in (2, 3):
        if last > row:
            sheet.merge_range(row, column, last, column, cells[column])
        else:
            sheet.write_string(row, column, cells[column])
    ends_a_page = block[-1][0] // 400 != block[0][0] // 400
    return last + (3 if ends_a_page else 1)
