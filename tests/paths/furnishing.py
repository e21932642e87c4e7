"""A newsroom with one address of each class in print, for what stands in front of its server."""

import subprocess
import sys
from pathlib import Path

from tests.browser.paper import LOGO, drawing
from tests.paths.making import MARKETS, TICKS, licence, ninjs, tick
from tests.paths.newsroom import PROJECT, Newsroom, set_up, write_json

OWN = "/economy/the-harbour-counts-its-boats/"
LICENSED = "/north-korea/meadow/an-envoy-takes-the-early-flight/"
WITHDRAWN = "/economy/quay-1/"
MOVED = "/economy/quay-2/"


def furnished(folder: Path) -> Newsroom:
    """Its own stories and pictures, a partner's, what machines are told, figures, what was withdrawn and moved."""
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
        env=room.environment, cwd=PROJECT, check=True, timeout=180,
    )  # fmt: skip
    return room
