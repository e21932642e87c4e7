"""A story's body as its page has it."""

from tests.makers import make_story

from dateline.stories.printing import story as printing


def test_a_paragraph_is_what_its_own_template_and_wagtails_would_set(newsroom: None) -> None:
    other = make_story("Another story")
    story = make_story("Harbour opens")
    story.body = [
        ("paragraph", f'<p>Fish &amp; <a linktype="page" id="{other.pk}">chips</a>, “<b>at last</b>”.</p>'),
        ("heading", "What <now>"),
        ("paragraph", ""),
        ("paragraph", "<p>The end.</p>"),
    ]
    said = printing._body(story)
    assert said == "\n".join(block.render({"language": "en"}) for block in story.body)
    assert other.address in said
