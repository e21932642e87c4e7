"""ANPA 1312: SYN SYN SOH service and number, a line of priority, category and keyword, STX text ETX, a date.

SYN SYN SOH a0123 US ---
r i DC3 DC1 BC-Slug-Word,1stLd-Writethru 11-23 0456
STX ^Headline< ^By DANA WHITLOCK= ^Staff Writer< TAB text ETX AP-NY-11-23-26 0805EST< EOT
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

from dateline.wire.errors import UnreadableItem
from dateline.wire.parsers import recalls, words
from dateline.wire.parsers.bodies import from_text
from dateline.wire.parsers.moments import mail_moment
from dateline.wire.parsers.profile import Profile
from dateline.wire.parsers.seven_bit import text as lines
from dateline.wire.parsers.sniff import ANPA_1312, ITEMS_LIMIT
from dateline.wire.parsers.words import line
from dateline.wire.rules.item import Item, Subject, Unreadable

_MESSAGE = re.compile(rb"\x01([^\x01\x02]{1,2000}?)\x02([^\x01]*)")
_SERVICE = re.compile(r"\W*(?P<service>[A-Za-z]{1,3})(?P<number>\d{3,5})")
_SECOND = re.compile(
    r"\s*(?P<priority>[a-zA-Z])\s+(?P<category>[a-zA-Z])\s*[\x11-\x14\x1f\s]*(?P<slug>.*?)\s+"
    r"(?P<month>\d{1,2})-(?P<day>\d{1,2})\s+(?P<count>\d{1,5})\W*\Z",
    re.DOTALL,
)
# "AP-NY-11-23-26 0805EST<": whose, where from, month-day-year, time, zone.
_TRAILER = re.compile(
    r"(?P<house>[A-Za-z]{2,5})-[A-Za-z]{2,4}-(?P<month>\d{1,2})-(?P<day>\d{1,2})-(?P<year>\d{2,4})\s+(?P<hour>\d{2})"
    r"(?P<minute>\d{2})\s?(?P<zone>[A-Z]{1,4})?"
)
# ANPA's letters: flash, urgent, bulletin, regular, deferred, and the two of weekends.
_PRIORITIES = {"f": 1, "u": 2, "b": 3, "r": 4, "d": 5, "a": 5, "s": 6, "w": 6, "y": 6, "z": 6}
_EDITORS = re.compile(
    r"(?:eds\b|editors?:|attention (?:editors|news)|ap photo|with [^.]{0,60}\bbox\b)", re.IGNORECASE
)


def read(raw: bytes, *, name: str, profile: Profile) -> Iterator[Item | Unreadable]:
    """Each message between SOH and the next, in its order. Raises UnreadableItem when there is none."""
    found = list(_MESSAGE.finditer(raw))
    if not found:
        raise UnreadableItem("no text between the marks of an ANPA 1312 message; ask the sender for it again")
    if len(found) > ITEMS_LIMIT:
        raise UnreadableItem(f"more than {ITEMS_LIMIT:,} items in one file; ask the sender for smaller ones")
    for position, message in enumerate(found, start=1):
        try:
            yield _item(*message.groups(), name=name, profile=profile, position=position)
        except UnreadableItem as cause:
            yield Unreadable(name, position, ANPA_1312, str(cause))


def _item(head: bytes, rest: bytes, *, name: str, profile: Profile, position: int) -> Item:
    first, _, second = lines.decoded(head, profile).lstrip("\r\n").partition("\n")
    service, order = _SERVICE.match(first), _SECOND.match(second.strip("\r\n"))
    if service is None:
        raise UnreadableItem("its first line is no ANPA 1312 header; ask the sender for it again")
    written, _, after = rest.partition(b"\x03")
    trailer = _TRAILER.search(lines.decoded(after, profile))
    created_at = _created_at(trailer, profile)
    text = _Text(lines.decoded(written, profile))
    slugline = line(lines.without_controls(order["slug"])) if order else text.slugline
    take, signals = lines.take_of(slugline, text.slugline)
    note = "\n".join(text.notes)
    said = (text.headline, slugline, text.slugline, *text.notes, *text.paragraphs[:3])
    is_killed = "kill" in signals or words.says_withdrawn(*said[:3], note) or recalls.says_recall(*said)
    number = f"{service['service']}{service['number']}"
    body = from_text("\n\n".join(text.paragraphs))
    dateline, place = lines.dateline_of(text.paragraphs[0]) if text.paragraphs else ("", "")
    sent = trailer.group() if trailer else f"{order['month']}-{order['day']}" if order else ""
    guid = words.derived_guid(
        ANPA_1312,
        service["service"],
        service["number"],
        sent[:14],
        lines.without_take(slugline) or text.headline,
    )
    category = order["category"].lower() if order else ""
    return Item(
        guid=guid,
        file=name,
        format=ANPA_1312,
        position=position,
        version=take,
        version_created_at=created_at,
        first_created_at=created_at,
        headline=text.headline,
        slugline=slugline,
        byline=text.byline,
        dateline=dateline,
        located=place,
        urgency=_PRIORITIES.get(order["priority"].lower()) if order else None,
        # Category V is AP's own for advisories, never for publication (R17).
        signals=(*signals, *(("advisory",) if category == "v" and "kill" not in signals else ())),
        pub_status="canceled" if is_killed else "usable",
        credit=trailer["house"].upper() if trailer else "",
        subjects=(Subject("anpa1312", category),) if category else (),
        body_text=body.text,
        body_html=body.html,
        edit_note=note,
        kills=(guid,) if is_killed else (),
        means=recalls.means(slugline or text.slugline, signals, said, number=number, is_killed=is_killed),
        number=number,
        hold=words.embargo_in_lines(text.headline, *text.paragraphs[:3])
        or words.embargo_hold(None, note, profile),
    )


class _Text:
    """The text taken apart: lines from `^` to `<` or `=` are heads, the others are paragraphs."""

    def __init__(self, written: str) -> None:
        self.slugline = self.headline = self.byline = ""
        self.notes: list[str] = []
        self.paragraphs: list[str] = []
        heads, rest = _heads(written)
        for said in heads:
            self._take(said)
        self.paragraphs += [paragraph.rstrip("<").rstrip() for paragraph in lines.paragraphs(rest)]

    def _take(self, said: str) -> None:
        if lines.is_byline(said) and not self.byline:
            self.byline = said
        elif self.byline and self.headline and not _EDITORS.match(said):
            self.byline = f"{self.byline}, {said}"
        elif _EDITORS.match(said):
            self.notes.append(said)
        elif not self.slugline and re.match(r"(?:BC|AM|PM|AP)-", said):
            self.slugline = said
        elif not self.headline:
            self.headline = said
        else:
            self.notes.append(said)


def _heads(written: str) -> tuple[list[str], str]:
    """The lines that begin with `^` above the text, and the text."""
    heads: list[str] = []
    rest: list[str] = []
    for one in written.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        if one.startswith("^") and not rest:
            heads.append(one)
        elif heads and not rest and not heads[-1].rstrip().endswith(("<", "=")) and one.strip():
            heads[-1] += " " + one
        elif rest or one.strip():
            rest.append(one)
    plain = (line(lines.without_controls(one)).strip("^<= ") for one in heads)
    return [said for said in plain if said], "\n".join(rest)


def _created_at(trailer: re.Match[str] | None, profile: Profile) -> datetime | None:
    if trailer is None:
        return None
    year = int(trailer["year"]) + (2000 if len(trailer["year"]) < 4 and int(trailer["year"]) < 70 else
                                   1900 if len(trailer["year"]) < 4 else 0)  # fmt: skip
    try:
        at = datetime(
            year,
            int(trailer["month"]),
            int(trailer["day"]),
            int(trailer["hour"]),
            int(trailer["minute"]),
            tzinfo=UTC,
        )
    except ValueError:
        return None
    return mail_moment(f"{at:%d %b %Y %H:%M:%S} {trailer['zone'] or ''}".strip(), profile)
