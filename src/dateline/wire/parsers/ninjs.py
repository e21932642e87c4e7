"""IPTC ninjs 1.x, 2.x and 3.x, and what goes by that name with a `guid` instead of a `uri`.

1.x names its fields in small letters and by suffix (`headline_main`, `body_xhtml`), 2.x lists
them with roles, 3.x writes them in camel case. Real feeds mix all three, so each fact is looked
for under every name it ever had. A schema advises; it is never a gate.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from dateline.wire.errors import MissingIdentity, UnreadableItem
from dateline.wire.parsers import advice, safe_json, words
from dateline.wire.parsers import ninjs_parts as parts
from dateline.wire.parsers.moments import moment
from dateline.wire.parsers.ninjs_fields import Fields
from dateline.wire.parsers.pictures import merged
from dateline.wire.parsers.profile import Profile
from dateline.wire.parsers.sniff import ITEMS_LIMIT, NINJS
from dateline.wire.rules.item import Item, Unreadable

_KINDS = {
    "text", "audio", "video", "picture", "graphic", "composite", "component", "event", "planning", "package",
    "catalog", "concept", "knowledge",
}  # fmt: skip


def read(value: Any, *, name: str, profile: Profile) -> Iterator[Item | Unreadable]:
    """Each item of a ninjs value, as `safe_json` reads it: one object, or a list of them.

    Raises UnreadableItem when the JSON as a whole is none.
    """
    for position, one in enumerate(_items(value), start=1):
        try:
            yield item_of(one, name=name, profile=profile, position=position)
        except UnreadableItem as cause:
            yield Unreadable(name, position, NINJS, str(cause))


def _items(value: Any) -> list[Any]:
    if isinstance(value, dict) and not _identity(value):
        for wrapper in ("items", "_items", "newsItems"):
            if isinstance(value.get(wrapper), list):
                return list(value[wrapper])
    if not isinstance(value, list):
        return [value]
    if not any(isinstance(one, dict) for one in value):
        raise UnreadableItem("this JSON holds no object, so no ninjs item; ask the sender what it is")
    if len(value) > ITEMS_LIMIT:
        raise UnreadableItem(
            f"more than {ITEMS_LIMIT:,} items in one file; ask the sender for smaller messages"
        )
    return value


def _identity(value: Mapping[str, Any]) -> str:
    return words.guid(value.get("uri")) or words.guid(value.get("guid"))


def item_of(value: Any, *, name: str, profile: Profile, position: int) -> Item:
    """All that one object says. Raises UnreadableItem when it is no item."""
    if reason := safe_json.flaw_of(value):
        raise UnreadableItem(reason)
    if not isinstance(value, dict):
        raise UnreadableItem("this JSON is no object, so no ninjs item; ask the sender what it is")
    fields = Fields(value)
    guid = _identity(value)
    if not guid:
        raise MissingIdentity("a ninjs item with neither uri nor guid; ask the sender to name it")
    kind = _kind(fields)
    note = fields.prose("edNote", "ednote", "editorialNote")
    status, hold = words.pub_status(fields.line("pubStatus", "pubstatus"))
    embargo = fields.sent("embargoedUntil", "embargoeduntil", "embargoed")
    embargo_hold = words.embargo_hold(embargo, note, profile)
    expires = fields.line("expires")
    headline, slugline = fields.headline(), fields.line("slugline")
    pictures = parts.pictures(fields, kind)
    own_words = kind in ("picture", "graphic", "video", "audio")
    standfirst = "" if own_words else fields.standfirst()
    body = fields.body(headline=headline, standfirst=standfirst, kind=kind, wanted=profile.body)
    signals = fields.codes("signals", "signal")
    is_withdrawn = words.says_withdrawn(headline, slugline, note, signals=signals)
    is_killed = status == "canceled" or fields.says_kill() or is_withdrawn
    return Item(
        guid=guid,
        file=name,
        format=NINJS,
        position=position,
        kind=kind,
        version=words.version(fields.line("version")),
        version_created_at=moment(fields.line("versionCreated", "versioncreated"), profile),
        first_created_at=moment(fields.line("firstCreated", "firstcreated"), profile),
        headline=headline,
        standfirst=standfirst,
        slugline=slugline,
        byline=fields.line("by", "byline", "authors"),
        dateline=fields.line("dateline"),
        located=fields.located(),
        language=fields.line("language"),
        urgency=parts.urgency(fields.value("urgency")),
        signals=signals,
        keywords=fields.codes("keywords", "keyword"),
        pub_status="canceled" if is_killed else status,
        embargoed_until=None if embargo_hold else moment(embargo or "", profile),
        expires_at=moment(expires, profile),
        usage_terms=fields.usage_terms(),
        credit=fields.credit(),
        copyright_holder=fields.line("copyrightHolder", "copyrightholder"),
        copyright_notice=fields.line("copyrightNotice", "copyrightnotice"),
        subjects=parts.subjects(fields),
        places=parts.places(fields),
        body_text=body.text,
        body_html=body.html,
        pictures=merged(pictures, body.pictures),
        links=parts.links(fields),
        edit_note=note,
        kills=(guid,) if is_killed else (),
        advice=advice.of_ninjs(value),
        hold=hold or embargo_hold or words.expiry_hold(expires, profile),
    )


def _kind(fields: Fields) -> str:
    sent = fields.line("type").lower()
    return sent if sent in _KINDS else "text"
