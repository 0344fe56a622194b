from django.db import migrations, models

from guanxi.domain.ground.append_only import make_append_only


class Migration(migrations.Migration):
    dependencies = [("timeline", "0002_append_only")]
    operations = [
        migrations.CreateModel(
            name="FormerState",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("model", models.CharField(max_length=80)),
                ("record_id", models.BigIntegerField()),
                ("customer_id", models.BigIntegerField(null=True)),
                ("recorded_at", models.DateTimeField()),
                ("known_until", models.DateTimeField()),
                ("values", models.JSONField()),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["model", "record_id", "known_until"], name="timeline_former_of_record"
                    ),
                    models.Index(fields=["model", "known_until"], name="timeline_former_until"),
                    models.Index(fields=["customer_id", "model"], name="timeline_former_of_customer"),
                ],
            },
        ),
        make_append_only("timeline_formerstate"),
    ]
