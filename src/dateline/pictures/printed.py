"""Prints `/pictures/<hash>/<width>.<ext>`: a rendition as readers get it, with what its licence says."""

from collections.abc import Iterator
from datetime import datetime

from dateline.house.printing import FOR_EVER, LICENSED_CACHE, NOSNIFF, Sheet
from dateline.licences.rules import ends_at, signals
from dateline.pictures import queries, renditions, rules
from dateline.pictures.models import Picture


class PicturePrinter:
    """Prints the renditions of pictures that may be shown."""

    name = "pictures"

    def print(self, path: str, at: datetime) -> Sheet | None:
        """The rendition at this path, or None when there is none, or none that may be shown now."""
        name = rules.read_address(path)
        if name is None:
            return None
        picture = queries.find(name.hash)
        if picture is None or name not in picture.names or not queries.may_print(picture, at):
            return None
        return _sheet(picture, name)

    def paths(self) -> Iterator[str]:
        """Every rendition of every picture that a printed story uses."""
        for picture in queries.in_print():
            yield from (name.address for name in picture.names)


def _sheet(picture: Picture, name: rules.Name) -> Sheet:
    terms = queries.terms_of(picture)
    is_licensed = picture.partner is not None
    return Sheet(
        path=name.address,
        body=renditions.of(picture, name),
        content_type=rules.CONTENT_TYPES[name.ext],
        headers=(
            ("Cache-Control", LICENSED_CACHE if is_licensed else FOR_EVER),
            NOSNIFF,
            *(signals(terms).headers if is_licensed or not terms.ai else ()),
        ),
        tags=picture.tags_in_print,
        ends_at=ends_at(terms),
        territory=terms.territory.border,
        licensed=is_licensed,
    )
