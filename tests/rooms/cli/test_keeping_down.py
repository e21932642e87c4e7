"""What the lines of withdrawn.jsonl come to."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from tests.makers import NOON

from dateline.cli import keeping_down
from dateline.press import files


def line(path: str, minute: int, *, status: int = 410, location: str = "") -> str:
    at = (NOON + timedelta(minutes=minute)).isoformat()
    return json.dumps(
        {"path": path, "at": at, "status": status, "location": location, "reason": f"at {minute}"}
    )


def read(folder: Path, *lines: str) -> dict[str, tuple[int, str]]:
    (folder / "w.jsonl").write_text("\n".join(lines) + "\n")
    found = keeping_down.read([folder / "w.jsonl"])
    return {path: (each.status, each.location) for path, each in found.items()}


def test_the_newest_line_on_a_path_counts(tmp_path: Path) -> None:
    assert read(tmp_path, line("/a/", 2, status=451), line("/a/", 1)) == {"/a/": (451, "")}


def test_a_page_of_notice_is_kept_with_its_words(tmp_path: Path) -> None:
    facts = json.loads(line("/a/", 1, status=200)) | {
        "page": "200-ended",
        "notice": "Its sender has withdrawn it.",
    }
    (tmp_path / "w.jsonl").write_text(json.dumps(facts) + "\n")
    found = keeping_down.read([tmp_path / "w.jsonl"])
    assert keeping_down.mark(found) == 1
    lying = files.lying("/a/")
    assert lying == files.Mark(200, "", 0, "at 1", "200-ended", "Its sender has withdrawn it.")


def test_a_story_that_moved_leads_to_where_it_is(tmp_path: Path) -> None:
    assert read(tmp_path, line("/a/", 1, status=301, location="/b/")) == {"/a/": (301, "/b/")}


def test_a_story_that_moved_and_was_withdrawn_there_is_down_everywhere(tmp_path: Path) -> None:
    moves = (line("/a/", 1, status=301, location="/b/"), line("/b/", 2, status=301, location="/c/"))
    assert read(tmp_path, *moves, line("/c/", 3)) == dict.fromkeys(("/a/", "/b/", "/c/"), (410, ""))


def test_a_story_that_moved_to_where_another_had_been_is_not_down(tmp_path: Path) -> None:
    found = read(tmp_path, line("/b/", 1), line("/a/", 2, status=301, location="/b/"))
    assert found["/a/"] == (301, "/b/")


def test_stories_that_moved_round_in_circles_end(tmp_path: Path) -> None:
    found = read(tmp_path, *(line(a, 1, status=301, location=b) for a, b in (("/a/", "/b/"), ("/b/", "/a/"))))
    assert set(found) == {"/a/", "/b/"}


def test_a_line_that_cannot_be_read_is_named_and_passed_over(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert set(read(tmp_path, '{"path": "/cut', line("/a/", 1), "[]", '{"path": "/b/"}')) == {"/a/"}
    assert [each.split(" cannot")[0][-6:] for each in capsys.readouterr().err.splitlines()] == [
        "line 1", "line 3", "line 4",
    ]  # fmt: skip
