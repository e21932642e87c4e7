"""The single facts of a NewsML-G2 item, each from where the standard and real feeds put it."""

from collections.abc import Iterator
from itertools import islice

from dateline.wire.parsers.safe_xml import Element, as_sent, child, children, text_of
from dateline.wire.parsers.words import PARTS_LIMIT, line
from dateline.wire.rules.item import Link, Place, Subject

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_PLACE_TYPES = {"geoarea", "poi"}
_STANDFIRST_ROLES = ("summary", "standfirst", "abstract", "teaser", "lead", "intro", "lede", "dek", "")


def code(element: Element | None) -> str:
    """A controlled value: its qcode, else its uri, else its literal."""
    if element is None:
        return ""
    return next((found for name in ("qcode", "uri", "literal") if (found := line(element.get(name)))), "")


def last_part(coded: str) -> str:
    """A code without its scheme: `picture` of `ninat:picture`, or of a uri."""
    return coded.rstrip("/").rpartition("/")[2].rpartition(":")[2].rpartition("#")[2]


def split(coded: str) -> tuple[str, str]:
    """Scheme and code of a qcode (`medtop`, `20000651`) or a uri (cut at its last part)."""
    if "://" in coded:
        mark = "#" if "#" in coded else "/"
        scheme, found, rest = coded.rpartition(mark)
        return (scheme + found, rest) if rest else ("", coded)
    scheme, found, rest = coded.partition(":")
    return (scheme, rest) if found and rest else ("", coded)


def sent(parent: Element | None, name: str) -> str | None:
    """The text of a child: "" when it is there and empty, None when it is not there."""
    found = child(parent, name)
    return None if found is None else text_of(found)


def all_text(parent: Element | None, name: str) -> str:
    """The texts of all children of a name, in one line."""
    return ", ".join(said for one in all_of(parent, name) if (said := line(text_of(one))))


def language(element: Element, content: Element | None) -> str:
    """The language of the content, as sent."""
    return next(
        (tag for one in all_of(content, "language") if (tag := line(one.get("tag")))),
        line(element.get(_LANG)),
    )


def headline(content: Element | None, spoken: str) -> str:
    """The main headline: in the item's language, without another role, of the first rank."""
    candidates = [one for one in all_of(content, "headline") if text_of(one)]
    return line(text_of(min(candidates, key=lambda one: _headline_rank(one, spoken), default=None)))


def _headline_rank(one: Element, spoken: str) -> tuple[bool, bool, int]:
    tongue = one.get(_LANG, spoken)
    role = last_part(line(one.get("role") or one.get("roleuri"))).lower()
    is_foreign = tongue.partition("-")[0].lower() != spoken.partition("-")[0].lower()
    return is_foreign, role not in ("", "main", "headline", "title"), whole(one.get("rank")) or 1


def standfirst(content: Element | None) -> str:
    """The summary, never a caption."""
    return description(content, _STANDFIRST_ROLES)


def byline(content: Element | None) -> str:
    """What the sender writes of the authors, else the creators' names."""
    names = (name_of(one) for one in all_of(content, "creator"))
    return all_text(content, "by") or ", ".join(dict.fromkeys(name for name in names if name))


def name_of(concept: Element, spoken: str = "") -> str:
    """A concept's name, in the item's language where there are several; else its literal."""
    names = [one for one in children(concept, "name") if text_of(one)]
    tongue = spoken.partition("-")[0].lower()
    own = (one for one in names if tongue and one.get(_LANG, "").partition("-")[0].lower() == tongue)
    chosen = next(own, names[0] if names else None)
    return line(text_of(chosen)) if chosen is not None else line(concept.get("literal"))


def located(content: Element | None, spoken: str) -> str:
    """Where the item was written: names, else the codes."""
    return ", ".join(
        said for one in all_of(content, "located") if (said := name_of(one, spoken) or code(one))
    )


def urgency(content: Element | None) -> int | None:
    """1 (highest) to 9, None for anything else."""
    said = text_of(child(content, "urgency"))
    return int(said) if said in tuple("123456789") else None


def keywords(content: Element | None) -> tuple[str, ...]:
    """Free keywords, in the sender's order."""
    return tuple(dict.fromkeys(said for one in all_of(content, "keyword") if (said := line(text_of(one)))))


def notes(meta: Element | None) -> str:
    """All that is said to editors; never for readers."""
    said = (
        line(" ".join(part for part in one.itertext() if isinstance(part, str)))
        for one in all_of(meta, "edNote")
    )
    return "\n".join(dict.fromkeys(note for note in said if note))


def signals(meta: Element | None) -> tuple[str, ...]:
    """What the sender signals about this version: a correction, an update."""
    return tuple(dict.fromkeys(found for one in all_of(meta, "signal") if (found := code(one))))


