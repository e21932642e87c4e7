"""A newsroom with one address of each class in print, for what stands in front of its server."""

import atexit
import functools
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import quote

from tests.browser.paper import LOGO, drawing
from tests.paths.making import MARKETS, TICKS, licence, ninjs, tick
from tests.paths.newsroom import PROJECT, Newsroom, move_house, set_up, write_json

OWN = "/economy/the-harbour-counts-its-boats/"
LICENSED = "/north-korea/meadow/an-envoy-takes-the-early-flight/"
WITHDRAWN = "/economy/quay-1/"
MOVED = "/economy/quay-2/"


def furnished(folder: Path) -> Newsroom:
    """A copy of the paper that this run furnished first, at the same port: two of them are not served at once."""
    model = _model()
    home = folder / "var"
    shutil.copytree(model.home, home, ignore=shutil.ignore_patterns("ballast", "press.sock"))
    move_house(home, model.port, like=model.home)
    return Newsroom(home, model.port, {"MAIL_URL": f"file:{home / 'mail'}"})


@functools.cache
def _model() -> Newsroom:
    """Its own stories and pictures, a partner's, what machines are told, figures, what was withdrawn and moved."""
    folder = Path(tempfile.mkdtemp(prefix="dateline-furnished-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    room = set_up(folder / "var")
    # Not for More to Read: else every story page of so small a paper has licensed parts.
    meadow = licence("meadow", "Meadow Press", uses=("page", "front", "search", "feed"), orders=False)
    (folder / "licences.toml").write_text(meadow.replace("home =", 'logo = "meadow.svg"\nhome ='))
    (folder / "meadow.svg").write_text(LOGO)
    (folder / "markets.toml").write_text(MARKETS)
    (folder / "ticks.jsonl").write_text("".join(f"{tick(*figures)}\n" for *figures, _, _ in TICKS))
    (folder / "ferry.jpg").write_bytes(drawing("A ferry at its quay."))
    picture = {
        "type": "picture", "uri": "urn:meadow:hall", "version": "1", "headline": "The hall",
        "description_text": "The departures hall before dawn.", "byline": "Ida Holm",
        "renditions": {"original": {"href": "hall.jpg", "mimetype": "image/jpeg"}},
    }  # fmt: skip
    item = ninjs(
        "urn:meadow:envoy", "An envoy takes the early flight", associations={"featuremedia": picture}
    )
    write_json(folder / "inbox" / "envoy.json", item)
    (folder / "inbox" / "hall.jpg").write_bytes(drawing("The departures hall before dawn."))
    subprocess.run(
        [sys.executable, str(PROJECT / "tests" / "paths" / "fronted.py"), str(folder)],
        env=room.environment, cwd=PROJECT, check=True, timeout=600,
    )  # fmt: skip
    return room


def addresses_of(room: Newsroom) -> dict[str, str]:
    """One address of each class."""
    own, licensed = ((room.home / "press" / folder) for folder in ("open", "licensed"))
    page = (own / OWN.strip("/") / "index.html").read_text()
    return {
        "own story": OWN,
        "own story in Hangul": quote("/ko/economy/항구는-배를-센다/"),
        "front with licensed cards": "/",
        "topic": "/topics/shipping/",
        "corrections": "/ko/about/corrections/",
        "licensed story": LICENSED,
        "own picture": first(own, "pictures/*/*.jpeg"),
        "own picture as avif": first(own, "pictures/*/*.avif"),
        "licensed picture": first(licensed, "pictures/*/*.jpeg"),
        "logo": first(own, "pictures/*/logo.svg"),
        "own feed": "/ko/feeds/all.rss",
        "feed with licensed items": "/feeds/all.rss",
        "sitemap": "/sitemap.xml",
        "news sitemap": "/news-sitemap.xml",
        "robots": "/robots.txt",
        "reservations": "/.well-known/tdmrep.json",
        "style sheet": re.findall(r'href="(/static/[^"]+\.css)"', page)[0],
        "script": re.findall(r'src="(/static/[^"]+\.js)"', page)[0],
        "the desk's own file": first(room.home, "static/wagtailadmin/css/*.css"),
        "strip": "/live/strip.json",
        "never printed": "/no/such/page/",
        "never printed, in Korean": "/ko/no/such/page/",
        "without its slash": OWN.rstrip("/"),
        "withdrawn": WITHDRAWN,
        "moved": MOVED,
        "by law": "/economy/by-law/",
        "licence ended": "/economy/ended/",
        "taken back": "/economy/taken-back/",
        "bound to a territory": "/economy/bound/",
        "with a header of its own": "/economy/told-apart/",
        "page for 404": "/-/404/",
        "page for 503": "/ko/-/503/",
        "health": "/-/health",
        "desk": "/desk/",
        "sign-in": "/-/account/login/",
        "search": "/search/?q=harbour",
        "sidecar": OWN + "index.html.meta",
        "index": OWN + "index.html",
        "compressed": OWN + "index.html.gz",
        "sidecar of a picture": first(own, "pictures/*/*.jpeg") + ".meta",
        "sidecar of the front": "/index.html.meta",
        "mark": WITHDRAWN + "index.html.gone",
    }


def first(folder: Path, pattern: str) -> str:
    return "/" + sorted(folder.glob(pattern))[0].relative_to(folder).as_posix()
