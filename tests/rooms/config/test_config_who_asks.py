"""Limits count the client behind a trusted proxy; a header that anybody can write moves nothing."""

import json
from dataclasses import replace
from ipaddress import ip_network

import pytest
from django.core.cache import cache
from django.test import Client

from dateline.config import logs
from dateline.house import watching
from dateline.readers.models import Reader

SIGN_IN = "/desk/login/"
WRONG = {"username": "editor@harbourtimes.example", "password": "not this one"}


@pytest.fixture(autouse=True)
def behind_a_proxy(settings: object, db: None) -> None:
    """A paper that trusts the proxy on this machine, its tries not counted yet."""
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, trusted_proxies=(ip_network("192.0.2.1"),))  # type: ignore[attr-defined]
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}  # type: ignore[attr-defined]
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # type: ignore[attr-defined]
    settings.STORAGES = settings.STORAGES | {  # type: ignore[attr-defined]
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    cache.clear()
    Reader.objects.create_user(email="editor@harbourtimes.example", password="the right one, and long")


def tries(peer: str, forwarded: str) -> list[int]:
    """Eleven guesses at eleven accounts: more than one place may make in a minute."""
    client = Client()
    return [
        client.post(
            SIGN_IN, {"username": f"{n}@harbourtimes.example", "password": "guessed"},
            REMOTE_ADDR=peer, HTTP_X_FORWARDED_FOR=forwarded.format(n),
        ).status_code
        for n in range(11)
    ]  # fmt: skip


def test_one_place_behind_the_proxy_is_stopped_and_another_is_not() -> None:
    assert tries("192.0.2.1", "203.0.113.7")[-1] == 429
    assert tries("192.0.2.1", "203.0.113.8")[0] == 200


def test_many_readers_behind_the_proxy_are_not_one_place() -> None:
    assert 429 not in tries("192.0.2.1", "203.0.113.{}")


def test_who_writes_another_address_each_time_is_stopped_all_the_same() -> None:
    """Not from the proxy: the header is the guesser's own."""
    assert tries("203.0.113.66", "198.51.100.{}")[-1] == 429


def test_who_has_the_proxy_add_to_an_invented_address_is_stopped_all_the_same() -> None:
    assert tries("192.0.2.1", "198.51.100.{}, 203.0.113.7")[-1] == 429


@pytest.mark.parametrize(
    ("peer", "given", "is_kept"),
    [
        ("192.0.2.1", "4f9d2c-from-the-proxy", True),
        ("192.0.2.1", "short", False),
        ("192.0.2.1", "forged\tline", False),
        ("203.0.113.7", "4f9d2c-from-a-reader", False),
    ],
)
def test_a_request_has_a_number_from_the_proxy_or_from_us(peer: str, given: str, is_kept: bool) -> None:
    answer = Client().get("/-/health", REMOTE_ADDR=peer, HTTP_X_REQUEST_ID=given)
    assert (answer["X-Request-ID"] == given) is is_kept
    assert len(answer["X-Request-ID"]) >= 8


def test_what_is_logged_of_a_request_carries_its_number(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    seen = []
    monkeypatch.setattr("dateline.press.serving.find", lambda path: seen.append(watching.request_number()))
    answer = Client().get("/-/ready")
    assert (answer.status_code, seen) == (503, [answer["X-Request-ID"]])
    assert watching.request_number() == ""
    # Django says this when the request is over.
    (record,) = [record for record in caplog.records if record.name == "django.request"]
    monkeypatch.setenv("LOG_FORMAT", "json")
    said = json.loads(logs.formatter().format(record))
    assert said["request"] == answer["X-Request-ID"]
    assert said["status_code"] == 503


def test_the_scheme_of_the_proxy_is_the_requests() -> None:
    def link_of(peer: str) -> str:
        return Client().get("/desk/", REMOTE_ADDR=peer, HTTP_X_FORWARDED_PROTO="https").wsgi_request.scheme

    assert (link_of("192.0.2.1"), link_of("203.0.113.7")) == ("https", "http")
