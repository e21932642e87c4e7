"""Settings that make no sense are refused by name, with what they take."""

from pathlib import Path

import pytest

from dateline.cli import check
from dateline.cli.setup import set_up
from dateline.config import environment
from dateline.house.errors import WrongSetting
from dateline.house.paper import is_set_up


@pytest.mark.parametrize(
    "url",
    [
        "", "foo", "example.com", "ftp://example.com", "https://", "https:///", "http://a b/", "https://example.com/news",
        "https://user:word@example.com", "https://example.com?x=1", "https://-a.example", "https://example.com:port",
        'https://example.com"', "https://example.com\n",
    ],
)  # fmt: skip
def test_a_paper_needs_an_address_that_pages_can_name(home: Path, url: str) -> None:
    with pytest.raises(WrongSetting, match="--url is"):
        set_up(url=url)
    assert not is_set_up()


@pytest.mark.parametrize(
    ("facts", "word"), [({"name": " "}, "--name"), ({"zone": "Seoul"}, "--zone"), ({"zone": ""}, "--zone")]
)
def test_a_paper_needs_a_name_and_a_zone(home: Path, facts: dict[str, str], word: str) -> None:
    with pytest.raises(WrongSetting, match=word):
        set_up(**facts)
    assert not is_set_up()


@pytest.mark.parametrize(
    ("name", "value", "word"),
    [
        ("MAIL_URL", "mailto:x", "smtps"), ("MAIL_URL", "smtp://", "host"), ("MAIL_URL", "file:", "folder"),
        ("MAIL_URL", "smtp://host:99999999", "587"), ("MAIL_URL", "smtp://user:p@ss[word@host", "%40"),
        ("DATELINE_DEBUG", "yes", "1 or 0"), ("DATABASE_URL", "postgres://x", "later release"),
    ],
)  # fmt: skip
def test_a_setting_that_cannot_be_kept_is_refused_by_name(
    home: Path, name: str, value: str, word: str
) -> None:
    with pytest.raises(WrongSetting) as refusal:
        environment.read({name: value})
    assert name in str(refusal.value)
    assert word in str(refusal.value)


def test_a_setting_that_there_is_not_is_named(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_HOSTZ", "paper.example")
    (home / "paper.json").write_text("{}")
    (home / "newsroom.sqlite3").unlink()
    assert [line for line in check.problems() if "DATELINE_HOSTZ" in line]
