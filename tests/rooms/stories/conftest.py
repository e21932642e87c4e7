"""A paper with two editions and a partner, at noon."""

from collections.abc import Callable, Iterator

import pytest
from tests.makers import NOON, make_partner, make_section, receive, write_story

from dateline.house import clock
from dateline.stories import taking_in, tree
from dateline.stories.models import Section, Story


@pytest.fixture
def newsroom(db, home, monkeypatch) -> Iterator[None]:
    # Wagtail asks Django what time it is when it decides whether to publish or to schedule.
    monkeypatch.setattr("django.utils.timezone.now", clock.now)
    with clock.frozen(NOON):
        tree.lay_out()
        make_partner()
        yield


@pytest.fixture
def section(newsroom) -> Section:
    return make_section()


@pytest.fixture
def ours(section) -> Callable[..., Story]:
    """A story of our own, in print unless told otherwise."""

    def make(headline: str = "Won steadies", *, publish: bool = True, **facts: object) -> Story:
        return write_story(section, headline, publish=publish, **facts)

    return make


@pytest.fixture
def licensed(section, tmp_path) -> Callable[..., Story]:
    """A story of Harbour Wire, taken in, and in print unless told otherwise."""

    def make(guid: str = "urn:harbour:1", *, publish: bool = True, **sent: object) -> Story:
        receive(tmp_path, guid=guid, **sent)
        taken = taking_in.take_in(guid, section_slug="economy", at=NOON, by="a test", publish=publish)
        return Story.objects.get(pk=taken.story.pk)

    return make
