"""Reads in usage terms where an item may be read: "No use in Japan", "UK and Ireland only", "JAPAN OUT"."""

import re
from collections.abc import Iterable, Sequence

from dateline.licences.rules.countries import read_code, read_names
from dateline.licences.rules.territory import EVERYWHERE, Territory

_WORLD = r"(?:worldwide|world ?rights?|the (?:whole|entire) world|all countries|world|global(?:ly)?|전 ?세계)"
_RIGHTS = r"(?: (?:use|usage|uses|rights|only|sales|distribution|publication|permitted|allowed))*"
_NO_USE = (
    r"(?:(?:strictly )?(?:no|not for|not to be used for|do not use for) (?:(?:any )?(?:use|usage|uses|publication|"
    r"distribution|display|sales?|resales?|re-?publication)(?: or )?)+|not to be used|not (?:available|for readers)|"
    r"do not (?:use|publish|distribute)|not authori[sz]ed(?: for use)?) (?:with)?in"
)
_ONLY_IN = (
    r"(?:(?:for )?(?:use|publication|distribution|display)"
    r"(?: (?:is )?(?:permitted|allowed|authori[sz]ed))? only (?:with)?in|"
    r"only (?:for )?(?:(?:use|publication|distribution|display) )?(?:with)?in|"
    r"(?:for )?(?:(?:use|usage|rights|publication|distribution|display) )?(?:is |are )?(?:limited|restricted) to)"
)
# As NITF's doc.rights and NewsML 1.2's UsageRights are read: the country that the rights hold in.
_GEOGRAPHY = re.compile(r"(?:rights: )?(?:geography|location\.code) (?P<where>.+)")

# Each names the countries that are taken out, or those alone that are left.
_OUT = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_NO_USE} (?P<where>.+)",
        r"(?P<where>.+) out",
        rf"(?:{_WORLD}{_RIGHTS} )?(?:except(?:ing)?(?: for)?|excluding|excl\.?|but not)(?: in)? (?P<where>.+)",
        r"no (?P<where>.+) (?:use|rights|sales|distribution|publication)",
        r"(?P<where>.+?) ?(?:내|내에서|에서|에서의|지역)? ?(?:사용|게재|배포|전재) ?(?:금지|불가|제외)",
        r"(?P<where>.+?) ?제외",
    )
)
_ONLY = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_ONLY_IN} (?P<where>.+?)(?: only)?",
        r"(?:for use )?(?:with)?in (?P<where>.+) only",
        r"(?P<where>.+?)(?: (?:use|rights|usage|distribution|publication|readers))? only",
        r"only (?P<where>.+)",
        r"(?P<where>.+?) ?(?:내|내에서|에서|에서만|지역) ?(?:만 ?)?(?:사용|게재|배포)(?: ?(?:가능|한정))?",
        r"(?P<where>.+?) ?(?:한정|에 ?한함)",
    )
)


def territory_in(clause: str) -> Territory | None:
    """The territory that one clause, in small letters, names; None where it is no clause about places.

    None as well where a word of it is no country that we know: then somebody must read it.
    """
    if re.fullmatch(rf"(?:for )?{_WORLD}{_RIGHTS}", clause):
        return EVERYWHERE
    if found := _GEOGRAPHY.fullmatch(clause):
        return _where_rights_hold(found["where"])
    for pattern in _OUT:
        if (found := pattern.fullmatch(clause)) and (named := _countries(found["where"])):
            return Territory(None, named)
    for pattern in _ONLY:
        if (found := pattern.fullmatch(clause)) and (named := _countries(found["where"])):
            return Territory(named)
    return None


def rejoined(clauses: Sequence[str]) -> list[str]:
    """Clauses with lists of countries whole again: a comma stands between countries as it does between clauses."""
    joined: list[str] = []
    begun = ""
    for clause in clauses:
        if _countries(clause):
            if joined and territory_in(joined[-1]) not in (None, EVERYWHERE):
                joined[-1] = (
                    f"{joined[-1].removesuffix(',')}, {clause.removeprefix('and ').removeprefix('or ')}"
                )
            else:
                begun = f"{begun}, {clause}" if begun else clause
            continue
        joined.append(f"{begun}, {clause}" if begun else clause)
        begun = ""
    return [*joined, begun] if begun else joined


def _where_rights_hold(where: str) -> Territory | None:
    if re.fullmatch(_WORLD, where):
        return EVERYWHERE
    named = _countries(where) or _codes(re.split(r"[\s,/+]+", where))
    return Territory(named) if named else None


def _countries(text: str) -> frozenset[str] | None:
    return read_names(text.strip().removeprefix("and ").removeprefix("or "))


def _codes(words: Iterable[str]) -> frozenset[str] | None:
    read = [read_code(word) for word in words if word]
    return frozenset(code for code in read if code) if read and all(read) else None
