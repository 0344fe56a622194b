"""How far the key accounts are trusted: the rows of credit_grades.csv."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from guanxi.processes.demo.customers import Customer
from guanxi.processes.demo.dice import Dice

GRADING_DAYS = (date(2024, 12, 31), date(2025, 6, 10))
_MODEL = "运费信用评分 2024"
# By 字号 and trade. 中原钢构 has slipped to C (story 7); 巢桐玻璃 has earned its A.
_LEADERS = {
    "瀚岳铝业": ("aa", "aa"),
    "中原钢构": ("bb", "c"),
    "沧屿供应链": ("aaa", "aaa"),
    "楚垣汽配": ("a", "a"),
    "岭梅电器": ("bbb", "bbb"),
    "津洋化工": ("bbb", "bb"),
    "秦筑机械": ("a", "a"),
    "渝砾建材": ("bb", "bb"),
    "巢桐玻璃": ("bbb", "a"),
    "稠溪贸易": ("a", "a"),
    "滇屿果业": ("aa", "aa"),
    "蜀味食品": ("bbb", "bbb"),
    "晨光纸业": ("", "a"),
    "丰谷食品": ("a", "a"),
}
_NOTES = {
    ("中原钢构", "c"): "3月账单逾期未付，付款周期连续两季变长",
    ("巢桐玻璃", "a"): "近半年平均提前 4 天付款",
}
_OTHERS = (("a", 20), ("bbb", 40), ("bb", 28), ("b", 12))


@dataclass(frozen=True)
class GradeRow:
    """One line of credit_grades.csv; an account that was not yet known has no grade of that day."""

    customer_number: str
    grade: str
    graded_on: str
    model: str
    note: str


def grade_rows(customers: Sequence[Customer], dice: Dice) -> list[GradeRow]:
    """The grades of the key accounts on both grading days, by customer."""
    return [row for customer in customers if customer.account.is_key_account for row in _of(customer, dice)]


def _of(customer: Customer, dice: Dice) -> Iterator[GradeRow]:
    label = customer.identity.label
    usual = dice.pick_weighted(_OTHERS)
    grades = _LEADERS.get(label, (usual, usual))
    for day, grade in zip(GRADING_DAYS, grades, strict=True):
        if grade and customer.account.known_on <= day:
            note = _NOTES.get((label, grade), "")
            yield GradeRow(customer.row.customer_number, grade.upper(), day.isoformat(), _MODEL, note)
