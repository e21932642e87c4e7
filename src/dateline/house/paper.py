"""The paper itself: its name, address, zone and language, kept in `DATELINE_HOME/paper.json`."""

import json
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path

from dateline.house import atomic_file, runs
from dateline.house.errors import WrongSetting
from dateline.house.home import home


@dataclass(frozen=True)
class Paper:
    """What every page says of the paper. `url` has no trailing slash; `zone` is an IANA name."""

    name: str = "A Newspaper"
    url: str = "http://127.0.0.1:8000"
    zone: str = "Asia/Seoul"
    language: str = "en"
    tagline: str = ""

    def absolute(self, address: str) -> str:
        """The full address of a path on this site."""
        return f"{self.url}{address}"


def paper() -> Paper:
    """The paper of this installation; the defaults before `dateline setup`.

    Raises WrongSetting when its file cannot be read.
    """
    return runs.once("paper", _as_kept)


def _as_kept() -> Paper:
    path = home() / "paper.json"
    try:
        stat = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return Paper()
    return _read(path, stat.st_mtime_ns)


def is_set_up() -> bool:
    """Whether `dateline setup` has written a paper here."""
    return (home() / "paper.json").exists()


def keep(paper: Paper) -> None:
    """Write the paper's facts."""
    content = json.dumps(asdict(paper), ensure_ascii=False, indent=2) + "\n"
    atomic_file.write(home() / "paper.json", content.encode())


@lru_cache(maxsize=4)
def _read(path: Path, mtime_ns: int) -> Paper:
    try:
        return Paper(**json.loads(path.read_text()))
    except (ValueError, TypeError) as cause:
        raise WrongSetting(
            f"{path} cannot be read ({cause}); mend it, or remove it and run `dateline setup` with --name and --url"
        ) from cause
