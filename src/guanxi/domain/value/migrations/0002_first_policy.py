from datetime import date

from django.db import migrations

from guanxi.domain.ground.append_only import make_append_only

# D26: code and Chinese word → line of the statement, and whether the maintenance budget (D27) pays for it.
ACTIVITIES = [
    (("order", "订单处理"), "service", False),
    (("call", "电话回访"), "service", True),
    (("visit", "拜访"), "service", True),
    (("complaint", "投诉处理"), "service", False),
    (("return", "退货处理"), "service", False),
    (("claim_payout", "理赔支出"), "service", False),
    (("special_handling", "特殊作业"), "service", False),
    (("entitlement", "客户权益"), "service", True),
    (("event", "客户活动"), "service", True),
    (("gift", "礼品"), "gift", True),
    (("discount", "折扣"), "discount", False),
    (("transport", "运输成本"), "transport", False),
]
TIERS = ("platinum", "gold", "iron", "lead", "")

# D26, D27, D29. Later versions are new rows with a later effective date, never changes of this one.
FIRST = {
    "activities": {
        name: {"category": category, "maintenance": maintenance}
        for names, category, maintenance in ACTIVITIES
        for name in names
    },
    "others": {"category": "service", "maintenance": False},
    "lapse": {
        "floor_days": 30,
        "gap_factor": 3,
        "window_days": 365,
        "minimum_purchase_days": 3,
        "season_years": 2,
        "task_within_days": 30,
        "task_due_days": 3,
    },
    "budget": {tier: {"floor_ppm": 0, "cap_ppm": 1_000_000} for tier in TIERS},
}


def add_first_policy(apps, schema_editor):
    policy = apps.get_model("value", "ValuePolicy")
    policy.objects.create(version=1, valid_from=date(2000, 1, 1), rules=FIRST)


class Migration(migrations.Migration):
    dependencies = [("value", "0001_initial")]
    # One way: a policy that budgets or lapses may rest on is never taken back.
    operations = [
        migrations.RunPython(add_first_policy, migrations.RunPython.noop),
        make_append_only("value_valuepolicy"),
    ]
