"""One NewsML 1 item, from its element to its facts."""

from dateline.wire.errors import MissingIdentity, UnreadableItem
from dateline.wire.parsers import words
from dateline.wire.parsers.moments import moment
from dateline.wire.parsers.newsml_1 import parts
from dateline.wire.parsers.newsml_1.contents import Contents
from dateline.wire.parsers.newsml_1.management import Management
from dateline.wire.parsers.newsml_1.pictures import pictures
from dateline.wire.parsers.pictures import merged
from dateline.wire.parsers.profile import Profile
from dateline.wire.parsers.safe_xml import Element, child, children, descendants, text_of
from dateline.wire.parsers.sniff import NEWSML_1
from dateline.wire.parsers.words import line
from dateline.wire.rules.item import Item

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def read(element: Element, *, envelope: Element | None, name: str, profile: Profile, position: int) -> Item:
    """All that one item says. Raises UnreadableItem for one without an identity, or a mere change to another."""
    guid, version = _identity(element)
    if next(children(element, "Update"), None) is not None and child(element, "NewsComponent") is None:
        raise UnreadableItem("only changes to an earlier revision; ask the sender for the whole item")
    management = Management(child(element, "NewsManagement"), profile)
    contents = Contents(element, profile)
    lines = contents.lines
    headline = lines.first("HeadLine") or contents.text("headline", "title") or contents.head.headline
    standfirst = lines.first("SubHeadLine") or contents.text(
        "subheadline", "subtitle", "summary", "abstract", "lead", "standfirst"
    )
    body = contents.body(headline=headline, standfirst=standfirst)
    head = contents.head
    own = pictures(element, contents)
    kind = _kind(element, contents, has_text=bool(body.text), has_pictures=bool(own))
    note = "\n".join(dict.fromkeys(part for part in (*management.notes, *lines.notes, head.note) if part))
    slugline = lines.first("SlugLine") or text_of(child(element, "Identification", "NameLabel"))
    signals = tuple(dict.fromkeys((*management.signals, *parts.signals(element))))
    status, hold = words.pub_status(management.status)
    is_withdrawn = words.says_withdrawn(headline or head.headline, slugline, note, signals=signals)
    is_killed = "canceled" in (status, head.status) or is_withdrawn or management.is_deleted
    status = "withheld" if head.status == "withheld" else status
    embargo_hold = words.embargo_hold(management.embargo, note, profile)
    terms, ends = parts.usage_rights(element)
    expires = next((sent for sent in (management.expires, *ends) if sent), "")
    return Item(
        guid=guid,
        file=name,
        format=NEWSML_1,
        position=position,
        kind=kind,
        version=words.version(version),
        version_created_at=moment(management.of("ThisRevisionCreated"), profile)
        or parts.sent_at(envelope, profile),
        first_created_at=moment(management.of("FirstCreated"), profile),
        headline=headline or head.headline,
        standfirst="" if kind == "picture" else standfirst or head.standfirst,
        slugline=slugline,
        byline=lines.byline or parts.creators(element) or head.byline,
        dateline=lines.first("DateLine") or head.dateline,
        located=parts.located(element),
        language=parts.language(contents.element) or line(element.get(_LANG)),
        urgency=management.urgency or parts.priority(envelope),
        signals=signals,
        keywords=parts.keywords(element, lines.all("KeywordLine")),
        pub_status="canceled" if is_killed else status,
        embargoed_until=None if embargo_hold else moment(management.embargo or "", profile),
        expires_at=moment(expires, profile),
        usage_terms=tuple(dict.fromkeys((*terms, *lines.all("RightsLine"), *head.usage_terms))),
        credit=lines.first("CreditLine") or parts.provider(element),
        copyright_holder=parts.copyright_holder(element),
        copyright_notice=lines.first("CopyrightLine")
        or parts.copyright_made(element)
        or head.copyright_notice,
        subjects=parts.subjects(element),
        places=parts.places(element),
        body_text="" if kind == "picture" else body.text,
        body_html="" if kind == "picture" else body.html,
        pictures=merged(own, body.pictures),
        links=tuple(dict.fromkeys((*management.links, *parts.links(element)))),
        edit_note=note,
        kills=tuple(dict.fromkeys(((guid,) if is_killed else ()) + head.kills)),
        hold=hold or embargo_hold or words.expiry_hold(expires, profile),
    )


def _kind(element: Element, contents: Contents, *, has_text: bool, has_pictures: bool) -> str:
    if child(element, "NewsComponent") is None and child(element, "TopicSet") is not None:
        return "catalog"
    if not has_text and not has_pictures and next(descendants(element, "NewsItemRef"), None) is not None:
        return "package"
    return contents.kind or ("picture" if has_pictures and not has_text else "text")


def _identity(element: Element) -> tuple[str, str]:
    """The identity that all revisions share, and the revision."""
    names = child(element, "Identification", "NewsIdentifier")
    revision = child(names, "RevisionId")
    version = text_of(revision)
    public = words.guid(text_of(child(names, "PublicIdentifier")))
    if public:
        return _without_revision(public, version, revision), version
    made = [text_of(child(names, name)) for name in ("ProviderId", "DateId", "NewsItemId")]
    if not made[2]:
        raise MissingIdentity("a NewsItem without an identifier; ask the sender to name it")
    return words.guid("urn:newsml:" + ":".join(made)), version


def _without_revision(public: str, version: str, revision: Element | None) -> str:
    """A public identifier ends in the revision and the letter that says whether it is an update."""
    update = revision.get("Update", "N") if revision is not None else "N"
    for ending in (f":{version}{update}", f":{version}"):
        if version and public.endswith(ending) and len(public) > len(ending):
            return public[: -len(ending)]
    return public
