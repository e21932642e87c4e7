"""Bytes in, items out: never raises, and a message's good items come whatever its bad ones are."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from dateline.wire.errors import WireError
from dateline.wire.parsers import ap, mail, newsml_1, newsml_g2, ninjs, nitf, rss, safe_json, safe_xml, sniff
from dateline.wire.parsers.apart import apart
from dateline.wire.parsers.profile import PLAIN, Profile
from dateline.wire.parsers.seven_bit import anpa_1312, iptc_7901
from dateline.wire.parsers.words import line
from dateline.wire.rules.item import Item, Unreadable

__all__ = ["PLAIN", "Profile", "enclosed", "parse"]


def _read_json(raw: bytes, *, name: str, profile: Profile) -> Iterator[Item | Unreadable]:
    value = safe_json.read(raw)
    of_ap = ap.items_of(value)
    if of_ap:
        return ap.read(of_ap, name=name, profile=profile)
    return ninjs.read(value, name=name, profile=profile)


_READERS: Mapping[str, Callable[..., Iterator[Item | Unreadable]]] = {
    sniff.NINJS: _read_json,
    sniff.NEWSML_G2: newsml_g2.read,
    sniff.NEWSML_1: newsml_1.read,
    sniff.NITF: nitf.read,
    sniff.RSS: rss.read,
    sniff.ATOM: rss.read,
    sniff.MAIL: mail.read,
    sniff.IPTC_7901: iptc_7901.read,
    sniff.ANPA_1312: anpa_1312.read,
}


def parse(raw: bytes, *, name: str, profile: Profile = PLAIN) -> list[Item | Unreadable]:
    """Every item of a message, in its order; Unreadable where one is none.

    `name` is the file's, kept in what comes out. Never raises, whatever the bytes are.
    """
    return [
        replace(one, reason=line(one.reason)[:600]) if isinstance(one, Unreadable) else apart(one, profile)
        for one in _read(raw, name, profile)
    ]


def enclosed(raw: bytes) -> Mapping[str, bytes]:
    """Pictures that a message carries in itself, by file name; only letters do. Never raises."""
    try:
        return mail.enclosed(raw) if sniff.sniff(raw) == sniff.MAIL else {}
    except (WireError, RecursionError):
        return {}


def _read(raw: bytes, name: str, profile: Profile) -> list[Item | Unreadable]:
    form = sniff.UNKNOWN
    try:
        form = sniff.sniff(raw)
        if form == sniff.MAIL and (carried := _carried(raw, name, profile)):
            return carried
        if (read := _READERS.get(form)) is not None:
            return list(read(raw, name=name, profile=profile))
        if form == sniff.OTHER_XML:
            safe_xml.read(raw)  # What is broken or hostile is called so first.
        return [Unreadable(name, 1, form, sniff.why_not(form))]
    except WireError as cause:
        return [Unreadable(name, 1, form, str(cause))]
    except RecursionError:
        return [Unreadable(name, 1, form, "nested too deeply; ask the sender to send it again")]
    except Exception as cause:  # noqa: BLE001 - hostile bytes must never stop their neighbours
        return [Unreadable(name, 1, form, f"cannot be read ({type(cause).__name__}: {cause})")]


def _carried(raw: bytes, name: str, profile: Profile) -> list[Item | Unreadable]:
    """The items of the wire messages that are attached to a letter, in its order; none when there are none."""
    found = [one for _, inner in mail.messages(raw) for one in _read(inner, name, profile)]
    if not any(isinstance(one, Item) for one in found):
        return []
    return [replace(one, position=place) for place, one in enumerate(found, start=1)]
