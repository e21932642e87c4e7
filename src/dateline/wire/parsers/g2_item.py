"""One NewsML-G2 item, from its element to its facts."""

from dataclasses import dataclass, field

from dateline.wire.errors import MissingIdentity
from dateline.wire.parsers import advice, words
from dateline.wire.parsers import g2_parts as parts
from dateline.wire.parsers import g2_pictures as pictures
from dateline.wire.parsers.g2_body import body_of
from dateline.wire.parsers.moments import moment
from dateline.wire.parsers.profile import Profile
from dateline.wire.parsers.safe_xml import Element, child, local, text_of
from dateline.wire.parsers.sniff import NEWSML_G2
from dateline.wire.rules.item import Item, Picture

_KINDS = {
    "packageItem": "package",
    "catalogItem": "catalog",
    "conceptItem": "concept",
    "knowledgeItem": "knowledge",
    "planningItem": "planning",
}
_CLASSES = {"text", "picture", "graphic", "audio", "video", "composite", "component", "animation"}
_OWN_WORDS = ("picture", "graphic", "video", "audio", "animation")


@dataclass(frozen=True)
class Told:
    """An item, and what its message must still join to it.

    `groups`: of a package, the guids in each of its groups. `refs`: guids that it points at.
    `figures`: pictures that stood in its body.
    """

    item: Item
    groups: tuple[tuple[str, ...], ...] = ()
    refs: tuple[str, ...] = ()
    figures: tuple[Picture, ...] = field(default=())


def told(element: Element, *, name: str, profile: Profile, position: int, language: str) -> Told:
    """All that one item says. Raises MissingIdentity when it has no guid."""
    guid = words.guid(element.get("guid"))
    if not guid:
        raise MissingIdentity(f"a <{local(element)}> without a guid; ask the sender to name it")
    meta, content = child(element, "itemMeta"), child(element, "contentMeta")
    kind = _kind(element, meta)
    language = parts.language(element, content) or language
    note = parts.notes(meta)
    status, hold = words.pub_status(parts.code(child(meta, "pubStatus")) or text_of(child(meta, "pubStatus")))
    embargo, expires = parts.sent(meta, "embargoed"), text_of(child(meta, "expires"))
    embargo_hold = words.embargo_hold(embargo, note, profile)
    headline = parts.headline(content, language)
    standfirst = "" if kind in _OWN_WORDS else parts.standfirst(content)
    found = body_of(child(element, "contentSet"), headline=headline, standfirst=standfirst, profile=profile)
    body, head = found.body, found.head
    headline = headline or head.headline
    slugline = words.line(text_of(child(content, "slugline")))
    signals = parts.signals(meta)
    is_withdrawn = words.says_withdrawn(headline, slugline, note, signals=signals)
    is_killed = "canceled" in (status, head.status) or is_withdrawn
    # Of an item and the NITF in it, the stricter status counts (R34).
    status = "withheld" if head.status == "withheld" else status
    version = words.version(element.get("version"))
    linked, refs = parts.links(meta)
    groups, members = parts.groups(element)
    item = Item(
        guid=guid,
        file=name,
        format=NEWSML_G2,
        position=position,
        kind=kind,
        version=version or "1",
        is_numbered=bool(version),
        version_created_at=moment(text_of(child(meta, "versionCreated")), profile),
        first_created_at=moment(text_of(child(meta, "firstCreated")), profile),
        headline=headline,
        standfirst="" if kind in _OWN_WORDS else standfirst or head.standfirst,
        slugline=slugline,
        byline=parts.byline(content) or head.byline,
        dateline=parts.all_text(content, "dateline") or head.dateline,
        located=parts.located(content, language),
        language=language,
        urgency=parts.urgency(content),
        signals=signals,
        keywords=parts.keywords(content),
        pub_status="canceled" if is_killed else status,
        embargoed_until=None if embargo_hold else moment(embargo or "", profile),
        expires_at=moment(expires, profile),
        usage_terms=parts.usage_terms(element),
        credit=parts.all_text(content, "creditline"),
        copyright_holder=parts.copyright_holder(element),
        copyright_notice=parts.copyright_notice(element),
        subjects=parts.subjects(element, content, language),
        places=parts.places(element, content, language),
        body_text="" if kind in ("picture", "graphic") else body.text,
        body_html="" if kind in ("picture", "graphic") else body.html,
        pictures=(*pictures.own_pictures(element, kind, guid), *pictures.linked_pictures(meta)),
        links=tuple(dict.fromkeys((*linked, *members))),
        edit_note="\n".join(dict.fromkeys(part for part in (note, head.note) if part)),
        kills=tuple(dict.fromkeys(((guid,) if is_killed else ()) + head.kills)),
        advice=advice.of_g2(element),
        hold=hold or embargo_hold or words.expiry_hold(expires, profile),
    )
    return Told(item, groups, refs, body.pictures)


def _kind(element: Element, meta: Element | None) -> str:
    if (kind := _KINDS.get(local(element))) is not None:
        return kind
    sent = parts.last_part(parts.code(child(meta, "itemClass"))).lower()
    return sent if sent in _CLASSES else "text"
