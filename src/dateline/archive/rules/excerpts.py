"""The piece of a story that shows why it was found."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from dateline.archive.rules import words
from dateline.archive.rules.asking import Question

LENGTH = 220  # characters, about two lines on a wide page
LEAD_IN = 60  # characters before the first hit, so that it stands in its sentence


@dataclass(frozen=True)
class Piece:
    """A run of the text, or the "…" where it was cut; `is_hit` when it is what was asked for."""

    text: str
    is_hit: bool = False


def excerpt_of(text: str, question: Question, language: str) -> tuple[Piece, ...]:
    """About 220 characters of `text` around the first word asked for, cut between words.

    Empty when none of the words stands in it.
    """
    composed = unicodedata.normalize("NFC", " ".join(text.split()))
    hits = list(_hits(composed, question, language))
    if not hits:
        return ()
    start = _word_start(composed, max(0, hits[0][0] - LEAD_IN))
    end = _word_end(composed, start + LENGTH)
    opening = (Piece("… "),) if start else ()
    closing = (Piece(" …"),) if end < len(composed) else ()
    return (*opening, *_pieces(composed, start, end, hits), *closing)


def _hits(text: str, question: Question, language: str) -> Iterable[tuple[int, int]]:
    phrases = [phrase for word in question.words for phrase in word.phrases]
    asked = {term for phrase in phrases for term in phrase}
    for word, start, end in words.runs_of(text):
        if not words.is_dense(word):
            if words.singular(word, language) in asked:
                yield start, end
            continue
        if len(word) != end - start:
            continue  # folded into another length: its places are not the text's
        yield from _dense_hits(word, start, phrases, question)


def _dense_hits(
    word: str, start: int, phrases: Iterable[tuple[str, ...]], question: Question
) -> Iterable[tuple[int, int]]:
    """Where the longest of the phrases stands in a run of Hangul: 북한 in 남북한은, once."""
    opens = any(asked.opens for asked in question.words)
    spelled = sorted(
        {phrase[0] + "".join(term[1:] for term in phrase[1:]) for phrase in phrases}, key=len, reverse=True
    )
    for piece in spelled:
        at = word.find(piece)
        if at >= 0 and words.is_dense(piece) and (len(piece) > 1 or len(word) == 1 or opens):
            yield start + at, start + at + len(piece)
            return


def _word_start(text: str, at: int) -> int:
    return at if at == 0 else text.find(" ", at) + 1


def _word_end(text: str, at: int) -> int:
    if at >= len(text):
        return len(text)
    gap = text.rfind(" ", 0, at)
    return gap if gap > at - LEAD_IN else at


def _pieces(text: str, start: int, end: int, hits: Iterable[tuple[int, int]]) -> Iterable[Piece]:
    place = start
    for hit_start, hit_end in hits:
        if hit_start < place or hit_end > end:
            continue
        if hit_start > place:
            yield Piece(text[place:hit_start])
        yield Piece(text[hit_start:hit_end], is_hit=True)
        place = hit_end
    if place < end:
        yield Piece(text[place:end])
