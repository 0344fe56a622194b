from typing import Any

from django.db import migrations, models
from django.db.migrations.state import StateApps
from django.db.models.functions import Upper

FOLDED = models.Index(Upper("waybill_number"), name="operations_waybill_folded")


def make(apps: StateApps, schema_editor: Any) -> None:
    """On PostgreSQL only these operators find beginnings by an index, whatever the collation."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            "CREATE INDEX operations_waybill_folded ON operations_shipment "
            "(UPPER(waybill_number) text_pattern_ops)"
        )
    else:
        schema_editor.add_index(apps.get_model("operations", "Shipment"), FOLDED)


def unmake(apps: StateApps, schema_editor: Any) -> None:
    schema_editor.execute("DROP INDEX operations_waybill_folded")


class Migration(migrations.Migration):
    dependencies = [("operations", "0001_initial")]

    operations = [
        migrations.RemoveIndex("shipment", "operations_waybill"),
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunPython(make, unmake)],
            state_operations=[migrations.AddIndex("shipment", FOLDED)],
        ),
    ]
