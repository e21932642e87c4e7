"""Pictures told of twice, by the message and by the body, made one."""

from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import urlsplit

from dateline.wire.parsers.composer import PICTURES_LIMIT
from dateline.wire.rules.item import Picture


def merged(pictures: Iterable[Picture], in_body: Iterable[Picture]) -> tuple[Picture, ...]:
    """The message's pictures, filled from the body's figures; figures that nobody named come last."""
    known = list(pictures)[:PICTURES_LIMIT]
    for figure in in_body:
        place = next((at for at, picture in enumerate(known) if _is_same(picture, figure)), None)
        if place is None:
            known.append(figure)
        else:
            known[place] = _filled(known[place], figure)
    return tuple(dict.fromkeys(known))


def _is_same(picture: Picture, figure: Picture) -> bool:
    if figure.guid and figure.guid == picture.guid:
        return True
    names = {_file_name(href) for href in (picture.href, *picture.hrefs)}
    return bool(figure.hrefs) and _file_name(figure.href) in names


def _filled(picture: Picture, figure: Picture) -> Picture:
    return replace(
        picture,
        caption=picture.caption or figure.caption,
        credit=picture.credit or figure.credit,
        alt=picture.alt or figure.alt,
        hrefs=tuple(dict.fromkeys((*picture.hrefs, *figure.hrefs))),
    )


def _file_name(href: str) -> str:
    try:
        return urlsplit(href).path.rpartition("/")[2].strip().lower() or href
    except ValueError:
        return href
