"""What partners and readers write runs nothing in a reader's browser, nor in the desk's."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.walking import Heard, Keys, sign_up
from tests.paths.making import ninjs, receive
from tests.paths.newsroom import Newsroom

pytestmark = [pytest.mark.browser, pytest.mark.server]
Visit = Callable[..., Heard]
PAYLOADS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(2)>",
    "<svg onload=alert(3)><circle/></svg>",
    '"><details open ontoggle=alert(4)>',
    "</textarea></script><script>alert(5)</script>",
    "{{ 7|add:7 }}<style>@import 'javascript:alert(6)'</style>",
)
LINKS = (
    '<a href="javascript:alert(7)" onclick="alert(8)">a tide table</a>',
    '<a href=" java&#10;script:alert(9)">a map</a>',
    '<iframe srcdoc="<script>parent.alert(10)</script>"></iframe><object data="javascript:alert(11)"></object>',
    '<form action="javascript:alert(12)"><button>Press</button></form>',
    "<math><mtext><script>alert(13)</script></mtext></math>",
)


def test_a_wire_item_full_of_scripts_runs_none_of_them(newsroom: Newsroom, visit: Visit, keys: Keys) -> None:
    words = "".join(f"<p>A quiet paragraph {payload} goes on.</p>" for payload in (*PAYLOADS, *LINKS))
    item = ninjs(
        "urn:meadow:hostile", "A headline <img src=x onerror=alert(20)> of a kind", body_html=words,
        description_text="A standfirst <svg onload=alert(21)>", byline="Jane <script>alert(22)</script> Doe",
    )  # fmt: skip
    receive(newsroom, item, partner="meadow")
    editor = visit()
    keys.sign_in(editor.page, "wire editor")
    editor.open("/desk/wire/?words=of+a+kind")
    editor.page.locator(".wire-row__title a").click()
    expect(editor.page.locator(".desk-fixed__text")).to_contain_text("A quiet paragraph")
    editor.page.get_by_role("button", name="Take in and publish").click()
    editor.page.get_by_role("link", name="Read", exact=True).first.wait_for()
    address = editor.page.get_by_role("link", name="Read", exact=True).first.get_attribute("href")
    assert address
    newsroom.until(lambda: newsroom.get(address).status == 200, "the story in print")

    reader = visit()
    for path in (address, "/", "/north-korea/", "/search/?q=quiet+paragraph"):
        reader.open(path)
        reader.page.wait_for_load_state("networkidle")
        assert (
            reader.page.locator("main").locator("script, iframe, object, svg[onload], [onerror]").count() == 0
        )
        assert reader.page.locator("a[href*='script:' i]").count() == 0
    reader.open(address)
    expect(reader.page.locator(".story-body")).to_contain_text("A quiet paragraph")
    for link in reader.page.locator(".story-body a").all():
        link.click()
    assert (reader.dialogs, editor.dialogs, reader.complaints) == ([], [], [])


def test_a_comment_full_of_scripts_is_text_wherever_it_stands(
    newsroom: Newsroom, visit: Visit, keys: Keys
) -> None:
    receive(newsroom, ninjs("urn:harbour:gulls", "Gulls follow the plough"))
    address = "/economy/harbour/gulls-follow-the-plough/"
    newsroom.until(lambda: newsroom.get(address).status == 200, "the story in print")
    said = " ".join(PAYLOADS)
    assert len(said) <= 300
    writer = visit()
    writer.open(address)
    writer.page.locator(".comment-form textarea").first.fill(said)
    writer.page.locator(".comment-form").first.get_by_role("button").click()
    sign_up(writer.page, newsroom, "mallory@example.com", "<script>alert(30)</script>")
    expect(writer.page.get_by_role("textbox")).to_have_value(said)
    writer.page.locator(".comment-form").get_by_role("button").click()
    expect(writer.page.locator(".comment-text")).to_have_text(said)
    writer.open(address)
    expect(writer.page.locator(".comment-text")).to_have_text(said)

    moderator = visit()
    keys.sign_in(moderator.page, "moderator")
    moderator.open("/desk/comments/")
    line = moderator.page.locator(".desk-comment").filter(has_text="ontoggle")
    expect(line.locator(".desk-comment__text")).to_have_text(said)
    line.get_by_role("button", name="Print", exact=True).click()
    newsroom.until(lambda: "ontoggle" in newsroom.get(address).text, "the comment in print")
    reader = visit()
    reader.open(address)
    expect(reader.page.locator(".comment-text")).to_have_text(said)
    expect(reader.page.locator(".comment-name")).to_have_text("<script>alert(30)</script>")
    assert (writer.dialogs, moderator.dialogs, reader.dialogs) == ([], [], [])
    assert reader.complaints == []
