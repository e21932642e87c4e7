"""Pictures drawn for the tests, and a partner to send them."""

import io
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from dateline.licences.models import Partner
from dateline.licences.rules import Index, Terms, Use, to_json
from dateline.pictures.parsers.iim import write_iim
from dateline.pictures.parsers.xmp import write_xmp
from dateline.pictures.rules import PhotoFacts

NOON = datetime(2026, 11, 23, 3, tzinfo=UTC)
SAID = PhotoFacts(
    caption="Cranes over dry dock 3",
    credit="Harbour Wire",
    photographer="Han Jiwon",
    copyright="© 2026 Harbour Wire",
    usage_terms="No archive use",
    alt="Three red cranes against a yellow sky",
)


@pytest.fixture(autouse=True)
def _media(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.MEDIA_ROOT = str(tmp_path / "media")
    monkeypatch.setenv("DATELINE_HOME", str(tmp_path))


def jpeg(
    *, size: tuple[int, int] = (800, 450), colour: str = "#0b4f63", said: PhotoFacts = SAID, **options: Any
) -> bytes:
    """A JPEG that says `said` in XMP and IIM."""
    written = io.BytesIO()
    picture = Image.linear_gradient("L").resize(size)
    Image.merge("RGB", (picture, picture, Image.new("L", size, colour))).save(
        written, "JPEG", xmp=write_xmp(said), extra=write_iim(said), **options
    )
    return written.getvalue()


@pytest.fixture
def make_partner(db: None) -> Callable[..., Partner]:
    """A partner whose contract allows a page with all pictures, unless told otherwise."""

    def make(slug: str = "harbour-wire", **terms: Any) -> Partner:
        contract = Terms(
            **{
                "partner": slug,
                "slug": slug,
                "uses": frozenset({Use.PAGE}),
                "pictures": "all",
                "index": Index.NOINDEX,
                **terms,
            }
        )
        return Partner.objects.create(slug=slug, name=slug, terms=to_json(contract), loaded_at=NOON)

    return make
