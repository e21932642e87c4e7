"""A database that is damaged, full or held: readers keep their words, operators read one sentence."""

from pathlib import Path
from types import ModuleType

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.db import DatabaseError, IntegrityError, OperationalError, transaction
from django.test import Client
from django.urls import path
from tests.rooms.press.making import sheet

from dateline.cli import check
from dateline.cli.faults import known_fault
from dateline.house import notices
from dateline.house.errors import WrongSetting
from dateline.house.paper import paper
from dateline.press import files


@pytest.fixture
def client(db: None, home: Path, settings) -> Client:
    """A newsroom whose only view stumbles over `client.fault`."""
    client = Client(raise_request_exception=False)

    def stumble(request, **kwargs):
        raise client.fault

    addresses = ModuleType("addresses")
    addresses.urlpatterns = [path("-/comments/<int:pk>", stumble)]
    settings.ROOT_URLCONF = addresses
    return client


FAULTS = {
    "full": OperationalError("database or disk is full"),
    "held": OperationalError("database is locked"),
    "damaged": DatabaseError("file is not a database"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_what_the_database_refuses_is_503_and_the_words_are_kept(client: Client, fault: str) -> None:
    client.fault = FAULTS[fault]
    answer = client.post("/-/comments/1", {"text": "Words & more"}, headers={"origin": "http://testserver"})
    assert answer.status_code == 503
    assert answer["Retry-After"]
    assert "Words &amp; more" in answer.content.decode()


def test_our_own_mistakes_are_no_absence(client: Client) -> None:
    client.fault = IntegrityError("UNIQUE constraint failed")
    assert client.get("/-/comments/1").status_code == 500


@pytest.mark.django_db
def test_a_session_that_cannot_be_kept_keeps_the_readers_words(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.makers import make_story

    from dateline.stories import tree

    tree.lay_out()
    story = make_story()

    def full(*arguments: object, **named: object) -> None:
        raise OperationalError("database or disk is full")

    monkeypatch.setattr(SessionStore, "save", full)
    client = Client(raise_request_exception=False)
    posted = {"text": "Words of a reader who is not signed in"}
    answer = client.post(f"/-/comments/{story.pk}", posted, headers={"origin": "http://testserver"})
    assert answer.status_code == 503
    assert posted["text"] in answer.content.decode()


@pytest.mark.parametrize(
    ("fault", "word"),
    [(FAULTS["damaged"], "restore"), (FAULTS["held"], "try again"), (FAULTS["full"], "make room")],
)
def test_an_operator_reads_what_to_do(home: Path, fault: DatabaseError, word: str) -> None:
    assert word in known_fault(fault)
    assert str(home) in known_fault(fault)


def test_a_spoilt_paper_json_is_named(home: Path) -> None:
    (home / "paper.json").write_text("{broken")
    with pytest.raises(WrongSetting, match=r"paper\.json cannot be read"):
        paper()


@pytest.mark.django_db
def test_check_names_what_does_not_lie_there(home: Path) -> None:
    said = "\n".join(check._about_what_lies_there())
    assert "run `dateline setup`" in said
    assert "/, /-/404/" in said


@pytest.mark.django_db
def test_check_names_pages_from_a_time_that_the_database_knows_nothing_of(home: Path) -> None:
    files.place(sheet("/"), 9)
    assert "newer than the database" in "\n".join(check._about_what_lies_there())
    with transaction.atomic():
        notices.go_on_beyond()
    assert "newer than the database" not in "\n".join(check._about_what_lies_there())
