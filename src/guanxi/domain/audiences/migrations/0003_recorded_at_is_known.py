from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("audiences", "0002_recorded_at")]
    operations = [
        migrations.AlterField("audience", "recorded_at", models.DateTimeField()),
        migrations.AlterField("signal", "recorded_at", models.DateTimeField()),
    ]
