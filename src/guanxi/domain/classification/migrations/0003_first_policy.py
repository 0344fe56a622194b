from datetime import date

from django.db import migrations

# D16–D20. Later versions are new rows with a later effective date, never changes of this one.
FIRST = {
    "value_tiers": {
        "name": "value-tiers",
        "version": 1,
        "window_days": 365,
        "minimum_ranked": 20,
        "tier": [
            {"name": "platinum", "up_to_ppm": 10_000},
            {"name": "gold", "up_to_ppm": 50_000},
            {"name": "iron", "up_to_ppm": 200_000},
            {"name": "lead", "up_to_ppm": 1_000_000},
        ],
    },
    "unranked_purposes": ["internal"],
    "closing_months": [3, 6, 9, 12],
}


def add_first_policy(apps, schema_editor):
    policy = apps.get_model("classification", "Policy")
    policy.objects.create(version=1, valid_from=date(2000, 1, 1), rules=FIRST)


class Migration(migrations.Migration):
    dependencies = [("classification", "0002_append_only")]
    # One way: a policy that runs may have used is never taken back.
    operations = [migrations.RunPython(add_first_policy, migrations.RunPython.noop)]
