"""A recall in an agency's own words, and what it says of the item that it means."""

import re
from collections.abc import Iterable
from dataclasses import replace

from dateline.wire.parsers.seven_bit import text as lines
from dateline.wire.parsers.words import line
from dateline.wire.rules.item import Clues

# As orders are written: in capitals, or to editors by name. "Kill Bill returns" is no order.
_ORDER = re.compile(
    r"(?:\b(?:BULLETIN|MANDATORY|URGENT|STORY) KILL\b|\bKILL (?:BULLETIN|NOTICE|STORY|MANDATORY)\b|\bSTORY WITHDRAWN\b|"
    r"\A\W{0,6}(?:KILL|ELIMINATION|WITHDRAWN|WITHDRAWAL)\s*(?:[:—–-]|\Z)|"
    r"\A\W{0,6}(?:EDS?|EDITORS?|Eds?|Editors?|ATTENTION EDITORS|Attention editors)\s*[:,.—–-]+\s*(?:NOTE\W+)?"
    r"(?:[Pp]lease|PLEASE)?\s*(?:KILL|[Kk]ill|WITHDRAW|[Ww]ithdraw|ELIMINATE|[Ee]liminate)\b)"
)
_PLEA = re.compile(
    r"\b(?:members|clients|subscribers|editors|users)\b.{0,80}\b(?:asked|requested|advised|urged)\s+to\s+"
    r"(?:kill|withdraw|eliminate)\s+(?:it\b|(?:the|this|that)\s+(?:story|item|report|copy|photo|picture)\b|[A-Z]{2}-)",
    re.IGNORECASE,
)
_SLUG = re.compile(
    r"\b(?:slugged|slug(?:line)?:?)\s+[\"“']?(?P<named>[\w][\w./-]{2,80})|"
    r"\b(?P<plain>(?:BC|AM|PM|AP)-[A-Za-z0-9][\w.-]{2,80}(?:-[\w.]+)*)"
)
_NUMBER = re.compile(r"\b(?P<number>[A-Za-z]{1,5}\s?\d{3,6})\b|\b[Nn]o\.?\s?(?P<plain>\d{2,6})\b")
_HEADLINE = re.compile(r"[“\"](?P<quoted>[^”\"\n]{8,300})[”\"]")
_DAY = re.compile(
    r"\b(?P<month>Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?\s+(?P<day>\d{1,2})\b|"
    r"\b(?P<day2>\d{1,2})\s+(?P<month2>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\b"
)
# What stands behind the order in a letter's subject.
_BEHIND = re.compile(
    r"(?:KILL|WITHDRAWN|WITHDRAWAL|ELIMINATION|[Kk]ill|[Ww]ithdraw|[Ee]liminate|ELIMINATE|WITHDRAW)\b"
    r"(?:\s+(?:BULLETIN|NOTICE|STORY|MANDATORY|the story|story))?\s*[:—–-]*\s*"
    r"(?P<rest>(?!(?:BULLETIN|NOTICE|STORY|MANDATORY)\W*\Z)\S.*)\Z"
)


def says_recall(*texts: str) -> bool:
    """Whether one of these lines is an order to kill."""
    return any(_ORDER.search(text) or _PLEA.search(text) for text in texts)


def means(
    slugline: str, signals: Iterable[str], said: Iterable[str], *, number: str, is_killed: bool
) -> tuple[Clues, ...]:
    """What an old line's message says of the item that it recalls, or is another take of; a first take says nothing."""
    slug = lines.without_take(slugline)
    if is_killed:
        lead, *others = [one for one in said if one != slugline] or [""]
        found = clues_in(lead, others, own_number=number)
        # A notice under a slug of its own ("BC-ADV") names another's; one that is slugged KILL has its story's.
        is_its_own = "kill" in lines.take_of(slugline)[1] or not found
        return (replace(found, slug=found.slug or slug) if is_its_own else found,)
    is_a_take = bool({"update", "correction", "writethru", "refile", "repeat"} & set(signals))
    return (Clues(slug=slug),) if is_a_take and slug else ()


def clues_in(subject: str, texts: Iterable[str], *, own_number: str = "") -> Clues:
    """What a recall says of its item: slug, number, headline, day. `subject`: its first line, which may name it alone.

    `own_number` is the notice's, and no clue.
    """
    said = "\n".join((subject, *texts))
    behind = _BEHIND.search(subject)
    rest = line(behind["rest"]).strip(" .“”\"'") if behind else ""
    slug = _first(_SLUG, said, "named", "plain") or (rest if _is_slug(rest) else "")
    headline = _first(_HEADLINE, said, "quoted") or (rest if rest and not _is_slug(rest) else "")
    number = next((one for one in _numbers(said) if one.casefold() != own_number.casefold()), "")
    return Clues(
        slug=lines.without_take(slug.rstrip(".,;:")),
        number=number,
        headline=_plain(headline),
        sent_on=_day(said),
    )


def _plain(headline: str) -> str:
    """A headline without the slug, number or day that stood with it."""
    return "" if _SLUG.fullmatch(headline) or _NUMBER.fullmatch(headline) else line(headline).rstrip(".")


def _is_slug(text: str) -> bool:
    """Whether a text by itself looks like a slugline: one word with its parts joined."""
    return bool(re.fullmatch(r"[\w.]+(?:[-/][\w.]+)+/?", text)) or bool(_SLUG.fullmatch(text))


def _numbers(text: str) -> Iterable[str]:
    for found in _NUMBER.finditer(text):
        named = found["number"] or found["plain"]
        if not re.match(
            r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)\s?\d", named, re.IGNORECASE
        ):
            yield named.replace(" ", "")


def _first(pattern: re.Pattern[str], text: str, *groups: str) -> str:
    found = pattern.search(text)
    return next((found[name] for name in groups if found[name]), "") if found else ""


def _day(text: str) -> str:
    found = _DAY.search(text)
    if found is None:
        return ""
    month, day = lines.month(found["month"] or found["month2"]), int(found["day"] or found["day2"])
    return f"{month:02}-{day:02}" if month and 1 <= day <= 31 else ""
