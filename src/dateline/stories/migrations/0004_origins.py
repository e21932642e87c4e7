import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('licences', '0004_partner_reading'),
        ('stories', '0003_what_new_terms_change'),
    ]

    operations = [
        migrations.CreateModel(
            name='Origin',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('guid', models.CharField(blank=True, default='', max_length=500)),
                ('how', models.CharField(choices=[('copy', 'copied from'), ('translation', 'translated from'), ('rewrite', 'written from')], max_length=12)),
                ('by', models.CharField(max_length=254)),
                ('at', models.DateTimeField()),
                ('partner', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='licences.partner')),
                ('source', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='made_of_it', to='stories.story')),
                ('story', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='made_from', to='stories.story')),
            ],
            options={
                'indexes': [models.Index(fields=['partner', 'guid'], name='origin_item')],
            },
        ),
    ]
