"""Each migration works with the code that already runs: it adds what that does not ask for, and takes nothing away.

Held to what each room's first migration has made: `dateline setup` of a newer release migrates a paper that the
older one serves and writes on (docs/running.md, "Upgrading"). What must go is removed a release after the last code
that asked for it, and named here.
"""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import models
from django.db.migrations import Migration, operations
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState

# `room.migration operation`, and why no older code minds.
MINDED_BY_NOBODY = {
    "press.0002_several_presses AlterField printedpage.path": "no longer unique by itself: one node writes as before",
    "press.0002_several_presses AddConstraint printedpage": "weaker than the one that it takes the place of",
}
HARMLESS = (
    operations.CreateModel, operations.AddIndex, operations.RemoveIndex, operations.RenameIndex,
    operations.RemoveConstraint, operations.AlterModelOptions, operations.AlterModelManagers,
    operations.AlterModelTableComment, operations.RunPython,
)  # fmt: skip


def _ours() -> Iterator[tuple[Migration, ProjectState]]:
    """Each migration of ours, and the models as they are before it."""
    loader = MigrationLoader(None)
    own = {config.label for config in apps.get_app_configs() if config.name.startswith("dateline.")}
    state = ProjectState()
    for key in _in_order(loader):
        migration = loader.graph.nodes[key]
        if key[0] in own:
            yield migration, state
        state = migration.mutate_state(state, preserve=True)


def _in_order(loader: MigrationLoader) -> list[tuple[str, str]]:
    ordered: dict[tuple[str, str], None] = {}
    for leaf in sorted(loader.graph.leaf_nodes()):
        ordered |= dict.fromkeys(loader.graph.forwards_plan(leaf))
    return list(ordered)


def refusals(
    migration: Migration, state: ProjectState, *, is_first: bool, made_since: set[tuple[str, str]]
) -> Iterator[str]:
    """What of this migration would be minded by the code before it, an operation each."""
    for operation in migration.operations:
        model = (migration.app_label, str(getattr(operation, "model_name", "")).lower())
        if isinstance(operation, operations.CreateModel) and not is_first:
            made_since.add((migration.app_label, operation.name.lower()))
        if not is_first and model not in made_since and not _is_harmless(operation, model, state):
            what = ".".join(filter(None, (model[1], getattr(operation, "name", ""))))
            if isinstance(operation, operations.AddConstraint):
                what = model[1]
            yield f"{migration.app_label}.{migration.name} {type(operation).__name__} {what}"
        state = _after(operation, migration.app_label, state)


def _after(operation: operations.base.Operation, room: str, state: ProjectState) -> ProjectState:
    state = state.clone()
    operation.state_forwards(room, state)
    return state


def _is_harmless(operation: operations.base.Operation, model: tuple[str, str], state: ProjectState) -> bool:
    if isinstance(operation, operations.AddField):
        field = operation.field
        return bool(field.null or field.many_to_many or field.has_db_default())
    if isinstance(operation, operations.AlterField):
        return _takes_all_that_was_taken(state.models[model].fields[operation.name], operation.field)
    return isinstance(operation, HARMLESS)


def _takes_all_that_was_taken(before: models.Field, after: models.Field) -> bool:
    """Whether each value that could be written can be written still, and as the same."""
    longest = (before.max_length or 0, after.max_length or before.max_length or 0)
    return (
        before.get_internal_type() == after.get_internal_type()
        and before.db_column == after.db_column
        and (after.null or not before.null)
        and before.unique == after.unique
        and longest[0] <= longest[1]
    )


def _all_refusals() -> list[str]:
    made_since: set[tuple[str, str]] = set()
    found: list[str] = []
    for migration, state in _ours():
        found += refusals(migration, state, is_first=migration.name == "0001_initial", made_since=made_since)
    return found


def test_no_migration_is_minded_by_the_code_that_runs_already() -> None:
    minded = [line for line in _all_refusals() if line not in MINDED_BY_NOBODY]
    assert not minded, (
        "give an added column null or a db_default; remove and rename a release later, named here"
    )


def test_each_exception_is_still_one() -> None:
    assert set(MINDED_BY_NOBODY) <= set(_all_refusals())


class _Later(Migration):
    initial = False


@pytest.mark.parametrize(
    ("operation", "is_minded"),
    [
        (operations.AddField("notice", "mood", models.CharField(max_length=9, default="")), True),
        (operations.AddField("notice", "mood", models.CharField(max_length=9, null=True)), False),
        (operations.AddField("notice", "mood", models.CharField(max_length=9, db_default="")), False),
        (operations.RemoveField("notice", "about"), True),
        (operations.RenameField("notice", "about", "on"), True),
        (operations.DeleteModel("Notice"), True),
        (operations.AlterField("notice", "about", models.CharField(max_length=3)), True),
        (operations.AlterField("notice", "about", models.CharField(max_length=999)), False),
        (operations.AlterField("notice", "about", models.CharField(max_length=999, unique=True)), True),
        (operations.RunSQL("SELECT 1"), True),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, operations.base.Operation) else None,
)
def test_what_is_minded(operation: operations.base.Operation, is_minded: bool) -> None:
    state = ProjectState()
    for migration, before in _ours():
        if migration.app_label == "house":
            state = migration.mutate_state(before, preserve=True)
            break
    later = _Later("later", "house")
    later.operations = [operation]
    assert bool(list(refusals(later, state, is_first=False, made_since=set()))) is is_minded
