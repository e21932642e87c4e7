"""What every test stands on: the shared folder, no network. Its home: `tests/settings.py`."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import postgresql

PROJECT = Path(__file__).resolve().parents[1]
ON_CI = os.environ.get("CI") == "true"


def skip_or_fail(reason: str) -> None:
    """Skip, saying why; in CI nothing may be missing."""
    if ON_CI:
        pytest.fail(f"in CI nothing may be missing: {reason}")
    pytest.skip(reason)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL only what a database can make a difference to is walked again."""
    if not postgresql.IS_ASKED_FOR:
        return
    again = [item for item in items if _stands_on_the_database(item)]
    config.hook.pytest_deselected(items=[item for item in items if item not in again])
    items[:] = again


def _stands_on_the_database(item: pytest.Item) -> bool:
    if item.get_closest_marker("any_database"):
        return False
    asks = {"db", "transactional_db"}.intersection(getattr(item, "fixturenames", ()))
    return bool(item.get_closest_marker("server") or item.get_closest_marker("django_db") or asks)


@pytest.fixture(scope="session")
def shared_folder() -> Path:
    """The folder of sample feeds and hostile inputs that lies beside the project."""
    folder = Path(os.environ.get("DATELINE_SHARED") or PROJECT.parent / "shared")
    if not folder.is_dir():
        skip_or_fail(f"no sample data at {folder}; set DATELINE_SHARED")
    return folder


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A DATELINE_HOME of this test's own, beneath the database that all tests share."""
    monkeypatch.setenv("DATELINE_HOME", str(tmp_path))
    (tmp_path / "newsroom.sqlite3").touch()
    yield tmp_path
