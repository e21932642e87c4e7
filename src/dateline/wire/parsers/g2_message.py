"""What the items of one message mean for each other: packages join pictures to texts."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from dateline.wire.parsers.g2_item import Told
from dateline.wire.parsers.pictures import merged
from dateline.wire.rules.item import Item, Picture, Unreadable

_PICTURES = ("picture", "graphic")


def joined(found: Iterable[Told | Unreadable]) -> Iterator[Item | Unreadable]:
    """The items of a message, each text with its pictures and under its package's embargo (R9)."""
    all_found = list(found)
    told = {one.item.guid: one for one in all_found if isinstance(one, Told)}
    packages = [one for one in told.values() if one.item.kind == "package"]
    by_text = _pictures_by_text(packages, told)
    in_packages = _members(packages)
    for one in all_found:
        if isinstance(one, Unreadable):
            yield one
        else:
            item = _with_pictures(one, by_text.get(one.item.guid, ()), told)
            yield _under_embargo(item, in_packages.get(item.guid, ()))


def _pictures_by_text(packages: Iterable[Told], told: Mapping[str, Told]) -> dict[str, tuple[str, ...]]:
    """For each text, the pictures of its package: those in its own group, else the first text's."""
    found: dict[str, tuple[str, ...]] = {}
    for package in packages:
        texts = [guid for group in package.groups for guid in group if _is_text(guid, told)]
        if not texts:
            continue
        for group in package.groups:
            owner = next((guid for guid in group if guid in texts), texts[0])
            pictures = tuple(guid for guid in group if guid in told and told[guid].item.kind in _PICTURES)
            found[owner] = (*found.get(owner, ()), *pictures)
    return found


def _members(packages: Iterable[Told]) -> dict[str, list[Told]]:
    """For each guid, the packages that it is in."""
    found: dict[str, list[Told]] = {}
    for package in packages:
        for guid in dict.fromkeys(guid for group in package.groups for guid in group):
            found.setdefault(guid, []).append(package)
    return found


def _is_text(guid: str, told: Mapping[str, Told]) -> bool:
    return guid in told and told[guid].item.kind in ("text", "composite")


def _with_pictures(one: Told, packaged: Iterable[str], told: Mapping[str, Told]) -> Item:
    refs = dict.fromkeys(
        (*packaged, *(ref for ref in one.refs if ref in told), *(f.guid for f in one.figures))
    )
    named: list[Picture] = []
    if one.item.kind not in _PICTURES:
        for ref in refs:
            if ref in told and told[ref].item.kind in _PICTURES:
                named.extend(told[ref].item.pictures)
    known = {picture.guid for picture in named}
    own = [picture for picture in one.item.pictures if picture.guid not in known or not picture.guid]
    return replace(one.item, pictures=merged([*named, *own], one.figures))


def _under_embargo(item: Item, packages: Iterable[Told]) -> Item:
    """The stricter of an item's and its package's embargo."""
    for package in packages:
        until, hold = package.item.embargoed_until, package.item.hold
        if until is not None and (item.embargoed_until is None or until > item.embargoed_until):
            item = replace(item, embargoed_until=until)
        if hold and not item.hold:
            item = replace(item, hold=f"its package is held: {hold}")
    return item
