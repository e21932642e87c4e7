"""A message is a line or a JSON object, with what was at hand when it was written."""

import json
import logging
import sys
from pathlib import Path

import pytest
from tests.makers import NOON
from tests.rooms.press.making import Pages, tell

from dateline.cli.running import SERVER_LOG
from dateline.config import logs
from dateline.house import clock, printing, watching
from dateline.house.models import Notice
from dateline.press import actions


def record(message: str = "the strip is %s", *args: object, fault: bool = False) -> logging.LogRecord:
    """One message, at a moment that is known."""
    info = None
    if fault:
        try:
            raise ValueError("two\nlines")
        except ValueError:
            info = sys.exc_info()
    made = logging.LogRecord("dateline.press", logging.ERROR, __file__, 1, message, args or ("stale",), info)
    made.created = NOON.timestamp()
    return made


@pytest.fixture
def as_json(monkeypatch: pytest.MonkeyPatch) -> logging.Formatter:
    monkeypatch.setenv("LOG_FORMAT", "json")
    return logs.formatter()


def test_a_json_line_says_when_what_who_and_of_which_request_and_notice(as_json: logging.Formatter) -> None:
    with watching.answering("4f9d2c11"), watching.hearing(Notice(seq=48)):
        said = json.loads(as_json.format(record()))
    assert said.pop("pid") > 0
    assert said == {
        "time": NOON.isoformat(timespec="milliseconds").replace("+00:00", "Z"), "level": "ERROR",
        "logger": "dateline.press", "process": watching.part(), "request": "4f9d2c11", "notice": 48,
        "message": "the strip is stale",
    }  # fmt: skip


def test_what_is_not_at_hand_is_left_out(as_json: logging.Formatter) -> None:
    assert not {"request", "notice"} & json.loads(as_json.format(record())).keys()


def test_a_fault_with_its_lines_is_one_json_line(as_json: logging.Formatter) -> None:
    written = as_json.format(record("한 줄\n두 줄 %s", fault=True))
    assert "\n" not in written
    assert "두 줄" in written
    assert "ValueError" in json.loads(written)["exc_info"]


def test_a_plain_line_has_the_same() -> None:
    with watching.answering("4f9d2c11"), watching.hearing(Notice(seq=48)):
        first, *rest = logs.formatter().format(record(fault=True)).splitlines()
    assert first.endswith("ERROR dateline.press the strip is stale [request 4f9d2c11] [notice 48]")
    assert first.startswith(NOON.isoformat(timespec="milliseconds").replace("+00:00", "Z"))
    assert rest[0].startswith("Traceback")


def test_the_servers_own_messages_are_written_as_ours() -> None:
    configured = json.loads(SERVER_LOG.read_text())
    assert configured["formatters"]["ours"] == {
        "()": f"{logs.formatter.__module__}.{logs.formatter.__name__}"
    }
    streams = {name: handler["stream"] for name, handler in configured["handlers"].items()}
    assert streams == {"messages": "ext://sys.stderr", "access": "ext://sys.stdout"}


class Torn(Pages):
    """A printer whose one page cannot be printed; it writes down whose notice it was asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.asked_for: list[tuple[str, int | None]] = []

    def print(self, path: str, at: object) -> None:  # type: ignore[override]
        self.asked_for.append((path, watching.notice_number()))
        raise ValueError(path)


def test_a_page_that_cannot_be_printed_is_told_of_with_its_notice(
    db: None, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    torn = Torn()
    monkeypatch.setattr(printing, "_printers", [torn])
    with clock.frozen(NOON):
        first, second = tell(paths=["/a/"]), tell(paths=["/b/", "/a/"])
        actions.run()
    assert set(torn.asked_for) == {("/a/", first), ("/b/", second)}
    assert watching.notice_number() is None
