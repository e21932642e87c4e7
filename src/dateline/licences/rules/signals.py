"""What a page tells machines: the same in its head, in its headers and in the lists that name it."""

from dataclasses import dataclass
from datetime import UTC, datetime

from dateline.licences.rules.judging import ends_at
from dateline.licences.rules.terms import Canonical, Index, Terms

# Where the paper's own RSL file stands; the feeds room prints it.
RSL_PATH = "/.well-known/rsl.xml"
RSL_TYPE = "application/rsl+xml"


@dataclass(frozen=True)
class Signals:
    """What to print. `robots` is both `<meta name="robots">` and, with `metas`, the X-Robots-Tag header.

    `metas` are further (name, content) pairs of the head, `links` its (relation, path) pairs; `headers` go out
    with the page, its pictures and whatever else carries the work: a meta covers the HTML alone.
    """

    robots: str
    metas: tuple[tuple[str, str], ...]
    links: tuple[tuple[str, str], ...]
    headers: tuple[tuple[str, str], ...]
    in_sitemap: bool
    in_news_sitemap: bool


def signals(terms: Terms) -> Signals:
    """The signals that these terms ask for.

    Standards: robots meta as Google and Bing document it (`unavailable_after` in ISO 8601, `noarchive` keeps
    text out of Bing's answers), TDMRep (W3C CG final report), `Content-Usage` of the IETF aipref drafts,
    Really Simple Licensing (RSL 1.0).
    """
    robots = _robots(terms, ends_at(terms))
    crawlers = _crawlers(terms)
    return Signals(
        robots=robots,
        metas=(*crawlers, *_reserved_metas(terms)),
        links=(("license", RSL_PATH),) if _stands_in_rsl(terms) else (),
        headers=(*_robots_header(robots, crawlers), *_reserved_headers(terms)),
        in_sitemap=terms.index is not Index.NOINDEX,
        in_news_sitemap=terms.index is Index.INDEX,
    )


def canonical(terms: Terms, own: str, source: str) -> str:
    """The canonical address: ours, the partner's original, or "" for none.

    Never another site's address together with noindex: one says "look there", the other "forget both".
    """
    if terms.canonical is Canonical.NONE:
        return ""
    if terms.canonical is Canonical.SELF:
        return own
    return source if terms.index is not Index.NOINDEX else ""


def _robots(terms: Terms, over_at: datetime | None) -> str:
    words = ["noindex"] if terms.index is Index.NOINDEX else []
    if not terms.ai:
        words.append("noarchive")
    if over_at:
        words.append(f"unavailable_after: {over_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}")
    return ", ".join(words)


def _crawlers(terms: Terms) -> tuple[tuple[str, str], ...]:
    return (("googlebot-news", "noindex"),) if terms.index is Index.NEWS_NOINDEX else ()


def _robots_header(robots: str, crawlers: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    # One header, what is for one crawler alone last: a name applies to all that follows it.
    words = ", ".join([*([robots] if robots else []), *(f"{name}: {word}" for name, word in crawlers)])
    return (("X-Robots-Tag", words),) if words else ()


def _reserved_metas(terms: Terms) -> tuple[tuple[str, str], ...]:
    return () if terms.ai else (("tdm-reservation", "1"),)


def _reserved_headers(terms: Terms) -> tuple[tuple[str, str], ...]:
    if terms.ai:
        return ()
    reserved = (("tdm-reservation", "1"), ("Content-Usage", "train-ai=n"))
    link = ("Link", f'<{RSL_PATH}>; rel="license"; type="{RSL_TYPE}"')
    return (*reserved, link) if _stands_in_rsl(terms) else reserved


def _stands_in_rsl(terms: Terms) -> bool:
    """Whether the partner's contract keeps its work from models: the RSL file names partners, not items."""
    return not terms.ai and not terms.item_reserves_ai
