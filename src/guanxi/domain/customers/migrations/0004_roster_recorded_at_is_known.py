from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("customers", "0003_roster_recorded_at")]
    operations = [migrations.AlterField("rosterentry", "recorded_at", models.DateTimeField())]
