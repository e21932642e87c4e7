"""What a feed may say, and how: text that XML can hold, moments as RSS writes them, guids that never
change."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from uuid import UUID, uuid5

# XML 1.0, 2.2: what no document may hold, not even escaped.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

NEWS_FOR = timedelta(hours=48)  # what a news sitemap may list, by Google's own rule

TOLD_FOR = timedelta(days=30)  # how long a feed tells of what was taken out of it
MOST_TOLD = 500  # a partner whose contract ends may have had thousands: the newest are told of

# Product tokens that stand for training or answering by a model, as their makers name them (checked 2026-11).
# Search engines' own tokens are not among them: what they may list, each page says itself.
AI_PRODUCTS = (
    *("AI2Bot", "Amazonbot", "anthropic-ai", "Applebot-Extended", "Bytespider", "CCBot", "ChatGPT-User"),
    *("ClaudeBot", "Claude-User", "Claude-SearchBot", "cohere-ai", "cohere-training-data-crawler", "Diffbot"),
    *("FacebookBot", "Google-CloudVertexBot", "Google-Extended", "GPTBot", "meta-externalagent"),
    *(
        "meta-externalfetcher",
        "MistralAI-User",
        "OAI-SearchBot",
        "omgili",
        "PerplexityBot",
        "Perplexity-User",
    ),
    *("PanguBot", "Timpibot", "Webzio-Extended", "YouBot"),
)

DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def xml_text(text: str) -> str:
    """`text` without the characters that XML cannot hold; still to be escaped."""
    return _NOT_XML.sub("", text)


def rss_moment(at: datetime) -> str:
    """RFC 822 with a year of four digits, in GMT: "Tue, 24 Nov 2026 01:00:00 GMT"."""
    return format_datetime(at.astimezone(UTC), usegmt=True)


def guid_of(translation_key: UUID, language: str) -> str:
    """A story's name in feeds: the same for ever, whatever becomes of its address or its text."""
    return f"urn:uuid:{uuid5(translation_key, language)}"


def day_of(at: datetime) -> str:
    """The sitemap that a story published at `at` stands in, by UTC: "2026-11-24"."""
    return f"{at.astimezone(UTC):%Y-%m-%d}"


def day_bounds(day: str) -> tuple[datetime, datetime] | None:
    """The first moment of the day and of the next, UTC; None for what is no day."""
    if DAY.fullmatch(day) is None:
        return None
    try:
        first = datetime.fromisoformat(day).replace(tzinfo=UTC)
        return first, first + timedelta(days=1)
    except (ValueError, OverflowError):
        return None


def description_of(standfirst: str, dateline: str, notes: Iterable[str]) -> str:
    """What stands under a headline in a feed: dateline and standfirst, then what the licence wants."""
    opening = f"{dateline}—{standfirst}" if dateline and standfirst else standfirst
    return " ".join(filter(None, (opening, *dict.fromkeys(notes))))
