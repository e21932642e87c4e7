"""Django's `migrate`, with each migration and the note that it was done in one transaction.

Django notes a migration that leaves statements to the end (an index of a foreign key is enough) only after it has
committed it: killed between the two, it was applied and not noted, and the next run stopped at "table already exists".
"""

from typing import Any
from unittest import mock

from django.core.management.commands import migrate
from django.db.migrations import Migration
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ProjectState


class OneTransaction(MigrationExecutor):
    """Applies a migration, runs what it left to the end, and notes it, or does none of these."""

    def apply_migration(
        self, state: ProjectState, migration: Migration, fake: bool = False, fake_initial: bool = False
    ) -> ProjectState:
        """As Django's own. What is not atomic or not applied for true is left to Django."""
        if fake or fake_initial or not migration.atomic:
            return super().apply_migration(state, migration, fake, fake_initial)
        if self.progress_callback:
            self.progress_callback("apply_start", migration, fake)
        with self.connection.schema_editor(atomic=True) as schema_editor:
            state = migration.apply(state, schema_editor)
            for statement in schema_editor.deferred_sql:
                schema_editor.execute(statement)
            schema_editor.deferred_sql.clear()
            self.record_migration(migration)  # type: ignore[call-arg,arg-type]  # the stubs have an older Django
        if self.progress_callback:
            self.progress_callback("apply_success", migration, fake)
        return state


class Command(migrate.Command):
    """`migrate`, each migration whole or not at all."""

    def handle(self, *args: Any, **options: Any) -> None:
        """As Django's own."""
        with mock.patch.object(migrate, "MigrationExecutor", OneTransaction):
            super().handle(*args, **options)
