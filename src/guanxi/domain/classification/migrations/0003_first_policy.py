from datetime import date

from django.db import migrations

# D16, D17, D20. Later versions are new rows with a later effective date, never changes of this one.
FIRST = {
    "window_days": 365,
    "cuts_ppm": {"platinum": 10_000, "gold": 50_000, "iron": 200_000},
    "smallest_n": 20,
    "unranked_purposes": ["internal"],
}


def add_first_policy(apps, schema_editor):
    policy = apps.get_model("classification", "Policy")
    policy.objects.create(version=1, valid_from=date(2000, 1, 1), rules=FIRST)


class Migration(migrations.Migration):
    dependencies = [("classification", "0002_append_only")]
    # One way: a policy that runs may have used is never taken back.
    operations = [migrations.RunPython(add_first_policy, migrations.RunPython.noop)]
