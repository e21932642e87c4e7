"""An operator whose file is refused is told the line, the word and the remedy."""

import tomllib
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.house import toml_file, toml_lines

PARTNERS = '''# what each partner lets us do
[[partner]]
slug = "wsj"
note = """
[not.a.table]
key = "not a key" # nor a comment
"""

[partner.terms]
uses = ["page",   # the story's own page
  "front",
  "hologram",
]
credit.agency = "one"
credit."wire service" = 'two'

[[partner]]
slug = "yna"
terms = { uses = [], text = "verbatim" }
[[partner.source]]
kind = "folder"
'''


@pytest.fixture
def written(tmp_path: Path):
    def write(text: str | bytes) -> toml_file.TomlFile:
        path = tmp_path / "licences.toml"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return toml_file.read(path)

    return write


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("partner", 0), 2),
        (("partner", 0, "slug"), 3),
        (("partner", 0, "note"), 4),
        (("partner", 0, "terms"), 9),
        (("partner", 0, "terms", "uses"), 10),
        (("partner", 0, "terms", "uses", 0), 10),
        (("partner", 0, "terms", "uses", 1), 11),
        (("partner", 0, "terms", "uses", 2), 12),
        (("partner", 0, "terms", "credit"), 14),
        (("partner", 0, "terms", "credit", "agency"), 14),
        (("partner", 0, "terms", "credit", "wire service"), 15),
        (("partner", 1), 17),
        (("partner", 1, "terms", "text"), 19),
        (("partner", 1, "source", 0, "kind"), 21),
        (("partner", 1, "source", 0, "left", "out"), 20),
        (("nothing",), 1),
    ],
)
def test_every_key_has_its_line(written, path, line):
    assert written(PARTNERS).line_of(*path) == line


KEYS = st.from_regex(r"[a-z_-]{1,6}", fullmatch=True)
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=12)
QUOTED = TEXTS.map(lambda text: '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"')
LONG = TEXTS.map(
    lambda text: '"""\n[x]\ny = 1 ' + text.replace("\\", "\\\\").replace('"', "'") + '\n""x"""""'
)
LITERAL = TEXTS.map(lambda text: "'" + text.replace("'", "") + "'")
SCALARS = QUOTED | LONG | LITERAL | st.sampled_from(["1", "-2.5e3", "true", "2026-11-24", "07:32:00", "nan"])
NOISE = st.sampled_from(["", "# [c]\n", "\n\n", '# " \n\n'])


@st.composite
def documents(draw: st.DrawFn) -> tuple[str, dict[toml_lines.Path, int]]:
    """A TOML text and, counted while it is written, the line of each thing in it."""
    text, lines = "", {}
    for number in range(draw(st.integers(0, 3))):
        text += draw(NOISE)
        lines["it", number] = text.count("\n") + 1
        text += "[[it]] # [x]\n"
        for key in draw(st.lists(KEYS.filter(lambda key: key != "sub"), unique=True, max_size=3)):
            text += draw(NOISE)
            lines["it", number, key] = text.count("\n") + 1
            if draw(st.booleans()):
                text += f"{key} = {draw(SCALARS)} # = {{\n"
                continue
            text += f'"{key}"  = ['
            for item in range(draw(st.integers(0, 3))):
                text += draw(st.sampled_from(["", " ", "\n", " # ],\n"]))
                lines["it", number, key, item] = text.count("\n") + 1
                text += draw(SCALARS) + ","
            text += "]\n"
        if draw(st.booleans()):
            lines["it", number, "sub"] = text.count("\n") + 1
            text += " [ it . 'sub' ]\n"
            lines["it", number, "sub", "deep"] = lines["it", number, "sub", "deep", "er"] = (
                text.count("\n") + 1
            )
            text += f"deep = {{er = {draw(QUOTED)}}}\n"
    return text, lines


@given(documents())
def test_lines_are_those_counted_while_writing(document):
    text, lines = document
    tomllib.loads(text)
    assert toml_lines.lines_of(text) == lines


def test_an_unknown_key_is_refused_with_its_line_and_the_nearest_word(written):
    file = written('[[partner]]\nslug = "wsj"\n\n[partner.terms]\nusess = ["page"]\n')
    with pytest.raises(toml_file.TomlError) as refused:
        file.table("partner", 0, "terms").expect_keys({"uses", "text"})
    assert (
        str(refused.value)
        == "licences.toml line 5: unknown key 'usess' in [partner.terms]; did you mean 'uses'?"
    )


def test_a_key_like_no_other_is_answered_with_those_there_are(written):
    with pytest.raises(toml_file.TomlError, match=r"line 1: unknown key 'zzz' in the file; known here: a, b"):
        written("zzz = 1").expect_keys((), {"a", "b"})


