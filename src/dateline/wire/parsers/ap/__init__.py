"""AP Media API: JSON about an item, its text in a NITF file that a rendition names.

Its fields are ninjs 1.x with AP's own beside them, so `ninjs` reads the greater part. The identity is
`altids.itemid`, which stays over revisions; an item whose signals do not say `newscontent` is no news (R17).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any

from dateline.wire.errors import UnreadableItem
from dateline.wire.parsers import held, ninjs, safe_json, words
from dateline.wire.parsers.held import Held
from dateline.wire.parsers.ninjs_fields import Fields
from dateline.wire.parsers.profile import Profile
from dateline.wire.parsers.sniff import AP, ITEMS_LIMIT
from dateline.wire.parsers.words import PARTS_LIMIT, line
from dateline.wire.rules.item import Item, Subject, Unreadable

_OWN_WORDS = ("picture", "graphic", "video", "audio")
_ENTITIES = ("person", "organisation", "organization", "company", "event", "team")


def items_of(value: Any) -> list[Any]:
    """The items in an answer of AP's, a page or a single one; empty when it is none of AP's."""
    data = value.get("data", value) if isinstance(value, dict) else None
    if not isinstance(data, dict):
        return []
    listed = data.get("items") if isinstance(data.get("items"), list) else [data]
    found = [one.get("item", one) if isinstance(one, dict) else one for one in listed or []]
    return (
        found if any(isinstance(one, dict) and isinstance(one.get("altids"), dict) for one in found) else []
    )


def read(values: Sequence[Any], *, name: str, profile: Profile) -> Iterator[Item | Unreadable]:
    """Each item of an answer, in its order."""
    if len(values) > ITEMS_LIMIT:
        raise UnreadableItem(f"more than {ITEMS_LIMIT:,} items in one answer; ask for fewer at a time")
    for position, value in enumerate(values, start=1):
        try:
            yield _item(value, name=name, profile=profile, position=position)
        except UnreadableItem as cause:
            yield Unreadable(name, position, AP, str(cause))


def _item(value: Any, *, name: str, profile: Profile, position: int) -> Item:
    if reason := safe_json.flaw_of(value):
        raise UnreadableItem(reason)
    if not isinstance(value, dict):
        raise UnreadableItem("this JSON is no object, so no item of AP's; ask the sender what it is")
    fields = Fields(value)
    item = ninjs.item_of(_as_ninjs(value), name=name, profile=profile, position=position)
    own_words = item.kind in _OWN_WORDS
    headline = fields.line("headline", "headline_extended", "title")
    standfirst = "" if own_words else _standfirst(fields, headline)
    text = Held() if item.body_text or own_words else _text(fields, item, profile, standfirst=standfirst)
    is_killed = item.pub_status == "canceled" or text.head.status == "canceled"
    signals = item.signals if "newscontent" in item.signals else (*item.signals, "notnewscontent")
    kills = (*item.kills, *((item.guid,) if is_killed else ()), *text.head.kills, *_recalled(fields))
    note = "\n".join(dict.fromkeys(part for part in (item.edit_note, text.head.note) if part))
    return replace(
        item,
        format=AP,
        headline=headline,
        standfirst=standfirst or ("" if own_words else text.head.standfirst),
        byline=_byline(fields) or item.byline or text.head.byline,
        dateline=item.dateline or text.head.dateline,
        located=_located(fields) or item.located or text.head.located,
        signals=signals,
        pub_status="canceled" if is_killed else item.pub_status,
        credit=item.credit or fields.line("provider"),
        subjects=tuple(dict.fromkeys((*item.subjects, *_entities(fields)))),
        body_text=item.body_text or text.body.text,
        body_html=item.body_html or text.body.html,
        edit_note=note,
        kills=tuple(dict.fromkeys(kills)),
    )


def _as_ninjs(value: Mapping[str, Any]) -> dict[str, Any]:
    """The same object named by its id, and each that goes with it likewise."""
    altids = value.get("altids")
    itemid = line(altids.get("itemid")) if isinstance(altids, dict) else ""
    found = {**value, "uri": itemid or value.get("uri")}
    linked = value.get("associations")
    if isinstance(linked, dict):
        found["associations"] = {
            name: _as_ninjs(one) if isinstance(one, dict) and "associations" not in one else one
            for name, one in list(linked.items())[:PARTS_LIMIT]
        }
    if photographer := Fields(value).line("photographer"):
        found.setdefault("by", photographer)
    return found


def _standfirst(fields: Fields, headline: str) -> str:
    said = fields.standfirst() or fields.line("headline_extended")
    return "" if said == headline else said


def _byline(fields: Fields) -> str:
    """Names and the titles that stand with them."""
    found = []
    for _, one in fields.objects("bylines"):
        said = [line(one.get("by")), line(one.get("title"))]
        found.append(", ".join(part for part in said if part))
    return ", ".join(dict.fromkeys(part for part in found if part)) or fields.line("photographer")


def _located(fields: Fields) -> str:
    place = fields.value("datelinelocation")
    if not isinstance(place, dict):
        return ""
    names = (line(place.get(name)) for name in ("city", "countryareaname", "countryname"))
    return ", ".join(dict.fromkeys(name for name in names if name))


def _entities(fields: Fields) -> list[Subject]:
    """People, companies and events that it is about."""
    return [
        Subject(line(one.get("scheme")), line(one.get("code")), line(one.get("name")))
        for name in _ENTITIES
        for _, one in fields.objects(name)
        if line(one.get("code")) or line(one.get("name"))
    ]


def _recalled(fields: Fields) -> list[str]:
    """The items that a kill names beside itself."""
    if not fields.says_kill():
        return []
    found = []
    for _, one in fields.objects("references"):
        altids = one.get("altids")
        named = altids.get("itemid") if isinstance(altids, dict) else one.get("itemid") or one.get("id")
        found.append(words.guid(named))
    return [guid for guid in found if guid]


def _text(fields: Fields, item: Item, profile: Profile, *, standfirst: str) -> Held:
    """The NITF that a rendition names, asked for by its address, else by what a folder may call it."""
    for name, one in fields.objects("renditions"):
        if "nitf" not in f"{name} {line(one.get('format'))} {line(one.get('title'))}".lower():
            continue
        stem = PurePosixPath(item.file).stem
        names = [
            f"{known}{ending}" for known in (item.guid, stem) for ending in (".nitf", ".nitf.xml", ".xml")
        ]
        for href in (line(one.get("href")), *names):
            if href and (raw := profile.beside(href)):
                return held.from_bytes(raw, media="text/nitf", headline=item.headline, standfirst=standfirst)
    return Held()
