"""What stands in the place of a story that is gone: 410, or a page of notice where its licence asks for one."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.makers import NOON, TERMS, hear_all, make_partner, receive

from dateline.house import clock
from dateline.house.models import Notice
from dateline.house.printing import ENDED, TAKEN_BACK
from dateline.licences.rules import After
from dateline.press import actions as press
from dateline.press import files, serving
from dateline.stories import actions
from dateline.wire import actions as wire

HEADLINE = "An envoy takes the early flight"
SAID = "Harbour Wire has withdrawn a story of 24 November. Its source was not who he claimed to be."


def told(story) -> dict[str, object]:
    notice = Notice.objects.filter(about=story.tag, kind="story.withdrawn").order_by("-seq").first()
    return {name: notice.facts.get(name, "") for name in ("status", "page", "notice")}


def read(story) -> tuple[str, str]:
    for page in (TAKEN_BACK, ENDED, "410", "404"):
        press.print_page(f"/-/{page}/")
    press.run()
    entry = serving.find(story.address)
    return entry.status[:3], b"".join(entry.variants[""].body).decode()


def recall(tmp_path, status: str = "canceled", **more: object) -> None:
    receive(tmp_path, version=2, pubstatus=status, **more)
    hear_all()


@pytest.mark.parametrize(
    ("after_kill", "status", "answer"),
    [
        (After.GONE, "canceled", "410"),
        (After.NOTICE, "canceled", "200"),
        (After.GONE, "withheld", "200"),
        (After.NOTICE, "withheld", "200"),
    ],
)
def test_what_its_sender_takes_back_is_answered_as_its_licence_says(
    licensed, tmp_path, after_kill, status, answer
):
    make_partner(replace(TERMS, after_kill=after_kill))
    story = licensed()
    recall(tmp_path, status, body_html=f"<p>{SAID}</p>", headline="Withdrawn")
    given, page = read(story)
    assert given == answer
    assert HEADLINE not in page
    assert "counsellor" not in page
    assert (SAID in page) is (answer == "200")
    assert "noindex" in page
    assert 'property="og:' not in page


def test_a_notice_that_repeats_the_story_or_speaks_to_editors_is_not_shown(licensed, tmp_path):
    make_partner(replace(TERMS, after_kill=After.NOTICE))
    for guid, said in (
        ("urn:harbour:1", f"Withdrawn: “{HEADLINE}”, a mistake."),
        ("urn:harbour:2", "It said that a counsellor posted to a quiet embassy had left."),
        ("urn:harbour:3", "Editors: kill this at once."),
        ("urn:harbour:4", "A word. " * 200),
    ):
        story = licensed(guid)
        receive(
            tmp_path, guid=guid, version=2, pubstatus="canceled", headline="x", body_html=f"<p>{said}</p>"
        )
        hear_all()
        assert told(story) == {"status": 200, "page": "", "notice": ""}, said


def test_an_item_that_names_another_speaks_for_it(licensed, tmp_path):
    make_partner(replace(TERMS, after_kill=After.NOTICE))
    story = licensed()
    notice = tmp_path / "recall.nitf"
    notice.write_text(
        '<nitf><head><docdata management-doc-idref="urn:harbour:1" management-idref-status="canceled">'
        '<doc-id id-string="urn:harbour:recall"/></docdata></head><body><body.head><hedline><hl1>A recall</hl1>'
        f"</hedline></body.head><body.content><p>{SAID}</p></body.content></body></nitf>"
    )
    wire.receive("harbour", [notice])
    hear_all()
    assert told(story) == {"status": 200, "page": "", "notice": SAID}


def test_what_was_withheld_first_and_killed_then_is_gone(licensed, tmp_path):
    story = licensed()
    recall(tmp_path, "withheld")
    assert read(story)[0] == "200"
    receive(tmp_path, version=3, pubstatus="canceled")
    hear_all()
    assert read(story)[0] == "410"


@pytest.mark.parametrize(("after_end", "answer"), [(After.GONE, "410"), (After.NOTICE, "200")])
def test_what_has_ended_is_answered_as_its_licence_says(licensed, after_end, answer):
    make_partner(replace(TERMS, after_end=after_end, display_days=30))
    story = licensed()
    press.run()
    with clock.frozen(NOON + timedelta(days=30)):
        entry = serving.find(story.address)
        assert entry.status[:3] == answer, "by the server alone"
        assert actions.end_due(clock.now()) == 1
        assert told(story)["page"] == (ENDED if answer == "200" else "")
        given, page = read(story)
        assert given == answer
        assert HEADLINE not in page


def test_what_an_editor_takes_out_is_gone_whatever_the_licence_says(licensed):
    make_partner(replace(TERMS, after_end=After.NOTICE, after_kill=After.NOTICE))
    story = licensed()
    actions.withdraw(story, reason="a mistake of ours", by="an editor")
    assert read(story)[0] == "410"


def test_a_picture_that_goes_with_its_story_is_gone(licensed, tmp_path):
    make_partner(replace(TERMS, after_kill=After.NOTICE))
    story = licensed()
    recall(tmp_path)
    press.run()
    assert files.lying(story.address).status == 200
    notices = Notice.objects.filter(kind__startswith="picture.")
    assert all(notice.facts.get("status", 410) == 410 for notice in notices)
