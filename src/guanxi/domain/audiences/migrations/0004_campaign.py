import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('audiences', '0003_recorded_at_is_known'),
    ]

    operations = [
        migrations.CreateModel(
            name='Campaign',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(max_length=40)),
                ('recorded_at', models.DateTimeField()),
                ('import_id', models.BigIntegerField(null=True)),
                ('name', models.CharField(max_length=120, unique=True, verbose_name='Campaign')),
                ('name_en', models.CharField(blank=True, max_length=200, verbose_name='English name')),
                ('started_on', models.DateField(verbose_name='Began on')),
                ('ended_on', models.DateField(verbose_name='Ended on')),
                ('responses', models.PositiveIntegerField(verbose_name='Responses')),
                ('cost_minor', models.BigIntegerField(verbose_name='Cost')),
                ('currency', models.CharField(max_length=3)),
                ('register_within_days', models.PositiveIntegerField(verbose_name='Days to register')),
                ('ship_within_days', models.PositiveIntegerField(verbose_name='Days to ship')),
                ('evidence', models.CharField(max_length=200, verbose_name='Source of the figures')),
                ('audience', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='campaigns', to='audiences.audience', verbose_name='Audience')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('ended_on__gte', models.F('started_on'))), name='audiences_campaign_days_in_order')],
            },
        ),
    ]
