"""Readers sign up and in by a code in their mail."""

import re
from smtplib import SMTPServerDisconnected

import pytest
from django.core import mail
from django.test import Client

from dateline.readers.models import Reader

pytestmark = pytest.mark.django_db

LOGIN, SIGNUP = "/-/account/login/", "/-/account/signup/"
CONFIRM_LOGIN, CONFIRM_EMAIL = "/-/account/login/code/confirm/", "/-/account/confirm-email/"
STORY = "/economy/won-steadies/#comments"


@pytest.fixture
def reader() -> Reader:
    return Reader.objects.create_user("kim@example.com", display_name="Kim")


def mailed_code() -> str:
    found = re.search(r"[B-Z]{4}-[B-Z]{4}", str(mail.outbox[-1].body))
    assert found, mail.outbox[-1].body
    return found.group()


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_a_reader_signs_in_by_code_and_comes_back_to_the_story(client, reader):
    asked = client.post(LOGIN, {"email": "Kim@Example.com", "next": STORY})
    assert asked.url.startswith(CONFIRM_LOGIN)
    assert client.get(asked.url).status_code == 200
    answer = client.post(asked.url, {"code": mailed_code(), "next": STORY})
    assert answer.url == STORY
    assert int(client.session["_auth_user_id"]) == reader.pk


def test_a_code_is_one_mail_in_the_papers_name(client, reader):
    client.post(LOGIN, {"email": "kim@example.com"})
    [message] = mail.outbox
    assert message.to == ["kim@example.com"]
    assert message.subject == f"{mailed_code()} is your code for A Newspaper"
    assert "http://127.0.0.1:8000" in str(message.body)
    assert not getattr(message, "alternatives", None)


def test_a_wrong_code_signs_nobody_in_and_three_end_the_try(client, reader):
    client.post(LOGIN, {"email": "kim@example.com"})
    right = mailed_code()
    for _ in range(2):
        wrong = client.post(CONFIRM_LOGIN, {"code": "BBBB-BBBB"})
        assert wrong.status_code == 200
        assert 'aria-invalid="true"' in wrong.content.decode()
    assert client.post(CONFIRM_LOGIN, {"code": "BBBB-BBBB"}).url.startswith(LOGIN)
    client.post(CONFIRM_LOGIN, {"code": right})
    assert not is_signed_in(client)


def test_a_code_is_of_no_use_in_another_browser(client, reader):
    client.post(LOGIN, {"email": "kim@example.com"})
    other = Client()
    other.post(CONFIRM_LOGIN, {"code": mailed_code()})
    assert not is_signed_in(other)


def test_a_new_reader_signs_up_and_is_signed_in_once_the_code_is_typed(client):
    asked = client.post(SIGNUP, {"email": "Lee@Example.com", "display_name": " Lee  Ji-eun ", "next": STORY})
    assert asked.url.startswith(CONFIRM_EMAIL)
    assert not is_signed_in(client)
    answer = client.post(CONFIRM_EMAIL, {"code": mailed_code()})
    assert answer.url == STORY
    reader = Reader.objects.get()
    assert (reader.email, reader.display_name) == ("lee@example.com", "Lee Ji-eun")
    assert not reader.has_usable_password()
    assert not reader.is_staff
    assert is_signed_in(client)


def test_signing_up_without_the_code_is_nobody(client):
    client.post(SIGNUP, {"email": "lee@example.com", "display_name": "Lee"})
    client.post(CONFIRM_EMAIL, {"code": "BBBB-BBBB"})
    assert not is_signed_in(client)


def test_a_name_that_hides_signs_is_refused_in_its_field(client):
    answer = client.post(SIGNUP, {"email": "lee@example.com", "display_name": "a\u202eb"})
    assert "without invisible signs" in answer.content.decode()
    korean = client.post(f"{SIGNUP}?next=/ko/", {"email": "lee@example.com", "display_name": "a\u202eb"})
    assert "보이지 않는 문자를 빼고" in korean.content.decode()
    assert not Reader.objects.exists()


def test_the_page_does_not_tell_whether_an_address_is_known(reader):
    known, unknown = Client(), Client()
    one = known.post(LOGIN, {"email": "kim@example.com"})
    two = unknown.post(LOGIN, {"email": "nobody@example.com"})
    assert (one.status_code, one.url) == (two.status_code, two.url)
    pages = [
        browser.get(one.url).content.decode().replace("kim@", "x@").replace("nobody@", "x@")
        for browser in (known, unknown)
    ]
    without_tokens = [re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page) for page in pages]
    assert without_tokens[0] == without_tokens[1]
    assert "has no account" in str(mail.outbox[1].body)
    assert "http://127.0.0.1:8000/-/account/signup/" in str(mail.outbox[1].body)


def test_signing_up_twice_tells_only_the_mail(client, reader):
    asked = client.post(SIGNUP, {"email": "kim@example.com", "display_name": "Thief"})
    assert asked.url.startswith(CONFIRM_EMAIL)
    assert client.get(CONFIRM_EMAIL).status_code == 200
    assert "which has one" in str(mail.outbox[0].body)
    assert Reader.objects.get().display_name == "Kim"


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example/", "/\\evil.example", "http://127.0.0.1/x"]
)
def test_nobody_is_sent_to_another_site(client, reader, elsewhere):
    client.post(LOGIN, {"email": "kim@example.com", "next": elsewhere})
    answer = client.post(f"{CONFIRM_LOGIN}?next={elsewhere}", {"code": mailed_code(), "next": elsewhere})
    assert answer.url == "/"


