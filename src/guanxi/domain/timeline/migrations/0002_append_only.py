from django.db import migrations

from guanxi.domain.ground.append_only import make_append_only


class Migration(migrations.Migration):
    dependencies = [("timeline", "0001_initial")]
    operations = [make_append_only("timeline_event")]
