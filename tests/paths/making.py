"""What a partner sends and an operator writes, for the paths."""

import json
import urllib.parse
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.paths.newsroom import Newsroom, write_json

ALL_USES = ("page", "front", "related", "search", "feed")


def licence(
    slug: str, name: str, *, uses: tuple[str, ...] = ALL_USES, section: str = "economy", orders: bool = True
) -> str:
    """One partner of licences.toml, with a standing order that publishes."""
    order = f'[partner.standing_order]\nsection = "{section}"\npublish = true\n' if orders else ""
    return f"""
[[partner]]
slug = "{slug}"
name = "{name}"
home = "https://{slug}.example/"
time_zone = "Asia/Seoul"

[partner.terms]
mark = "Featured article licensed from"
credit = "{name}"
byline = "partner"
copyright = "© {name}"
link_back = true
uses = {json.dumps(uses)}
pictures = "all"
text = "verbatim"
index = "noindex"
ai = false
comments = true

{order}"""


LICENCES = licence("harbour", "Harbour Wire")
TICKS = (
    ("KOSPI", "2843.31", "2866.09", "-22.78", "-0.79"),
    ("KOSDAQ", "742.15", "738.02", "4.13", "0.56"),
    ("KOSPI200", "381.44", "384.90", "-3.46", "-0.90"),
)
MARKETS = "".join(
    f"""
[[instrument]]
symbol = "{symbol}"
name = "{symbol}"
kind = "index"
exchange = "XKRX"
currency = "KRW"
decimals = 2
jump_limit_percent = 20
strip = true
"""
    for symbol, *_ in TICKS
)


def ninjs(
    guid: str, headline: str, *, version: int = 1, created: datetime | None = None, **more: object
) -> dict[str, object]:
    """One item as ninjs, three minutes to read."""
    first = created or datetime.now(UTC) - timedelta(hours=3)
    words = f"The counsellor of {headline} walked out of his flat before dawn. "
    return {
        "uri": guid, "type": "text", "version": str(version), "firstcreated": first.isoformat(),
        "versioncreated": (first + timedelta(minutes=version)).isoformat(), "language": "en",
        "headline": headline, "description_text": f"The standfirst of {headline}.", "byline": "Jane Doe",
        "body_html": f"<p>SEOUL—{words * 50}</p>",
    } | more  # fmt: skip


def receive(newsroom: Newsroom, item: dict[str, object], *, partner: str = "harbour") -> str:
    """Hand an item in on the command line; what was said."""
    folder = newsroom.home.parent / "inbox"
    name = urllib.parse.quote(str(item["uri"]), safe="") + f"-{item['version']}.json"
    return newsroom.done("wire", "receive", "--partner", partner, str(write_json(folder / name, item)))


def tick(symbol: str, last: str, previous_close: str) -> str:
    """One line for `markets record`."""
    return json.dumps(
        {"symbol": symbol, "last": last, "previous_close": previous_close, "at": "2026-11-23T13:01:00+09:00"}
    )


def printed_addresses(newsroom: Newsroom) -> dict[str, Path]:
    """The address and file of every page that lies printed."""
    found = {}
    for folder in (newsroom.home / "press" / "open", newsroom.home / "press" / "licensed"):
        for meta in folder.rglob("*.meta"):
            file = meta.with_name(meta.name.removesuffix(".meta"))
            words = file.relative_to(folder).as_posix()
            found["/" + words.removesuffix("index.html")] = file
    return found
