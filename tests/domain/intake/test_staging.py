"""Columns are proposed by what they are called, below a group of columns by their last part."""

import pytest

from guanxi.domain.intake.staging import propose
from guanxi.processes.file_import import KINDS


def proposed(kind: str, *header: str) -> dict[str, str]:
    found = propose(KINDS[kind][0], header, [], [])
    return {one.name: one.column for one in found if one.column}


def test_columns_below_a_group_are_known_by_their_last_part() -> None:
    header = ("客户 客户编号", "客户 客户名称", "所在城市", "联系人 姓名", "联系人 手机")

    assert proposed("customers", *header) == {
        "customer_number": "客户 客户编号",
        "name": "客户 客户名称",
        "city": "所在城市",
        "contact_name": "联系人 姓名",
        "contact_phone": "联系人 手机",
    }


def test_a_whole_name_comes_before_the_last_part_of_another() -> None:
    assert proposed("customers", "客户 客户编号", "客户 城市", "客户编号") == {
        "customer_number": "客户编号",
        "city": "客户 城市",
    }


@pytest.mark.parametrize(
    "header",
    [
        # One part below two groups, a group of one column, and a group that belongs to somebody else.
        ("发货 客户编号", "发货 备注", "收货 客户编号", "收货 备注"),
        ("客户 客户编号", "备注"),
        ("收货人 城市", "收货人 备注"),
        ("联系人 客户名称", "联系人 备注"),
    ],
)
def test_nothing_is_proposed_where_a_last_part_may_mean_something_else(header: tuple[str, ...]) -> None:
    assert proposed("customers", *header) == {}
