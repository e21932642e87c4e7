"""The third path as people walk it, with JavaScript and without: said, held, read by a moderator, printed."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.paper import OWN
from tests.browser.walking import Heard, Keys, sign_up
from tests.paths.making import ninjs, receive
from tests.paths.newsroom import Newsroom

pytestmark = [pytest.mark.browser, pytest.mark.server]
Visit = Callable[..., Heard]
FAMILY = "👨‍👩‍👧‍👦"
SCRIPTS = {True: "with scripts", False: "without scripts"}


@pytest.mark.parametrize("has_scripts", SCRIPTS, ids=SCRIPTS.values())
def test_what_a_reader_says_is_kept_through_sign_in_and_printed_by_a_moderator(
    newsroom: Newsroom, visit: Visit, keys: Keys, has_scripts: bool
) -> None:
    address = _story(newsroom, f"Pilots rest {SCRIPTS[has_scripts]}")
    name = f"Han {SCRIPTS[has_scripts]}"
    said = "The pilots I know would rather fly.\nAll of them."
    writer = visit(java_script_enabled=has_scripts).page
    writer.goto(address)
    _say(writer, said)
    expect(writer).to_have_url(re.compile("/-/account/login/"))
    sign_up(writer, newsroom, f"han{int(has_scripts)}@example.com", name)
    expect(writer.get_by_role("heading", level=1)).to_have_text("Finish your comment")
    expect(writer.get_by_role("textbox")).to_have_value(said)
    _post(writer)
    expect(writer).to_have_url(re.compile(r"/-/mine/comments/\d+#comment-\d+$"))
    expect(_comment(writer, "The pilots I know")).to_contain_text("awaiting review")

    somebody = visit(java_script_enabled=has_scripts).page
    somebody.goto(address)
    expect(somebody.locator("#comments")).to_contain_text("Comment 0")
    expect(somebody.locator("#comments")).not_to_contain_text("The pilots I know")
    if has_scripts:
        writer.goto(address)
        expect(_comment(writer, "The pilots I know")).to_contain_text("awaiting review")

    moderator = visit().page
    keys.sign_in(moderator, "moderator")
    _print_at_the_desk(moderator, "The pilots I know")
    newsroom.until(lambda: "The pilots I know" in newsroom.get(address).text, "the comment in print")
    somebody.reload()
    expect(_comment(somebody, "The pilots I know").locator(".comment-name")).to_have_text(name)
    expect(somebody.locator("#comments-title")).to_have_text("Comment 1")
    assert somebody.locator(".comment-text").first.inner_text() == said


def test_readers_answer_report_edit_and_delete(newsroom: Newsroom, visit: Visit, keys: Keys) -> None:
    address = _story(newsroom, "Cooks wait for rain")
    writer, other, moderator = visit().page, visit().page, visit().page
    _signed_in(writer, newsroom, address, "cho@example.com", "Cho")
    _signed_in(other, newsroom, address, "dam@example.com", "Dam")
    keys.sign_in(moderator, "moderator")

    # Signed in, a post does not leave the page.
    writer.goto(address)
    _say(writer, "Rain is the best cook.")
    held = _comment(writer, "Rain is the best cook.")
    expect(held).to_contain_text("awaiting review")
    expect(writer).to_have_url(re.compile(re.escape(address)))
    expect(writer.locator(".comment-form").first.get_by_role("textbox")).to_have_value("")

    # For five minutes its writer may change it.
    held.get_by_role("link", name="awaiting review").click()
    _comment(writer, "Rain is the best cook.").get_by_role("link", name="Edit").click()
    writer.get_by_role("textbox").fill("Rain is the second best cook.")
    writer.get_by_role("button", name="Save").click()
    expect(_comment(writer, "second best")).to_contain_text("awaiting review")
    _print_at_the_desk(moderator, "second best")
    newsroom.until(lambda: "second best" in newsroom.get(address).text, "the comment in print")

    # One level of replies: an answer in print is not itself answered.
    other.goto(address)
    head = _comment(other, "second best")
    head.locator("summary").click()
    _say(other, "Who is the first?", within=head)
    expect(_comment(other, "Who is the first?").locator(".comment")).to_contain_text("awaiting review")
    _print_at_the_desk(moderator, "Who is the first?")
    newsroom.until(lambda: "Who is the first?" in newsroom.get(address).text, "the answer in print")
    other.reload()
    answer = other.locator(".comment-replies .comment").filter(has_text="Who is the first?")
    expect(answer).to_be_visible()
    expect(answer.locator("summary")).to_have_count(0)

    # Reported, it waits for a moderator once more.
    _comment(other, "second best").get_by_role("link", name="Report").first.click()
    other.get_by_role("radio").first.check()
    other.get_by_role("button", name="Send report").click()
    expect(other.get_by_role("status")).to_contain_text("A moderator will read it")
    moderator.goto("/desk/comments/")
    expect(_line(moderator, "second best")).to_be_visible()

    # Deleted, a stub keeps the answer.
    writer.goto(address)
    writer.get_by_role("link", name="Your own comments").click()
    own = _comment(writer, "second best")
    own.get_by_text("Delete", exact=True).click()
    own.get_by_role("button", name="Delete for good").click()
    newsroom.until(lambda: "second best" not in newsroom.get(address).text, "the comment to be gone")
    other.goto(address)
    expect(other.locator(".comment[data-stub]")).to_contain_text("Comment deleted")
    expect(other.locator(".comment[data-stub] .comment-replies")).to_contain_text("Who is the first?")


@pytest.mark.parametrize(
    ("typed", "counted"),
    [
        (FAMILY, 1), ("🇰🇷🇯🇵", 2), ("\u1100\u1161\u11a8", 1), ("e\u0301", 1), ("👍🏽", 1), ("한국어", 3),
        ("one\ntwo", 7), (FAMILY * 300, 300), (FAMILY * 301, 301),
    ],
    ids=["a family", "two flags", "jamo", "an accent", "a skin tone", "Hangul", "a line break", "300", "301"],
)  # fmt: skip
def test_the_counter_counts_what_a_reader_sees(counting: Page, typed: str, counted: int) -> None:
    counting.locator(".comment-form textarea").first.fill(typed)
    counter = counting.locator(".comment-counter").first
    expect(counter).to_have_text(f"{counted}/300")
    assert (counter.get_attribute("data-over") is not None) == (counted > 300)


@pytest.mark.parametrize("has_scripts", SCRIPTS, ids=SCRIPTS.values())
def test_301_are_refused_with_the_text_kept_and_300_are_taken(
    newsroom: Newsroom, visit: Visit, has_scripts: bool
) -> None:
    address = _story(newsroom, f"Bakers count {SCRIPTS[has_scripts]}")
    writer = visit(java_script_enabled=has_scripts).page
    _signed_in(writer, newsroom, address, f"baker{int(has_scripts)}@example.com", "Baker")
    writer.goto(address)
    _say(writer, FAMILY * 301)
    sentence = "Your comment is 301 characters long; at most 300 fit. Take out 1 and post it again."
    expect(writer.locator(".comment-form .notice").first).to_have_text(sentence)
    expect(writer.locator(".comment-form textarea").first).to_have_value(FAMILY * 301)
    _say(writer, FAMILY * 300)
    expect(writer.locator(".comment").first).to_contain_text("awaiting review")
    expect(writer.locator(".comment").first).to_contain_text(FAMILY * 300)


@pytest.fixture(scope="module")
def counting(browser: Browser, newsroom: Newsroom) -> Iterator[Page]:
    """A page with a comment box to type into."""
    context = browser.new_context(base_url=newsroom.url)
    page = context.new_page()
    page.goto(OWN)
    yield page
    context.close()


def _story(newsroom: Newsroom, headline: str) -> str:
    """A story of this test's own, in print by a standing order; its address."""
    slug = headline.lower().replace(" ", "-")
    receive(newsroom, ninjs(f"urn:harbour:{slug}", headline))
    address = f"/economy/harbour/{slug}/"
    newsroom.until(lambda: newsroom.get(address).status == 200, f"{headline} in print")
    return address


def _signed_in(page: Page, newsroom: Newsroom, address: str, mail: str, name: str) -> None:
    """A new reader, sent to sign in by the page that shows one's own comments."""
    page.goto(address)
    page.get_by_role("link", name="Your own comments").click()
    sign_up(page, newsroom, mail, name)
    expect(page.get_by_role("heading", level=1)).to_have_text("Your own comments")


def _say(page: Page, text: str, *, within: Locator | None = None) -> None:
    form = (within or page.locator("body")).locator(".comment-form").first
    form.locator("textarea").fill(text)
    form.get_by_role("button").click()


def _post(page: Page) -> None:
    page.locator(".comment-form").get_by_role("button").click()


def _comment(page: Page, words: str) -> Locator:
    """The comment that holds these words, with its answers."""
    return page.locator(".comment").filter(has_text=words).first


def _line(moderator: Page, words: str) -> Locator:
    return moderator.locator(".desk-comment").filter(
        has=moderator.locator(".desk-comment__text", has_text=words)
    )


def _print_at_the_desk(moderator: Page, words: str) -> None:
    moderator.goto("/desk/comments/")
    _line(moderator, words).get_by_role("button", name="Print", exact=True).click()
    expect(_line(moderator, words)).to_have_count(0)
