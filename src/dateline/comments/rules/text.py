"""What counts as a character, and what of a reader's text is kept."""

from unicodedata import normalize

import regex

# 300 of the longest emoji in use (a family with skin tones, 11 code points) are 3,300. Beyond this a text is
# not counted: `\X` needs quadratic time in a run of flags (100,000 of them took 27 s; 5,000 take 0.07 s).
MOST_CODE_POINTS = 5_000
# Vietnamese needs two marks on a letter, pointed Hebrew with its accents four, Tibetan stacks six.
MOST_MARKS = 6

_LINE_BREAKS = regex.compile(r"\r\n?|[\u0085\u2028\u2029]")
_TABS = regex.compile(r"[\t\v\f]")  # a no-break or ideographic space is the writer's own
# Controls, halves of surrogates, direction overrides, embeddings and isolates, annotation marks, what is no
# character. Marks that only hint at direction (LRM, RLM, ALM) and the joiners of emoji and scripts stay.
_UNWANTED = regex.compile(
    r"[\p{Cc}\p{Cs}\u202A-\u202E\u2066-\u2069\u206A-\u206F\uFFF9-\uFFFB\p{Noncharacter_Code_Point}--\n]",
    regex.VERSION1,
)
# Tag characters are invisible letters: they stay in the flags of England, Scotland and Wales alone.
_STRAY_TAGS = regex.compile(r"(\U0001F3F4[\U000E0020-\U000E007E]{1,6}\U000E007F)|[\U000E0000-\U000E007F]")
_PILED_MARKS = regex.compile(rf"(\p{{M}}{{{MOST_MARKS}}})\p{{M}}+")
_EMPTY_LINES = regex.compile(r"\n{3,}")
_LINE_ENDS = regex.compile(r" +\n")
_CLUSTER = regex.compile(r"\X")
# Marks before an Indic consonant that no consonant opened, and the virama among them: see `length`.
_OPENING_MARKS = regex.compile(
    r"(?<![\p{InCB=Consonant}\p{InCB=Linker}\p{InCB=Extend}])[\p{InCB=Linker}\p{InCB=Extend}]++(?=\p{InCB=Consonant})"
)
_VIRAMA = regex.compile(r"\p{InCB=Linker}")
_VISIBLE = regex.compile(
    r"[^\p{C}\p{Z}\p{M}\p{Default_Ignorable_Code_Point}\u2800]"  # U+2800 is the braille pattern without dots
)
_LINK = regex.compile(
    r"(?:https?://|www\.)\S+"
    r"|(?<![\w@.-])(?:[\p{L}\p{N}-]+\.)+(?:com|net|org|info|biz|io|ly|me|co|kr|cn|ru|xyz|top|shop|site|online)\b",
    regex.IGNORECASE,
)
_NAME_BREAKS = regex.compile(r"[\s\-‐–_.]+")


def normalised(text: str) -> str:
    """The text in NFC with plain line breaks: what both the browser and we count."""
    return normalize("NFC", _LINE_BREAKS.sub("\n", text))


def length(text: str) -> int:
    """How many characters a reader sees: extended grapheme clusters (UAX 29) of the normalised text.

    The browser's `Intl.Segmenter` counts the same after the same two steps (40,000 hard texts compared in
    Chromium; only marks new in this year's Unicode differ). Callers look at `is_countable` first when the
    text comes from outside.
    """
    text = normalised(text)
    # `\X` joins a consonant to any virama before it; rule GB9c only to one that a consonant opened.
    unearned = sum(1 for marks in _OPENING_MARKS.finditer(text) if _VIRAMA.search(marks[0]))
    return sum(1 for _ in _CLUSTER.finditer(text)) + unearned


def is_countable(text: str) -> bool:
    """Whether counting it is worth the time; False for what no honest comment can be."""
    return len(text) <= MOST_CODE_POINTS


def clean(text: str) -> str:
    """The text as it is kept: no controls, no direction overrides, marks in bounds, no empty tail.

    Cleaning again changes nothing. What is too long to count is returned as it came, for the rule to refuse.
    """
    if not is_countable(text):
        return text
    cleaned = _cleaned_once(text)
    while cleaned != text:
        # Taking something away can bring two characters together that compose: until nothing changes.
        text, cleaned = cleaned, _cleaned_once(cleaned)
    return cleaned


def says_something(text: str) -> bool:
    """Whether anything in it can be seen: a letter, a figure, a sign, an emoji."""
    return bool(_VISIBLE.search(text))


def is_same(text: str, other: str) -> bool:
    """Whether two texts say the same to a reader: case, spaces and look-alike forms apart."""
    return skeleton(text) == skeleton(other)


def skeleton(text: str) -> str:
    """A text as comparisons see it: compatible forms made one, case folded, marks and blanks out."""
    folded = normalize("NFKD", text).casefold()
    return normalize("NFKC", regex.sub(r"[\p{M}\p{C}\p{Z}\p{Default_Ignorable_Code_Point}]+", "", folded))


def contains_word(text: str, word: str) -> bool:
    """Whether a word stands in the text. Words of scripts without spaces between them are found anywhere."""
    sought = normalize("NFKC", word).casefold()
    if not sought.strip():
        return False
    if regex.search(r"[\p{Hangul}\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}]", sought):
        return skeleton(sought) in skeleton(text)
    plain = regex.sub(r"\p{Default_Ignorable_Code_Point}", "", normalize("NFKC", text)).casefold()
    return bool(regex.search(rf"(?<![\p{{L}}\p{{N}}]){regex.escape(sought)}(?![\p{{L}}\p{{N}}])", plain))


def link_count(text: str) -> int:
    """How many addresses stand in it, written out or bare (`example.com`)."""
    return sum(1 for _ in _LINK.finditer(text))


def initials(name: str) -> str:
    """What stands in the round beside a comment: "HJ" for Han Ji-won, "김" for 김지원."""
    words: list[str] = [word for word in _NAME_BREAKS.split(clean(name[:200])) if says_something(word)]
    if not words:
        return "?"
    first = _first_letter(words[0])
    if len(words) == 1 or regex.match(r"\p{Hangul}|\p{Han}|\p{Hiragana}|\p{Katakana}", first):
        return first
    return first + _first_letter(words[1])


def _first_letter(word: str) -> str:
    clusters: list[str] = _CLUSTER.findall(word)
    first: str = next(letter for letter in clusters if says_something(letter))
    return first.upper()


def _cleaned_once(text: str) -> str:
    text = _TABS.sub(" ", _LINE_BREAKS.sub("\n", text))
    text = _STRAY_TAGS.sub(r"\1", _UNWANTED.sub("", text))
    text = _PILED_MARKS.sub(r"\1", normalize("NFC", text))
    text = _EMPTY_LINES.sub("\n\n", _LINE_ENDS.sub("\n", text))
    return str(text).strip()
