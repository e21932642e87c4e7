"""What a NITF document says above and beneath its text: headline, byline, dateline, notes, recalls."""

import re
from dataclasses import dataclass

from dateline.wire.parsers.safe_xml import Element, child, children, descendants, local, text_of
from dateline.wire.parsers.words import GUID_LIMIT, is_only_addresses, line, pub_status

_FOR_EDITORS = {"editorsnote", "hd"}


@dataclass(frozen=True)
class Head:
    """Empty where the element is no NITF. `status` only where it forbids: canceled or withheld."""

    headline: str = ""
    standfirst: str = ""
    byline: str = ""
    dateline: str = ""
    located: str = ""
    distributor: str = ""
    note: str = ""
    copyright_notice: str = ""
    usage_terms: tuple[str, ...] = ()
    kills: tuple[str, ...] = ()
    status: str = ""


def of(element: Element) -> Head:
    """The head of a NITF document, and the documents that it kills."""
    if local(element) != "nitf":
        return Head()
    head = child(element, "body", "body.head")
    lines = child(head, "hedline")
    dateline = child(head, "dateline")
    return Head(
        headline=text_of(child(lines, "hl1")) or text_of(child(lines, "hl2")),
        standfirst=_spaced(child(head, "abstract")),
        byline=", ".join(said for one in _all(head, "byline") if (said := _byline(one))),
        dateline=_spaced(dateline),
        located=_spaced(child(dateline, "location")),
        distributor=_spaced(child(head, "distributor")),
        note="\n".join([*_notes(element), *contacts(element)]),
        copyright_notice=next(
            (_spaced(one) for one in _all(head, "note") if one.get("noteclass") == "cpyrt"), ""
        ),
        usage_terms=tuple(said for one in _all(head, "rights") if (said := _spaced(one))),
        kills=tuple(dict.fromkeys(_recalled(element))),
        status=_status(element),
    )


def contacts(nitf: Element) -> list[str]:
    """Taglines that are addresses and nothing else."""
    end = child(nitf, "body", "body.end")
    return [said for one in _all(end, "tagline") if is_only_addresses(said := text_of(one))]


def _all(parent: Element | None, name: str) -> list[Element]:
    return [] if parent is None else list(children(parent, name))


def _notes(nitf: Element) -> list[str]:
    notes = (one for one in descendants(nitf, "note") if one.get("noteclass") in _FOR_EDITORS)
    return [said for one in notes if (said := _spaced(one))]


def _byline(element: Element) -> str:
    """The name as it stands, then the title or house that it is signed with."""
    titles = [text_of(one) for one in descendants(element, "byttl")]
    name = _spaced(element, without=("byttl",))
    return ", ".join(part for part in (name, *titles) if part)


def _spaced(element: Element | None, without: tuple[str, ...] = ()) -> str:
    """A head's text; parts that only their tags keep apart are set apart."""
    if element is None:
        return ""
    said = line(" ".join(_pieces(element, without)))
    return re.sub(r" (?=[,.;:!?)])", "", said)


def _pieces(element: Element, without: tuple[str, ...]) -> list[str]:
    found = [element.text or ""]
    for inner in element:
        if isinstance(inner.tag, str) and local(inner) not in without:
            found.extend(_pieces(inner, without))
        found.append(inner.tail or "")
    return found


def _status(nitf: Element) -> str:
    docdata = child(nitf, "head", "docdata")
    sent = docdata.get("management-status", "") if docdata is not None else ""
    status, hold = pub_status(sent)
    if hold:
        return "withheld"
    return status if sent and status in ("canceled", "withheld") else ""


def _recalled(nitf: Element) -> list[str]:
    return [
        named
        for docdata in descendants(nitf, "docdata")
        if docdata.get("management-idref-status", "").lower() in ("canceled", "cancelled", "withheld")
        and 0 < len(named := line(docdata.get("management-doc-idref"))) <= GUID_LIMIT
    ]
