from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("press", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Press",
            fields=[
                ("name", models.CharField(max_length=60, primary_key=True, serialize=False)),
                ("kind", models.CharField(choices=[("node", "Node"), ("folder", "Folder"), ("bucket", "Bucket"), ("cache", "Cache")], max_length=12)),
                ("token", models.CharField(blank=True, default="", help_text="Of the folder that a node has", max_length=40)),
                ("seen_at", models.DateTimeField(help_text="When it was last at work, or last reached")),
                ("failing_since", models.DateTimeField(help_text="Since when it cannot be reached", null=True)),
                ("reason", models.TextField(blank=True, default="", help_text="Why not")),
            ],
        ),
        migrations.CreateModel(
            name="Copy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("press", models.CharField(max_length=60)),
                ("path", models.CharField(max_length=900)),
                ("version", models.BigIntegerField(help_text="What it is to hold at least: the notice of the newest print")),
                ("is_owed", models.BooleanField(default=True)),
                ("owed_at", models.DateTimeField()),
                ("is_urgent", models.BooleanField(default=False, help_text="Withdrawn or licensed: before all that waits")),
                ("did", models.CharField(blank=True, choices=[("printed", "Printed"), ("same", "Same"), ("withdrawn", "Withdrawn"), ("missing", "Missing"), ("kept out", "Kept Out")], default="", max_length=12)),
            ],
            options={
                "indexes": [models.Index(condition=models.Q(("is_owed", True)), fields=["press", "-is_urgent", "owed_at"], name="copy_owed")],
                "constraints": [models.UniqueConstraint(fields=("press", "path"), name="one_copy_a_press")],
            },
        ),
        # Who wrote code that does not know of presses yet writes none: the database fills it in.
        migrations.AddField(
            model_name="printedpage",
            name="press",
            field=models.CharField(db_default="local", default="local", max_length=60),
        ),
        migrations.AlterField(model_name="printedpage", name="path", field=models.CharField(max_length=900)),
        migrations.AddConstraint(
            model_name="printedpage",
            constraint=models.UniqueConstraint(fields=("press", "path"), name="one_page_a_press"),
        ),
        migrations.AlterField(
            model_name="receipt",
            name="did",
            field=models.CharField(choices=[("printed", "Printed"), ("same", "Same"), ("withdrawn", "Withdrawn"), ("missing", "Missing"), ("kept out", "Kept Out")], max_length=12),
        ),
    ]
