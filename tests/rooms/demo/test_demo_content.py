"""What the demo newsroom prints: complete, its own, and fit to be shown."""

import re

import pytest

from dateline.demo.content_files import CONTENT, LANGUAGES, drawings, stories, table
from dateline.demo.drawing import SCENES, draw
from dateline.demo.drawing.moods import MOODS
from dateline.pictures import metadata
from dateline.stories.blocks import BodyBlock

ALL = [(language, story) for language in LANGUAGES for story in stories(language)]


def known(kind):
    return {words["slug"] for words in table("paper.toml")[kind]}


def test_there_is_enough_to_read_in_both_editions():
    assert len(stories("en")) + len(stories("ko")) >= 24
    assert len(stories("ko")) >= 6
    assert {story.facts["section"] for story in stories("en")} == known("section")


@pytest.mark.parametrize(
    ("language", "story"), ALL, ids=[f"{lang}-{story.facts['slug']}" for lang, story in ALL]
)
def test_a_story_has_all_that_a_page_needs(language, story):
    facts = story.facts
    assert facts["headline"].strip() and facts["standfirst"].strip()
    assert facts["section"] in known("section")
    assert set(facts["topics"]) <= known("topic")
    assert set(facts.get("authors", [])) <= known("author")
    assert facts.get("authors") or facts.get("byline")
    picture = facts["picture"]
    assert picture["scene"] in SCENES and picture["mood"] in MOODS
    assert picture["alt"] and picture["alt"] != picture["caption"]
    text = "".join(str(value) for _, value in story.body)
    if language == "ko":
        assert len(re.findall(r"[가-힣]", text)) > 350
    else:
        assert len(text.split()) > 180
    # A gallery's pictures are known by the stories that they lead until the newsroom has them.
    plain = [{"type": kind, "value": value} for kind, value in story.body if kind != "gallery"]
    BodyBlock().to_python(plain)


def test_slugs_are_given_once_an_edition_and_translations_name_a_story():
    english = [story.facts["slug"] for story in stories("en")]
    assert len(english) == len(set(english))
    for story in stories("ko"):
        assert story.facts.get("translates", english[0]) in english


def test_a_gallery_shows_pictures_that_lead_stories_of_its_edition():
    galleries = [(lang, value) for lang, story in ALL for kind, value in story.body if kind == "gallery"]
    for language, gallery in galleries:
        led = {story.facts["slug"] for story in stories(language)}
        assert gallery["title"] and {row["picture"] for row in gallery["pictures"]} <= led


def test_every_kind_of_block_is_shown_somewhere():
    kinds = {kind for _, story in ALL for kind, _ in story.body}
    assert {"paragraph", "heading", "quote", "pull_quote", "table", "fact_box", "chart", "gallery"} <= kinds
    assert any("correction" in story.facts for _, story in ALL)


def test_comments_stand_under_stories_that_there_are():
    slugs = {story.facts["slug"] for _, story in ALL}
    readers = {words["name"] for words in table("comments.toml")["reader"]}
    states = set()
    for words in table("comments.toml")["comment"]:
        assert words["story"] in slugs
        states.add(words.get("state", "printed"))
        for said in (words, *words.get("reply", [])):
            assert said.get("desk") or said["reader"] in readers
            assert len(said["text"]) <= 300
    assert states == {"printed", "held", "refused", "deleted"}


def test_no_two_pictures_are_the_same_scene_in_the_same_light():
    seen = [(drawing.name, drawing.scene, drawing.mood) for _, drawing in drawings()]
    assert len({name for name, _, _ in seen}) >= 24
    assert len({(scene, mood, name) for name, scene, mood in seen}) == len({name for name, _, _ in seen})


def test_a_drawing_is_a_picture_that_says_what_it_is_and_the_same_each_time():
    _, drawing = next(iter(drawings()))
    raw = draw(drawing)
    opened = metadata.read(raw, name="drawing")
    assert (opened.format, opened.width, opened.height) == ("JPEG", 1920, 1080)
    assert opened.facts == drawing.facts


@pytest.mark.parametrize("scene", sorted(SCENES))
def test_every_scene_can_be_drawn_in_every_light(scene):
    from dateline.demo.drawing.brush import Canvas

    for mood in (MOODS["apricot"], MOODS["night"]):
        canvas = Canvas(scene)
        SCENES[scene](canvas, mood)
        assert canvas.finished().size == (1920, 1080)


def test_wire_pictures_lie_where_the_messages_look_for_them():
    for words in table("wire/pictures.toml")["picture"]:
        for name in (words["file"], *words.get("also", ())):
            folder, _, file = name.rpartition("/")
            sent = "".join(path.read_text() for path in (CONTENT / "wire" / folder).iterdir())
            assert file in sent
