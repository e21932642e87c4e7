"""The locked versions are not below what security asks for. Each floor has its date and its reason."""

import re
from dataclasses import dataclass
from datetime import date

import pytest
from tests.habits.project import PROJECT, pyproject


@dataclass(frozen=True)
class Floor:
    """The lowest version that may be locked; `on` is when this was last looked at."""

    package: str
    version: str
    on: date
    reason: str


FLOORS = (
    Floor("brotli", "1.2", date(2026, 11, 25), "the first whose decompression can be bounded, CVE-2025-6176"),
    Floor("django", "5.2.8", date(2026, 11, 25), "SQL injection through Q's connector, CVE-2025-64459"),
    Floor("granian", "2.7.4", date(2026, 11, 25), "before it, one WebSocket header lost a worker"),
    Floor("lxml", "6.1", date(2026, 11, 25), "iterparse opened local files, CVE-2026-41066"),
    Floor("nh3", "0.3.4", date(2026, 11, 25), "the oldest that our corpus of payloads was run against"),
    Floor("pillow", "12.2", date(2026, 11, 25), "a bomb in a picture format, CVE-2026-40192"),
    Floor("urllib3", "2.6.3", date(2026, 11, 25), "unpacked more than it was asked for, CVE-2026-21441"),
    Floor("wagtail", "8.0", date(2026, 11, 25), "the oldest line that our pages and hooks are made for"),
)
LOCKED = re.compile(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)", re.MULTILINE)


def locked(name: str = "requirements.lock") -> dict[str, str]:
    """Every package of a lock file with its version."""
    return {package.lower(): version for package, version in LOCKED.findall((PROJECT / name).read_text())}


def number(version: str) -> tuple[int, ...]:
    """A version as figures that compare."""
    return tuple(int(part) for part in re.findall(r"\d+", version))


@pytest.mark.parametrize("floor", FLOORS, ids=lambda floor: floor.package)
def test_no_version_is_below_its_floor(floor: Floor) -> None:
    assert number(locked()[floor.package]) >= number(floor.version), floor.reason


@pytest.mark.parametrize("floor", FLOORS, ids=lambda floor: floor.package)
def test_pyproject_asks_for_the_floor_itself(floor: Floor) -> None:
    asked = next(
        each for each in pyproject()["project"]["dependencies"] if re.match(rf"{floor.package}\b", each)
    )
    lowest = re.search(r">=([\d.]+)", asked)
    assert lowest
    assert number(lowest[1]) >= number(floor.version)


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock", "requirements-build.lock"])
def test_every_locked_package_has_its_hashes(name: str) -> None:
    text = (PROJECT / name).read_text()
    blocks = re.split(r"(?m)^(?=\S)", text)[1:]
    assert blocks
    assert all(LOCKED.match(block) and "--hash=sha256:" in block for block in blocks)


def test_everything_that_is_asked_for_is_locked() -> None:
    groups = pyproject()["dependency-groups"]
    for names, lock in (
        (pyproject()["project"]["dependencies"], "requirements.lock"),
        (groups["dev"], "requirements-dev.lock"),
        (groups["build"], "requirements-build.lock"),
    ):
        asked = {re.split(r"[\[<>=!~ ]", each)[0].lower() for each in names}
        assert asked <= set(locked(lock)) | set(locked())
