"""A story in print to comment on, and readers who do."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from tests.makers import NOON
from wagtail.models import Locale, Page

from dateline.comments import actions
from dateline.comments.models import Comment
from dateline.house import clock
from dateline.readers.models import Reader
from dateline.stories.models import Front, Section, Story


@pytest.fixture
def noon():
    """The time at which these tests happen, unless they say another."""
    with clock.frozen(NOON):
        yield NOON


@pytest.fixture
def make_story(db, noon) -> Callable[..., Story]:
    def make(slug: str = "won-steadies", *, language: str = "en", **fields: object) -> Story:
        locale, _ = Locale.objects.get_or_create(language_code=language)
        front = Front.objects.filter(locale=locale).first()
        if front is None:
            front = Page.get_first_root_node().add_child(
                instance=Front(title="Front", slug=f"front-{language}", locale=locale)
            )
        section = Section.objects.filter(locale=locale).first() or front.add_child(
            instance=Section(title="Economy", slug="economy", locale=locale)
        )
        story = Story(
            title="Won steadies",
            slug=slug,
            locale=locale,
            body=[("paragraph", "<p>The won held its ground.</p>")],
            **{"live": True, **fields},
        )
        return section.add_child(instance=story)

    return make


@pytest.fixture
def story(make_story) -> Story:
    return make_story()


@pytest.fixture
def make_reader(db) -> Callable[..., Reader]:
    def make(name: str = "Han Ji-won", **fields: object) -> Reader:
        email = f"{len(Reader.objects.all())}@readers.example"
        return Reader.objects.create_user(email, display_name=name, **fields)

    return make


@pytest.fixture
def reader(make_reader) -> Reader:
    """A new reader, whose first comments are held."""
    return make_reader()


@pytest.fixture
def editor(make_reader) -> Reader:
    """Somebody of the desk, whose comments are printed at once."""
    return make_reader("The desk", is_staff=True)


@pytest.fixture
def say(make_reader, noon) -> Callable[..., Comment]:
    """A printed comment, an hour old unless said otherwise."""
    ages = iter(range(1, 10_000))

    def make(
        story: Story, text: str = "", *, parent: Comment | None = None, by: Reader | None = None
    ) -> Comment:
        age = next(ages)
        writer = by or make_reader(f"Reader {age}", is_staff=True)
        at = noon - timedelta(hours=3) + timedelta(seconds=age)
        return actions.submit(story, writer, text or f"Comment number {age}.", parent=parent, at=at)

    return make
