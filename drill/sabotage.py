"""Guards taken away, one by one: the drill that finds nothing then was no drill.

By name, in a process that a drill starts; each changes a module of ours as soon as it is imported.
"""

import importlib.abc
import importlib.util
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType
from typing import Any

Patch = Callable[[Any], None]


def remove(names: Iterable[str]) -> None:
    """Take these guards away from this process."""
    wanted: dict[str, list[Patch]] = {}
    for name in names:
        for module, patch in GUARDS[name].items():
            wanted.setdefault(module, []).append(patch)
    if wanted:
        sys.meta_path.insert(0, _Patching(wanted))


class _Patching(importlib.abc.MetaPathFinder):
    """Has a module changed when it has been read."""

    def __init__(self, wanted: dict[str, list[Patch]]) -> None:
        self._wanted = wanted

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """The module's own, with our patches behind it."""
        patches = self._wanted.pop(fullname, None)
        if patches is None:
            return None
        spec = importlib.util.find_spec(fullname)
        assert spec and spec.loader
        read: Callable[[ModuleType], None] = spec.loader.exec_module

        def read_and_patch(module: ModuleType) -> None:
            read(module)
            for patch in patches:
                patch(module)

        spec.loader.exec_module = read_and_patch  # type: ignore[method-assign]
        return spec


def _write_in_place(atomic_file: Any) -> None:
    """Files are written where readers read them, piece by piece."""

    def write(path: Path, content: bytes, **_: object) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb", buffering=0) as file:
            for start in range(0, len(content), 2048):
                file.write(content[start : start + 2048])
                time.sleep(0.01)

    atomic_file.write = write


def _trust_any_bytes(serving: Any) -> None:
    """The server sends what lies there at that moment, whatever the sidecar says of it."""

    def page(page: Path, path: str) -> Any:
        meta = page.with_name(page.name + ".meta")
        try:
            sidecar, body = serving.files.read_sidecar(page), page.read_bytes()
            return sidecar and serving._entry(page, path, meta, meta.stat(), sidecar, body)
        except OSError:
            return None

    serving._page = page
    serving.Front._is_current = lambda *_: False


def _keep_place_first(actions: Any) -> None:
    """The press says that it has printed before it prints."""
    inner = actions._print_touched

    def print_touched(batch: list[Any], **named: Any) -> None:
        actions.notices.keep_place(actions.queries.hearer(), batch[-1].seq)
        actions.points.reached("press.kept")
        inner(batch, **named)

    actions._print_touched = print_touched


def _post_after_commit(notices: Any) -> None:
    """The notice is written when what it tells of is saved already."""
    inner = notices.post

    def post(*arguments: Any, **named: Any) -> int:
        def later() -> None:
            notices.points.reached("notice.committed")
            with notices.transaction.atomic():
                inner(*arguments, **named)

        notices.transaction.on_commit(later)
        return 0

    notices.post = post


def _print_any_age(rules: Any) -> None:
    """An older print replaces a newer one."""
    rules.is_newer = lambda version, standing: True


def _never_print_twice(queries: Any) -> None:
    """Nobody looks whether a page was overtaken while it was printed."""
    queries.is_overtaken = lambda sheet, version: False


def _forget_what_was_withdrawn(keeping_down: Any) -> None:
    """A restore does not ask what has been taken down since."""
    keeping_down.take_down = lambda withdrawals, since: None
    keeping_down.mark = lambda withdrawals: 0


def _write_the_mark_first(files: Any) -> None:
    """A takedown wants room on the disk before anything is renamed."""
    inner = files._take_down  # of one page, and of many together

    def take_down(path: str, *arguments: Any, **named: Any) -> None:
        files.atomic_file.write(
            files._with(files.press_licensed() / files._file(path), ".first"), bytes(4096)
        )
        inner(path, *arguments, **named)

    files._take_down = take_down


def _keep_no_ballast(ballast: Any) -> None:
    """Nothing goes first when the disk is full."""
    ballast.make_room = lambda: None


def _ask_the_database(serving: Any) -> None:
    """Every page is asked of Django, printed or not."""
    serving.find = lambda path: None


def _say_the_clocks_time(files: Any) -> None:
    """A page's time is that of the clock, whatever stood before."""
    files._later_than = lambda *pages: int(files.time.time())


def _note_after_commit(migrate: Any) -> None:
    """A migration is noted when it is committed already, as Django has it."""
    migrate.OneTransaction.apply_migration = migrate.MigrationExecutor.apply_migration


GUARDS: dict[str, dict[str, Patch]] = {
    "beside-and-rename": {"dateline.house.atomic_file": _write_in_place},
    "hash-before-sending": {"dateline.press.serving": _trust_any_bytes},
    "print-before-place": {"dateline.press.actions": _keep_place_first},
    "notice-in-transaction": {"dateline.house.notices": _post_after_commit},
    "never-older": {"dateline.press.rules": _print_any_age, "dateline.press.queries": _never_print_twice},
    "withdrawn-list": {"dateline.cli.keeping_down": _forget_what_was_withdrawn},
    "rename-needs-no-room": {"dateline.press.files": _write_the_mark_first},
    "ballast": {"dateline.house.ballast": _keep_no_ballast},
    "pages-before-database": {"dateline.press.serving": _ask_the_database},
    "later-than-before": {"dateline.press.files": _say_the_clocks_time},
    "only-adds": {},  # no module's: the drill itself renames a column
    "note-with-migration": {"dateline.house.management.commands.migrate": _note_after_commit},
}
