"""One item as a partner sent it, whatever the format it came in."""

from dataclasses import dataclass
from datetime import datetime

PUB_STATUSES = ("usable", "embargoed", "withheld", "canceled")

# Kinds that describe news, or plan it, and are none themselves.
NOT_NEWS = {
    "catalog": "a catalog of codes is not news",
    "concept": "a concept is not news",
    "knowledge": "a list of concepts is not news",
    "planning": "a plan of coverage is not news",
    "event": "an event announcement is not news",
}


@dataclass(frozen=True)
class Subject:
    """What an item is about, in the sender's own codes."""

    scheme: str = ""
    code: str = ""
    name: str = ""


@dataclass(frozen=True)
class Place:
    """A place that an item is about."""

    code: str = ""
    name: str = ""


@dataclass(frozen=True)
class Link:
    """Where the sender points: another item's guid, or an address."""

    rel: str = ""
    href: str = ""
    title: str = ""


@dataclass(frozen=True)
class Picture:
    """A picture that goes with an item.

    `href` is the rendition to print; `hrefs` are all that may stand in its place, best first.
    `guid` is the picture's own identity where the sender names one.
    """

    href: str
    caption: str = ""
    credit: str = ""
    alt: str = ""
    state: str = "missing"
    hrefs: tuple[str, ...] = ()
    guid: str = ""
    copyright_notice: str = ""
    usage_terms: tuple[str, ...] = ()


@dataclass(frozen=True)
class Clues:
    """What a message without a guid says of the item that it means; `sent_on` is a month and a day: "11-23"."""

    slug: str = ""
    number: str = ""
    headline: str = ""
    sent_on: str = ""

    def __bool__(self) -> bool:
        return bool(self.slug or self.number or self.headline)


@dataclass(frozen=True)
class Item:
    """One item of news, its fields as DOOR.md's Formats name them.

    `hold` is the reason why an editor must set a time first (R7), empty when there is none.
    `kills` are the guids that this item recalls, its own when it is canceled.
    `means` is what it says of the item that it recalls or updates, where it has words for it and no guid;
    `number` is its own on the sender's line. `advice` is where the message leaves its own standard.
    `is_numbered` is False where `version` is the format's default and was not sent.
    Moments are aware, in UTC.
    """

    guid: str
    file: str = ""
    format: str = ""
    kind: str = "text"
    version: str = ""
    version_created_at: datetime | None = None
    first_created_at: datetime | None = None
    headline: str = ""
    standfirst: str = ""
    slugline: str = ""
    byline: str = ""
    dateline: str = ""
    located: str = ""
    language: str = ""
    urgency: int | None = None
    signals: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    pub_status: str = "usable"
    embargoed_until: datetime | None = None
    expires_at: datetime | None = None
    usage_terms: tuple[str, ...] = ()
    credit: str = ""
    copyright_holder: str = ""
    copyright_notice: str = ""
    subjects: tuple[Subject, ...] = ()
    places: tuple[Place, ...] = ()
    body_text: str = ""
    body_html: str = ""
    pictures: tuple[Picture, ...] = ()
    links: tuple[Link, ...] = ()
    edit_note: str = ""
    kills: tuple[str, ...] = ()
    means: tuple[Clues, ...] = ()
    number: str = ""
    advice: tuple[str, ...] = ()
    hold: str = ""
    is_numbered: bool = True
    position: int = 1


@dataclass(frozen=True)
class Unreadable:
    """Bytes, or a part of a message, that gave no item; `reason` is for an editor."""

    file: str
    position: int
    format: str
    reason: str
