"""Loading the Media Topics, and what they are called then."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from dateline.wire import actions, queries
from dateline.wire.cli import wire
from dateline.wire.errors import UnreadableItem
from dateline.wire.rules import Item, Subject
from dateline.wire.rules.media_topics import SCHEME

DIVING = Item(guid="u:1", subjects=(Subject("medtop", "20000925", ""), Subject("", "", "Tides")))


def file_of(label: str) -> bytes:
    concept = {"uri": SCHEME + "20000925", "qcode": "medtop:20000925", "prefLabel": {"en-GB": label}}
    return json.dumps(
        {"uri": SCHEME, "dateReleased": "2026-07-02T12:00:00Z", "conceptSet": [concept]}
    ).encode()


@pytest.mark.django_db
def test_names_come_from_what_was_loaded_last(tmp_path: Path) -> None:
    assert queries.subject_names(DIVING, "en") == ("20000925", "Tides")
    (tmp_path / "mediatopic.json").write_bytes(file_of("diving"))
    printed = CliRunner().invoke(wire, ["vocabulary", "load", str(tmp_path / "mediatopic.json")])
    assert printed.output == "1 topics in use, 0 retired, released 2026-07-02\n"
    assert queries.subject_names(DIVING, "en") == ("diving", "Tides")
    actions.load_vocabulary(file_of("high diving"))
    assert queries.subject_names(DIVING, "ko") == ("high diving", "Tides")
    with pytest.raises(UnreadableItem):
        actions.load_vocabulary(b"{}")
    assert queries.subject_names(DIVING, "en") == ("high diving", "Tides")


@pytest.mark.django_db
def test_the_list_names_each_topic_and_the_one_above() -> None:
    lines = CliRunner().invoke(wire, ["vocabulary", "list", "--language", "ko"]).output.splitlines()
    assert "15000000\t-\t스포츠" in lines
    assert "20000574\t11000000\t선거" in lines
