from django.db import migrations

from guanxi.domain.ground.append_only import make_append_only


class Migration(migrations.Migration):
    dependencies = [("classification", "0001_initial")]
    operations = [
        make_append_only(
            "classification_policy",
            "classification_classificationrun",
            "classification_classificationentry",
        )
    ]
