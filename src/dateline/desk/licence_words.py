"""A licence as an editor reads it: use by use with the reason, what ends when, what may be changed."""

from dataclasses import dataclass
from datetime import datetime

from dateline.desk.clauses import Sources
from dateline.licences.rules import (
    Pictures,
    Terms,
    TextRight,
    Use,
    copyright_line,
    credit_line,
    ends_at,
    judge,
    terms_hash,
    unaccepted,
)
from dateline.stories.models import Story
from dateline.stories.printing.terms import sentences

SAID = {
    Use.PAGE: "In print on a page of its own",
    Use.FRONT: "On fronts and section pages",
    Use.RELATED: "Under More to Read",
    Use.SEARCH: "In our search",
    Use.FEED: "In feeds that others read",
    Use.NEWSLETTER: "In newsletters",
    Use.API: "Through the API",
    Use.ARCHIVE: "In the archive",
    Use.SOCIAL: "In social posts",
    Use.GALLERY: "In picture galleries",
}
# The same in the middle of a line.
IN_A_LINE = {use: said[0].lower() + said[1:] for use, said in SAID.items()}
CHANGES = {
    TextRight.VERBATIM: "Nothing: headline and text stay word for word as they came.",
    TextRight.HEADLINE: "The headline alone; the text stays word for word as it came.",
    TextRight.FREE: "Headline and text.",
}
_PICTURES = {
    Pictures.ALL: "All that came with it.",
    Pictures.OWN: "The partner’s own, not a third party’s.",
    Pictures.NONE: "None.",
}


# What a page says of its licence, by the file's key.
KEYS = {
    "partner": "the partner's name",
    "mark": "the words over the headline",
    "credit": "the credit",
    "byline": "the byline",
    "copyright": "the copyright notice",
    "link_back": "the link back",
    "index": "what search engines are told",
    "canonical": "which page is named as the original",
    "ai": "whether machines may learn from it",
    "comments": "whether readers may comment",
    "ends_on": "when it leaves the paper",
    "territory": "where readers may be",
    "after_end": "what its address says once it has ended",
    "after_kill": "what its address says once it is recalled",
}


@dataclass(frozen=True)
class UseLine:
    """One use that the contract names: whether it is allowed now; when not, the reason; and where that stands."""

    said: str
    allowed: bool
    reason: str
    clause: str = ""


@dataclass(frozen=True)
class UsageText:
    """Usage terms that no rule understood: to be read and accepted by a person."""

    text: str
    hash: str
    accepted: bool


@dataclass(frozen=True)
class Clauses:
    """Where each of it stands: a key of the partner's file as it is written there, or the item's own words."""

    objection: str
    uses: str
    text: str
    credit: str
    copyright: str
    pictures: str
    readers: str
    end: str


@dataclass(frozen=True)
class Licence:
    """What a template shows of terms. `can_print`: the page may be in print now; `objection`: why not.

    `uses` are those that the contract names, `unnamed` all others: what is not named is not allowed. `readers`: where
    those are who may read it.
    """

    partner: str
    can_print: bool
    objection: str
    uses: tuple[UseLine, ...]
    unnamed: tuple[str, ...]
    sentences: tuple[str, ...]
    credit: str
    copyright: str
    changes: str
    ends_at: datetime | None
    embargo_until: datetime | None
    is_under_embargo: bool
    usage_texts: tuple[UsageText, ...]
    must_accept: bool
    readers: str = "everywhere"
    zone: str = "UTC"
    pictures: str = ""
    clauses: Clauses | None = None


def of_terms(terms: Terms, at: datetime, sources: Sources | None = None) -> Licence:
    """What these terms say at the moment `at`; with `sources`, where each of it stands."""
    verdict = judge(terms, Use.PAGE, at)
    waiting = unaccepted(terms)
    return Licence(
        partner=terms.partner,
        can_print=verdict.allowed,
        objection=verdict.reason,
        uses=tuple(_line(terms, use, at, sources) for use in Use if use in terms.uses or _took(sources, use)),
        unnamed=tuple(IN_A_LINE[use] for use in Use if use not in terms.uses and not _took(sources, use)),
        sentences=sentences(terms),
        credit=credit_line(terms),
        copyright=copyright_line(terms),
        changes=CHANGES[terms.text],
        ends_at=ends_at(terms),
        embargo_until=terms.embargo_until,
        is_under_embargo=bool(terms.embargo_until and terms.embargo_until > at),
        usage_texts=tuple(
            UsageText(text, terms_hash(text), text not in waiting) for text in sorted(terms.unread)
        ),
        must_accept=bool(waiting),
        readers=terms.territory.said(),
        zone=terms.time_zone,
        pictures=_PICTURES[terms.pictures],
        clauses=_clauses(terms, at, sources) if sources else None,
    )


def of_story(story: Story, at: datetime) -> Licence:
    """What the licence of this story says at the moment `at`."""
    return of_terms(story.terms, at)


def _line(terms: Terms, use: Use, at: datetime, sources: Sources | None) -> UseLine:
    verdict = judge(terms, use, at)
    clause = sources.of_use(use) if sources else ""
    if not verdict.allowed and use not in terms.uses:
        return UseLine(SAID[use], False, "the item takes it out of the licence", clause)
    return UseLine(SAID[use], verdict.allowed, verdict.reason, clause)


def _took(sources: Sources | None, use: Use) -> bool:
    """Whether the contract names a use that the item takes away: told with the item's own words."""
    return sources is not None and bool(sources.taking(use))


def _clauses(terms: Terms, at: datetime, sources: Sources) -> Clauses:
    return Clauses(
        objection=sources.of_objection(terms, at),
        uses=sources.key("uses"),
        text=sources.key("text"),
        credit="the item’s credit" if terms.item_credit else sources.key("credit"),
        copyright="the item’s copyright" if terms.item_copyright else sources.key("copyright"),
        pictures=sources.of_pictures(),
        readers=sources.key("territory"),
        end=sources.of_end(terms),
    )
