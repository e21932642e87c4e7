from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('house', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='notice',
            name='because',
            field=models.BigIntegerField(help_text='The notice that was heard when this one was posted', null=True),
        ),
        migrations.AddIndex(
            model_name='notice',
            index=models.Index(condition=models.Q(('because__isnull', False)), fields=['because'], name='notice_because'),
        ),
    ]
