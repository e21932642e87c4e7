"""Whether an item, judged by itself and without any licence, may be put before readers now."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from dateline.wire.rules.item import NOT_NEWS, Item

# R17: what agencies send to newsrooms only.
_ADVISORY = re.compile(r"\b(not for publication|on-?line[ -]out|for internal use only)\b", re.IGNORECASE)
_ADVISORY_SIGNALS = {"advisory", "notnewscontent", "internal"}


@dataclass(frozen=True)
class Standing:
    """The answer, and the reason when it is no."""

    publishable: bool
    reason: str = ""


def publishable(item: Item, at: datetime) -> Standing:
    """Say whether `item` by itself may be published at the moment `at`, and if not, why."""
    for ask in _QUESTIONS:
        if reason := ask(item, at):
            return Standing(False, reason)
    return Standing(True)


def _is_news(item: Item, at: datetime) -> str:
    return NOT_NEWS.get(item.kind, "")


def _is_recalled(item: Item, at: datetime) -> str:
    if item.pub_status == "canceled" or item.guid in item.kills:
        return "killed: the sender has recalled it in every version"
    if item.kills:
        return "a kill notice for " + ", ".join(item.kills)
    return ""


def _is_withheld(item: Item, at: datetime) -> str:
    return "withheld by the sender" if item.pub_status == "withheld" else ""


def _is_an_advisory(item: Item, at: datetime) -> str:
    if {signal.rpartition(":")[2].lower() for signal in item.signals} & _ADVISORY_SIGNALS:
        return "an advisory to editors, never for publication"
    for text in (item.headline, item.slugline, item.edit_note, *item.usage_terms):
        if found := _ADVISORY.search(text):
            return f"marked “{found.group(0)}” by the sender"
    return ""


def _is_held(item: Item, at: datetime) -> str:
    if item.hold:
        return item.hold
    if item.pub_status == "embargoed" and item.embargoed_until is None:
        return "embargoed without a time; an editor must set one"
    return ""


def _is_under_embargo(item: Item, at: datetime) -> str:
    if item.embargoed_until is not None and at < item.embargoed_until:
        return f"under embargo until {item.embargoed_until:%Y-%m-%d %H:%M} UTC"
    return ""


def _has_expired(item: Item, at: datetime) -> str:
    if item.expires_at is not None and at >= item.expires_at:
        return f"expired {item.expires_at:%Y-%m-%d %H:%M} UTC"
    return ""


def _has_something_to_print(item: Item, at: datetime) -> str:
    if item.kind == "package" and not item.body_text:
        return "a package only lists other items; take those in"
    if item.headline or item.body_text or item.pictures:
        return ""
    return "nothing to print: no headline, no text and no picture"


# What can never be published comes before what cannot be published yet.
_QUESTIONS: tuple[Callable[[Item, datetime], str], ...] = (
    _is_news,
    _is_recalled,
    _is_withheld,
    _is_an_advisory,
    _is_held,
    _has_expired,
    _is_under_embargo,
    _has_something_to_print,
)
