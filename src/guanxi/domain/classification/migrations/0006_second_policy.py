from calendar import monthrange
from datetime import date
from itertools import islice

from django.db import migrations

from guanxi.domain.ground.append_only import make_append_only

# D15, D19. It holds from the beginning: what the first version says about tiers is unchanged.
ADDED = {
    "backbone": {
        "revenue_percentile": 90,
        "orders_percentile": 75,
        "credit_at_least": "a",
        "overdue_days": 30,
        "overdue_window_days": 365,
        "review_days": 365,
        "review_notice_days": 30,
        "review_grace_days": 30,
    },
    "overrides": {"max_days": 366},
}
AT_ONCE = 1000


def add_second_policy(apps, schema_editor):
    policy = apps.get_model("classification", "Policy")
    first = policy.objects.get(version=1)
    policy.objects.create(version=2, valid_from=date(2000, 1, 1), rules=first.rules | ADDED)


def name_the_closes(apps, schema_editor):
    """Until now the newest run of the last day of a closing month was its close."""
    run = apps.get_model("classification", "ClassificationRun")
    newest = {}
    for pk, day, rules in run.objects.order_by("pk").values_list("pk", "as_of", "policy__rules"):
        if day.month in rules["closing_months"] and day.day == monthrange(day.year, day.month)[1]:
            newest[day] = pk
    run.objects.filter(pk__in=newest.values()).update(kind="close")


def carry_standings_over(apps, schema_editor):
    """What the newest run found is where everybody stands, and where the history of groups begins."""
    standing = apps.get_model("classification", "Standing")
    change = apps.get_model("classification", "GroupChange")
    rows = standing.objects.select_related("entry__run").order_by("pk").iterator(chunk_size=AT_ONCE)
    while part := list(islice(rows, AT_ONCE)):
        for one in part:
            one.group, one.group_evidence = one.entry.group, one.entry.group_evidence
            one.group_since, one.group_decided_at = one.entry.run.as_of, one.entry.run.run_at
            one.tier, one.tier_basis = one.entry.tier, "run" if one.entry.tier else ""
        names = ["group", "group_evidence", "group_since", "group_decided_at", "tier", "tier_basis"]
        standing.objects.bulk_update(part, names, batch_size=100)
        change.objects.bulk_create(
            [
                change(
                    customer_id=one.customer_id,
                    group_before="",
                    group=one.group,
                    evidence=one.group_evidence | {"facts": []},
                    decided_on=one.group_since,
                    recorded_at=one.group_decided_at,
                    basis="run",
                    policy_id=one.entry.run.policy_id,
                )
                for one in part
            ],
            batch_size=500,
        )


class Migration(migrations.Migration):
    dependencies = [("classification", "0005_standing_and_cases")]
    # One way: a policy that runs may have used is never taken back.
    operations = [
        migrations.RunPython(add_second_policy, migrations.RunPython.noop),
        migrations.RunPython(name_the_closes, migrations.RunPython.noop),
        migrations.RunPython(carry_standings_over, migrations.RunPython.noop),
        make_append_only(
            "classification_policy",
            "classification_classificationrun",
            "classification_groupchange",
        ),
    ]