def test_a_required_key_left_out_is_named_with_the_line_of_its_table(written):
    [partner] = written("# one\n[[partner]]\n").each("partner")
    with pytest.raises(toml_file.TomlError, match=r"line 2: \[\[partner\]\] has no 'slug'; add it"):
        partner.expect_keys({"slug"}, required={"slug"})


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("a = 1\nb = ", "line 2: this is not TOML (Invalid value"),
        ("a = 1\na = 2", "line 2: this is not TOML (Cannot overwrite a value"),
        ("[[a]]\nb", "line 2: this is not TOML"),
        (b"a = 1\nb = '\xff'", "line 2: this is not UTF-8; save"),
        ("a = " + "[" * 100_000, "line 1: lists stand too deep"),
        ("a = " + "9" * 5_000, "line 1: this is not TOML (Exceeds"),
        ("#" * 1_000_001, "line 1: the file is over 1,000,000 bytes"),
    ],
    ids=["no value", "twice", "no end", "not utf-8", "deep", "long figure", "too large"],
)
def test_what_is_not_toml_is_refused_with_its_line(written, text, sentence):
    with pytest.raises(toml_file.TomlError) as refused:
        written(text)
    assert sentence in str(refused.value)


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(toml_file.NoSuchTomlFile, match=r"nowhere\.toml cannot be read"):
        toml_file.read(tmp_path / "nowhere.toml")


def test_a_byte_order_mark_and_carriage_returns_are_let_be(written):
    file = written("\ufeffa = 1\r\nb = 2\r\n".encode())
    assert (file.tables, file.line_of("b")) == ({"a": 1, "b": 2}, 2)


@pytest.mark.parametrize(
    ("line", "ask", "sentence"),
    [
        ("key = 1", lambda table: table.text("key"), "'key' must be a text in quotes"),
        ('key = " "', lambda table: table.text("key"), "'key' is empty"),
        ('key = "a\\nb"', lambda table: table.text("key"), "'key' must be one line"),
        ('key = "verbatin"', lambda table: table.choice("key", {"verbatim"}), "did you mean 'verbatim'?"),
        ('key = ["a", 1]', lambda table: table.words("key"), "must be a list of texts"),
        ('key = ["a", "a"]', lambda table: table.words("key"), "names 'a' twice"),
        ('key = ["pages"]', lambda table: table.words("key", {"page"}), "did you mean 'page'?"),
        ("key = 1", lambda table: table.flag("key", True), "must be true or false, not 1"),
        ("key = true", lambda table: table.whole("key"), "must be a whole number, not true"),
        ("key = 1.5", lambda table: table.whole("key"), "must be a whole number, not 1.5"),
        ("key = 0", lambda table: table.whole("key", least=1), "'key' is 0, below 1"),
        ("key = 9", lambda table: table.whole("key", most=8), "'key' is 9, above 8"),
        ("key = nan", lambda table: table.number("key"), "must be a number, not NaN"),
        ("key = 2026-01-01T00:00:00Z", lambda table: table.day("key"), "must be a date alone"),
        ("key = 2026-01-01", lambda table: table.time_of_day("key"), "must be a time of day"),
        ("key = [1]", lambda table: list(table.each("key")), "must be a list of tables; write it as [[key]]"),
        ("key = 1", lambda table: table.inner("key"), "'key' must be a table; write it as [key]"),
    ],
)
def test_a_value_of_the_wrong_kind_is_refused_with_its_line(written, line, ask, sentence):
    with pytest.raises(toml_file.TomlError) as refused:
        ask(written("\n" + line).table())
    assert sentence in str(refused.value)
    assert "licences.toml line 2: " in str(refused.value)


def test_values_come_out_as_they_are_written(written):
    table = written(
        'text = " a b "\nwords = ["x"]\nflag = true\nwhole = 7\n'
        "number = 0.1\nday = 2026-11-24\ntime = 10:00:00\n"
    ).table()
    assert table.text("text") == "a b"
    assert table.words("words", {"x"}) == ("x",)
    assert table.flag("flag", False) is True
    assert table.whole("whole", least=7, most=7) == 7
    assert table.number("number") == Decimal("0.1")
    assert str(table.day("day")) == "2026-11-24"
    assert str(table.time_of_day("time")) == "10:00:00"


def test_what_is_left_out_is_the_default(written):
    table = written("").table()
    assert (table.text("a"), table.words("a"), table.flag("a", True)) == ("", (), True)
    assert [table.whole("a"), table.number("a"), table.day("a"), table.time_of_day("a")] == [None] * 4
    assert list(table.each("a")) == []
    assert table.inner("a") is None
