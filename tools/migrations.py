"""Fails when a model has changed and its migration was not written."""

import os
import tempfile

with tempfile.TemporaryDirectory() as home:
    os.environ["DATELINE_HOME"] = home
    os.environ["DJANGO_SETTINGS_MODULE"] = "dateline.config.settings"
    from pathlib import Path

    (Path(home) / "newsroom.sqlite3").touch()
    import django

    django.setup()
    from django.core.management import call_command

    call_command("makemigrations", check=True, dry_run=True, verbosity=1)
