"""Names, roles and addresses of readers."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.readers.errors import NotAName, UnknownRole
from dateline.readers.rules import Role, clean_name, ends_at, is_own_path, read_role, token_hash

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.mark.parametrize("word", ["wire editor", "wire-editor", "Wire  Editor"])
def test_a_role_is_read_however_it_is_written(word):
    assert read_role(word) is Role.WIRE_EDITOR


def test_an_unknown_role_is_answered_with_those_there_are():
    with pytest.raises(UnknownRole, match="no role 'king'; the roles are: editor, wire editor, moderator"):
        read_role("king")


@pytest.mark.parametrize(
    ("written", "name"),
    [("  Kim \n Min ", "Kim Min"), ("김민서", "김민서"), ("x" * 40, "x" * 40), ("7", "7")],
)
def test_a_name_is_one_line(written, name):
    assert clean_name(written) == name


@pytest.mark.parametrize(
    "written", ["", "  ", "...", "\u200b", "a\u202eb", "a\u0000b", "x" * 41, "\U000e0041a"]
)
def test_a_name_that_hides_or_says_nothing_is_refused(written):
    with pytest.raises(NotAName):
        clean_name(written)


@given(st.text(max_size=60))
def test_a_clean_name_stays_clean(written):
    try:
        name = clean_name(written)
    except NotAName:
        return
    assert clean_name(name) == name
    assert 0 < len(name) <= 40
    assert "\n" not in name


@pytest.mark.parametrize("address", ["/", "/economy/won-steadies/#comments", "/ko/?a=b", "/-/account/"])
def test_pages_of_this_site_are_own_paths(address):
    assert is_own_path(address)


@pytest.mark.parametrize(
    "address",
    ["", "x", "//evil.example", "/\\evil.example", "https://evil.example/", "/\t/evil.example", "/a\\b",
     "javascript:alert(1)", "\\\\evil.example", "/\n/evil.example", " //evil.example"],
)  # fmt: skip
def test_anything_else_is_not(address):
    assert not is_own_path(address)


def test_an_invitation_lasts_a_day():
    assert ends_at(NOON) == NOON + timedelta(hours=24)


def test_a_token_cannot_be_read_from_its_hash():
    assert len(token_hash("secret")) == 64
    assert "secret" not in token_hash("secret")
