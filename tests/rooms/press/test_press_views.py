"""Pages when they are first asked for, and what is asked for that is none."""

import pytest
from django.test import Client
from tests.rooms.press.making import WORDS, Pages, tell

from dateline.press import actions, files


@pytest.fixture
def client() -> Client:
    return Client(enforce_csrf_checks=True)


def test_a_page_never_printed_is_printed_when_first_asked_for(pages: Pages, client: Client) -> None:
    assert client.get("/a/").status_code == 404
    pages.texts["/a/"] = WORDS
    answer = client.get("/a/")
    assert (answer.status_code, answer.content) == (200, WORDS.encode())
    assert files.is_printed("/a/")


def test_what_was_withdrawn_is_not_printed_again_by_asking(pages: Pages, client: Client) -> None:
    pages.texts["/a/"] = WORDS
    tell(paths=["/a/"])
    actions.run()
    tell(withdrawn=["/a/"])
    actions.run()
    assert client.get("/a/").status_code == 410
    assert files.is_gone("/a/")


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options", "trace"])
@pytest.mark.parametrize("path", ["/a/", "/nothing/", "/-/health", "/-/ready"])
def test_a_page_takes_nothing_and_says_what_it_allows(
    pages: Pages, client: Client, method: str, path: str
) -> None:
    pages.texts["/a/"] = WORDS
    answer = getattr(client, method)(path)
    assert answer.status_code == 405
    assert answer["Allow"] == "GET, HEAD"


@pytest.mark.parametrize("path", ["/a", "/desk", "/search", "/ko/search", "/-/account", "/-/account/login"])
def test_an_address_without_its_last_slash_leads_to_the_one_with_it(
    pages: Pages, client: Client, path: str
) -> None:
    pages.texts["/a/"] = WORDS
    answer = client.get(path)
    assert (answer.status_code, answer["Location"]) == (301, f"{path}/")


@pytest.mark.parametrize("path", ["/nothing", "/-/comments/1", "//example.com", "/a/b//", "/\\example.com"])
def test_an_address_of_nothing_leads_nowhere(pages: Pages, client: Client, path: str) -> None:
    assert client.get(path).status_code in (404, 405)
