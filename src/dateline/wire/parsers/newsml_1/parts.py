"""The single facts of a NewsML 1 item, from whichever of its components states them."""

from collections.abc import Iterator
from datetime import datetime
from itertools import islice

from dateline.wire.parsers.moments import moment
from dateline.wire.parsers.nitf.docdata import SUBJECT_CODES
from dateline.wire.parsers.profile import Profile
from dateline.wire.parsers.safe_xml import Element, child, children, descendants, local, text_of
from dateline.wire.parsers.words import PARTS_LIMIT, line
from dateline.wire.rules.item import Link, Place, Subject

_LEVELS = ("Subject", "SubjectMatter", "SubjectDetail", "SubjectQualifier")
_AREAS = ("World", "WorldRegion", "Region", "CountryArea", "State", "Province", "Sublocation")
# Genres that say what a revision is.
_TELLING = ("update", "correction", "kill", "advisory", "embargo")
_RIGHTS = ("UsageType", "Geography", "RightsHolder", "Limitations", "StartDate", "EndDate")


def sent_at(envelope: Element | None, profile: Profile) -> datetime | None:
    """When the envelope was sent."""
    return moment(text_of(child(envelope, "DateAndTime")), profile)


def priority(envelope: Element | None) -> int | None:
    """The envelope's priority, 1 to 9, where the item names no urgency."""
    found = child(envelope, "Priority")
    said = line(found.get("FormalName")) if found is not None else ""
    return int(said) if said in tuple("123456789") else None


def language(component: Element) -> str:
    """The language of a component, its own or that of one around it."""
    for one in (component, *component.iterancestors()):
        found = child(one, "DescriptiveMetadata", "Language")
        if found is not None and (said := line(found.get("FormalName"))):
            return said
        if local(one) == "NewsItem":
            break
    return ""


def creators(item: Element) -> str:
    """The people who made it."""
    return ", ".join(_parties(item, "Creator"))


def provider(item: Element) -> str:
    """Who hands it out, else where it comes from."""
    return next(iter((*_parties(item, "Provider"), *_parties(item, "Source"))), "")


def _parties(item: Element, name: str) -> tuple[str, ...]:
    found = (line(party.get("FormalName")) for one in _all(item, name) for party in children(one, "Party"))
    return tuple(dict.fromkeys(said for said in found if said))


def signals(item: Element) -> tuple[str, ...]:
    """Genres that say what this revision is."""
    genres = (line(one.get("FormalName")).lower() for one in _all(item, "Genre"))
    return tuple(dict.fromkeys(genre for genre in genres if genre in _TELLING))


def keywords(item: Element, lines: tuple[str, ...]) -> tuple[str, ...]:
    """Keywords, from lines and from properties named so."""
    found = [word.strip() for said in lines for word in said.replace(";", ",").split(",")]
    found += [value for name, value in _properties(item) if "keyword" in name.lower()]
    return tuple(dict.fromkeys(word for word in found if word))


def subjects(item: Element) -> tuple[Subject, ...]:
    """IPTC subject codes of every level; keywords that a sender sorts into metadata of their own."""
    found = []
    for one in _all(item, *_LEVELS):
        code = line(one.get("FormalName"))
        scheme = (
            SUBJECT_CODES
            if code.isdecimal() and len(code) == 8
            else line(one.get("Scheme") or one.get("Vocabulary"))
        )
        found.append(Subject(scheme, code, text_of(one)))
    found += [
        Subject("", "", value)
        for metadata in _all(item, "Metadata")
        for name, value in _properties_of(metadata)
        if "keyword" in name.lower()
    ]
    return tuple(dict.fromkeys(one for one in found if one.code or one.name))


def located(item: Element) -> str:
    """Where it was written."""
    origins = (
        one for one in _all(item, "Location") if line(one.get("HowPresent")).lower() in ("origin", "from")
    )
    return next((said for one in origins if (said := _place(one).name)), "")


def places(item: Element) -> tuple[Place, ...]:
    """Places that it is about, its origin where no other is named."""
    found = [_place(one) for one in _all(item, "Location")]
    return tuple(dict.fromkeys(one for one in found if one.name or one.code))


def _place(location: Element) -> Place:
    said = dict(_properties_of(location))
    names = [
        said.get("City", ""),
        *(said[name] for name in _AREAS if said.get(name)),
        said.get("CountryName", ""),
    ]
    country = said.get("Country", "")
    named = [name for name in names if name] or [text_of(location)]
    # A country's code names no place to a reader; its name does.
    told = named if any(named) and country.isupper() and len(country) <= 3 else [*named, country]
    return Place(country, ", ".join(name for name in told if name))


def links(item: Element) -> tuple[Link, ...]:
    """Other items and addresses that its components name."""
    found = [Link("item", ref) for one in _all(item, "NewsItemRef") if (ref := line(one.get("NewsItem")))]
    for one in _all(item, "NewsLine"):
        kind, said = child(one, "NewsLineType"), text_of(child(one, "NewsLineText"))
        if kind is not None and said.startswith(("http://", "https://")):
            found.append(Link(line(kind.get("FormalName")), said))
    return tuple(dict.fromkeys(found))


def copyright_holder(item: Element) -> str:
    """Who holds the copyright."""
    return next((said for one in _all(item, "CopyrightHolder") if (said := _text_or_party(one))), "")


def copyright_made(item: Element) -> str:
    """A notice made of holder and date, where no line states one."""
    holder = copyright_holder(item)
    date = next((said for one in _all(item, "CopyrightDate") if (said := text_of(one))), "")
    return f"© {date} {holder}" if holder and date else ""


def usage_rights(item: Element) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Each `UsageRights` as one sentence, and the dates at which they end."""
    terms, ends = [], []
    for one in _all(item, "UsageRights"):
        said = [(name, _text_or_party(part)) for name in _RIGHTS for part in children(one, name)]
        terms.append(
            "; ".join(f"{name} {text}" if name != "UsageType" else text for name, text in said if text)
        )
        ends += [text for name, text in said if name == "EndDate" and text]
    return tuple(dict.fromkeys(term for term in terms if term)), tuple(ends)


def _text_or_party(element: Element) -> str:
    parties = (line(one.get("FormalName")) for one in children(element, "Party"))
    return text_of(element) or ", ".join(one for one in parties if one) or line(element.get("FormalName"))


def _properties(item: Element) -> Iterator[tuple[str, str]]:
    for one in _all(item, "DescriptiveMetadata", "Metadata"):
        yield from _properties_of(one)


def _properties_of(element: Element) -> Iterator[tuple[str, str]]:
    for one in islice(children(element, "Property"), PARTS_LIMIT):
        if value := line(one.get("Value")) or text_of(one):
            yield line(one.get("FormalName")), value


def _all(item: Element, *names: str) -> list[Element]:
    return list(islice(descendants(item, *names), PARTS_LIMIT))
