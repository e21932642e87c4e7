"""What readers may be told of a story that its sender takes back: the sender's words, and none of the story's."""

import re
from collections.abc import Iterable, Iterator

from dateline.wire.rules.item import Item

MOST_LETTERS = 600
# So many words in a row are the story's own and not chance.
RUN = 4
_WORD = re.compile(r"\w+")
_FOR_EDITORS = re.compile(
    r"\b(?:editors?|desks?|clients?|subscribers?|members?|customers?|advisory|slug|"
    r"not for publication|do not (?:use|publish|distribute)|disregard|kill(?:s|ed)?|eds)\b|편집자|데스크",
    re.IGNORECASE,
)


def words_for_readers(notice: Item, taken_back: Iterable[Item]) -> str:
    """The notice's own text, where it is one: short, not said to editors, nothing of what it takes back; else "".

    `taken_back`: every version that was sent of what is taken back, headlines and all. A line a paragraph.
    """
    paragraphs = [" ".join(each.split()) for each in notice.body_text.split("\n\n")]
    text = "\n".join(each for each in paragraphs if each)
    if not text or len(text) > MOST_LETTERS or _FOR_EDITORS.search(text):
        return ""
    said = set(_runs(text))
    for item in taken_back:
        if item.headline and _plain(item.headline) in _plain(text):
            return ""
        for words in (
            item.headline,
            item.standfirst,
            item.body_text,
            *(each.caption for each in item.pictures),
        ):
            if said & set(_runs(words)):
                return ""
    return text


def _runs(text: str) -> Iterator[tuple[str, ...]]:
    """Each run of words, in small letters."""
    words = [word.casefold() for word in _WORD.findall(text)]
    return zip(*(words[start:] for start in range(RUN)), strict=False)


def _plain(text: str) -> str:
    return " ".join(word.casefold() for word in _WORD.findall(text))
