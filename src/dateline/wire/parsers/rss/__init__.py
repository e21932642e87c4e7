"""RSS 0.9 to 2.0 and 1.0 (RDF), Atom 0.3 and 1.0, read by lxml with every power off.

feedparser needs quadratic time in the attributes of one element and opens whatever it is given; what it
forgives (stray ampersands, control characters, prefixes nobody declared) is mended here and read again.
"""

from collections.abc import Iterator

from dateline.wire.errors import BrokenXml, UnreadableItem
from dateline.wire.parsers import safe_xml
from dateline.wire.parsers.profile import Profile
from dateline.wire.parsers.rss import document, item, tombstone
from dateline.wire.parsers.rss.facts import Feed
from dateline.wire.parsers.safe_xml import Element, local
from dateline.wire.parsers.sniff import ATOM, ITEMS_LIMIT, RSS
from dateline.wire.rules.item import Item, Unreadable


def read(raw: bytes, *, name: str, profile: Profile) -> Iterator[Item | Unreadable]:
    """Each item of a feed, in its order; Unreadable where one is none.

    Raises UnreadableItem when the document as a whole is no feed.
    """
    root, pieces = _root(raw)
    form = ATOM if local(root) in ("feed", "entry") else RSS
    feed = Feed.of(root, form=form, address=profile.address)
    entries: list[Element | bytes] = list(pieces) or list(document.entries(root))
    if not entries:
        raise UnreadableItem("a feed without any item in it")
    if len(entries) > ITEMS_LIMIT:
        raise UnreadableItem(f"more than {ITEMS_LIMIT:,} items in one feed; ask the sender for a shorter one")
    for position, entry in enumerate(entries, start=1):
        try:
            element = entry if not isinstance(entry, bytes) else _piece(entry)
            told = tombstone if local(element) == "deleted-entry" else item
            yield told.read(element, feed=feed, name=name, profile=profile, position=position)
        except UnreadableItem as cause:
            yield Unreadable(name, position, form, str(cause))


def _root(raw: bytes) -> tuple[Element, list[bytes]]:
    """The feed's root; of one that no mending makes whole, its head, and its items cut apart."""
    try:
        return safe_xml.read(raw), []
    except BrokenXml as cause:
        mended = document.mended(raw)
        try:
            return safe_xml.read(mended), []
        except BrokenXml:
            head, pieces = document.cut(mended)
            if not pieces:
                raise cause from None
            return safe_xml.read(head), pieces


def _piece(raw: bytes) -> Element:
    found = next(document.entries(safe_xml.read(raw)), None)
    if found is None:
        raise UnreadableItem("broken XML around this item; ask the sender to send it again")
    return found
