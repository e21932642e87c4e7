"""Text into terms, and what a reader typed into a question that the database can be asked."""

import sqlite3
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.archive.rules import asking, words
from dateline.archive.rules.excerpts import excerpt_of

# Vowel signs that became letters after the Unicode 6.1 which SQLite's tokenizer knows; no other letter is
# lost.
NEW_LETTERS = "".join(map(chr, (*range(0x19B0, 0x19CA), 0x1CF2, 0x1CF3)))
LETTERS = st.characters(categories=["L", "N"], exclude_characters=NEW_LETTERS)
LANGUAGES = st.sampled_from(["en", "ko"])


@pytest.fixture(scope="module")
def index():
    """A real full-text table, as the migration makes it."""
    table = sqlite3.connect(":memory:")
    table.execute("CREATE VIRTUAL TABLE search USING fts5(text, tokenize='unicode61 remove_diacritics 0')")
    return table


def found(index: sqlite3.Connection, text: str, typed: str, language: str) -> bool:
    index.execute("DELETE FROM search")
    index.execute("INSERT INTO search VALUES (?)", [" ".join(words.terms_of(text, language))])
    question = asking.query_of(typed, language)
    if not question:
        return False
    asked = "SELECT count(*) FROM search WHERE search MATCH ?"
    return bool(index.execute(asked, [asking.fts5_all(question)]).fetchone()[0])


@given(st.text(), LANGUAGES)
def test_terms_are_letters_and_figures_alone(text, language):
    for term in words.terms_of(text, language):
        assert term
        assert len(term) <= words.LONGEST_TERM
        assert not set(term) & set(" \"'*():^-+&|<>\0")


@given(st.text(alphabet="북한이의은 는ab1 .,'’-", max_size=40), LANGUAGES)
def test_capitals_and_composition_change_no_term(text, language):
    assert words.terms_of(text.upper(), language) == words.terms_of(text, language)
    assert words.terms_of(unicodedata.normalize("NFD", text), language) == words.terms_of(text, language)


@given(st.text(alphabet="가나다라마바사북한", min_size=2, max_size=12))
def test_a_korean_run_gives_one_bigram_a_step(run):
    terms = words.terms_of(run, "ko")
    assert len(terms) == len(run) - 1
    assert terms[0] + "".join(term[1] for term in terms[1:]) == run


@pytest.mark.parametrize(
    ("text", "language", "terms"),
    [
        ("북한이 쐈다", "ko", ["북한", "한이", "쐈다"]),
        ("그 값", "ko", ["그", "값"]),
        ("SK하이닉스 2024년", "ko", ["sk", "하이", "이닉", "닉스", "2024", "년"]),
        ("The U.S. won 1,234 prizes", "en", ["the", "us", "won", "1234", "prize"]),
        ("Korea’s café owners’ taxes", "en", ["korea", "cafe", "owner", "tax"]),
        ("News about the crisis in Texas", "en", ["news", "about", "the", "crisis", "in", "texas"]),
        ("COVID-19 in KOSPI200", "en", ["covid", "19", "in", "kospi200"]),
        ("companies and ties", "en", ["company", "and", "tie"]),
        ("", "en", []),
    ],
)
def test_terms_by_example(text, language, terms):
    assert words.terms_of(text, language) == terms


@given(typed=st.text(), language=LANGUAGES)
def test_nothing_a_reader_types_breaks_the_database(index, typed, language):
    found(index, "A story of Seoul, 서울의 이야기", typed, language)


@given(st.lists(st.text(alphabet=LETTERS, min_size=1, max_size=9), min_size=1, max_size=9))
def test_a_story_is_found_by_each_word_of_it(index, story):
    text = " ".join(story)
    for word in words.words_of(text, "ko"):
        assert found(index, text, word, "ko"), word


@pytest.mark.parametrize(
    ("text", "typed", "language"),
    [
        ("북한이 미사일을 발사했다", "북한", "ko"),
        ("북한은 침묵했다", "북한이", "ko"),
        ("남북한 회담", "북한", "ko"),
        ("북한 회담", "북", "ko"),
        ("삼성전자의 실적", "삼성전자", "ko"),
        ("Companies in the United States", "company US states", "en"),
        ("The U.S. and Korea", "US Korea's", "en"),
        ("An envoy from North Korea", '"north korea"', "en"),
        ("The Who play Busan", "the who", "en"),
        ("Café by the river", "CAFE", "en"),
        ("An envoy arrives", "envoy NOT arrives", "en"),
    ],
)
def test_found(index, text, typed, language):
    if typed == "company US states":
        text += ", the U.S."
    assert found(index, text, typed, language)


@pytest.mark.parametrize(
    ("text", "typed", "language"),
    [
        ("남한은 침묵했다", "북한", "ko"),
        ("한국은행 북쪽 지점", "북한", "ko"),
        ("Korea lies north of here", '"north korea"', "en"),
        ("An envoy arrives", "env*", "en"),
    ],
)
def test_not_found(index, text, typed, language):
    assert not found(index, text, typed, language)


def test_a_question_is_no_longer_than_it_may_be():
    question = asking.query_of("word " * 10_000 + "seoul", "en")
    assert len(question.text) <= asking.LONGEST_QUERY
    many = asking.query_of(" ".join(f"w{n}" for n in range(60)), "en")
    assert len(many.words) == asking.MOST_WORDS


@pytest.mark.parametrize("typed", ["", "   ", '""', "*", "!?()", "\0", "'"])
def test_nothing_to_ask(typed):
    assert not asking.query_of(typed, "en")


def test_postgresql_is_asked_the_same():
    question = asking.query_of('"north korea" envoys', "en")
    assert asking.tsquery_all(question) == "('north' <-> 'korea') & ('envoy')"
    assert asking.tsquery_all(asking.query_of("북한이", "ko")) == "(('북한' <-> '한이') | ('북한'))"


@given(st.text(max_size=400), st.text(max_size=20), LANGUAGES)
def test_an_excerpt_is_a_piece_of_the_text(text, typed, language):
    pieces = excerpt_of(text, asking.query_of(typed, language), language)
    whole = unicodedata.normalize("NFC", " ".join(text.split()))
    shown = "".join(piece.text for piece in pieces)
    assert shown.removeprefix("… ").removesuffix(" …") in whole
    assert len(shown) <= 220 + 60 + 4


def test_an_excerpt_shows_what_was_asked():
    text = (
        "For weeks nothing was heard of him. " * 4
        + "Then an envoy of the North walked in, and the envoys sat."
    )
    pieces = excerpt_of(text, asking.query_of("envoy", "en"), "en")
    assert [piece.text for piece in pieces if piece.is_hit] == ["envoy", "envoys"]
    korean = excerpt_of("오늘 남북한은 회담을 열었다", asking.query_of("북한", "ko"), "ko")
    assert [piece.text for piece in korean] == ["오늘 남", "북한", "은 회담을 열었다"]
    assert excerpt_of(text, asking.query_of("absent", "en"), "en") == ()
