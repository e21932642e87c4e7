import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('licences', '0004_partner_reading'),
        ('wire', '0006_fill_embargoes'),
    ]

    operations = [
        migrations.CreateModel(
            name='Unclear',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('clues', models.JSONField(default=list)),
                ('is_recall', models.BooleanField(default=True)),
                ('sent_at', models.DateTimeField()),
                ('state', models.CharField(choices=[('open', 'nobody knows yet which it means'), ('settled', 'settled'), ('none', 'means none of ours')], default='open', max_length=10)),
                ('by', models.CharField(blank=True, default='', max_length=254)),
                ('settled_at', models.DateTimeField(null=True)),
            ],
            options={
                'verbose_name_plural': 'unclear',
                'ordering': ['-pk'],
            },
        ),
        migrations.AddField(
            model_name='wireitem',
            name='headline_key',
            field=models.CharField(blank=True, db_default='', default='', max_length=120),
        ),
        migrations.AddField(
            model_name='wireitem',
            name='number_key',
            field=models.CharField(blank=True, db_default='', default='', max_length=120),
        ),
        migrations.AddField(
            model_name='wireitem',
            name='slug_key',
            field=models.CharField(blank=True, db_default='', default='', max_length=120),
        ),
        migrations.AddIndex(
            model_name='wireitem',
            index=models.Index(fields=['partner', 'slug_key'], name='item_by_slug_key'),
        ),
        migrations.AddIndex(
            model_name='wireitem',
            index=models.Index(fields=['partner', 'number_key'], name='item_by_number_key'),
        ),
        migrations.AddIndex(
            model_name='wireitem',
            index=models.Index(fields=['partner', 'headline_key'], name='item_by_headline_key'),
        ),
        migrations.AddField(
            model_name='unclear',
            name='meant',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wire.wireitem'),
        ),
        migrations.AddField(
            model_name='unclear',
            name='notice',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='unclear', to='wire.wireitem'),
        ),
    ]
