"""AP-style paging: each answer names the next one, and an empty one says that we have caught up."""

import json
import re
import time
from datetime import datetime
from pathlib import Path
from typing import Any

from dateline.house.errors import NotAllowed
from dateline.house.fetching import addresses
from dateline.licences.rules import Source
from dateline.wire.errors import SourceFailed
from dateline.wire.folders.gathering import Message
from dateline.wire.sources import web
from dateline.wire.sources.asking import keep_in
from dateline.wire.sources.collected import Collected, Place

# A backlog beyond this is fetched in the next poll, which comes at once.
MOST_PAGES = 200
_HAS_NOT = (403, 404, 410)
_NAME = re.compile(r"[A-Za-z0-9_.-]{1,200}")
MOST_SECONDS = 600.0


def collect(source: Source, place: Place, folder: Path, at: datetime) -> Collected:
    """Every page that has come since, so that a kill at its end is known before an item at its beginning is filed.

    Raises SourceFailed or NotFetched; what was fetched until then is fetched again.
    """
    url = str(place.cursor.get("next_page") or source.location)
    messages: list[Message] = []
    until = time.monotonic() + MOST_SECONDS
    for number in range(1, MOST_PAGES + 1):
        answer = web.ask(source, url, {"Accept": "application/json"}, at)
        if answer.status == 304:
            break
        page = _page(answer.body)
        if page["items"]:
            _fetch_texts(source, page["items"], url, folder, at)
            messages.append(Message(keep_in(folder, number, answer.body, ".json"), called=url))
        following = _following(source, page["next_page"], url)
        is_last = not page["items"] or following == url
        url = following
        if is_last or time.monotonic() > until:
            break
    return Collected(tuple(messages), Place(cursor={"next_page": url}))


def _fetch_texts(source: Source, items: list[Any], url: str, folder: Path, at: datetime) -> None:
    """The NITF of each item that only points at its text, beside the page, by the item's own name.

    Raises SourceFailed or NotFetched where the server is not well; a text that it has not keeps no feed from going on.
    """
    for each in items:
        item = each.get("item", each) if isinstance(each, dict) else {}
        name, href = _text_of(item if isinstance(item, dict) else {})
        if name and href:
            address = addresses.read(href, base=url)
            path = folder / f"{name}.nitf"
            if address.origin == addresses.read(source.location).origin and not path.exists():
                _keep_text(source, address.href, path, at)


def _keep_text(source: Source, url: str, path: Path, at: datetime) -> None:
    try:
        path.write_bytes(web.ask(source, url, {}, at).body)
    except SourceFailed as cause:
        if cause.status not in _HAS_NOT:
            raise


def _text_of(item: dict[str, Any]) -> tuple[str, str]:
    """An item's name and the address of its NITF; empty where it has none, or names no file could have."""
    ids, renditions = item.get("altids"), item.get("renditions")
    name = str(ids.get("itemid", "")) if isinstance(ids, dict) else ""
    nitf = renditions.get("nitf") if isinstance(renditions, dict) else None
    href = nitf.get("href", "") if isinstance(nitf, dict) else ""
    return (name if _NAME.fullmatch(name) else ""), (href if isinstance(href, str) else "")


def _page(body: bytes) -> dict[str, Any]:
    """Items and the address of the next page. Raises SourceFailed where the answer has neither."""
    try:
        page = json.loads(body)["data"]
        items, following = page.get("items") or [], page.get("next_page") or ""
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as cause:
        raise SourceFailed(
            "the answer is no page of an AP feed: it has no `data`; check 'location'"
        ) from cause
    if not isinstance(items, list) or not isinstance(following, str):
        raise SourceFailed("the answer is no page of an AP feed; check 'location'")
    return {"items": items, "next_page": following}


def _following(source: Source, named: str, url: str) -> str:
    """The next page's address, the same as before where none is named; the same server's, since it gets our key."""
    if not named:
        return url
    try:
        following = addresses.read(named, base=url)
    except NotAllowed as cause:
        raise SourceFailed(f"the next page cannot be asked for: {cause}") from cause
    if following.origin != addresses.read(source.location).origin:
        raise SourceFailed(f"the next page is at {following.host}, which is another server; ask the partner")
    return following.href
