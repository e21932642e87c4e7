"""The demo newsroom, made whole: with plain pictures, since drawing is tested apart."""

import io
import stat
from datetime import UTC, datetime

import pytest
from PIL import Image

from dateline.archive.queries import leaders as most_read
from dateline.comments.models import Comment
from dateline.demo import actions
from dateline.demo.actions import accounts, markets, pictures
from dateline.demo.content_files import drawings
from dateline.demo.errors import NotTheDemo
from dateline.demo.queries import ENVOY, addresses
from dateline.demo.studio import Studio
from dateline.house import clock
from dateline.pictures.parsers.xmp import write_xmp
from dateline.readers.actions import ensure_roles
from dateline.readers.models import Reader
from dateline.stories import tree
from dateline.stories.models import Story
from dateline.wire.models import Unread, WireItem

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 24, 3, tzinfo=UTC)


def plain(number, drawing):
    written = io.BytesIO()
    Image.new("RGB", (64, 36), (number, 80, 90)).save(written, "JPEG", xmp=write_xmp(drawing.facts))
    return written.getvalue()


@pytest.fixture
def newsroom(home, settings, monkeypatch):
    settings.MEDIA_ROOT = str(home / "media")
    drawn = {name: plain(number, drawing) for number, (name, drawing) in enumerate(drawings())}
    monkeypatch.setattr(Studio, "drawn", lambda studio, say: drawn)
    monkeypatch.setattr(pictures.renditions, "make", lambda picture, names: None)
    monkeypatch.setattr(markets, "make", lambda at: None)
    ensure_roles()
    tree.lay_out()
    with clock.frozen(NOON):
        yield home


def make(said):
    with Studio() as studio:
        return actions.make_demo(NOON, said.append, studio=studio, meanwhile=lambda: said.append("meanwhile"))


def test_the_newsroom_is_made_once_and_shows_every_state(newsroom):
    said = []
    assert make(said)
    live = Story.objects.filter(live=True)
    assert live.count() >= 30
    assert live.filter(locale__language_code="ko").count() >= 8
    assert not live.filter(lead_picture=None, partner=None).exists()
    envoy = live.get(guid=ENVOY)
    assert envoy.published_at == datetime(2026, 11, 24, 1, tzinfo=UTC)
    assert envoy.lead_picture.credit == "Isolde Marr/Harbour Wire"
    assert envoy.lead_picture.alt.startswith("Ranges of hills")
    assert not Comment.objects.filter(story=envoy).exists()
    assert set(Comment.objects.values_list("state", flat=True)) == {"printed", "held", "refused", "deleted"}
    korean = Comment.objects.get(writer__email=accounts.MODERATOR)
    assert (korean.story.language, korean.writer.display_name) == ("ko", "설가온")
    for language in ("en", "ko"):
        assert len(most_read(language)) == 5
    wire_states = set(WireItem.objects.values_list("state", flat=True))
    assert {"usable", "killed"} <= wire_states
    assert Unread.objects.count() == 1
    assert not live.filter(guid__contains="renamed-ship").exists()
    assert not live.filter(guid__contains="river-survey").exists()
    assert "1,400 tonnes" in live.get(guid__contains="rice-chits").plain_text()
    assert {reader.email for reader in Reader.objects.filter(is_staff=True)} == {
        a.email for a in accounts.ACCOUNTS
    }
    before = (Story.objects.count(), Comment.objects.count(), Reader.objects.count())
    assert not make(said)
    (newsroom / "demo" / "made").unlink()
    assert make(said)
    assert (Story.objects.count(), Comment.objects.count(), Reader.objects.count()) == before
    assert any(accounts.password() in line for line in addresses(8000))
    assert stat.S_IMODE((newsroom / "demo" / "accounts").stat().st_mode) == 0o600


def test_a_paper_of_somebodys_own_is_left_alone(newsroom, monkeypatch):
    monkeypatch.setattr(Story.objects, "exists", lambda: True)
    with pytest.raises(NotTheDemo, match="empty folder"):
        make([])
    assert not (newsroom / "demo" / "begun").exists()
