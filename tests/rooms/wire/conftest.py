"""A partner, and folders of what it sends, with pictures drawn here."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PIL import Image

from dateline.licences.models import Partner

SAMPLES = Path(__file__).parents[2] / "samples" / "wire"
NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def draw(path: Path, *, width: int = 64, height: int = 48, colour: str = "teal") -> Path:
    """A picture file, its format by its ending."""
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", (width, height), colour).save(path)
    return path


def sample(name: str, folder: Path, *, to: str = "") -> Path:
    """One of our samples, copied into a folder as a partner would lay it there."""
    folder.mkdir(parents=True, exist_ok=True)
    return Path(shutil.copy(SAMPLES / name, folder / (to or name)))


@pytest.fixture
def partner(db: None, home: Path) -> Partner:
    return Partner.objects.create(
        slug="northwire", name="Northwire", time_zone="Asia/Seoul", loaded_at=NOON, terms={}
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """What the partner sends lies here, outside of the paper's own home."""
    inbox = tmp_path / "from-the-partner"
    inbox.mkdir()
    return inbox
