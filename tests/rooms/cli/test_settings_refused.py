"""Settings that make no sense are refused by name, with what they take."""

import json
from pathlib import Path

import pytest
from tests.postgresql import on_sqlite

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
        ("DATELINE_DEBUG", "yes", "1 or 0"),
        ("DATABASE_URL", "mysql://host/paper", "unset it"), ("DATABASE_URL", "sqlite:///paper", "unset it"),
        ("DATABASE_URL", "postgres://host", "names no database"), ("DATABASE_URL", "postgres://u:p@ss@host/n", "%40"),
        ("DATABASE_URL", "postgres://host/n?colour=red", "colour"), ("DATABASE_URL", "postgres://host:0x1/n", "65535"),
        ("DATABASE_URL", "postgres://host:99999/n", "65535"), ("CACHE_URL", "memcached://host", "rediss://"),
        ("CACHE_URL", "redis://", "redis://:password@host"), ("CACHE_URL", "redis://host/first", "/0"),
        ("CACHE_URL", "redis://host:99999", "%40"), ("CACHE_URL", "unix://", "/path/to/socket"),
        ("DATELINE_NODE", "Node B", "small letters"),
        ("PRESS_FOLDERS", "/srv/b", "name=/folder"), ("PRESS_FOLDERS", "local=/srv/b", "another"),
        ("CACHES_IN_FRONT", "http://127.0.0.1", "name"), ("CACHES_IN_FRONT", "local=http://127.0.0.1", "another"),
        ("CACHES_IN_FRONT", "a=http://x,a=http://y", "another"), ("CACHES_IN_FRONT", "a=ftp://x", "cloudflare://"),
        ("CACHES_IN_FRONT", "a=cloudflare://zone", "TOKEN@"), ("CACHES_IN_FRONT", "a=cloudfront://k@D", "KEY:SECRET"),
        ("CACHES_IN_FRONT", "a=http://x?purge=some", "purge=all"), ("CACHES_IN_FRONT", "a=http://x:99999", "address"),
        ("CACHES_IN_FRONT", "a=http://x?after=1", "nothing else"), ("CACHES_IN_FRONT", "a=http://x/y", "host:port"),
        ("STORAGE_URL", "https://host/bucket", "s3://"), ("STORAGE_URL", "s3://host", "no bucket"),
        ("STORAGE_URL", "s3://k:s@host/bucket?zone=x", "region"), ("STORAGE_URL", "s3://k@host/bucket", "secret"),
    ],
)  # fmt: skip
def test_a_setting_that_cannot_be_kept_is_refused_by_name(
    home: Path, name: str, value: str, word: str
) -> None:
    with pytest.raises(WrongSetting) as refusal:
        environment.read({name: value})
    assert name in str(refusal.value)
    assert word in str(refusal.value)


@on_sqlite
def test_a_setting_that_there_is_not_is_named(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_HOSTZ", "paper.example")
    (home / "paper.json").write_text("{}")
    (home / "newsroom.sqlite3").unlink()
    assert [line for line in check.problems() if "DATELINE_HOSTZ" in line]


def test_no_refusal_shows_a_password() -> None:
    for name, value in (
        ("DATABASE_URL", "postgres:paper:s3cret@host/n"), ("DATABASE_URL", "postgres://u:s3cret@host"),
        ("DATABASE_URL", "postgres://u:s3cret@host/n?x=1"), ("DATABASE_URL", "postgres://u:s3cret@@host/n"),
        ("CACHE_URL", "redis:s3cret@host"), ("CACHE_URL", "redis://:s3cret@host/first"),
        ("CACHE_URL", "redis://:s3cret@host:port"), ("CACHE_URL", "redis://:s3cret/2@host:6379"),
        ("CACHE_URL", "redis://host/s3cret"), ("DATABASE_URL", "postgres://u:s3cret%2@host/n"),
        ("DATABASE_URL", "postgres://u:s3cret/2@host/n"), ("DATABASE_URL", "postgres://u/n?s3cret=@host/n"),
        ("DATABASE_URL", "u:s3cret@host/n"), ("DATABASE_URL", "s3cret@host/n"), ("MAIL_URL", "s3cret@host"),
        ("MAIL_URL", "//u:s3cret@host"), ("MAIL_URL", "smtp://u:s3cret/2@host:25"),
        ("STORAGE_URL", "s3://k:s3cret/2@host/bucket"), ("STORAGE_URL", "s3://k:2?s3cret=@host/bucket"),
    ):  # fmt: skip
        with pytest.raises(WrongSetting) as refusal:
            environment.read({name: value})
        assert "s3cret" not in str(refusal.value)


def test_an_address_is_read_as_the_server_s_own_programs_read_it() -> None:
    url = "postgres://paper:p%40ss@db.example:5433/news?sslmode=verify-full"
    assert environment.read({"DATABASE_URL": url}).database == {
        "host": "db.example", "port": "5433", "user": "paper", "password": "p@ss", "dbname": "news",
        "sslmode": "verify-full",
    }  # fmt: skip
    by_socket = environment.read({"DATABASE_URL": "postgresql:///news?host=/run/postgresql"})
    assert by_socket.database == {"dbname": "news", "host": "/run/postgresql"}
    assert environment.read({}).database is None


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("valkey://:word@host:6380/2", "redis://:word@host:6380/2"), ("valkeys://host", "rediss://host"),
        ("rediss://host/1", "rediss://host/1"), ("unix:///run/valkey.sock?db=1", "unix:///run/valkey.sock?db=1"),
    ],
)  # fmt: skip
def test_valkey_is_another_word_for_redis(given: str, read: str) -> None:
    assert environment.read({"CACHE_URL": given}).cache == read


@on_sqlite
@pytest.mark.parametrize(("url", "proxies", "is_told"), [
    ("https://paper.example", "", True),
    ("https://paper.example", "127.0.0.1", False),
    ("http://127.0.0.1:8000", "", False),
])  # fmt: skip
def test_a_paper_behind_tls_that_trusts_no_proxy_is_told_of(
    home: Path, monkeypatch: pytest.MonkeyPatch, url: str, proxies: str, is_told: bool
) -> None:
    monkeypatch.setenv("TRUSTED_PROXIES", proxies)
    (home / "paper.json").write_text(json.dumps({"url": url}))
    (home / "newsroom.sqlite3").unlink()
    assert bool([line for line in check.problems() if "TRUSTED_PROXIES" in line]) is is_told
