from typing import Any

import django.db.models.deletion
from django.db import migrations, models
from django.db.migrations.state import StateApps

from guanxi.domain.customers import search_triggers
from guanxi.domain.customers.models.search_text import read_due


def build(apps: StateApps, schema_editor: Any) -> None:
    vendor = schema_editor.connection.vendor
    _run(schema_editor, search_triggers.index(vendor))
    for statements in search_triggers.triggers(vendor).values():
        _run(schema_editor, statements)


def fill(apps: StateApps, schema_editor: Any) -> None:
    texts = apps.get_model("customers", "SearchText")
    _run(schema_editor, [search_triggers.ALL_DUE])
    read_due(texts._base_manager)


def lift(apps: StateApps, schema_editor: Any) -> None:
    _run(schema_editor, search_triggers.lifting(schema_editor.connection.vendor))


def _run(schema_editor: Any, statements: list[str]) -> None:
    with schema_editor.connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0004_roster_recorded_at_is_known"),
    ]

    operations = [
        migrations.CreateModel(
            name="SearchText",
            fields=[
                (
                    "customer",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="customers.customer",
                    ),
                ),
                ("party_id", models.BigIntegerField(unique=True)),
                ("text", models.TextField()),
                ("is_due", models.BooleanField()),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("is_due", True)), fields=["customer"], name="customers_search_due"
                    )
                ],
            },
        ),
        migrations.RunPython(build, lift),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
