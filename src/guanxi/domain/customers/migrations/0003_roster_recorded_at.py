from typing import Any

from django.db import migrations, models
from django.db.migrations.state import StateApps
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Coalesce


def tell_since_when(apps: StateApps, schema_editor: Any) -> None:
    """The event of the registration says when it came in; without one it is as old as its customer."""
    event, customer = apps.get_model("timeline", "Event"), apps.get_model("customers", "Customer")
    told = event._base_manager.filter(
        Q(subject_kind="customers.rosterentry", subject_id=OuterRef("pk"))
        | Q(subject_kind="customers.customer", subject_id=OuterRef("customer_id")),
        kind="customers.registered",
    )
    created = customer._base_manager.filter(pk=OuterRef("customer_id")).values("created_at")
    apps.get_model("customers", "RosterEntry")._base_manager.update(
        recorded_at=Coalesce(Subquery(told.order_by("at").values("at")[:1]), Subquery(created[:1]))
    )


class Migration(migrations.Migration):
    dependencies = [("customers", "0002_party_name_index"), ("timeline", "0002_append_only")]
    operations = [
        migrations.AddField("rosterentry", "recorded_at", models.DateTimeField(null=True)),
        migrations.RunPython(tell_since_when, migrations.RunPython.noop),
    ]
