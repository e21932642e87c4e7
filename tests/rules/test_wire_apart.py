"""What is for editors alone leaves the text in every format."""

import json

import pytest

from dateline.wire.parsers import PLAIN, Profile, parse
from dateline.wire.rules import Item

HTML = "<p>One <b>bold</b>.</p><ul><li>Two</li></ul><p>{mark}</p><p>Desk: 555-0100</p><h2>Ask <a href='https://a.example/'>us</a></h2>"


def read(raw: bytes, profile: Profile = PLAIN) -> Item:
    (found,) = parse(raw, name="x", profile=profile)
    assert isinstance(found, Item), found
    return found


def ninjs(html: str) -> bytes:
    return json.dumps({"uri": "u:1", "headline": "h", "body_html": html}).encode()


@pytest.mark.parametrize(
    "mark",
    [
        "The following information is not for publication",
        "*** THE FOLLOWING INFORMATION IS NOT INTENDED FOR PUBLICATION ***",
        "Die folgenden Informationen sind nicht zur Veröffentlichung bestimmt:",
        "Not for publication: ",
        "이하 내용은 보도용이 아닙니다",
    ],
)
def test_from_the_mark_on_all_is_for_editors(mark: str) -> None:
    item = read(ninjs(HTML.format(mark=mark)))
    assert item.body_html == "<p>One <strong>bold</strong>.</p><ul><li>Two</li></ul>"
    assert item.body_text == "One bold.\n\nTwo"
    assert item.edit_note == "Desk: 555-0100\nAsk us"


def test_what_stands_in_the_marks_own_line_goes_with_it() -> None:
    item = read(
        ninjs("<blockquote><p>One.</p><p>Not for publication: call 555-0100</p></blockquote><p>Two.</p>")
    )
    assert item.body_html == "<blockquote><p>One.</p></blockquote>"
    assert item.edit_note == "call 555-0100\nTwo."


def test_a_partner_may_have_words_of_its_own() -> None:
    raw = ninjs(HTML.format(mark="== Service desk =="))
    assert "555-0100" in read(raw).body_text
    assert "555-0100" not in read(raw, Profile(not_for_publication=("Service desk",))).body_html


def test_a_text_that_only_speaks_of_it_stays_whole() -> None:
    html = "<p>The memo was not for publication, he said.</p><p>Publication followed.</p>"
    item = read(ninjs(html))
    assert item.body_html == html and item.edit_note == ""


def test_a_rights_expression_keeps_its_tags() -> None:
    item = read(
        b'<newsItem guid="u:1"><rightsInfo><rightsExpressionXML langid="http://www.w3.org/ns/odrl/2/">'
        b'<o:Policy xmlns:o="http://www.w3.org/ns/odrl/2/" type="o:Set"><o:prohibition>\n<o:action name="o:archive"/>'
        b"</o:prohibition></o:Policy></rightsExpressionXML></rightsInfo></newsItem>"
    )
    (term,) = item.usage_terms
    assert term.startswith("<o:Policy") and 'name="o:archive"' in term and "\n" not in term


def test_a_partner_may_name_the_body_to_take() -> None:
    bodies = [{"role": "print", "value": "<p>Print.</p>"}, {"role": "web", "value": "<p>Web.</p>"}]
    raw = json.dumps({"uri": "u:1", "bodies": bodies}).encode()
    assert read(raw).body_text == "Print."
    assert read(raw, Profile(body=("web",))).body_text == "Web."
    assert read(raw, Profile(body=("none", "print"))).body_text == "Print."
    feed = (
        b'<rss xmlns:c="http://purl.org/rss/1.0/modules/content/"><channel><item><guid>g</guid>'
        b"<description>Short.</description><c:encoded>Long.</c:encoded></item></channel></rss>"
    )
    assert read(feed).body_text == "Long."
    assert read(feed, Profile(body=("description",))).body_text == "Short."
