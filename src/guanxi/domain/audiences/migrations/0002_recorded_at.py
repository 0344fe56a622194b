from typing import Any

from django.db import migrations, models
from django.db.models import OuterRef, Subquery
from django.db.migrations.state import StateApps
from django.db.models.functions import Coalesce, Now


def tell_since_when(apps: StateApps, schema_editor: Any) -> None:
    """Each record's first event says when it came in; a signal without one is as old as its customer."""
    event = apps.get_model("timeline", "Event")
    told = event._base_manager.filter(subject_id=OuterRef("pk")).order_by("at").values("at")
    signal = apps.get_model("audiences", "Signal")
    customer = apps.get_model("customers", "Customer")._base_manager.filter(pk=OuterRef("customer_id"))
    signal._base_manager.update(
        recorded_at=Coalesce(
            Subquery(told.filter(kind="audiences.signal_seen", subject_kind="audiences.signal")[:1]),
            Subquery(customer.values("created_at")[:1]),
        )
    )
    apps.get_model("audiences", "Audience")._base_manager.update(
        recorded_at=Coalesce(
            Subquery(told.filter(kind="audiences.estimated", subject_kind="audiences.audience")[:1]), Now()
        )
    )


class Migration(migrations.Migration):
    dependencies = [
        ("audiences", "0001_initial"),
        ("customers", "0002_party_name_index"),
        ("timeline", "0002_append_only"),
    ]
    operations = [
        migrations.AddField("audience", "recorded_at", models.DateTimeField(null=True)),
        migrations.AddField("signal", "recorded_at", models.DateTimeField(null=True)),
        migrations.RunPython(tell_since_when, migrations.RunPython.noop),
    ]
