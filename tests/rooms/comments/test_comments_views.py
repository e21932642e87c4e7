"""A reader posts from a printed page, with and without JavaScript."""

from datetime import timedelta
from html.parser import HTMLParser

import pytest
from django.test import Client, RequestFactory

from dateline.comments import actions, views
from dateline.comments.models import Comment, Report, State
from dateline.house import clock

pytestmark = pytest.mark.django_db

OURS = {"Sec-Fetch-Site": "same-origin", "Origin": "http://testserver"}
JSON = OURS | {"Accept": "application/json"}


class Form(HTMLParser):
    """The first form of a page that has a text area: where it posts to and what stands in it."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.action = ""
        self.text = ""
        self._is_inside = False
        self.feed(page.decode())

    def handle_starttag(self, tag, attributes):
        if tag == "form" and not self.action:
            self.action = dict(attributes)["action"]
        self._is_inside = tag == "textarea" or (self._is_inside and tag != "textarea")

    def handle_endtag(self, tag):
        if tag == "textarea":
            self._is_inside = False

    def handle_data(self, data):
        if self._is_inside:
            self.text += data.removeprefix("\n")


@pytest.fixture
def browser(story, noon):
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def post(browser, story):
    def send(text="Well said.", headers=OURS, to=None, **fields):
        return browser.post(f"/-/comments/{(to or story).pk}", {"text": text, **fields}, headers=headers)

    return send


def test_a_printed_comment_leads_back_to_where_it_stands(browser, post, story, editor):
    browser.force_login(editor)
    answer = post()
    assert (answer.status_code, answer["Location"]) == (
        303,
        f"{story.address}#comment-{Comment.objects.get().pk}",
    )


def test_a_held_comment_leads_to_where_its_writer_alone_sees_it(browser, post, story, reader):
    browser.force_login(reader)
    answer = post()
    assert answer.status_code == 303
    assert answer["Location"].startswith(f"/-/mine/comments/{story.pk}#comment-")
    page = browser.get(answer["Location"])
    assert "awaiting review" in page.content.decode()
    assert page["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "https://evil.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Referer": "https://evil.example/"},
    ],
)
@pytest.mark.parametrize("verb", ["", "/1/like", "/1/report", "/1/edit", "/1/delete"])
def test_a_post_from_elsewhere_is_refused(browser, story, reader, headers, verb):
    browser.force_login(reader)
    answer = browser.post(f"/-/comments/{story.pk}{verb}", {"text": "Planted."}, headers=headers)
    assert answer.status_code == 403
    assert b"Planted" not in answer.content
    assert Comment.objects.count() == 0


def test_an_old_browser_is_known_by_the_page_it_came_from(browser, post, reader):
    browser.force_login(reader)
    assert post(headers={"Referer": "http://testserver/economy/won-steadies/"}).status_code == 303


def test_301_characters_are_refused_with_the_text_kept(browser, post, story, editor):
    browser.force_login(editor)
    text = "한" * 150 + "👩‍🔬" * 151
    answer = post(text)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Your comment is 301 characters long; at most 300 fit." in page
    assert "301/300" in page
    assert Form(answer.content).text == text
    assert Form(answer.content).action == f"/-/comments/{story.pk}"
    assert post("한" * 150 + "👩‍🔬" * 150).status_code == 303


def test_line_breaks_of_a_form_count_once(browser, post, editor):
    browser.force_login(editor)
    assert post("a\r\n" * 149 + "bb").status_code == 303
    assert Comment.objects.get().text.count("\n") == 149


def test_what_is_refused_is_escaped(browser, post, editor):
    browser.force_login(editor)
    answer = post("</textarea><script>alert(1)</script>" + "x" * 300)
    assert b"<script>alert" not in answer.content
    assert Form(answer.content).text.startswith("</textarea><script>")


def test_a_signed_out_post_keeps_its_text_through_sign_in(browser, post, story, editor):
    answer = post("Typed before\r\nsigning in.")
    assert (answer.status_code, answer["Location"]) == (
        303,
        f"/-/account/login/?next=/-/comments/{story.pk}/resume",
    )
    browser.force_login(editor)
    page = browser.get(f"/-/comments/{story.pk}/resume")
    form = Form(page.content)
    assert page["Cache-Control"] == "no-store"
    assert form.text.splitlines() == ["Typed before", "signing in."]
    posted = browser.post(form.action, {"text": form.text}, headers=OURS)
    assert posted["Location"].startswith(f"{story.address}#comment-")
    after = browser.get(f"/-/comments/{story.pk}/resume")
    assert after["Location"] == f"{story.address}#comments"


def test_a_signed_out_post_that_cannot_fit_is_told_so_first(post):
    answer = post("x" * 301)
    assert answer.status_code == 422
    assert Form(answer.content).text == "x" * 301


def test_a_reader_who_was_never_signed_in_gets_no_cookie_for_looking(browser, story):
    answer = browser.get(f"/-/mine/comments/{story.pk}", headers={"Accept": "application/json"})
    assert answer.json() == {"signed_in": False}
    assert not any(cookie.value for cookie in answer.cookies.values())


def test_a_draft_for_a_reply_keeps_whom_it_answers(browser, post, story, say, editor):
    thread = say(story)
    post("A reply.", parent=thread.pk)
    browser.force_login(editor)
    page = browser.get(f"/-/comments/{story.pk}/resume").content.decode()
    assert f'name="parent" value="{thread.pk}"' in page


def test_a_reply_stands_under_its_comment(browser, post, story, say, editor):
    thread = say(story)
    browser.force_login(editor)
    post("A reply.", parent=thread.pk)
    assert Comment.objects.get(text="A reply.").parent == thread


@pytest.mark.parametrize("parent", ["999", "-1", "x", "٣", "9" * 30])
def test_a_reply_to_nothing_is_no_comment_or_says_so(browser, post, editor, parent):
    browser.force_login(editor)
    assert post("A reply.", parent=parent).status_code in (303, 422)


def test_a_flood_is_told_to_wait(browser, post, reader):
    browser.force_login(reader)
    for number in range(3):
        post(f"Point {number}.")
    answer = post("Point 4.")
    assert (answer.status_code, answer["Retry-After"]) == (429, "60")
    assert Form(answer.content).text == "Point 4."


def test_far_too_much_is_not_read(browser, post, reader):
    browser.force_login(reader)
    assert post("x" * 70_000).status_code == 413


def test_a_story_that_is_not_in_print_has_no_comments(browser, post, make_story, editor):
    browser.force_login(editor)
    assert post(to=make_story("draft", live=False)).status_code == 404


def test_a_closed_story_says_so(browser, post, make_story, editor):
    browser.force_login(editor)
    answer = post(to=make_story("closed", comments_open=False))
    assert answer.status_code == 422
    assert "Comments on this story are closed." in answer.content.decode()


def test_a_script_hears_the_same_in_json(browser, post, story, reader, editor):
    refused = post("x" * 301, headers=JSON)
    assert (refused.status_code, refused.json()["ground"]) == (422, "too_long")
    signed_out = post(headers=JSON)
    assert (signed_out.status_code, signed_out.json()["sign_in"]) == (
        401,
        f"/-/account/login/?next=/-/comments/{story.pk}/resume",
    )
    browser.force_login(reader)
    held = post(headers=JSON)
    assert (held.status_code, held.json()["state"], held.json()["sentence"]) == (
        202,
        "held",
        "Your comment awaits review.",
    )
    browser.force_login(editor)
    printed = post("From the desk.", headers=JSON)
    assert (printed.status_code, printed.json()["state"]) == (201, "printed")
    assert post(headers={"Accept": "application/json"}).status_code == 403


def test_the_element_learns_what_is_its_readers_own(browser, post, story, reader, say, noon):
    liked = say(story)
    actions.like(liked, reader, at=noon)
    browser.force_login(reader)
    post("Held.")
    held = Comment.objects.get(text="Held.")
    answer = browser.get(f"/-/mine/comments/{story.pk}", headers={"Accept": "application/json"})
    assert answer["Cache-Control"] == "no-store"
    assert browser.cookies["dateline_reader"].value == "1"
    assert answer.json() == {
        "signed_in": True,
        "own": [],
        "editable": [held.pk],
        "liked": [liked.pk],
        "held": [{"id": held.pk, "parent": 0, "text": "Held."}],
        "waiting": "awaiting review",
    }


def test_nobody_sees_what_waits_for_somebody_else(browser, post, story, reader, editor):
    browser.force_login(reader)
    post("Held for review.")
    browser.force_login(editor)
    assert "Held for review." not in browser.get(f"/-/mine/comments/{story.pk}").content.decode()


def test_liking_works_without_javascript(browser, story, say, reader):
    comment = say(story)
    browser.force_login(reader)
    answer = browser.post(f"/-/comments/{story.pk}/{comment.pk}/like", headers=OURS)
    assert answer["Location"] == f"{story.address}#comment-{comment.pk}"
    comment.refresh_from_db()
    assert comment.like_count == 1
    again = browser.post(f"/-/comments/{story.pk}/{comment.pk}/like", headers=JSON)
    assert again.json() == {"likes": 0}


def test_a_signed_out_like_leads_to_sign_in(browser, story, say):
    comment = say(story)
    answer = browser.post(f"/-/comments/{story.pk}/{comment.pk}/like", headers=OURS)
    assert answer["Location"].startswith("/-/account/login/?next=")


def test_reporting_asks_why_and_thanks(browser, story, say, reader):
    comment = say(story, "Buy now.")
    browser.force_login(reader)
    address = f"/-/comments/{story.pk}/{comment.pk}/report"
    assert "It is advertising" in browser.get(address).content.decode()
    answer = browser.post(address, {"reason": "It is advertising"}, headers=OURS)
    assert (answer.status_code, answer["Location"]) == (303, address)
    assert "A moderator will read it." in browser.get(address).content.decode()
    assert Report.objects.get().reason == "It is advertising"


def test_ones_own_comment_is_edited_and_deleted(browser, post, story, editor, noon):
    browser.force_login(editor)
    post("A slip.")
    comment = Comment.objects.get()
    mine = browser.get(f"/-/mine/comments/{story.pk}").content.decode()
    assert f"/-/mine/comments/{story.pk}/{comment.pk}/edit" in mine
    form = Form(browser.get(f"/-/mine/comments/{story.pk}/{comment.pk}/edit").content)
    assert form.text == "A slip."
    assert browser.post(form.action, {"text": "The won."}, headers=OURS).status_code == 303
    assert browser.post(form.action, {"text": "x" * 301}, headers=OURS).status_code == 422
    with clock.frozen(noon + timedelta(minutes=6)):
        late = browser.post(form.action, {"text": "The won!"}, headers=OURS)
        assert late.status_code == 409
        assert "five minutes" in late.content.decode()
    comment.refresh_from_db()
    assert comment.text == "The won."
    browser.post(f"/-/comments/{story.pk}/{comment.pk}/delete", headers=OURS)
    comment.refresh_from_db()
    assert comment.state == State.DELETED


def test_somebody_elses_comment_is_neither_edited_nor_deleted(browser, story, say, reader):
    comment = say(story, "Not yours.")
    browser.force_login(reader)
    assert browser.get(f"/-/mine/comments/{story.pk}/{comment.pk}/edit").status_code == 404
    for verb in ("edit", "delete"):
        answer = browser.post(f"/-/comments/{story.pk}/{comment.pk}/{verb}", {"text": "Mine."}, headers=OURS)
        assert answer.status_code == 409
    comment.refresh_from_db()
    assert (comment.text, comment.state) == ("Not yours.", State.PRINTED)


def test_the_korean_edition_speaks_korean(browser, post, make_story, editor):
    korean = make_story("won", language="ko")
    browser.force_login(editor)
    page = post("가" * 301, to=korean).content.decode()
    assert "댓글이 301자입니다." in page
    browser.logout()
    assert post("안녕하세요", to=korean)["Location"].endswith(f"?next=/ko/-/comments/{korean.pk}/resume")
    assert '<html lang="ko"' in page


def test_away_keeps_the_text_and_asks_nothing(django_assert_num_queries, settings):
    settings.ALLOWED_HOSTS = ["testserver"]
    request = RequestFactory().post("/-/comments/7", {"text": "Typed & kept.", "parent": "3"}, headers=OURS)
    with django_assert_num_queries(0):
        answer = views.away(request)
    assert (answer.status_code, answer["Retry-After"], answer["Cache-Control"]) == (503, "30", "no-store")
    form = Form(answer.content)
    assert (form.action, form.text) == ("/-/comments/7", "Typed & kept.")
    assert 'name="parent" value="3"' in answer.content.decode()
    assert "The newsroom is away for a moment." in answer.content.decode()


def test_away_tells_a_script_in_json():
    request = RequestFactory().post("/-/comments/7", {"text": "Typed."}, headers=JSON)
    answer = views.away(request)
    assert (answer.status_code, answer["Content-Type"]) == (503, "application/json")
    assert b"The newsroom is away" in answer.content


def test_away_repeats_nothing_that_came_from_elsewhere():
    request = RequestFactory().post(
        "/-/comments/7", {"text": "Planted."}, headers={"Origin": "https://evil.example"}
    )
    assert b"Planted" not in views.away(request).content
