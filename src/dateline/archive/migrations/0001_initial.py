"""The archive's tables, and over them the database's own full-text index.

The index follows `archive_entry` by itself: by triggers on SQLite, as a generated column on PostgreSQL. A later
migration that makes SQLite copy that table (Django does so for most changes of it) loses the triggers with the
old one, and must run `make_index` again.
"""

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import NotSupportedError, migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

# The entry keeps the words already apart and folded, so that the tokenizer has only to part them at spaces.
SQLITE = (
    """
    CREATE VIRTUAL TABLE archive_search USING fts5(
        headline_terms, body_terms, content='archive_entry', content_rowid='id',
        tokenize='unicode61 remove_diacritics 0'
    )
    """,
    "CREATE VIRTUAL TABLE archive_vocabulary USING fts5vocab(archive_search, 'row')",
    """
    CREATE TRIGGER archive_entry_added AFTER INSERT ON archive_entry BEGIN
        INSERT INTO archive_search(rowid, headline_terms, body_terms)
        VALUES (new.id, new.headline_terms, new.body_terms);
    END
    """,
    """
    CREATE TRIGGER archive_entry_dropped AFTER DELETE ON archive_entry BEGIN
        INSERT INTO archive_search(archive_search, rowid, headline_terms, body_terms)
        VALUES ('delete', old.id, old.headline_terms, old.body_terms);
    END
    """,
    """
    CREATE TRIGGER archive_entry_changed AFTER UPDATE ON archive_entry BEGIN
        INSERT INTO archive_search(archive_search, rowid, headline_terms, body_terms)
        VALUES ('delete', old.id, old.headline_terms, old.body_terms);
        INSERT INTO archive_search(rowid, headline_terms, body_terms)
        VALUES (new.id, new.headline_terms, new.body_terms);
    END
    """,
    "INSERT INTO archive_search(archive_search) VALUES ('rebuild')",
)
SQLITE_BACK = (
    "DROP TRIGGER IF EXISTS archive_entry_added",
    "DROP TRIGGER IF EXISTS archive_entry_dropped",
    "DROP TRIGGER IF EXISTS archive_entry_changed",
    "DROP TABLE IF EXISTS archive_vocabulary",
    "DROP TABLE IF EXISTS archive_search",
)
POSTGRESQL = (
    """
    ALTER TABLE archive_entry ADD COLUMN document tsvector GENERATED ALWAYS AS (
        setweight(to_tsvector('simple', headline_terms), 'A') || setweight(to_tsvector('simple', body_terms), 'D')
    ) STORED
    """,
    "CREATE INDEX archive_entry_document ON archive_entry USING gin (document)",
)
POSTGRESQL_BACK = ("ALTER TABLE archive_entry DROP COLUMN IF EXISTS document",)


def make_index(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Make the full-text index in the words of the database at hand."""
    _run(schema_editor, SQLITE, POSTGRESQL)


def drop_index(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take it away again."""
    _run(schema_editor, SQLITE_BACK, POSTGRESQL_BACK)


def _run(editor: BaseDatabaseSchemaEditor, sqlite: tuple[str, ...], postgresql: tuple[str, ...]) -> None:
    vendor = editor.connection.vendor
    if vendor not in ("sqlite", "postgresql"):
        raise NotSupportedError(f"{vendor} has no full-text index that the archive knows; use SQLite or PostgreSQL")
    for statement in sqlite if vendor == "sqlite" else postgresql:
        editor.execute(statement, None)


class Migration(migrations.Migration):
    initial = True

    dependencies = [("stories", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="ReadingsFile",
            fields=[
                ("name", models.CharField(max_length=200, primary_key=True, serialize=False)),
                ("offset", models.PositiveBigIntegerField(default=0)),
                ("read_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("language", models.CharField(max_length=12)),
                ("headline_terms", models.TextField()),
                ("body_terms", models.TextField(help_text="Standfirst, body, bylines and topics")),
                (
                    "headline_words",
                    models.TextField(help_text="The headline's words, folded: to tell the same headline again"),
                ),
                ("sketch", models.BinaryField(help_text="archive.rules.alike.Sketch, packed")),
                ("published_at", models.DateTimeField()),
                ("indexed_at", models.DateTimeField()),
                (
                    "story",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="archive_entry",
                        to="stories.story",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "entries",
                "indexes": [models.Index(fields=["language", "-published_at"], name="archive_newest")],
            },
        ),
        migrations.CreateModel(
            name="Selection",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("picks", models.JSONField(default=list, help_text="Numbers of stories, in order")),
                ("pins", models.JSONField(default=list, help_text="The editor's pins that were heeded")),
                (
                    "text_hash",
                    models.CharField(
                        blank=True, default="", help_text="Of the text it was chosen for", max_length=64
                    ),
                ),
                ("chosen_at", models.DateTimeField()),
                (
                    "story",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="archive_selection",
                        to="stories.story",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Reading",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("hour", models.DateTimeField(help_text="The hour's first minute, UTC")),
                ("times", models.PositiveBigIntegerField(default=0)),
                (
                    "story",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="archive_readings",
                        to="stories.story",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["hour"], name="archive_reading_hour")],
                "constraints": [
                    models.UniqueConstraint(fields=("story", "hour"), name="archive_one_reading_an_hour")
                ],
            },
        ),
        migrations.CreateModel(
            name="Leader",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("language", models.CharField(max_length=12)),
                ("place", models.PositiveSmallIntegerField()),
                (
                    "story",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="stories.story"
                    ),
                ),
            ],
            options={
                "ordering": ["language", "place"],
                "constraints": [
                    models.UniqueConstraint(fields=("language", "place"), name="archive_one_leader_a_place")
                ],
            },
        ),
        migrations.RunPython(make_index, drop_index),
    ]
