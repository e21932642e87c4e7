"""A paper that has mail, and no tries counted yet."""

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def with_mail(settings, tmp_path):
    settings.MAIL_IS_SET_UP = True
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()
    yield
    cache.clear()
