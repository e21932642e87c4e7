"""Reads the usage terms that stand in an item as free text, where every word of them is understood.

A text is divided into clauses. When each clause is one that a rule here knows, the text narrows the terms
by itself; one strange clause and an editor must read the whole.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from operator import and_

from dateline.licences.rules.places_in_terms import rejoined, territory_in
from dateline.licences.rules.rights_expressions import territory_of_policy
from dateline.licences.rules.territory import EVERYWHERE, Territory

_WEB = ("page", "front", "related", "search", "feed", "newsletter", "api", "archive", "social", "gallery")
_ONWARD = ("feed", "api")


@dataclass(frozen=True)
class Understood:
    """What a text takes away: uses by name, pictures, machine learning, countries; `days` from when it was sent."""

    without: frozenset[str] = frozenset()
    no_pictures: bool = False
    no_ai: bool = False
    days: int | None = None
    territory: Territory = EVERYWHERE


def _takes(*uses: str) -> Understood:
    return Understood(without=frozenset(uses))


_NOTHING = Understood()
_NO = r"(?:no|not for|not to be used (?:for|in|on)|do not use (?:for|in|on)|no use (?:for|in|on))"
_USE = r"(?: (?:use|usage|uses|permitted|allowed|rights))*"

_Reading = tuple[re.Pattern[str], Callable[[re.Match[str]], Understood]]


def _reading(pattern: str, understood: Understood) -> _Reading:
    return re.compile(pattern), lambda _: understood


_READINGS: tuple[_Reading, ...] = (
    _reading(r"(?:none|no restrictions?|unrestricted(?: use)?|without restrictions?)", _NOTHING),
    _reading(r"(?:for )?(?:editorial|news|journalistic) (?:use|purposes?) only", _NOTHING),
    _reading(_NO + r"(?: any)? (?:advertising|promotional|merchandising)" + _USE, _NOTHING),
    _reading(r"(?:credit|byline|source)(?: (?:line|is|to be))* (?:required|mandatory|obligatory)", _NOTHING),
    _reading(
        _NO + r" (?:archives?|archival|archiving|storage)" + _USE, _takes("archive", "related", "search")
    ),
    _reading(_NO + r"(?: the)? (?:internet|web|online|on-line|digital|website)" + _USE, _takes(*_WEB)),
    _reading(r"(?:online|on-line|web|internet) out", _takes(*_WEB)),
    _reading(r"print(?: use)? only", _takes(*_WEB)),
    _reading(_NO + r" (?:sales?|resales?|re-sales?|re-?syndication|syndication)" + _USE, _takes(*_ONWARD)),
    _reading(
        _NO + r" (?:onward|further|third[- ]party)? ?(?:re-?)?(?:distribution|transmission)" + _USE,
        _takes(*_ONWARD),
    ),
    _reading(_NO + r" (?:newsletters?|e-?mail newsletters?)" + _USE, _takes("newsletter")),
    _reading(_NO + r" (?:social media|social networks?|social)" + _USE, _takes("social")),
    _reading(
        _NO + r" (?:(?:photo |picture )?galler(?:y|ies)|slide-?shows?)(?: or slide-?shows?)?" + _USE,
        _takes("gallery"),
    ),
    _reading(_NO + r" (?:photos?|pictures?|images?|photographs?)" + _USE, Understood(no_pictures=True)),
    _reading(
        _NO + r" (?:ai|a\.i\.|artificial intelligence|machine learning|data ?mining|text and data mining)"
        r"(?: training)?" + _USE,
        Understood(no_ai=True),
    ),
    # As G2's dataMining is read: PLUS's words, of which only "allowed" and "unspecified" take nothing away.
    _reading(r"data mining: \S*(?:allowed|unspecified)", _NOTHING),
    _reading(r"data mining: .*prohibited.*", Understood(no_ai=True)),
    # "Unauthorised republication and redistribution forbidden", under nearly every Korean story.
    _reading(r"무단 ?전재 ?(?:및|-|·|/)? ?(?:재배포|재 배포)? ?금지", _takes(*_ONWARD)),
    _reading(r"ai ?학습 ?(?:(?:및|·) ?활용)? ?금지", Understood(no_ai=True)),
    # Who holds the rights takes nothing away, and their end is heeded as the item's expiry.
    _reading(r"(?:rights: )?(?:owner|agent|rightsholder) .+", _NOTHING),
    _reading(r"(?:rights: )?enddate \d{4}-?\d\d-?\d\d(?:t[\d:]+(?:z|[+-]\d\d:?\d\d)?)?", _NOTHING),
    (
        re.compile(
            r"(?:(?:for )?use (?:is )?(?:limited to|within|for)|(?:must be )?(?:removed?|deleted?) "
            r"(?:after|within)|expires? (?:after|in)|valid for)(?: a period of)? (\d{1,3}) days?(?: only)?"
        ),
        lambda found: Understood(days=int(found[1])),
    ),
)
_CREDIT = re.compile(r"(?:mandatory credit|please credit|must credit|credit)(?:\s*:)? (.+)")
_BETWEEN_CLAUSES = re.compile(r"[;,\n•|]+|\.(?=\s|$)")


def understand(text: str, *, credit: str = "") -> Understood | None:
    """What the text takes away, or None when a clause of it is not understood. `credit` is the item's own."""
    if (where := territory_of_policy(text)) is not None:
        return Understood(territory=where)
    clauses = [clause for part in _BETWEEN_CLAUSES.split(_undotted(text)) if (clause := _plain(part))]
    clauses = rejoined(clauses)
    read = [_read(clause, credit) for clause in clauses]
    if not clauses or any(each is None for each in read):
        return None
    return _all_of([each for each in read if each is not None])


def _read(clause: str, credit: str) -> Understood | None:
    for pattern, understood in _READINGS:
        if found := pattern.fullmatch(clause):
            return understood(found)
    if (found := _CREDIT.fullmatch(clause)) and set(found[1].split()) <= set(_plain(credit).split()):
        return _NOTHING  # the credit asked for is the one that we print
    where = territory_in(clause)
    return None if where is None else Understood(territory=where)


def _all_of(read: list[Understood]) -> Understood:
    return Understood(
        without=frozenset().union(*(each.without for each in read)),
        no_pictures=any(each.no_pictures for each in read),
        no_ai=any(each.no_ai for each in read),
        days=min((each.days for each in read if each.days is not None), default=None),
        territory=reduce(and_, (each.territory for each in read), EVERYWHERE),
    )


def _undotted(text: str) -> str:
    """“U.S.” ends no sentence."""
    return re.sub(r"\bU\.\s?([SK])\.(?:\s?A\.)?", r"U\1", text, flags=re.IGNORECASE)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split()).strip(" .:!*-–—()[]\"'")
