"""Single fields made clean: one line, no control characters, no broken halves of characters."""

import hashlib
import re
from collections.abc import Iterable
from typing import Any

from dateline.wire.errors import MissingIdentity, UnreadableItem
from dateline.wire.parsers.moments import moment, says_zone
from dateline.wire.parsers.profile import Profile

GUID_LIMIT = 500
VERSION_LIMIT = 60
FIELD_LIMIT = 20_000
# Of any list in an item: subjects, links, renditions. More are made to do harm.
PARTS_LIMIT = 1_000
# Not the no-break and thin spaces that belong to numbers.
_SPACES = re.compile(r"[ \t\r\n\f\v\u0085\u2028\u2029]+")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufeff\ufffe\uffff]")
# Right-to-left overrides can make a line read as what it is not.
_OVERRIDES = re.compile("[\u202a-\u202e\u2066-\u2069]")
_ODD = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)
_KILL_SIGNALS = {"kill", "killed", "withdrawn", "eliminated"}
# R7: an embargo in words is one that only a person can read.
_EMBARGO_WORDS = re.compile(r"\bembargo|\bhold for release\b|엠바고|\bsperrfrist", re.IGNORECASE)
# The same where no field is set apart for it: at the start of a line, as an order.
_EMBARGO_LINE = re.compile(
    r"\W{0,10}((?:strict(?:ly)? |under (?:strict )?)?embargo(?:ed)?(?= (?:until|till|to|for|:)|\W*(?:[:\])}*(-]|\Z))|"
    r"hold for release|not for release before|엠바고|sperrfrist)",
    re.IGNORECASE,
)


def clean(value: Any) -> str:
    """Text of any length, line breaks kept; empty when the value is no text."""
    if type(value) is str and value.isprintable():
        return value  # Holds no control, override or half character: most fields and paragraphs.
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    text = str(value)
    if _ODD.search(text) is None:
        return text
    if not text.isascii():
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return _OVERRIDES.sub("", _CONTROLS.sub("", text))


def escaped(text: str) -> str:
    """Text as it stands in HTML, in the form that cleaning leaves unchanged."""
    if "&" in text or "<" in text or ">" in text:
        text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace("\u00a0", "&nbsp;") if not text.isascii() else text


def line(value: Any) -> str:
    """A field as one line, white space run together."""
    if not value and value != 0:
        return ""
    text = clean(value)
    if "  " in text or not text.isprintable():
        text = _SPACES.sub(" ", text)
    return text.strip()[:FIELD_LIMIT]


def guid(value: Any) -> str:
    """An identity, as sent but for white space; raises MissingIdentity when it cannot serve as one."""
    found = line(value)
    if len(found) > GUID_LIMIT:
        raise MissingIdentity(
            f"its guid is longer than {GUID_LIMIT} characters; ask the sender for a shorter one"
        )
    return found


def version(value: Any) -> str:
    """A version as sent; raises UnreadableItem when it is no version any more."""
    found = line(value)
    if len(found) > VERSION_LIMIT:
        raise UnreadableItem(
            f"its version is longer than {VERSION_LIMIT} characters; ask the sender for a number"
        )
    return found


def derived_guid(form: str, source: str, *parts: str) -> str:
    """An identity made from what stays the same when an item comes again, where the format has none (R4).

    Raises MissingIdentity when the parts, beside their source, say nothing.
    """
    said = [" ".join(line(part).casefold().split()) for part in (source, *parts)]
    if not any(said[1:]):
        raise MissingIdentity("nothing in it says which item it is; ask the sender to name it")
    digest = hashlib.sha256("\x1f".join(said).encode("utf-8", "replace")).hexdigest()
    return f"urn:dateline:{form}:{digest[:32]}"


def pub_status(sent: str) -> tuple[str, str]:
    """The publishing status in our words, and the reason to hold the item when it is none of them."""
    word = re.split(r"[:/#]", sent.strip().rstrip("/"))[-1].lower()
    if word in ("", "usable"):
        return "usable", ""
    if word in ("canceled", "cancelled", "killed", "kill"):
        return "canceled", ""
    if word in ("withheld", "embargoed"):
        return word, ""
    if word == "postponed":
        return "embargoed", "the sender has postponed it; an editor must ask for how long"
    return "embargoed", f"publishing status “{sent[:60]}” is unknown; an editor must ask the sender"


def is_only_addresses(text: str) -> bool:
    """Whether a line holds e-mail addresses and nothing else: whom a newsroom may ask, and no reader."""
    return "@" in text and re.sub(r"\S+@\S+|[\W_]+", "", text) == ""


def embargo_hold(sent: str | None, words: str, profile: Profile) -> str:
    """Why an editor must set the time of an embargo; empty when there is none, or its time is plain (R7).

    `sent` is the embargo field, None when absent; `words` all that is said to editors.
    """
    if sent is not None:
        if not sent.strip():
            return "embargoed without a time; an editor must set one"
        if moment(sent, profile) is None:
            return f"embargo “{sent[:60]}” cannot be read; an editor must set the time"
        if not says_zone(sent) and not profile.time_zone:
            return f"embargo “{sent[:60]}” names no time zone; an editor must set the time"
        return ""
    if found := _EMBARGO_WORDS.search(words):
        return f"the note to editors speaks of “{found.group(0)}”; an editor must set the time"
    return ""


def embargo_in_lines(*lines: str) -> str:
    """Why an editor must set a time, where a text itself begins with its embargo; news of one holds nothing."""
    for text in lines:
        if found := _EMBARGO_LINE.match(text):
            return f"the text says “{found.group(1)}”; an editor must set the time"
    return ""


def expiry_hold(sent: str, profile: Profile) -> str:
    """Why an editor must look at an expiry that cannot be read; empty when there is none or it can."""
    if sent.strip() and moment(sent, profile) is None:
        return f"expiry “{sent[:60]}” cannot be read; an editor must set it"
    return ""


def says_withdrawn(*texts: str, signals: Iterable[str] = ()) -> bool:
    """Whether a headline, slugline, note or signal recalls the item in an agency's own words (R10)."""
    last_words = {re.split(r"[:/#]", signal)[-1].lower() for signal in signals}
    in_text = any("STORY WITHDRAWN" in text or "MANDATORY KILL" in text for text in texts)
    return in_text or not last_words.isdisjoint(_KILL_SIGNALS)
