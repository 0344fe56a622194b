"""What the people of the demo operator have on their lists on the business date."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class DemoTask:
    """A task of `assignee_email`; `customer` is the name of the customer it concerns, or empty."""

    title: str
    assignee_email: str
    due_on: date
    customer: str = ""
    note: str = ""


_ADMINISTRATOR = "ning.caiwei@huayuan.example"
_NORTH, _EAST, _SOUTH = (f"{name}@huayuan.example" for name in ("su.beichen", "jiang.yiwei", "shi.tinglan"))


def demo_agenda() -> list[DemoTask]:
    """The tasks, each with a reason in the demo's facts; whom silence concerns, the machine itself tells."""
    return [
        DemoTask("确认7月日需求计划与车数", _NORTH, date(2025, 7, 2), "晨光纸业"),
        DemoTask("季度拜访：名次后退，了解原因", _SOUTH, date(2025, 7, 3), "蜀味食品"),
        DemoTask("对账：逾期款项与付款计划", _NORTH, date(2025, 6, 30), "中原钢构"),
        DemoTask("把展会名片补录完整，并核对同意书", _EAST, date(2025, 7, 4)),
        DemoTask("为新同事开通账号", _ADMINISTRATOR, date(2025, 7, 1)),
        DemoTask("核对6月导入文件的运单数", _ADMINISTRATOR, date(2025, 6, 27)),
    ]
