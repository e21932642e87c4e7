"""One item of a feed, from its element to its facts."""

from dateline.wire.parsers import bodies, inline, words
from dateline.wire.parsers.bodies import Body
from dateline.wire.parsers.moments import mail_moment, moment
from dateline.wire.parsers.pictures import merged
from dateline.wire.parsers.profile import Profile
from dateline.wire.parsers.rss.facts import Facts, Feed, authors, base_of, joined, language_of, terms
from dateline.wire.parsers.rss.pictures import pictures
from dateline.wire.parsers.safe_xml import Element, text_of
from dateline.wire.parsers.words import PARTS_LIMIT, line
from dateline.wire.rules.item import Item, Link, Place, Subject

_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_CONTENT = ("content:encoded", "atom:content", "xhtml:body", "xhtml:div", "fullitem")
_SUMMARY = ("description", "atom:summary", "summary", "dc:description", "dcterms:abstract", "itunes:summary")
_PUBLISHED = ("atom:published", "atom:issued", "pubDate", "dcterms:issued", "dcterms:created", "dc:date",
              "prism:publicationDate", "atom:created", "pubdate")  # fmt: skip
_UPDATED = ("atom:updated", "atom:modified", "dcterms:modified", "prism:modificationDate")


def read(element: Element, *, feed: Feed, name: str, profile: Profile, position: int) -> Item:
    """All that one item says. Raises MissingIdentity when nothing tells which item it is."""
    facts = Facts(element)
    links = _links(facts, feed)
    base = base_of(element, _page(links) or feed.base)
    headline = facts.plain("title", "atom:title", "dc:title", "media:title")
    body, standfirst = _texts(facts, headline=headline, base=base, wanted=profile.body)
    published = mail_moment(facts.line(*_PUBLISHED), profile)
    updated = mail_moment(facts.line(*_UPDATED), profile) or mail_moment(facts.line("dc:date"), profile)
    embargo, expires = _first_sent(facts, "prism:embargoDate"), facts.line("prism:expirationDate")
    embargo_hold = words.embargo_hold(embargo, "", profile)
    credit = facts.plain("media:credit", "dc:publisher", "prism:publicationName", "source")
    guid = _guid(facts, links) or words.derived_guid(
        feed.form, feed.base or feed.title, facts.line(*_PUBLISHED), headline or body.text or text_of(element)
    )
    return Item(
        guid=guid,
        file=name,
        format=feed.form,
        position=position,
        version=words.version(facts.line("prism:versionIdentifier")),
        version_created_at=updated or published,
        first_created_at=published,
        headline=headline,
        standfirst=standfirst,
        byline=", ".join(_authors(facts) or feed.authors),
        language=facts.line("dc:language", "dcterms:language", "language") or language_of(element) or feed.language,
        keywords=_keywords(facts),
        pub_status="canceled" if words.says_withdrawn(headline) else "usable",
        embargoed_until=None if embargo_hold else moment(embargo or "", profile),
        expires_at=moment(expires, profile),
        usage_terms=tuple(dict.fromkeys((*terms(facts), *feed.terms))),
        credit=credit,
        copyright_holder=facts.line("dcterms:rightsHolder"),
        copyright_notice=facts.plain("atom:rights", "dc:rights", "dcterms:rights", "prism:copyright",
                                     "media:copyright", "copyright", "atom:copyright") or feed.copyright,
        subjects=_subjects(facts),
        places=tuple(Place("", said) for said in facts.lines("dc:coverage", "dcterms:spatial", "prism:location")),
        body_text=body.text,
        body_html=body.html,
        pictures=merged(pictures(facts, base), body.pictures),
        links=tuple(link for link in links if link.rel != "license"),
        kills=(guid,) if words.says_withdrawn(headline) else (),
        hold=embargo_hold or words.expiry_hold(expires, profile),
    )  # fmt: skip


