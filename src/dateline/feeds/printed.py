"""What each template of the feeds receives. Texts hold only what XML may; addresses are absolute."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class FeedItem:
    """One story in a feed. `creators` are its bylines; `rights` and the credit only where licensed."""

    guid: str
    address: str
    title: str
    description: str
    published: str
    updated: str
    category: str
    creators: tuple[str, ...] = ()
    rights: str = ""
    licence_ends_at: datetime | None = None


@dataclass(frozen=True)
class Tombstone:
    """What a feed says of a story that it had and has no more: its guid and since when ("2026-11-24T01:00:00Z")."""

    guid: str
    when: str


@dataclass(frozen=True)
class FeedPage:
    """feeds/rss.xml: RSS 2.0, the newest first. `self_address` is the feed's own, `gone` what was taken out of it."""

    title: str
    address: str
    self_address: str
    description: str
    language: str
    built: str
    items: tuple[FeedItem, ...]
    gone: tuple[Tombstone, ...] = ()


@dataclass(frozen=True)
class Place:
    """One address of a sitemap; `changed` "2026-11-24T01:00:00Z", "" when nothing true can be said."""

    address: str
    changed: str = ""
    licence_ends_at: datetime | None = None
    territory: str = ""


@dataclass(frozen=True)
class SitemapPage:
    """feeds/sitemap.xml, and feeds/sitemap_index.xml where the places are sitemaps themselves."""

    places: tuple[Place, ...]


@dataclass(frozen=True)
class NewsPlace:
    """One story of the news sitemap; `leaves_at` is when it is no news any more, or may not be shown."""

    address: str
    title: str
    language: str
    published: str
    leaves_at: datetime
    territory: str = ""


@dataclass(frozen=True)
class NewsSitemapPage:
    """feeds/news_sitemap.xml: what was published within 48 hours."""

    paper_name: str
    places: tuple[NewsPlace, ...]


@dataclass(frozen=True)
class Reserved:
    """A partner whose work no model may be fed with; `may_be_searched`: search engines may list it."""

    slug: str
    name: str
    home: str
    may_be_searched: bool


@dataclass(frozen=True)
class RobotsPage:
    """feeds/robots.txt, tdmrep.json and rsl.xml. `rsl` is the whole address of the last, "" while it names nobody."""

    products: tuple[str, ...]
    reserved: tuple[Reserved, ...]
    sitemaps: tuple[str, ...]
    rsl: str = ""
