"""A licence as an editor reads it: use by use with the reason, what ends when, what may be changed."""

from dataclasses import dataclass
from datetime import datetime

from dateline.licences.rules import (
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

_SAID = {
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
_NOT_NAMED = {use: said[0].lower() + said[1:] for use, said in _SAID.items()}
_CHANGES = {
    TextRight.VERBATIM: "Nothing: headline and text stay word for word as they came.",
    TextRight.HEADLINE: "The headline alone; the text stays word for word as it came.",
    TextRight.FREE: "Headline and text.",
}


@dataclass(frozen=True)
class UseLine:
    """One use that the contract names: whether it is allowed now; when not, the reason."""

    said: str
    allowed: bool
    reason: str


@dataclass(frozen=True)
class UsageText:
    """Usage terms that no rule understood: to be read and accepted by a person."""

    text: str
    hash: str
    accepted: bool


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


def of_terms(terms: Terms, at: datetime) -> Licence:
    """What these terms say at the moment `at`."""
    verdict = judge(terms, Use.PAGE, at)
    waiting = unaccepted(terms)
    return Licence(
        partner=terms.partner,
        can_print=verdict.allowed,
        objection=verdict.reason,
        uses=tuple(_line(terms, use, at) for use in Use if use in terms.uses),
        unnamed=tuple(_NOT_NAMED[use] for use in Use if use not in terms.uses),
        sentences=sentences(terms),
        credit=credit_line(terms),
        copyright=copyright_line(terms),
        changes=_CHANGES[terms.text],
        ends_at=ends_at(terms),
        embargo_until=terms.embargo_until,
        is_under_embargo=bool(terms.embargo_until and terms.embargo_until > at),
        usage_texts=tuple(
            UsageText(text, terms_hash(text), text not in waiting) for text in sorted(terms.unread)
        ),
        must_accept=bool(waiting),
        readers=terms.territory.said(),
    )


def of_story(story: Story, at: datetime) -> Licence:
    """What the licence of this story says at the moment `at`."""
    return of_terms(story.terms, at)


def _line(terms: Terms, use: Use, at: datetime) -> UseLine:
    verdict = judge(terms, use, at)
    return UseLine(_SAID[use], verdict.allowed, verdict.reason)
