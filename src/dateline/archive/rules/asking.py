"""What a reader typed, as a question the database's own full-text search can be asked safely.

Nothing a reader types is ever an operator: what is sent on is built from terms (letters and figures alone),
each in quotation marks.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

import regex

from dateline.archive.rules import words

LONGEST_QUERY = 200  # characters; more than any headline, less than what would cost the database anything
MOST_WORDS = 16


@dataclass(frozen=True)
class Word:
    """One thing asked for: any of its phrases will do; each phrase is terms that stand side by side.

    `opens` is true for a single Hangul syllable: terms that begin with it are meant too.
    """

    phrases: tuple[tuple[str, ...], ...]
    opens: bool = False


@dataclass(frozen=True)
class Question:
    """What was asked, in order; no words when there was nothing to ask."""

    text: str
    words: tuple[Word, ...]

    def __bool__(self) -> bool:
        return bool(self.words)


def query_of(text: str, language: str) -> Question:
    """The question in what a reader typed, any text at all; "…" keeps Latin words together.

    Words beyond the sixteenth and characters beyond the 200th are not asked.
    """
    typed = " ".join(unicodedata.normalize("NFKC", _printable(text)[: LONGEST_QUERY * 4]).split())[
        :LONGEST_QUERY
    ]
    asked: list[Word] = []
    for quoted, loose in regex.findall(r'["“”]([^"“”]*)["“”]|([^"“”]+)', typed):
        if quoted:
            asked.extend(_together(quoted, language))
        else:
            asked.extend(_one(word) for word in words.words_of(loose, language))
    telling = [word for word in asked if not words.EVERYWHERE.issuperset(word.phrases[0])]
    return Question(typed, tuple(dict.fromkeys(telling or asked))[:MOST_WORDS])


def fts5_all(question: Question) -> str:
    """The question for SQLite's FTS5: every word must stand in the story."""
    return " AND ".join(_fts5(word) for word in question.words)


def fts5_any(terms: Iterable[str]) -> str:
    """For SQLite's FTS5: any of these terms."""
    return " OR ".join(f'"{term}"' for term in terms)


def tsquery_all(question: Question) -> str:
    """The question for PostgreSQL's `to_tsquery('simple', …)`: every word must stand in the story."""
    return " & ".join(_tsquery(word) for word in question.words)


def tsquery_any(terms: Iterable[str]) -> str:
    """For PostgreSQL's `to_tsquery('simple', …)`: any of these terms."""
    return " | ".join(f"'{term}'" for term in terms)


def terms_asked(question: Question) -> tuple[str, ...]:
    """Every term in the question, each once: what to look for when no story has all the words."""
    return tuple(dict.fromkeys(term for word in question.words for phrase in word.phrases for term in phrase))


def _one(word: str) -> Word:
    terms = tuple(words.bigrams(word))
    if not words.is_dense(word):
        return Word((terms,))
    noun = tuple(words.bigrams(words.without_particle(word)))
    return Word(tuple(dict.fromkeys((terms, noun))), opens=len(word) == 1)


def _together(quoted: str, language: str) -> list[Word]:
    terms = tuple(words.terms_of(quoted, language))
    return [Word((terms,))] if terms else []


def _fts5(word: Word) -> str:
    phrases = [f'"{" ".join(phrase)}"' + ("*" if word.opens else "") for phrase in word.phrases]
    return phrases[0] if len(phrases) == 1 else f"({' OR '.join(phrases)})"


def _tsquery(word: Word) -> str:
    phrases = [
        "(" + " <-> ".join(f"'{term}'" + (":*" if word.opens else "") for term in phrase) + ")"
        for phrase in word.phrases
    ]
    return phrases[0] if len(phrases) == 1 else f"({' | '.join(phrases)})"


def _printable(text: str) -> str:
    return "".join(letter if letter.isprintable() else " " for letter in text[: LONGEST_QUERY * 8])
