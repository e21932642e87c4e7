"""NewsML 1.0 to 1.2: an envelope with one or several items, each a tree of components."""

from collections.abc import Iterator

from dateline.wire.errors import MissingIdentity, UnreadableItem
from dateline.wire.parsers import safe_xml
from dateline.wire.parsers.newsml_1 import item
from dateline.wire.parsers.profile import Profile
from dateline.wire.parsers.safe_xml import Element, child, children, local
from dateline.wire.parsers.sniff import ITEMS_LIMIT, NEWSML_1
from dateline.wire.rules.item import Item, Unreadable


def read(raw: bytes, *, name: str, profile: Profile) -> Iterator[Item | Unreadable]:
    """Each item of a NewsML 1 document, in its order.

    Raises UnreadableItem when the document as a whole is none.
    """
    root = safe_xml.read(raw)
    envelope = child(root, "NewsEnvelope")
    for position, element in enumerate(_items(root), start=1):
        try:
            yield item.read(element, envelope=envelope, name=name, profile=profile, position=position)
        except UnreadableItem as cause:
            yield Unreadable(name, position, NEWSML_1, str(cause))


def _items(root: Element) -> list[Element]:
    if local(root) == "NewsItem":
        return [root]
    if local(root) != "NewsML":
        raise MissingIdentity(f"only a part (<{local(root)}>) of a NewsML item; ask for the whole item")
    found = list(children(root, "NewsItem"))
    if not found:
        raise UnreadableItem("a NewsML document without any item in it")
    if len(found) > ITEMS_LIMIT:
        raise UnreadableItem(
            f"more than {ITEMS_LIMIT:,} items in one message; ask the sender for smaller ones"
        )
    return found
