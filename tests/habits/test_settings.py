"""Every setting is in docs/running.md, in `dateline check`, and in the code that reads the environment."""

import re

import pytest
from tests.habits.project import SOURCE, documents, inline_code, table_rows

from dateline.cli.check import SETTINGS
from dateline.config.environment import NOT_YET, read
from dateline.house.errors import WrongSetting

RUNNING = documents()["docs/running.md"]
SHAPE = re.compile(
    r"(?:DATELINE|MAIL|DATABASE|STORAGE|CACHES?|SEARCH|TRUSTED|LOG|METRICS|OTEL_EXPORTER|PRESS|COUNTRY)_[A-Z_]+"
)
ENVIRONMENT = (SOURCE / "config" / "environment.py").read_text() + (SOURCE / "house" / "home.py").read_text()


def settings_read() -> set[str]:
    """What the code asks the environment for."""
    return set(re.findall(r'environ(?:\.get\(|, )"([A-Z_]+)"', ENVIRONMENT)) - set(NOT_YET)


def test_the_table_has_every_setting_and_no_other() -> None:
    tabled = {row[0].strip("`") for row in table_rows(RUNNING) if SHAPE.fullmatch(row[0].strip("`"))}
    assert tabled == settings_read()


def test_check_lists_every_setting() -> None:
    assert set(SETTINGS) == settings_read()


def test_settings_are_read_in_one_place() -> None:
    """Each variable of ours has one reader; others set it for a child, or look whether it is set."""
    elsewhere = {
        name
        for path in SOURCE.rglob("*.py")
        for name in re.findall(r'environ(?:\.get\(|\[)"([A-Z_]+)"', path.read_text())
    }
    assert {name for name in elsewhere if SHAPE.fullmatch(name)} <= settings_read()


@pytest.mark.parametrize("name", sorted(NOT_YET))
def test_a_setting_that_is_not_kept_yet_is_refused_by_name_and_said_to_be(name: str) -> None:
    with pytest.raises(WrongSetting, match=name):
        read({name: "x"})
    assert name in inline_code(RUNNING)
    assert name in inline_code(documents()["README.md"])


def test_the_documents_name_no_setting_that_is_not_there() -> None:
    named = {
        name for text in documents().values() for name in SHAPE.findall(text) if f"`{name}" in text
    }  # fmt: skip
    assert named <= settings_read() | set(NOT_YET)