def usage_terms(element: Element) -> tuple[str, ...]:
    """Every sentence and expression on rights, whatever part of the item it is scoped to (R34)."""
    found: list[str] = []
    for rights in children(element, "rightsInfo"):
        found += [text_of(one) or line(one.get("href")) for one in children(rights, "usageTerms")]
        found += [
            as_sent(inner) for one in children(rights, "rightsExpressionXML") for inner in children(one)
        ]
        found += [text_of(one) for one in children(rights, "rightsExpressionData")]
        found += [f"Data mining: {name_of(one) or code(one)}" for one in children(rights, "dataMining")]
        found += [line(one.get("href")) for one in children(rights, "link")]
    return tuple(dict.fromkeys(line(term) for term in found if term))


def copyright_holder(element: Element) -> str:
    """Who holds the copyright of the whole item."""
    holders = (one for rights in _rights(element) for one in children(rights, "copyrightHolder"))
    return next((said for one in holders if (said := name_of(one) or line(one.get("uri")))), "")


def copyright_notice(element: Element) -> str:
    """The copyright notice of the whole item, as sent."""
    notices = (one for rights in _rights(element) for one in children(rights, "copyrightNotice"))
    return next((said for one in notices if (said := line(text_of(one)) or line(one.get("href")))), "")


def subjects(element: Element, content: Element | None, spoken: str) -> tuple[Subject, ...]:
    """What the item is about, places left out."""
    asserted = _asserted(element, spoken)
    found = (
        Subject(*split(code(one)), _own_name(one, spoken) or asserted.get(code(one), ""))
        for one in _subjects(content, places=False)
    )
    return tuple(dict.fromkeys(one for one in found if one.code or one.name))


def places(element: Element, content: Element | None, spoken: str) -> tuple[Place, ...]:
    """Places that the item is about."""
    asserted = _asserted(element, spoken)
    found = (
        Place(code(one), _own_name(one, spoken) or asserted.get(code(one), ""))
        for one in _subjects(content, places=True)
    )
    return tuple(dict.fromkeys(one for one in found if one.code or one.name))


def links(meta: Element | None) -> tuple[tuple[Link, ...], tuple[str, ...]]:
    """Links as sent, and the guids among them."""
    found, refs = [], []
    for one in all_of(meta, "link"):
        ref, href = line(one.get("residref")), line(one.get("href"))
        title = line(text_of(child(one, "title"))) or line(one.get("title"))
        if ref or href:
            found.append(Link(line(one.get("rel") or one.get("reluri")), ref or href, title))
        if ref:
            refs.append(ref)
    return tuple(dict.fromkeys(found)), tuple(dict.fromkeys(refs))


def groups(element: Element) -> tuple[tuple[tuple[str, ...], ...], tuple[Link, ...]]:
    """Of a package: the guids in each group, and the same as links that carry the group's role."""
    guids, found = [], []
    group_set = child(element, "groupSet")
    # LISTING_24 has its references straight in the package.
    holders = [*children(group_set, "group")] if group_set is not None else [element]
    for group in holders[:PARTS_LIMIT]:
        refs = all_of(group, "itemRef")
        guids.append(tuple(ref for one in refs if (ref := line(one.get("residref")))))
        for one in refs:
            target = line(one.get("residref")) or line(one.get("href"))
            if target:
                title = line(text_of(child(one, "title"))) or line(text_of(child(one, "headline")))
                found.append(Link(line(group.get("role")), target, title))
    return tuple(group for group in guids if group), tuple(dict.fromkeys(found))


def description(content: Element | None, roles: tuple[str, ...]) -> str:
    """The description of the first of these roles that says something."""
    given = [
        (last_part(line(one.get("role") or one.get("roleuri"))), text_of(one))
        for one in all_of(content, "description")
    ]
    return next(
        (said for role in roles for sent_role, said in given if sent_role.lower() == role.lower() and said),
        "",
    )


def _own_name(concept: Element, spoken: str) -> str:
    return name_of(concept, spoken) if child(concept, "name") is not None else ""


def _asserted(element: Element, spoken: str) -> dict[str, str]:
    """Names that an item gives to its codes in one place, an address where there is no name."""
    found = {}
    for one in all_of(element, "assert"):
        said = _own_name(one, spoken) or line(text_of(child(one, "POIDetails", "address", "line")))
        if said and code(one):
            found[code(one)] = said
    return found


def _subjects(content: Element | None, *, places: bool) -> Iterator[Element]:
    for one in all_of(content, "subject"):
        kind = last_part(line(one.get("type") or one.get("typeuri"))).lower()
        if (kind in _PLACE_TYPES) == places:
            yield one


def _rights(element: Element) -> list[Element]:
    """Rights of the whole item before those of its parts."""
    return sorted(
        children(element, "rightsInfo"),
        key=lambda one: any(one.get(name) for name in ("idrefs", "scope", "scopeuri", "aspect", "aspecturi")),
    )


def all_of(parent: Element | None, name: str) -> list[Element]:
    """Child elements of a name, as many as an item can mean."""
    return [] if parent is None else list(islice(children(parent, name), PARTS_LIMIT))


def whole(digits: str | None) -> int:
    """A width or rank, 0 when it is none."""
    return int(digits) if digits and digits.isdecimal() and len(digits) < 9 else 0
