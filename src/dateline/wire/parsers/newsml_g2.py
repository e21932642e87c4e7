"""NewsML-G2 2.2x to 2.35: single items, and news messages that carry several.

Read by local names: TT sends its messages in no namespace at all. A schema advises; it is never
a gate (9 of 15 real files fail it). Large messages are read whole for now; `safe_xml.parser`'s
settings serve `iterparse` when they come to be read item by item.
"""

import re
from collections.abc import Iterator, Sequence

from dateline.wire.errors import BrokenXml, MissingIdentity, UnreadableItem
from dateline.wire.parsers import g2_item, g2_message, safe_xml
from dateline.wire.parsers.profile import Profile
from dateline.wire.parsers.safe_xml import Element, child, children, local
from dateline.wire.parsers.sniff import ITEMS_LIMIT, NEWSML_G2
from dateline.wire.rules.item import Item, Unreadable

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_MESSAGE = re.compile(rb"<((?:[A-Za-z0-9_-]+:)?newsMessage)\b[^<>]*>")
_START = re.compile(
    rb"<((?:[A-Za-z0-9_-]+:)?(?:newsItem|packageItem|catalogItem|conceptItem|knowledgeItem|planningItem))[\s/>]"
)
ITEMS = ("newsItem", "packageItem", "catalogItem", "conceptItem", "knowledgeItem", "planningItem")


def read(raw: bytes, *, name: str, profile: Profile) -> Iterator[Item | Unreadable]:
    """Each item of a NewsML-G2 document, pictures joined to the texts that they go with.

    Raises UnreadableItem when the document as a whole is none.
    """
    found: list[g2_item.Told | Unreadable] = []
    for position, piece in enumerate(_pieces(raw), start=1):
        try:
            element, language = _mended(piece) if isinstance(piece, bytes) else piece
            found.append(
                g2_item.told(element, name=name, profile=profile, position=position, language=language)
            )
        except UnreadableItem as cause:
            found.append(Unreadable(name, position, NEWSML_G2, str(cause)))
        except RecursionError:
            found.append(
                Unreadable(name, position, NEWSML_G2, "nested too deeply; ask the sender to send it again")
            )
    yield from g2_message.joined(found)


def _pieces(raw: bytes) -> Sequence[tuple[Element, str] | bytes]:
    """The items of a whole document; of a broken message, what stands between its items' tags."""
    try:
        root = safe_xml.read(raw)
    except BrokenXml:
        if pieces := _cut(raw):
            return pieces
        raise
    return [(element, root.get(_LANG, "")) for element in _items(root)]


def _mended(piece: bytes) -> tuple[Element, str]:
    root = safe_xml.read(piece)
    return _items(root)[0], root.get(_LANG, "")


def _cut(raw: bytes) -> list[bytes]:
    """Each item of a broken message as a message of its own, so that its neighbours still arrive."""
    message = _MESSAGE.search(raw)
    starts = list(_START.finditer(raw, message.end())) if message else []
    if message is None or not starts or len(starts) > ITEMS_LIMIT:
        return []
    name = message.group(1)
    ends = [*(start.start() for start in starts[1:]), len(raw)]
    return [
        _prolog(raw)
        + message.group(0)
        + _until_its_end(raw[start.start() : end], start.group(1))
        + b"</"
        + name
        + b">"
        for start, end in zip(starts, ends, strict=True)
    ]


def _until_its_end(piece: bytes, name: bytes) -> bytes:
    found = piece.rfind(b"</" + name + b">")
    if found >= 0:
        return piece[: found + len(name) + 3]
    end = piece.find(b">") + 1
    return piece[:end] if piece[:end].endswith(b"/>") else piece


def _prolog(raw: bytes) -> bytes:
    declared = re.match(rb"\s*<\?xml[^>]*\?>", raw)
    return declared.group(0) if declared else b""


def _items(root: Element) -> list[Element]:
    if local(root) in ITEMS:
        return [root]
    if local(root) != "newsMessage":
        raise MissingIdentity(
            f"only a part (<{local(root)}>) of a NewsML-G2 item, so it has no guid; ask for the whole item"
        )
    item_set = child(root, "itemSet")
    items = list(children(item_set if item_set is not None else root, *ITEMS))
    if not items:
        raise UnreadableItem("a news message without any item in it")
    if len(items) > ITEMS_LIMIT:
        raise UnreadableItem(
            f"more than {ITEMS_LIMIT:,} items in one message; ask the sender for smaller ones"
        )
    return items
