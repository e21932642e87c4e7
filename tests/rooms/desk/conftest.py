"""A paper with a section, and people of every role."""

from collections.abc import Callable, Iterator

import pytest
from django.core.cache import cache
from django.test import Client
from tests.makers import NOON, make_partner, make_section
from tests.rooms.desk.making import make_person, signed_in

from dateline.desk import roles
from dateline.house import clock
from dateline.readers.rules import Role
from dateline.stories import tree


@pytest.fixture(autouse=True)
def quick(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def newsroom(db, home, monkeypatch) -> Iterator[None]:
    """Laid out as `dateline setup` does it, at noon."""
    # Wagtail asks Django what time it is when it decides whether to publish or to schedule.
    monkeypatch.setattr("django.utils.timezone.now", clock.now)
    with clock.frozen(NOON):
        tree.lay_out()
        roles.grant()
        make_partner()
        yield


@pytest.fixture
def section(newsroom):
    return make_section()


@pytest.fixture
def desk(newsroom) -> Callable[[Role | None], Client]:
    """The browser of somebody in this role."""
    return lambda role: signed_in(make_person(role))


@pytest.fixture
def wire_editor(desk) -> Client:
    return desk(Role.WIRE_EDITOR)


@pytest.fixture
def administrator(desk) -> Client:
    return desk(Role.ADMINISTRATOR)
