"""The XMP block of a picture: the IPTC Core and PLUS properties that a newspaper needs, read and written.

ISO 16684-1; IPTC Photo Metadata Standard 2025.1. A simple property may be an element or an attribute.
"""

from typing import Any

from lxml import etree

from dateline.pictures.parsers.words import LONGEST, LONGEST_LINE, clean, moment
from dateline.pictures.rules import PhotoFacts

MOST_BYTES = 1_000_000

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_SPACES = {
    "rdf": _RDF,
    "dc": "http://purl.org/dc/elements/1.1/",
    "photoshop": "http://ns.adobe.com/photoshop/1.0/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "xmpRights": "http://ns.adobe.com/xap/1.0/rights/",
    "Iptc4xmpCore": "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/",
    "plus": "http://ns.useplus.org/ldf/xmp/1.0/",
}
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_HEAD = '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
_FOOT = '<?xpacket end="r"?>'


def parse_xmp(raw: bytes) -> PhotoFacts:
    """What an XMP block says; nothing at all where it is broken, too long or carries a DOCTYPE."""
    if len(raw) > MOST_BYTES or b"<!DOCTYPE" in raw.upper():
        return PhotoFacts()
    try:
        root = etree.fromstring(raw.strip(b"\x00 \r\n\t"), _parser())
    except (etree.XMLSyntaxError, ValueError):
        return PhotoFacts()
    if root is None:
        return PhotoFacts()
    described = list(root.iter(f"{{{_RDF}}}Description"))

    def said(name: str, longest: int = LONGEST_LINE) -> str:
        return clean(_first(described, name), longest=longest)

    return PhotoFacts(
        caption=said("dc:description", LONGEST),
        credit=said("photoshop:Credit"),
        photographer=said("dc:creator"),
        copyright=said("dc:rights", LONGEST),
        usage_terms=said("xmpRights:UsageTerms", LONGEST),
        alt=said("Iptc4xmpCore:AltTextAccessibility", LONGEST),
        data_mining=said("plus:DataMining"),
        constraints=said("plus:OtherConstraints", LONGEST),
        taken_at=moment(said("photoshop:DateCreated")) or moment(said("xmp:CreateDate")),
    )


def write_xmp(facts: PhotoFacts) -> bytes:
    """A packet that says the facts, for a rendition."""
    meta = etree.Element("{adobe:ns:meta/}xmpmeta", nsmap={"x": "adobe:ns:meta/"})
    rdf = etree.SubElement(meta, _qualified("rdf:RDF"), nsmap={"rdf": _RDF})
    spaces = {prefix: space for prefix, space in _SPACES.items() if prefix != "rdf"}
    about = etree.SubElement(rdf, _qualified("rdf:Description"), {_qualified("rdf:about"): ""}, nsmap=spaces)
    _say_in_words(about, "dc:description", facts.caption)
    _say_in_words(about, "dc:rights", facts.copyright)
    _say_in_words(about, "xmpRights:UsageTerms", facts.usage_terms)
    _say_in_words(about, "Iptc4xmpCore:AltTextAccessibility", facts.alt)
    _say(about, "photoshop:Credit", facts.credit)
    _say(about, "plus:DataMining", facts.data_mining)
    _say_in_words(about, "plus:OtherConstraints", facts.constraints)
    _say(about, "photoshop:DateCreated", facts.taken_at.isoformat() if facts.taken_at else "")
    if facts.copyright:
        _say(about, "xmpRights:Marked", "True")
    if facts.photographer:
        creator = etree.SubElement(about, _qualified("dc:creator"))
        _say(etree.SubElement(creator, _qualified("rdf:Seq")), "rdf:li", facts.photographer)
    return f"{_HEAD}{etree.tostring(meta, encoding='unicode')}{_FOOT}".encode()


def _parser() -> Any:
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)


def _qualified(name: str) -> str:
    prefix, _, local = name.partition(":")
    return f"{{{_SPACES[prefix]}}}{local}"


def _first(described: list[Any], name: str) -> str:
    """The first non-empty value: an attribute, an element's text, or its list's x-default or first entry."""
    qualified = _qualified(name)
    for description in described:
        if value := description.get(qualified):
            return str(value)
        for element in description.iterfind(qualified):
            if value := _value(element):
                return value
    return ""


def _value(element: Any) -> str:
    if resource := element.get(f"{{{_RDF}}}resource"):
        return str(resource)
    entries = list(element.iter(f"{{{_RDF}}}li"))
    if not entries:
        return "".join(element.itertext())
    entries.sort(key=lambda entry: entry.get(_LANGUAGE, "x-default") != "x-default")
    return next((text for entry in entries if (text := "".join(entry.itertext()).strip())), "")


def _say(parent: Any, name: str, text: str) -> None:
    if text:
        etree.SubElement(parent, _qualified(name)).text = text


def _say_in_words(parent: Any, name: str, text: str) -> None:
    """A language alternative with one entry, x-default, as the standard asks for text."""
    if text:
        alternatives = etree.SubElement(etree.SubElement(parent, _qualified(name)), _qualified("rdf:Alt"))
        entry = etree.SubElement(alternatives, _qualified("rdf:li"), {_LANGUAGE: "x-default"})
        entry.text = text
