"""Text into search terms: Latin words folded, Hangul and Han runs as character bigrams.

Korean glues its particles to the noun (북한이, 북한은, 북한에서), so that a reader who types 북한 means all
of them. Bigrams find them without a dictionary: 북한이 is 북한 + 한이, and the query 북한 is the first of
the two.
"""

import unicodedata
from itertools import pairwise

import regex

_DENSE = r"\p{Hangul}\p{Han}\p{Hiragana}\p{Katakana}ー"

# In this order: a dotted acronym is one word ("U.S." is found by "US"), a figure loses its thousands mark.
_RUN = regex.compile(
    rf"""
    (?P<acronym> \b(?:\p{{Latin}}\.){{2,}}\p{{Latin}}?(?!\p{{Latin}}) )
  | (?P<figure>  \b\d{{1,3}}(?:,\d{{3}})+(?!\d) )
  | (?P<dense>   [{_DENSE}]+ )
  | (?P<word>    [[\p{{L}}\p{{N}}]--[{_DENSE}]] [[\p{{L}}\p{{M}}\p{{N}}]--[{_DENSE}]]* (?:['’]\p{{Latin}}+)* )
    """,
    regex.VERBOSE | regex.V1,
)
_BEGINS_DENSE = regex.compile(f"[{_DENSE}]")
_NOT_LETTERS = regex.compile(r"[^\p{L}\p{N}]+")

# Words whose last s is no plural and whose singular means something else.
_NO_PLURAL = frozenset({"news", "series", "species", "texas", "always", "perhaps", "besides", "does", "goes"})

# They stand in every English story: left out of a question, unless it consists of nothing else ("The Who").
EVERYWHERE = frozenset(
    (
        *("a", "an", "and", "are", "as", "at", "be", "but", "by", "for", "from", "has", "have", "he", "her"),
        *("his", "in", "is", "it", "its", "not", "of", "on", "or", "she", "that", "the", "their", "they"),
        *("this", "to", "was", "we", "were", "which", "will", "with", "you"),
    )
)

# Longest first. What a noun carries behind it; a query word is also asked for without it (북한이 finds
# 북한은).
_PARTICLES = tuple(
    sorted(
        (
            *("은", "는", "이", "가", "을", "를", "의", "에", "도", "로", "와", "과", "만", "나"),
            *(
                "에서",
                "에게",
                "으로",
                "부터",
                "까지",
                "처럼",
                "보다",
                "라고",
                "이나",
                "에는",
                "에도",
                "와의",
                "과의",
            ),
            *("에서는", "으로는", "에서도", "으로도", "이라고", "에게는", "으로부터"),
        ),
        key=len,
        reverse=True,
    )
)

LONGEST_TERM = 64  # characters; longer runs are keys and addresses, which nobody types


def runs_of(text: str) -> list[tuple[str, int, int]]:
    """Every word of `text`, folded, with where it stands: (word, start, end), in the text's own order.

    `text` is expected in NFC, so that the places are those of what the reader sees.
    """
    found = []
    for match in _RUN.finditer(text):
        word = _folded(match.group())
        if word:
            found.append((word, match.start(), match.end()))
    return found


def words_of(text: str, language: str) -> list[str]:
    """The words of `text`, folded: a run of Hangul stays whole, an English plural loses its s."""
    composed = unicodedata.normalize("NFKC", text)
    return [word if is_dense(word) else singular(word, language) for word, _, _ in runs_of(composed)]


def terms_of(text: str, language: str) -> list[str]:
    """The terms that `text` is indexed and asked for by, in its order.

    Latin words once each time they stand; a run of Hangul, Han or kana as its bigrams, a single syllable
    kept. Terms hold letters and figures alone, no spaces and none of a query language's own signs.
    """
    return [term for word in words_of(text, language) for term in bigrams(word)]


def bigrams(word: str) -> list[str]:
    """북한이 → 북한, 한이. A single syllable, and any word in Latin letters, is its own only term."""
    if not is_dense(word):
        return [word[:LONGEST_TERM]]
    if len(word) == 1:
        return [word]
    return [first + second for first, second in pairwise(word)]


def without_particle(word: str) -> str:
    """A Korean word without the particle that ends it, where two syllables remain; else the word."""
    for particle in _PARTICLES:
        if word.endswith(particle) and len(word) - len(particle) >= 2:
            return word.removesuffix(particle)
    return word


def is_dense(word: str) -> bool:
    """Whether `word` is written without spaces between its words: Hangul, Han or kana."""
    return not word.isascii() and bool(_BEGINS_DENSE.match(word))


def singular(word: str, language: str) -> str:
    """An English word without its plural s (after Harman's S-stemmer, 1991); others as they are."""
    if (
        language != "en"
        or len(word) <= 3
        or not word.isascii()
        or not word.endswith("s")
        or word in _NO_PLURAL
    ):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y" if len(word) > 4 else word[:-1]
    if word.endswith(("sses", "shes", "ches", "xes", "zzes")):
        return word[:-2]
    if word.endswith(("ss", "us", "is")):
        return word
    return word[:-1]


def _folded(run: str) -> str:
    """`run` in lower case without accents, apostrophes or an owner's s; nothing but letters and figures."""
    if run.isascii() and run.isalnum():
        return run.lower()  # nine words in ten
    word = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", run).casefold()).replace("’", "'")
    word = word.removesuffix("'s")
    if not is_dense(word):
        apart = unicodedata.normalize("NFD", word)
        bare = "".join(letter for letter in apart if not unicodedata.combining(letter))
        word = unicodedata.normalize("NFC", bare)
    letters: str = _NOT_LETTERS.sub("", word)
    return letters
