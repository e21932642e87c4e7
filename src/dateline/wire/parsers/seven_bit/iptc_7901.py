"""IPTC 7901: SOH source and number, priority, category, words; the keyword line; STX text ETX; a date.

SOH dpa0123 3 pl 120 CR LF  Keyword line CR LF  STX headline CR LF text ETX  231205 Nov 26 EOT
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

from dateline.wire.errors import UnreadableItem
from dateline.wire.parsers import recalls, words
from dateline.wire.parsers.bodies import from_text
from dateline.wire.parsers.moments import moment
from dateline.wire.parsers.profile import Profile
from dateline.wire.parsers.seven_bit import text as lines
from dateline.wire.parsers.sniff import IPTC_7901, ITEMS_LIMIT
from dateline.wire.parsers.words import line
from dateline.wire.rules.item import Item, Subject, Unreadable

_MESSAGE = re.compile(rb"\x01([^\x01\x02]{1,2000}?)\x02([^\x01]*)")
_HEADER = re.compile(
    r"\s*(?P<source>[^\W\d_]{1,10})\s?(?P<number>\d{1,6})\s+(?P<priority>\d)?\s*(?P<category>[^\W\d_]{1,4})?\s*"
    r"(?P<count>\d{1,6})?(?P<rest>[^\r\n]*)"
)
_DATE = re.compile(
    r"(?P<day>\d{2})(?P<hour>\d{2})(?P<minute>\d{2})\s*(?P<zone>GMT|UTC|Z|[A-Z]{3,4})?\s*(?P<month>[^\W\d_]{3,9})\.?\s*(?P<year>\d{2,4})?"
)


def read(raw: bytes, *, name: str, profile: Profile) -> Iterator[Item | Unreadable]:
    """Each message between SOH and the next, in its order. Raises UnreadableItem when there is none."""
    found = list(_MESSAGE.finditer(raw))
    if not found:
        raise UnreadableItem("no text between the marks of an IPTC 7901 message; ask the sender for it again")
    if len(found) > ITEMS_LIMIT:
        raise UnreadableItem(f"more than {ITEMS_LIMIT:,} items in one file; ask the sender for smaller ones")
    for position, message in enumerate(found, start=1):
        try:
            yield _item(*message.groups(), name=name, profile=profile, position=position)
        except UnreadableItem as cause:
            yield Unreadable(name, position, IPTC_7901, str(cause))


def _item(head: bytes, rest: bytes, *, name: str, profile: Profile, position: int) -> Item:
    written, _, after = rest.partition(b"\x03")
    head_lines = [said for one in re.split(r"[\r\n]+", lines.decoded(head, profile)) if (said := line(one))]
    header = _HEADER.match(head_lines[0]) if head_lines else None
    if header is None:
        raise UnreadableItem("its first line is no IPTC 7901 header; ask the sender for it again")
    slugline = head_lines[1] if len(head_lines) > 1 else line(header["rest"])
    headline, body = _text(lines.decoded(written, profile))
    byline = body.pop(0) if len(body) > 1 and lines.is_byline(body[0]) else ""
    dateline, place = lines.dateline_of(body[0]) if body else ("", "")
    created_at, sent = _created_at(lines.decoded(after, profile), profile)
    take, signals = lines.take_of(slugline, headline)
    told = (headline, slugline, *body[:3])
    is_killed = "kill" in signals or words.says_withdrawn(headline, slugline) or recalls.says_recall(*told)
    number = f"{header['source']}{header['number']}"
    text = from_text("\n\n".join(body))
    guid = words.derived_guid(
        IPTC_7901, header["source"], header["number"], sent, lines.without_take(slugline) or headline
    )
    return Item(
        guid=guid,
        file=name,
        format=IPTC_7901,
        position=position,
        version=take,
        version_created_at=created_at,
        first_created_at=created_at,
        headline=headline,
        slugline=slugline,
        byline=byline,
        dateline=dateline,
        located=place,
        urgency=_urgency(header["priority"]),
        signals=signals,
        keywords=tuple(head_lines[1:]),
        pub_status="canceled" if is_killed else "usable",
        credit=header["source"],
        subjects=(Subject("iptc7901", header["category"]),) if header["category"] else (),
        body_text=text.text,
        body_html=text.html,
        kills=(guid,) if is_killed else (),
        means=recalls.means(slugline, signals, told, number=number, is_killed=is_killed),
        number=number,
        hold=words.embargo_in_lines(headline, *body[:3]),
    )


def _text(written: str) -> tuple[str, list[str]]:
    """Headline and paragraphs; `apart` sets apart from them what is for editors alone."""
    first, _, rest = written.lstrip("\r\n").replace("\r\n", "\n").replace("\r", "\n").partition("\n")
    found = lines.paragraphs(rest)
    return line(lines.without_controls(first)), found


def _created_at(after: str, profile: Profile) -> tuple[datetime | None, str]:
    """The moment of the trailer and its words; None without a year, which no reader of archives may guess."""
    found = _DATE.search(after)
    if found is None or (month := lines.month(found["month"])) is None or not found["year"]:
        return None, line(found.group()) if found else ""
    year = int(found["year"]) + (2000 if len(found["year"]) == 2 and int(found["year"]) < 70 else
                                 1900 if len(found["year"]) == 2 else 0)  # fmt: skip
    try:
        at = datetime(year, month, int(found["day"]), int(found["hour"]), int(found["minute"]), tzinfo=UTC)
    except ValueError:
        return None, line(found.group())
    zone = found["zone"] or ""
    if zone in ("GMT", "UTC", "Z") or not profile.time_zone:
        return at, line(found.group())
    return moment(f"{at:%Y-%m-%dT%H:%M:%S}", profile), line(found.group())


def _urgency(digit: str | None) -> int | None:
    return int(digit) if digit and digit != "0" else None
