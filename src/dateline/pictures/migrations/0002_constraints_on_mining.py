from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('pictures', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='picture',
            name='constraints',
            field=models.TextField(blank=True, db_default='', default='', help_text='As PLUS OtherConstraints has them', verbose_name='further constraints'),
        ),
    ]
