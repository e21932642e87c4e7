"""The text of a letter for readers, and what in it is for the newsroom."""

import re

from dateline.wire.parsers import bodies
from dateline.wire.parsers.bodies import Body
from dateline.wire.parsers.mail.letter import Letter

_SIGNATURE = re.compile(r"^-- \r?$", re.MULTILINE)
_CID = re.compile(r"cid:([^\"'\s>)]{1,400})", re.IGNORECASE)


def body_of(letter: Letter, *, headline: str) -> tuple[Body, str]:
    """The body, from HTML where there is some, and the signature, which names people to editors only."""
    addresses = letter.addresses()
    for text, _ in letter.texts("text/html"):
        shown = _CID.sub(lambda found: addresses.get(found.group(1), ""), text)
        body = bodies.from_html(shown, headline=headline)
        if body.text or body.pictures:
            return body, _signature(letter)
    texts = [_unfolded(text, str(part.get_param("format", ""))) for text, part in letter.texts("text/plain")]
    return bodies.from_text("\n\n".join(_SIGNATURE.split(text, maxsplit=1)[0] for text in texts)), _signature(
        letter
    )


def _signature(letter: Letter) -> str:
    found = (_SIGNATURE.split(text, maxsplit=1)[1:] for text, _ in letter.texts("text/plain"))
    return "\n".join(said for part in found for one in part if (said := one.strip()))


def _unfolded(text: str, form: str) -> str:
    """RFC 3676: a line that ends in a space goes on in the next."""
    if form.lower() != "flowed":
        return text
    return re.sub(r"(?<!^--) \r?\n(?!\r?\n)", " ", text, flags=re.MULTILINE)
