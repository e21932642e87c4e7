"""The paper that benchmarks fill in bulk is one that has come to rest: nothing waits that would be timed with them."""

import pytest
from bench import filling
from tests.makers import make_story

from dateline.archive.models import Entry
from dateline.house import notices, tasks
from dateline.press import actions, files, working
from dateline.press.everything import print_everything
from dateline.stories import standing
from dateline.stories.models import Story

STORIES = 20


@pytest.fixture
def made(transactional_db: None, newsroom: None, monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, str]]:
    """A paper as a benchmark finds it, of fewer topics and words."""
    for name, few in (("AUTHORS", 2), ("TOPICS", 3), ("VOCABULARY", 2000), ("SENTENCES", 200)):
        monkeypatch.setattr(filling, name, few)
    return filling.fill(STORIES)


def test_a_filled_paper_waits_for_nobody(made: list[tuple[int, str]]) -> None:
    assert len(made) == STORIES == Entry.objects.count()
    assert notices.latest() >= STORIES
    assert working.turn() == 0
    assert not tasks.are_ready()
    assert standing.keep_missing() == 0
    assert Story.objects.filter(latest_revision=None).count() == 0


def test_it_is_printed_as_a_whole_and_rests_then(made: list[tuple[int, str]]) -> None:
    *_, last = print_everything(workers=0)
    assert last.faults == 0
    assert all(files.is_printed(path) for _, path in made)
    assert working.turn() == 0
    assert list(actions.check()) == []
    make_story("Published since")
    assert working.turn() > 0
