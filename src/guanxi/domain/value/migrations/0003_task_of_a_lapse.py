import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("value", "0002_first_policy"),
        ("worklist", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="lapse",
            name="task",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="worklist.task",
            ),
        ),
    ]
