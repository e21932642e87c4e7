"""The paper that the browser opens: small, and with one of every page type in it."""

import io
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from PIL import Image

from dateline.pictures.parsers.xmp import write_xmp
from dateline.pictures.rules import PhotoFacts
from tests.paths.making import MARKETS, TICKS, licence, ninjs, receive, tick
from tests.paths.newsroom import PROJECT, Newsroom

SEOUL = ZoneInfo("Asia/Seoul")
LOGO = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 20" width="60" height="20">'
    '<path fill="#7a4a10" d="M4 2h6v16H4zM14 8h40v4H14z"/></svg>'
)
HEADLINE = "An envoy takes the early flight"
STANDFIRST = "He left with hand luggage, and nobody saw him to the gate."
CAPTION = "The departures hall before dawn."
# 630 words: three minutes at 238 a minute.
PARAGRAPHS = tuple(
    f"In the {number} hour the counsellor walked past the closed kiosks, bought nothing, spoke to nobody, and sat "
    "down by the window from which the runway can be seen as far as the sea wall. A cleaner who works there says "
    "that he looked at the board twice. The flight was on time, and so was he."
    for number in "first second third fourth fifth sixth seventh eighth ninth tenth eleventh".split()
)  # fmt: skip


@dataclass(frozen=True)
class Kind:
    """A page type: its name, where one of it lies, and the status that it answers with."""

    name: str
    path: str
    status: int = 200


LICENSED = "/north-korea/meadow/an-envoy-takes-the-early-flight/"
OWN = "/economy/the-harbour-counts-its-boats/"
WITHDRAWN = "/economy/quay-7/"
KINDS = (
    Kind("front", "/"),
    Kind("Korean front", "/ko/"),
    Kind("section", "/economy/"),
    Kind("author", "/by/seo-ha-neul/"),
    Kind("topic", "/topics/shipping/"),
    Kind("partner", "/north-korea/meadow/"),
    Kind("licensed story", LICENSED),
    Kind("own story", OWN),
    Kind("Korean story", "/ko/economy/항구는-배를-센다/"),
    Kind("market", "/markets/"),
    Kind("search", "/search/?q=harbour"),
    Kind("sign-in", "/-/account/login/"),
    Kind("sign-up", "/-/account/signup/"),
    Kind("corrections", "/about/corrections/"),
    Kind("standing page", "/about/imprint/"),
    Kind("404", "/no/such/page/", 404),
    Kind("410", WITHDRAWN, 410),
    Kind("503", "/-/503/", 503),
    Kind("400", "/-/400/", 400),
    Kind("403", "/ko/-/403/", 403),
    Kind("a form without proof", "/-/403-form/", 403),
    Kind("500", "/-/500/", 500),
    Kind("500 at the desk", "/-/500-desk/", 500),
)


def furnish(room: Newsroom) -> None:
    """Partners, markets, sections, our own copy and one licensed story; nothing of it is served yet."""
    folder = room.home.parent
    (folder / "meadow.svg").write_text(LOGO)
    meadow = licence("meadow", "Meadow Press", orders=False).replace("home =", 'logo = "meadow.svg"\nhome =')
    (folder / "licences.toml").write_text(licence("harbour", "Harbour Wire") + meadow)
    (folder / "markets.toml").write_text(MARKETS + _open_all_day())
    (folder / "ferry.jpg").write_bytes(drawing("A ferry at its quay."))
    room.done("licences", "load", str(folder / "licences.toml"))
    room.done("markets", "load", str(folder / "markets.toml"))
    room.done("stories", "section", "economy", "--name", "Economy")
    room.done("stories", "section", "north-korea", "--name", "North Korea")
    record(room, *(tick(*figures) for *figures, _, _ in TICKS))
    subprocess.run(
        [sys.executable, str(PROJECT / "tests" / "browser" / "own_work.py"), str(folder / "ferry.jpg")],
        env=room.environment, cwd=PROJECT, check=True, timeout=120,
    )  # fmt: skip
    room.done("stories", "withdraw", WITHDRAWN, "--reason", "it closed again")
    license_a_story(room)
    room.done("press", "everything")


def license_a_story(room: Newsroom) -> None:
    """A partner's item with its picture, put in print as of two hours ago."""
    inbox = room.home.parent / "inbox"
    inbox.mkdir(exist_ok=True)
    (inbox / "hall.jpg").write_bytes(drawing(CAPTION))
    body = "".join(f"<p>{words}</p>" for words in PARAGRAPHS)
    picture = {
        "type": "picture", "uri": "urn:meadow:hall", "version": "1", "headline": "The hall",
        "description_text": CAPTION, "byline": "Ida Holm",
        "renditions": {"original": {"href": "hall.jpg", "mimetype": "image/jpeg"}},
    }  # fmt: skip
    item = ninjs(
        "urn:meadow:envoy", HEADLINE, description_text=STANDFIRST, body_html=body, located="Incheon",
        associations={"featuremedia": picture},
    )  # fmt: skip
    receive(room, item, partner="meadow")
    two_hours_ago = (datetime.now(UTC) - timedelta(hours=2)).isoformat()
    room.done(
        "stories", "take-in", "urn:meadow:envoy", "--section", "north-korea", "--publish", "--published-at",
        two_hours_ago,
    )  # fmt: skip


def record(room: Newsroom, *lines: str) -> None:
    """These ticks, all of them taken."""
    said = room.done("markets", "record", "-", stdin="\n".join(lines) + "\n")
    assert said.endswith(f"recorded {len(lines)} refused 0\n"), said


def drawing(caption: str) -> bytes:
    """A picture of a sky over a sea, saying what it shows."""
    facts = PhotoFacts(
        caption=caption, credit="Meadow Press", photographer="Ida Holm", alt="A pale sky over a dark sea."
    )
    sky = Image.linear_gradient("L").resize((960, 540))
    written = io.BytesIO()
    Image.merge("RGB", (sky, sky.rotate(180), sky)).save(written, "JPEG", quality=70, xmp=write_xmp(facts))
    return written.getvalue()


def kill(guid: str) -> dict[str, object]:
    """What a partner sends to take an item back."""
    return ninjs(guid, "STORY WITHDRAWN", version=9, pubstatus="canceled")


def _open_all_day() -> str:
    """The exchange trades whenever this is run: its sessions of these days, as the newsroom corrects them."""
    today = datetime.now(SEOUL).date()
    return "".join(
        f'\n[[session]]\nexchange = "XKRX"\non = {today + timedelta(days=days)}\nopens = 00:00:00\n'
        'closes = 23:59:59\nwhy = "a test"\n'
        for days in (-1, 0, 1)
    )  # fmt: skip
