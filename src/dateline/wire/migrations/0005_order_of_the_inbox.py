from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("wire", "0004_vocabularies"),
    ]

    operations = [
        migrations.AddField(
            model_name="wireitem",
            name="embargoed_until",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddIndex(
            model_name="wireitem",
            index=models.Index(fields=["-changed_at", "-id"], name="wire_newest"),
        ),
        migrations.AddIndex(
            model_name="wireitem",
            index=models.Index(fields=["partner", "-changed_at", "-id"], name="wire_newest_of_partner"),
        ),
        migrations.AddIndex(
            model_name="wireitem",
            index=models.Index(fields=["state", "-changed_at", "-id"], name="wire_newest_in_state"),
        ),
    ]
