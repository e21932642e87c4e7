"""Run inside a newsroom's home: writes what its own desk would have written, one of every page type.

Only our own copy comes from here; what partners send and what tests look at goes by the command line.
"""

import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from dateline.cli.main import start_django

start_django()

# Only now has Django its models.
from wagtail.models import Locale  # noqa: E402

from dateline.comments import actions as comments  # noqa: E402
from dateline.comments.rules import Outcome  # noqa: E402
from dateline.house import clock  # noqa: E402
from dateline.pictures import actions as pictures  # noqa: E402
from dateline.pictures.models import Picture  # noqa: E402
from dateline.readers.models import Reader  # noqa: E402
from dateline.stories import actions, tree  # noqa: E402
from dateline.stories.models import Author, Front, Section, StandingPage, Story, Topic  # noqa: E402

WORDS = "The harbour master counts the boats at dusk, and again before the first ferry leaves the quay."
KOREAN = "항만 관리인은 해 질 녘에 배를 세고, 첫 연락선이 떠나기 전에 다시 한 번 센다."


def write(drawing: bytes, at: datetime) -> None:
    """An author, a topic, a story with every block, the same in Korean, a correction, comments, an imprint."""
    english = Section.objects.get(slug="economy", locale__language_code="en")
    korean = tree.make_section("economy", "경제", language="ko", original=english)
    picture = pictures.keep(drawing, name="ferry.jpg")
    named = {"authors": [_author("en", "Seo Ha-neul")], "topics": [_topic("en", "Shipping")]}
    story = _in_print(english, at - timedelta(hours=30), slug="the-harbour-counts-its-boats",
                      headline="The harbour counts its boats", standfirst="Twice a day, by hand, since 1962.",
                      dateline="MOKPO", body=_blocks(WORDS, picture), lead_picture=picture, **named)  # fmt: skip
    actions.correct(story, text="An earlier version named 1961.", is_grave=True, at=at - timedelta(hours=26))
    actions.correct(story, text="The quay has four berths, not three.", at=at - timedelta(hours=25))
    _in_print(korean, at - timedelta(hours=28), slug="항구는-배를-센다", headline="항구는 배를 센다",
              standfirst="하루에 두 번, 손으로", dateline="목포", body=_blocks(KOREAN, picture), lead_picture=picture,
              authors=[_author("ko", "서하늘")], topics=[_topic("ko", "해운")], original=story)  # fmt: skip
    for number in range(1, 8):
        _in_print(english, at - timedelta(hours=30 + number), slug=f"quay-{number}",
                  headline=f"Quay {number} of the harbour opens to ferries", standfirst="The fog has gone.",
                  body=[("paragraph", f"<p>{WORDS} {number}</p>" * 3)], lead_picture=picture, **named)  # fmt: skip
    _comment(story, at)
    _stand(Front.objects.get(locale__language_code="en"))


def _blocks(words: str, picture: Picture) -> list[tuple[str, Any]]:
    cells = {"columns": [{"type": "text", "heading": "Quay"}, {"type": "text", "heading": "Boats"}],
             "rows": [{"values": ["North", "41"]}, {"values": ["South", "17"]}], "caption": ""}  # fmt: skip
    figures = "2021, 12.5\n2022, 14.1\n2023, 9.8\n2024, 16.2"
    plain: list[tuple[str, Any]] = [
        ("paragraph", f"<p>{words} <a href='https://example.com/tides'>{words}</a></p>"),
        ("heading", words.split(",")[0]),
        ("paragraph", f"<p>{words * 4}</p><ul><li>{words}</li><li><b>{words}</b></li></ul>"),
        ("quote", {"text": words, "attribution": "The harbour master"}),
        ("pull_quote", {"text": words}),
        ("picture", {"picture": picture.pk, "caption": ""}),
        ("gallery", {"title": words.split(",")[0], "pictures": [{"picture": picture.pk, "caption": said}
                                                                for said in ("", words, "Dusk.")]}),
        ("fact_box", {"title": "Quays", "text": f"<ul><li>{words}</li></ul>"}),
        ("table", {"title": "Boats by quay", "table": cells, "source": "the harbour"}),
        ("chart", {"title": "Boats a year", "kind": "line", "figures": figures, "unit": "thousands", "source": ""}),
        ("chart", {"title": "Boats a summer", "kind": "bar", "figures": figures, "unit": "", "source": "the harbour"}),
        ("embed", {"title": "The tide as a film", "address": "https://example.com/film", "provider": "Tides"}),
        ("paragraph", f"<p>{words * 4}</p>"),
    ]  # fmt: skip
    block = Story._meta.get_field("body").stream_block
    stream = block.to_python([{"type": kind, "value": value} for kind, value in plain])
    return [(child.block_type, child.value) for child in stream]


def _in_print(section: Section, moment: datetime, **story: Any) -> Story:
    written = actions.write_story(section, **story)
    actions.publish(written, at=moment)
    return written


def _author(language: str, name: str) -> Author:
    return Author.objects.create(
        locale=Locale.objects.get(language_code=language), name=name, slug="seo-ha-neul", role="Reporter",
        email="seo@example.com", biography=f"<p>{WORDS if language == 'en' else KOREAN}</p>",
    )  # fmt: skip


def _topic(language: str, name: str) -> Topic:
    return Topic.objects.create(locale=Locale.objects.get(language_code=language), name=name, slug="shipping")


def _comment(story: Story, at: datetime) -> None:
    """Two in print, one of them answered, and a stub."""
    writers = [
        Reader.objects.create_user(f"reader{number}@example.com", display_name=f"Reader {number}")
        for number in (1, 2)
    ]
    said = []
    for number, writer in enumerate(writers):
        comment = comments.submit(story, writer, f"I counted them too, {number}.", at=at - timedelta(hours=9))
        comments.decide(comment, Outcome.PRINT, by=None, reason="", at=at - timedelta(hours=8))
        said.append(comment)
    answer = comments.submit(story, writers[1], "So did I.", at=at - timedelta(hours=7), parent=said[0])
    comments.decide(answer, Outcome.PRINT, by=None, reason="", at=at - timedelta(hours=6))
    removed = comments.submit(story, writers[0], "Forget it.", at=at - timedelta(hours=5), parent=said[1])
    comments.decide(removed, Outcome.PRINT, by=None, reason="", at=at - timedelta(hours=5))
    comments.delete(said[1], writers[1], at=at - timedelta(hours=4))
    waits = comments.submit(story, writers[1], "This one waits.", at=at - timedelta(hours=3))
    assert not waits.is_printed


def _stand(front: Front) -> None:
    page = StandingPage(
        title="Imprint", slug="imprint", locale=front.locale, text=f"<h2>Who we are</h2><p>{WORDS}</p>"
    )
    front.add_child(instance=page)
    page.save_revision().publish()


if __name__ == "__main__":
    write(Path(sys.argv[1]).read_bytes(), clock.now())
