"""What both formats share: characters out of bytes, paragraphs out of lines, lines that say more than text."""

import re

from dateline.wire.parsers.profile import Profile
from dateline.wire.parsers.words import line

_CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")
_BYLINE = re.compile(r"(?:by|von|par|por|door|av)\s+\S.{0,120}\Z", re.IGNORECASE)
# "SEOUL (AP) —", "Berlin (dpa) -", "MOKPO, South Korea, Nov 23 (Northwire) --", "(서울=연합뉴스)".
_DATELINE = re.compile(
    r"(?P<whole>(?P<place>\(?[^\W\d_][^()\n]{1,70}?)\s*\((?P<house>[^()\n]{1,40})\)\s*(?:[-–—_]{1,3}|:)(?=\s)|"
    r"(?P<place2>[A-Z][A-Z .'’]{2,40}(?:, [^()\n]{1,40}?)?)\s+(?:[-–—_]{1,2})(?=\s)|"
    r"\((?P<place3>[^()=\n]{1,30})=(?P<house3>[^()\n]{1,30})\))"
)
# The take: "1ST LEAD", "2nd Ld-Writethru", "REFILE", "CORRECTED".
_TAKE = re.compile(
    r"\b(?:(?P<number>\d{1,2})(?:[snrt][tdh])[ -]?(?:ld|lead)|(?P<word>urgent|bulletin|refile|repeat|correct\w*|kill|"
    r"eliminat\w*|writethru|advisory|withdraw\w*))",
    re.IGNORECASE,
)
_MONTHS = {name: at for at, name in enumerate(
    ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), start=1)}  # fmt: skip
_MONTHS |= {
    "maer": 3,
    "mär": 3,
    "mrz": 3,
    "mai": 5,
    "okt": 10,
    "dez": 12,
    "fév": 2,
    "avr": 4,
    "août": 8,
    "déc": 12,
}


def decoded(raw: bytes, profile: Profile) -> str:
    """The characters: ASCII, UTF-8, what the partner's feed is in, else Latin as Windows has it."""
    for encoding in ("utf-8", profile.encoding or "cp1252"):
        try:
            return raw.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    return raw.decode("cp1252", "replace")


def without_controls(text: str) -> str:
    """A text without the marks of its line; tabs and line ends stay."""
    return _CONTROLS.sub("", text)


def paragraphs(text: str) -> list[str]:
    """Paragraphs of a text in lines: each ends at a blank line, or where the next line is set in."""
    found: list[list[str]] = [[]]
    for written in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        plain = line(without_controls(written))
        is_set_in = written.startswith(("\t", "  ", "\u00a0"))
        if not plain or is_set_in:
            found.append([])
        if plain:
            found[-1].append(plain)
    return [" ".join(lines) for lines in found if lines]


def is_byline(said: str) -> bool:
    """Whether a line by itself names the writer."""
    return bool(_BYLINE.match(said)) and len(said.split()) <= 12 and not said.endswith(".")


def dateline_of(paragraph: str) -> tuple[str, str]:
    """The dateline that a first paragraph begins with, and its place; empty where there is none."""
    found = _DATELINE.match(paragraph)
    if found is None:
        return "", ""
    place = found["place"] or found["place2"] or found["place3"] or ""
    return line(found["whole"]), line(place.lstrip("("))


def take_of(*lines: str) -> tuple[str, tuple[str, ...]]:
    """The version that a slugline's take means ("2nd Ld" is 3, a first text 1), and its words as signals."""
    number, signals = 0, []
    for said in lines:
        for found in _TAKE.finditer(said):
            if found["number"]:
                number = max(number, int(found["number"]) + 1)
                signals.append("update")
            else:
                signals.append(_signal(found["word"].lower()))
    return (str(number) if number else ""), tuple(dict.fromkeys(signals))


def without_take(slugline: str) -> str:
    """A slugline as every take of the story has it."""
    return line(_TAKE.split(slugline, maxsplit=1)[0]).rstrip(" ,-")


def month(name: str) -> int | None:
    """A month by its first letters, in the languages of the wires; None when it is none."""
    plain = name.strip(". ").lower()
    return _MONTHS.get(plain) or _MONTHS.get(plain[:3])


def _signal(word: str) -> str:
    if word.startswith(("kill", "eliminat", "withdraw")):
        return "kill"
    return "correction" if word.startswith("correct") else word
