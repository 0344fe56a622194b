from datetime import date

from django.db import migrations, models

from guanxi.domain.ground.append_only import make_append_only

# D6, D7: what is asked of a company is not asked of a person. Later versions are new rows with a later day.
FIRST = {
    "commercial": [
        {"code": "uscc", "weight": 15},
        {"code": "contact", "weight": 15},
        {"code": "decider", "weight": 15},
        {"code": "reachable", "weight": 10},
        {"code": "address", "weight": 10},
        {"code": "cargo", "weight": 10},
        {"code": "volume", "weight": 10},
        {"code": "lanes", "weight": 5},
        {"code": "nature", "weight": 5},
        {"code": "site", "weight": 5},
    ],
    "consumer": [
        {"code": "reachable", "weight": 40},
        {"code": "address", "weight": 30},
        {"code": "contact", "weight": 15},
        {"code": "cargo", "weight": 15},
    ],
    "internal": [
        {"code": "contact", "weight": 30},
        {"code": "reachable", "weight": 20},
        {"code": "site", "weight": 20},
        {"code": "volume", "weight": 20},
        {"code": "address", "weight": 10},
    ],
}


def add_first_policy(apps, schema_editor):
    policy = apps.get_model("customers", "ProfilePolicy")
    policy.objects.create(version=1, valid_from=date(2000, 1, 1), shelf_life_days=365, items=FIRST)


class Migration(migrations.Migration):
    dependencies = [("customers", "0005_search_text")]

    operations = [
        migrations.CreateModel(
            name="ProfilePolicy",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("version", models.PositiveIntegerField(unique=True)),
                ("valid_from", models.DateField()),
                ("shelf_life_days", models.PositiveIntegerField()),
                ("items", models.JSONField()),
            ],
            options={"verbose_name_plural": "profile policies"},
        ),
        # One way: a policy that a score was weighed by is never taken back.
        migrations.RunPython(add_first_policy, migrations.RunPython.noop),
        make_append_only("customers_profilepolicy"),
    ]
