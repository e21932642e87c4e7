"""What cannot be had is said in the paper's own looks, in the reader's language, and gives nothing away."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path as at
from django.urls import re_path
from tests.makers import NOON

from dateline.cli.background import STANDING_PAGES
from dateline.config import urls
from dateline.house import clock, printing
from dateline.house.words import KOREAN, said
from dateline.press import files
from dateline.stories.printing.dead_ends import DEAD_ENDS, DeadEndPrinter, address_of

SECRET = "the password of the mail server is swordfish"


def torn(request: HttpRequest) -> HttpResponse:
    raise RuntimeError(SECRET)


def forbidden(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied(SECRET)


def suspicious(request: HttpRequest) -> HttpResponse:
    raise SuspiciousOperation(SECRET)


# Below a word that the paper keeps for itself, so that no middleware of the desk's or of readers' is in between.
urlpatterns = [
    re_path(r"^(?:ko/|desk/)?torn/$", torn),
    re_path(r"^(?:ko/|desk/)?forbidden/$", forbidden),
    re_path(r"^(?:ko/|desk/)?suspicious/$", suspicious),
    re_path(r"^(?:ko/|desk/)?form/$", lambda request: HttpResponse("taken")),
    at("", lambda request: HttpResponse("front")),
]
handler400, handler403, handler500 = urls.handler400, urls.handler403, urls.handler500


@pytest.fixture
def printed(home: Path, db: None, settings: object) -> Iterator[None]:
    """The pages lie on disk, as the press lays them first of all."""
    settings.ROOT_URLCONF = __name__  # type: ignore[attr-defined]
    printer = DeadEndPrinter()
    with clock.frozen(NOON):
        for path in printer.paths():
            sheet = printer.print(path, NOON)
            assert sheet
            files.place(sheet, 1)
        yield


def ask(path: str, **said: str) -> HttpResponse:
    """As a browser asks, and as a server answers it: a fault is an answer and not an exception."""
    client = Client(raise_request_exception=False, enforce_csrf_checks=True)
    return client.post(path, {"text": "x"}) if path.endswith("form/") else client.get(path, **said)  # type: ignore[arg-type,return-value]


CASES = [
    ("suspicious/", 400, "This could not be understood"),
    ("forbidden/", 403, "This is not open to you"),
    ("form/", 403, "Please send it once more"),
    ("torn/", 500, "Something went wrong on our side"),
]


@pytest.mark.parametrize(("name", "status", "headline"), CASES)
@pytest.mark.parametrize("edition", ["/", "/ko/", "/desk/"])
def test_it_is_said_in_the_papers_looks_and_in_the_language_of_the_address(
    printed: None, name: str, status: int, headline: str, edition: str
) -> None:
    answer = ask(edition + name)
    text = answer.content.decode()
    assert (answer.status_code, answer["Cache-Control"]) == (status, "no-store")
    assert said(headline, "ko" if edition == "/ko/" else "en") in text
    assert f'<html lang="{"ko" if edition == "/ko/" else "en"}">' in text
    assert ('href="/desk/"' in text) is (edition == "/desk/")
    assert 'class="masthead"' in text
    assert "Content-Security-Policy" in answer.headers
    assert answer["X-Request-ID"]


@pytest.mark.parametrize(("name", "status", "headline"), CASES)
def test_nothing_of_the_fault_is_told(printed: None, name: str, status: int, headline: str) -> None:
    text = ask("/" + name).content.decode()
    assert not re.search(r"swordfish|Traceback|RuntimeError|Django|DEBUG|\.py", text)


@pytest.mark.parametrize("name", [case[0] for case in CASES])
def test_the_database_is_not_asked(printed: None, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def asked(*args: object) -> None:
        raise AssertionError("the database was asked")

    with connection.execute_wrapper(asked):
        assert ask("/" + name).status_code in (400, 403, 500)


@pytest.mark.parametrize(("name", "status", "headline"), CASES)
def test_before_anything_is_printed_a_sentence_will_do(
    home: Path, db: None, settings: object, name: str, status: int, headline: str
) -> None:
    settings.ROOT_URLCONF = __name__  # type: ignore[attr-defined]
    answer = ask("/" + name)
    assert (answer.status_code, answer["Content-Type"]) == (status, "text/plain")
    assert answer.content.decode().endswith(".")


def test_who_asks_for_another_host_gets_the_page_as_well(printed: None) -> None:
    answer = ask("/", HTTP_HOST="evil.example")
    assert answer.status_code == 400
    assert "This could not be understood" in answer.content.decode()


def test_all_of_them_are_printed_first_of_all_and_each_says_its_own_status() -> None:
    assert set(STANDING_PAGES) == {
        address_of(end, language) for end in DEAD_ENDS for language in end.languages
    }
    assert {end.status for end in DEAD_ENDS} == {200, 400, 403, 404, 410, 451, 500, 503}


def test_each_of_their_words_is_said_in_korean() -> None:
    words = {
        word
        for end in DEAD_ENDS
        for word in (end.headline, end.sentence, *(link.label for link in end.links))
    }
    assert words <= KOREAN.keys()


def test_the_class_that_nginx_knows_takes_every_one_of_them(printed: None) -> None:
    from dateline.press.classes import says_what_its_class_says

    assert all(
        says_what_its_class_says(sheet)
        for path in STANDING_PAGES
        if (sheet := printing.print_path(path, NOON))
    )