def _texts(facts: Facts, *, headline: str, base: str, wanted: tuple[str, ...]) -> tuple[Body, str]:
    """The body and the standfirst: a description alone is both."""
    summary = facts.plain(*_SUMMARY)
    for one in facts.all(*wanted, *_CONTENT):
        body = _body(one, headline=headline, standfirst=summary, base=base_of(one, base))
        if body.text:
            return body, "" if summary == body.text else _short(summary)
    for one in facts.all(*_SUMMARY):
        body = _body(one, headline=headline, standfirst="", base=base_of(one, base))
        if body.text or body.pictures:
            return body, _short(summary)
    return Body(), ""


def _short(summary: str) -> str:
    """A summary that is none, but the whole text in one line, stands in no standfirst."""
    return summary if len(summary) <= 1_000 else ""


def _body(element: Element, *, headline: str, standfirst: str, base: str) -> Body:
    if len(element):
        return inline.from_element(element, headline=headline, standfirst=standfirst, base=base)
    text = inline.decoded(element.text or "", element.get("mode", ""))
    if (element.get("type") or "").lower() in ("text", "text/plain"):
        return bodies.from_text(text)
    return bodies.from_html(text, headline=headline, standfirst=standfirst, base=base)


def _guid(facts: Facts, links: tuple[Link, ...]) -> str:
    sent = facts.line("guid", "atom:id", "dc:identifier", "dcterms:identifier")
    return words.guid(sent or facts.element.get(f"{_RDF}about")) or words.guid(_page(links))


def _page(links: tuple[Link, ...]) -> str:
    return next((link.href for link in links if link.rel in ("alternate", "canonical")), "")


def _links(facts: Facts, feed: Feed) -> tuple[Link, ...]:
    found = []
    for one in facts.all("link", "atom:link"):
        base = base_of(one, feed.base)
        href = line(joined(base, one.get("href") or one.get(f"{_RDF}resource") or text_of(one)))
        if href and one.get("rel") != "enclosure":
            found.append(Link(line(one.get("rel")) or "alternate", href, line(one.get("title"))))
    for one in facts.all("guid"):
        said = text_of(one)
        if one.get("isPermaLink", "true").lower() == "true" and said.startswith(("http://", "https://")):
            found.append(Link("alternate", said))
    found += [
        Link("via", href, text_of(one))
        for one in facts.all("source", "atom:source")
        if (href := line(one.get("url")))
    ]
    found += [
        Link("content", joined(base_of(one, feed.base), href))
        for one in facts.all("atom:content")
        if (href := line(one.get("src")))
    ]
    seen = {(link.rel, link.href): link for link in reversed(found)}
    return tuple(reversed(seen.values()))


def _authors(facts: Facts) -> tuple[str, ...]:
    named = authors(facts.all("atom:author"))
    letters = (_name_in(said) for said in facts.lines("author"))
    return tuple(
        dict.fromkeys(
            (*facts.lines("dc:creator", "dc:author", "dcterms:creator"), *named, *filter(None, letters))
        )
    )


def _name_in(said: str) -> str:
    """The name in RSS's `address (name)`; an address alone names nobody, and is for no reader."""
    if "@" not in said:
        return said
    before, _, after = said.partition("(")
    name = after.rstrip(") ") if after else before.partition("<")[0]
    return "" if "@" in name else line(name)


def _subjects(facts: Facts) -> tuple[Subject, ...]:
    found = []
    for one in facts.all("category", "atom:category", "dc:subject", "dcterms:subject", "media:category")[
        :PARTS_LIMIT
    ]:
        scheme = line(one.get("scheme") or one.get("domain"))
        code, said = line(one.get("term")), text_of(one)
        label = line(one.get("label")) or said
        found.append(Subject(scheme, code or (said if scheme else ""), label or ("" if scheme else code)))
    return tuple(dict.fromkeys(one for one in found if one.code or one.name))


def _keywords(facts: Facts) -> tuple[str, ...]:
    sent = facts.lines("media:keywords", "prism:keyword", "itunes:keywords")
    return tuple(dict.fromkeys(word for said in sent for part in said.split(",") if (word := part.strip())))


def _first_sent(facts: Facts, name: str) -> str | None:
    return next((text_of(one) for one in facts.all(name)), None)
