"""What only an editor can settle (R7, R16)."""

from datetime import timedelta
from pathlib import Path

import pytest

from dateline.house import clock
from dateline.house.models import Notice
from dateline.licences.models import Partner
from dateline.wire import actions, queries
from dateline.wire.errors import CannotSettle
from dateline.wire.models import EditorsWord, WireItem
from dateline.wire.rules import State

from .conftest import NOON, sample

EDITOR = "editor@paper.example"


def receive(path: Path) -> WireItem:
    with clock.frozen(NOON):
        actions.receive("northwire", [path])
    return WireItem.objects.get()


def test_a_held_item_is_released_at_the_time_that_an_editor_sets(partner: Partner, folder: Path) -> None:
    row = receive(sample("nitf-inside.xml", folder))
    until = NOON + timedelta(hours=3)
    assert not queries.standing(row, until).publishable
    with clock.frozen(NOON):
        actions.release(row, until=until, by=EDITOR)
    row.refresh_from_db()
    assert row.state == State.USABLE
    assert not queries.standing(row, until - timedelta(seconds=1)).publishable
    assert queries.standing(row, until).publishable
    word = EditorsWord.objects.get()
    assert (word.by, word.until, word.at) == (EDITOR, until, NOON)
    assert Notice.objects.filter(kind="wire.released").count() == 1


def test_an_editors_time_before_the_senders_own_embargo_is_refused(partner: Partner, folder: Path) -> None:
    row = receive(sample("nitf-inside.xml", folder))
    sent = NOON + timedelta(days=2)
    WireItem.objects.filter(pk=row.pk).update(embargoed_until=sent)
    with pytest.raises(CannotSettle, match="own embargo until 2026-11-26 12:00 UTC"):
        actions.release(row, until=sent - timedelta(seconds=1), by=EDITOR)
    actions.release(row, until=sent, by=EDITOR)
    assert WireItem.objects.get().embargo_set_to == sent


def test_what_is_not_held_keeps_its_time(partner: Partner, folder: Path) -> None:
    row = receive(sample("ferry.json", folder))
    with pytest.raises(CannotSettle):
        actions.release(row, until=NOON, by=EDITOR)
    assert not EditorsWord.objects.exists()


def test_a_killed_item_comes_back_only_by_a_higher_version_and_an_editors_word(
    partner: Partner, folder: Path
) -> None:
    receive(sample("ferry.json", folder))
    row = receive(sample("ferry-v3-killed.json", folder))
    with pytest.raises(CannotSettle):
        actions.confirm(row, by=EDITOR)
    row = receive(sample("ferry-v4-restored.json", folder))
    assert row.state == State.KILLED
    assert not queries.standing(row, NOON).publishable
    with clock.frozen(NOON):
        actions.confirm(row, by=EDITOR)
    row.refresh_from_db()
    assert row.state == State.USABLE
    assert queries.standing(row, NOON).publishable


def test_a_kill_sent_again_does_not_undo_the_editors_word(partner: Partner, folder: Path) -> None:
    kill = sample("ferry-v3-killed.json", folder)
    receive(kill)
    row = receive(sample("ferry-v4-restored.json", folder))
    actions.confirm(row, by=EDITOR)
    assert receive(kill).state == State.USABLE
