"""What a text says to editors alone, set apart from what it says to readers, whatever format it came in (R30)."""

import re
from dataclasses import replace
from functools import lru_cache

import lxml.html

from dateline.wire.parsers import bodies
from dateline.wire.parsers.profile import Profile
from dateline.wire.parsers.safe_xml import Element, text_of
from dateline.wire.parsers.words import line
from dateline.wire.rules.item import Item

# From a paragraph that begins so, all the rest is for the newsroom.
_FROM_HERE = (
    r"(?:the )?following (?:information|material|text|section|paragraphs?|notes?) (?:is|are) not (?:intended |meant )?"
    r"for publication",
    r"not (?:intended |meant )?for publication",
    r"die (?:nach)?folgenden informationen sind nicht zur veröffentlichung(?: bestimmt)?",
    r"nicht zur veröffentlichung(?: bestimmt)?",
    r"les inform\w+ suivantes ne sont pas destinées à la publication",
    r"(?:이하|다음)(?: 내용)?(?:은|는)? (?:보도용이 아닙니다|비보도)",
)
_EDGE = r"[\W_]{0,12}"


def apart(item: Item, profile: Profile) -> Item:
    """The item with its text up to the first paragraph that is not for publication; the rest joins the note."""
    if not item.body_text:
        return item
    mark = _mark(profile.not_for_publication)
    paragraphs = item.body_text.split("\n\n")
    place = next((at for at, said in enumerate(paragraphs) if mark.match(said)), None)
    if place is None:
        return item
    said = [mark.sub("", paragraphs[place], count=1), *paragraphs[place + 1 :]]
    note = "\n".join(part for part in (item.edit_note, *said) if part.strip())
    return replace(
        item,
        body_text="\n\n".join(paragraphs[:place]),
        body_html=_html_before(item.body_html, mark),
        edit_note=note,
    )


@lru_cache(maxsize=1_000)
def _mark(own: tuple[str, ...]) -> re.Pattern[str]:
    """Built in, and the partner's own words, which are taken as they stand."""
    words = [*_FROM_HERE, *(re.escape(line(word)) for word in own if line(word))]
    return re.compile(f"{_EDGE}(?:{'|'.join(words)}){_EDGE}", re.IGNORECASE)


def _html_before(markup: str, mark: re.Pattern[str]) -> str:
    """Clean HTML up to the first block whose text begins with the mark."""
    root = lxml.html.fragment_fromstring(markup, create_parent="div")
    found = next((one for one in root.iter() if one is not root and mark.match(text_of(one))), None)
    if found is not None:
        _cut(found, root)
    inner = "".join(lxml.html.tostring(one, encoding="unicode") for one in root)
    return bodies.to_fixpoint(inner) or ""


def _cut(found: Element, root: Element) -> None:
    """Take an element and all that follows it out of the tree."""
    inner, outer = found, found.getparent()
    while outer is not None:
        for later in list(inner.itersiblings()):
            outer.remove(later)
        if inner is found:
            outer.remove(found)
        if outer is root:
            return
        inner, outer = outer, outer.getparent()
