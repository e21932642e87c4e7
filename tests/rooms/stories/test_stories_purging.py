"""What a licence lets nobody keep is gone within the hour: from every table and every file."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.apps import apps
from tests.makers import NOON, TERMS, hear_all, make_partner, receive

from dateline.house import clock
from dateline.house.home import home
from dateline.licences import ledger
from dateline.stories import actions, purging
from dateline.stories.models import Story
from dateline.wire import actions as wire
from dateline.wire.models import Delivery, WireItem

WORD = "xylophonist"
LEAVES = replace(TERMS, display_days=1, retain=False)
LATER = NOON + timedelta(days=2)
# The proof of what was shown: address and headline stay in it. The address is ours, and answers 410.
RECORD = {"ledgerentry"}
ADDRESS = re.compile(f"[a-z-]+-{WORD}")


def tables_with(word: str) -> set[str]:
    """The tables in which any row still says this word."""
    return {
        model._meta.model_name
        for model in apps.get_models()
        if model._meta.managed
        and any(
            word in ADDRESS.sub("", str(values).casefold())
            for values in model._default_manager.values_list().iterator()
        )
    } - RECORD


def files_with(word: str) -> list[str]:
    """Files of ours; what the partner laid there, as a test does, is the partner's."""
    return [
        str(path.relative_to(home()))
        for path in home().rglob("*")
        if path.is_file()
        and path.parent != home()
        and "sqlite" not in path.name
        and word.encode() in path.read_bytes()
    ]


@pytest.fixture
def told_word(licensed, tmp_path):
    """A story of a partner's in print whose every word of its own is one word."""

    def make(terms=LEAVES, **sent: object) -> Story:
        make_partner(terms)
        return licensed(
            headline=f"The {WORD}", description_text=f"A {WORD}, said a {WORD}.", byline=f"A. {WORD}",
            body_html=f"<p>SEOUL—{f'The {WORD} plays on. ' * 30}</p>", slug="nothing", **sent,
        )  # fmt: skip

    return make


def end_and_purge() -> int:
    with clock.frozen(LATER):
        actions.end_due(LATER)
        hear_all()
        return purging.purge_ended(LATER)


def test_no_word_of_it_is_left_in_any_table_or_file_but_the_ledger(told_word):
    story = told_word()
    assert {"story", "revision", "wireversion", "wireitem"} <= tables_with(WORD)
    assert files_with(WORD) != []
    assert end_and_purge() == 1
    assert tables_with(WORD) == set()
    assert files_with(WORD) == []
    story = Story.objects.get(pk=story.pk)
    assert (story.guid, story.live, story.title) == ("urn:harbour:1", False, "Purged: urn:harbour:1")
    assert [str(entry.kind) for entry in ledger.entries()] == ["printed", "withdrawn", "purged"]
    assert ledger.break_of() == ""


def test_what_may_be_kept_is_kept(told_word):
    told_word(replace(LEAVES, retain=True))
    assert end_and_purge() == 0
    assert "story" in tables_with(WORD)


def test_what_has_not_ended_is_kept(told_word):
    told_word()
    assert purging.purge_ended(NOON + timedelta(hours=23)) == 0
    assert Story.objects.get().live


def test_what_is_still_in_print_goes_only_once_it_is_down(told_word):
    told_word()
    with clock.frozen(LATER):
        assert purging.purge_ended(LATER) == 0
        actions.end_due(LATER)
        assert purging.purge_ended(LATER) == 1
        assert purging.purge_ended(LATER) == 0


def test_an_item_that_nobody_took_in_goes_when_its_contract_has_ended(section, tmp_path):
    make_partner(replace(TERMS, ends_on=NOON.date(), retain=False))
    receive(tmp_path, headline=f"The {WORD}")
    assert purging.purge_ended(NOON) == 0
    assert purging.purge_ended(LATER) == 1
    assert tables_with(WORD) == set()


def test_the_same_bytes_sent_again_bring_nothing_back(told_word, tmp_path):
    told_word()
    end_and_purge()
    with clock.frozen(LATER):
        make_partner(LEAVES)
        for path in tmp_path.glob("*.json"):
            assert [receipt.state for receipt in wire.receive("harbour", [path])] == ["duplicate"]
        purging.purge_ended(LATER)
    assert tables_with(WORD) == set()
    assert files_with(WORD) == []
    assert Delivery.objects.count() == 1


def test_a_newer_version_that_comes_later_goes_too(told_word, tmp_path):
    told_word()
    end_and_purge()
    with clock.frozen(LATER):
        receive(tmp_path, version=9, headline=f"The second {WORD}")
        hear_all()
        assert WireItem.objects.get().purged_at is None
        assert purging.purge_ended(LATER) == 1
    assert tables_with(WORD) == set()


def test_one_that_stumbles_keeps_no_other(told_word, licensed, monkeypatch):
    told_word()
    licensed("urn:harbour:2", headline=f"Another {WORD}")
    purge = purging.purge
    monkeypatch.setattr(
        purging, "purge", lambda row, at: 1 / 0 if row.guid.endswith(":1") else purge(row, at)
    )
    assert end_and_purge() == 1
    assert WireItem.objects.get(guid="urn:harbour:2").purged_at == LATER


def test_of_a_partner_who_lets_us_keep_all_nothing_is_looked_at(told_word):
    told_word(replace(LEAVES, retain=True))
    looked_at: list[int] = []
    with clock.frozen(LATER):
        actions.end_due(LATER)
        purging.purge_ended(LATER, before_each=lambda: looked_at.append(1))
    assert looked_at == []


def test_what_came_under_terms_that_let_nothing_be_kept_goes_whatever_the_contract_says_now(told_word):
    told_word()
    make_partner(replace(TERMS, display_days=1))  # and nobody has judged the story again
    with clock.frozen(LATER):
        actions.end_due(LATER)
        assert purging.purge_ended(LATER) == 1
    assert "story" not in tables_with(WORD)


def test_a_purge_lets_others_in_before_each_item(told_word):
    told_word()
    looked_at: list[int] = []
    with clock.frozen(LATER):
        actions.end_due(LATER)
        assert purging.purge_ended(LATER, before_each=lambda: looked_at.append(1)) == 1
    assert looked_at == [1]
