"""NITF 3.x as a message of its own; as a body it is read by `inline`."""

from collections.abc import Iterator

from dateline.wire.parsers import advice, inline, safe_xml, words
from dateline.wire.parsers.nitf import head as heads
from dateline.wire.parsers.nitf.docdata import Docdata
from dateline.wire.parsers.nitf.media import pictures
from dateline.wire.parsers.pictures import merged
from dateline.wire.parsers.profile import Profile
from dateline.wire.parsers.safe_xml import Element, child, text_of
from dateline.wire.parsers.sniff import NITF
from dateline.wire.rules.item import Item, Link, Unreadable


def read(raw: bytes, *, name: str, profile: Profile) -> Iterator[Item | Unreadable]:
    """The one item that a NITF document is. Raises UnreadableItem when it is none."""
    yield _item(safe_xml.read(raw), name=name, profile=profile)


def _item(root: Element, *, name: str, profile: Profile) -> Item:
    docdata, head = Docdata(root, profile), heads.of(root)
    headline = head.headline or text_of(child(root, "head", "title"))
    body = inline.from_element(root, headline=headline, standfirst=head.standfirst)
    note = "\n".join(dict.fromkeys(part for part in (docdata.note, head.note) if part))
    status, hold = words.pub_status(docdata.status)
    embargo = docdata.embargo()
    embargo_hold = words.embargo_hold(embargo, note, profile)
    is_withdrawn = words.says_withdrawn(headline, docdata.slugline, note)
    guid = docdata.guid or words.derived_guid(
        "nitf",
        docdata.source or head.distributor,
        docdata.slugline or headline or body.text[:200],
        docdata.issued[:10],
    )
    is_killed = status == "canceled" or is_withdrawn
    # A notice that recalls another document is a kill of that one, not of itself.
    own = (guid,) if is_killed and not (head.kills and guid not in head.kills) else ()
    return Item(
        guid=guid,
        file=name,
        format=NITF,
        version=words.version(docdata.version),
        version_created_at=docdata.created_at,
        first_created_at=docdata.created_at,
        headline=headline,
        standfirst=head.standfirst,
        slugline=docdata.slugline,
        byline=head.byline,
        dateline=head.dateline,
        located=head.located or next((place.name for place in docdata.places), ""),
        language=docdata.language,
        urgency=docdata.urgency,
        signals=docdata.signals,
        keywords=docdata.keywords,
        pub_status="canceled" if is_killed else status,
        embargoed_until=None if embargo_hold else docdata.released_at,
        expires_at=docdata.expires_at,
        usage_terms=tuple(dict.fromkeys((*docdata.usage_terms, *head.usage_terms))),
        credit=head.distributor or docdata.source,
        copyright_holder=docdata.copyright_holder,
        copyright_notice=docdata.copyright_notice or head.copyright_notice,
        subjects=docdata.subjects,
        places=docdata.places,
        body_text=body.text,
        body_html=body.html,
        pictures=merged(pictures(root), body.pictures),
        links=tuple(dict.fromkeys((*docdata.links, *(Link("recalls", one) for one in head.kills)))),
        edit_note=note,
        kills=tuple(dict.fromkeys((*own, *head.kills))),
        advice=advice.of_nitf(root),
        hold=hold or embargo_hold or docdata.expiry_hold,
    )
