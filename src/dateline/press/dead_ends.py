"""The paper's own pages for what a reader cannot have, from the disk alone: as they were printed, kept by nobody."""

from html import escape

from django.conf import settings

from dateline.house.paper import paper
from dateline.house.printing import SAID_HERE
from dateline.press import files

Headers = tuple[tuple[str, str], ...]
# What is said before the paper's own page was ever printed.
_PLAIN = b"<!doctype html><title>Not here</title><p>This page cannot be shown."
OUTSIDE = "451-outside"


def read(word: str, path: str, *, words: str = "") -> tuple[Headers, bytes]:
    """Headers and bytes of the page of this word, in the language of the address.

    `words`: what its sender wants readers told, as plain text.
    """
    front = "/ko" if path.startswith("/ko/") else ""
    sheet = files.read(f"{front}/-/{word}/")
    body = sheet.body if sheet else _PLAIN
    if words:
        said = "".join(f"<p>{escape(each)}</p>" for each in words.split("\n") if each.strip())
        body = body.replace(
            SAID_HERE.encode(), f'<blockquote class="dead-end-said">{said}</blockquote>'.encode()
        )
    headers = tuple(pair for pair in (sheet.headers if sheet else ()) if pair[0] != "Cache-Control")
    return (
        *headers,
        ("Content-Type", "text/html; charset=utf-8"),
        ("Cache-Control", "no-store"),
        ("X-Robots-Tag", "noindex"),
        *(outside_headers() if word == OUTSIDE else ()),
    ), body


def outside_headers() -> Headers:
    """What an answer says of itself that a border made (RFC 7725 asks who keeps readers out)."""
    return (("Vary", vary()), ("Link", f'<{paper().url}/>; rel="blocked-by"'))


def within_headers(headers: Headers) -> Headers:
    """A page's own headers, where what a reader gets hangs on a country: no shared cache may keep it for another."""
    kept = tuple(pair for pair in headers if pair[0] not in ("Cache-Control", "Vary"))
    return (("Cache-Control", "private, no-cache"), *kept, ("Vary", vary()))


def vary() -> str:
    """What such an answer hangs on: the encoding, and the header that names the country where one does."""
    name = settings.ENVIRONMENT.country_header
    return f"Accept-Encoding, {name}" if name else "Accept-Encoding"