def test_codes_are_not_sent_without_end(client, reader):
    answers = [Client().post(LOGIN, {"email": "kim@example.com"}) for _ in range(5)]
    assert len(mail.outbox) == 3
    assert answers[-1].status_code in (200, 429)


def test_without_mail_sign_in_is_off_and_says_so(client, reader, settings):
    settings.MAIL_IS_SET_UP = False
    for address in (LOGIN, SIGNUP, CONFIRM_LOGIN):
        answer = client.get(address)
        assert answer.status_code == 503
        assert "This newspaper has no mail set up" in answer.content.decode()
    assert client.post(LOGIN, {"email": "kim@example.com"}).status_code == 503
    assert mail.outbox == []


def test_a_mail_server_that_is_away_is_a_sentence(client, reader, monkeypatch):
    def fail(*_args: object, **_facts: object) -> None:
        raise SMTPServerDisconnected("gone")

    monkeypatch.setattr("django.core.mail.EmailMessage.send", fail)
    answer = client.post(LOGIN, {"email": "kim@example.com"})
    assert (answer.status_code, answer["Retry-After"]) == (503, "120")
    assert "could not be sent" in answer.content.decode()


@pytest.mark.parametrize(
    "address", ["x" * 300 + "@example.com", "가" * 90 + "@example.com", "a/../b@example.com"]
)
def test_mail_kept_as_files_goes_to_any_address(client, settings, tmp_path, address):
    settings.EMAIL_BACKEND, settings.EMAIL_FILE_PATH = (
        "dateline.house.mail.EmlBackend",
        str(tmp_path / "mail"),
    )
    assert client.post(LOGIN, {"email": address}).status_code in (200, 302)
    assert [path.parent for path in tmp_path.rglob("*.eml")] in ([], [tmp_path / "mail"])


def test_a_folder_of_mail_that_cannot_be_written_is_a_sentence(client, reader, settings, tmp_path):
    (tmp_path / "file").touch()
    settings.EMAIL_BACKEND, settings.EMAIL_FILE_PATH = (
        "dateline.house.mail.EmlBackend",
        str(tmp_path / "file"),
    )
    answer = client.post(LOGIN, {"email": "kim@example.com"})
    assert (answer.status_code, answer["Retry-After"]) == (503, "120")


def test_account_pages_are_kept_by_nobody_and_run_nothing_strange(client):
    answer = client.get(LOGIN)
    assert answer["Cache-Control"] == "no-store"
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert '<meta name="robots" content="noindex">' in answer.content.decode()
    assert "csrfmiddlewaretoken" in answer.content.decode()


def test_forms_without_their_token_are_refused(reader):
    assert Client(enforce_csrf_checks=True).post(LOGIN, {"email": "kim@example.com"}).status_code == 403


def test_a_reader_of_the_korean_edition_is_asked_and_written_to_in_korean(client, reader):
    assert "코드 받기" in client.get(f"{LOGIN}?next=/ko/economy/").content.decode()
    client.post(LOGIN, {"email": "kim@example.com", "next": "/ko/economy/"})
    assert "로그인 코드" in mail.outbox[0].subject


def test_a_closed_account_stays_out(client, reader):
    Reader.objects.update(is_active=False)
    client.post(LOGIN, {"email": "kim@example.com"})
    if len(mail.outbox) and re.search(r"[B-Z]{4}-[B-Z]{4}", str(mail.outbox[-1].body)):
        client.post(CONFIRM_LOGIN, {"code": mailed_code()})
    assert not is_signed_in(client)
    assert "newsroom has closed" in client.get("/-/account/inactive/").content.decode()


def test_a_readers_own_page_renames_and_signs_out(client, reader):
    client.force_login(reader)
    assert "kim@example.com" in client.get("/-/account/").content.decode()
    client.post("/-/account/", {"display_name": "Kim Min"})
    reader.refresh_from_db()
    assert reader.display_name == "Kim Min"
    assert client.post("/-/account/logout/").url == "/"
    assert not is_signed_in(client)
    assert client.get("/-/account/").url == "/-/account/login/?next=/-/account/"


def test_starting_again_leads_back_to_the_address(client, reader):
    client.post(LOGIN, {"email": "kim@example.com", "next": STORY})
    back = client.post("/-/account/logout/", {"next": "/-/account/login/?next=/economy/won-steadies/"})
    assert back.url == "/-/account/login/?next=/economy/won-steadies/"
    assert client.get(back.url).status_code == 200


def test_addresses_are_kept_in_lower_case():
    Reader(email="Kim@Example.COM").save()
    assert Reader.objects.get_by_natural_key("KIM@example.com").email == "kim@example.com"
    assert str(Reader.objects.create_user("a@example.com")) == "a@example.com"
    with pytest.raises(ValueError, match="needs an e-mail address"):
        Reader.objects.create_user("")
