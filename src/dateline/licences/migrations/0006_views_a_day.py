from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('licences', '0005_whose_words'),
    ]

    operations = [
        migrations.CreateModel(
            name='Viewed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('partner', models.SlugField()),
                ('guid', models.CharField(max_length=500)),
                ('language', models.CharField(max_length=12)),
                ('on', models.DateField()),
                ('times', models.PositiveBigIntegerField(default=0)),
            ],
            options={
                'verbose_name_plural': 'viewed',
                'constraints': [models.UniqueConstraint(fields=('partner', 'on', 'guid', 'language'), name='viewed_once_a_day')],
            },
        ),
    ]
