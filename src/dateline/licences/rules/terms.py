"""The terms: one frozen value for a contract, narrowed by what one item says of itself."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any

from dateline.licences.errors import UnreadableTerms
from dateline.licences.rules.territory import EVERYWHERE, Territory, read


class Use(StrEnum):
    """What a surface does with a story. A use that is not named in the terms is not allowed."""

    PAGE = "page"
    FRONT = "front"
    RELATED = "related"
    SEARCH = "search"
    FEED = "feed"
    NEWSLETTER = "newsletter"
    API = "api"
    ARCHIVE = "archive"
    SOCIAL = "social"
    GALLERY = "gallery"


class Pictures(StrEnum):
    """Whose pictures may be shown: all, the partner's own but not a third party's, or none."""

    ALL = "all"
    OWN = "own"
    NONE = "none"


class TextRight(StrEnum):
    """What of the text may be changed: nothing, the headline alone, or anything."""

    VERBATIM = "verbatim"
    HEADLINE = "headline"
    FREE = "free"


class Index(StrEnum):
    """What search engines may do."""

    INDEX = "index"
    NEWS_NOINDEX = "news-noindex"
    NOINDEX = "noindex"


class Canonical(StrEnum):
    """Which address the page names as the original: its own, the partner's, or none."""

    SELF = "self"
    SOURCE = "source"
    NONE = "none"


class After(StrEnum):
    """What an address answers once its story is gone: 410, or a page that says why."""

    GONE = "410"
    NOTICE = "notice"


class Status(StrEnum):
    """What the sender says of the item, mildest first."""

    USABLE = "usable"
    EMBARGOED = "embargoed"
    WITHHELD = "withheld"
    CANCELED = "canceled"


@dataclass(frozen=True)
class StandingOrder:
    """What happens to a partner's items by themselves: `section` is a slug; `publish` puts them in print."""

    section: str
    publish: bool = False


@dataclass(frozen=True)
class Terms:
    """What one partner lets us do with one item. The defaults allow nothing.

    The first part is the contract, already without what the item takes away; the second is what the item
    says, and what we did. Moments are aware; days are the partner's own, in `time_zone`. `held` says why an
    editor must set a time first; `unread` are usage terms that no rule understood, `accepted` the hashes of
    those that an editor has read and accepted; `published_at` is our first publication.
    """

    partner: str = ""
    slug: str = ""
    time_zone: str = "UTC"
    mark: str = ""
    credit: str = ""
    byline: str = "partner"
    copyright: str = ""
    link_back: bool = False
    uses: frozenset[Use] = frozenset()
    pictures: Pictures = Pictures.NONE
    text: TextRight = TextRight.VERBATIM
    starts_on: date | None = None
    ends_on: date | None = None
    display_days: int | None = None
    quota_per_month: int | None = None
    retain: bool = True
    index: Index = Index.NOINDEX
    canonical: Canonical = Canonical.SELF
    ai: bool = False
    comments: bool = False
    territory: Territory = EVERYWHERE
    after_end: After = After.GONE
    after_kill: After = After.GONE

    item_credit: str = ""
    item_copyright: str = ""
    status: Status = Status.USABLE
    embargo_until: datetime | None = None
    expires_at: datetime | None = None
    published_at: datetime | None = None
    held: frozenset[str] = frozenset()
    unread: frozenset[str] = frozenset()
    accepted: frozenset[str] = frozenset()
    item_without: frozenset[Use] = frozenset()
    item_without_pictures: bool = False
    item_reserves_ai: bool = False
    item_territory: Territory = EVERYWHERE

    @property
    def is_ours(self) -> bool:
        """Whether this is our own work, without a partner."""
        return not self.slug


# Our own work: everything is ours to allow, and only an item's own facts (an embargo) narrow it.
OWN = Terms(
    uses=frozenset(Use),
    pictures=Pictures.ALL,
    text=TextRight.FREE,
    index=Index.INDEX,
    ai=True,
    comments=True,
)

_WORDS: Mapping[str, type[StrEnum]] = {
    "pictures": Pictures,
    "text": TextRight,
    "index": Index,
    "canonical": Canonical,
    "status": Status,
    "after_end": After,
    "after_kill": After,
}
# What stands in the second part, and outlives a change of the contract.
ITEM_FIELDS = (
    "item_credit",
    "item_copyright",
    "status",
    "embargo_until",
    "expires_at",
    "published_at",
    "held",
    "unread",
    "accepted",
    "item_without",
    "item_without_pictures",
    "item_reserves_ai",
    "item_territory",
)
_DAYS = ("starts_on", "ends_on")
_MOMENTS = ("embargo_until", "expires_at", "published_at")
_USES = ("uses", "item_without")
_TERRITORIES = ("territory", "item_territory")
_TEXTS = ("held", "unread", "accepted")


def to_json(terms: Terms) -> dict[str, Any]:
    """The terms as plain JSON, each key of Terms once; moments in UTC."""
    return {each.name: _plain(getattr(terms, each.name)) for each in fields(terms)}


def from_json(kept: Mapping[str, Any]) -> Terms:
    """The terms out of `to_json`. A key left out has its default, which allows nothing.

    Raises UnreadableTerms for a key or value that this version does not know: it might forbid something.
    """
    known = {each.name for each in fields(Terms)}
    if unknown := sorted(set(kept) - known):
        raise UnreadableTerms(
            f"these terms hold {', '.join(unknown)}, which this version does not know; update it"
        )
    try:
        return Terms(**{key: _read(key, value) for key, value in kept.items()})
    except (ValueError, TypeError) as cause:
        raise UnreadableTerms(
            f"these terms cannot be read ({cause}); load the partner's file again"
        ) from cause


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, frozenset):
        return sorted(str(item) for item in value)
    return str(value) if isinstance(value, (StrEnum, Territory)) else value


def _read(key: str, value: Any) -> Any:
    if key in _USES:
        return frozenset(Use(item) for item in value)
    if key in _TEXTS:
        return frozenset(str(item) for item in value)
    if value is None:
        return None
    if key in _WORDS:
        return _WORDS[key](value)
    if key in _TERRITORIES:
        return read(value)
    if key in _DAYS:
        return date.fromisoformat(value)
    return _moment(value) if key in _MOMENTS else value


def _moment(value: str) -> datetime:
    moment = datetime.fromisoformat(value)
    if moment.tzinfo is None:
        raise ValueError(f"the moment {value} names no zone")
    return moment
