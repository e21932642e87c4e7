"""The points at which a drill may stop a process: each is said once, and in a newsroom nobody listens."""

import re
from collections import Counter
from pathlib import Path

import pytest

from dateline.house import atomic_file, points

SOURCE = Path(points.__file__).parents[1]


def test_every_point_is_said_at_one_place_and_listed() -> None:
    said = Counter(
        name
        for path in SOURCE.rglob("*.py")
        for name in re.findall(r'points\.reached\("(.+?)"', path.read_text())
    )
    assert said == Counter(points.NAMES)


def test_nobody_listens_in_a_newsroom_and_nothing_but_a_drill_sets_a_listener() -> None:
    assert points.listener is None
    points.reached("file.beside")
    setters = [path for path in SOURCE.rglob("*.py") if re.search(r"points\.listener\s*=", path.read_text())]
    assert not setters


def test_who_listens_hears_the_point_between_writing_and_renaming(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "page.html"
    seen: list[tuple[str, bool]] = []
    monkeypatch.setattr(points, "listener", lambda name: seen.append((name, place.exists())))
    atomic_file.write(place, b"whole")
    assert seen == [("file.beside", False)]
    assert place.read_bytes() == b"whole"
