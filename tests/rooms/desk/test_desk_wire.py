"""The wire desk: what its filters find, how it reads on, what an editor's keys and buttons do there."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.makers import NOON, receive, write_story
from tests.rooms.desk.making import make_person, said

from dateline.desk import actions
from dateline.desk.models import SetAside
from dateline.desk.wire import asking, finding
from dateline.desk.wire.asking import Wanted
from dateline.house import clock
from dateline.house.models import Notice
from dateline.readers.rules import Role
from dateline.stories import taking_in
from dateline.stories.models import Story
from dateline.wire.models import WireItem

LATER = NOON + timedelta(minutes=30)


def found(**filters: str) -> set[str]:
    return {item.guid for item in finding.items(Wanted(**filters), NOON)}


@pytest.fixture
def wire(section, tmp_path) -> None:
    """One item in each state."""
    receive(tmp_path, guid="new", urgency=1)
    receive(tmp_path, guid="used", headline="A crane stands still", urgency=4)
    taking_in.take_in("used", section_slug="economy", at=NOON, by="a test")
    receive(tmp_path, guid="killed", pubstatus="canceled")
    receive(tmp_path, guid="held", pubstatus="embargoed", language="ko")
    receive(tmp_path, guid="later", embargoed=(NOON + timedelta(hours=2)).isoformat(), language="en-GB")
    receive(tmp_path, guid="aside")
    row = WireItem.objects.get(guid="aside")
    actions.set_aside(row, by=make_person(Role.WIRE_EDITOR, "aside@example.com"), at=NOON)


@pytest.mark.parametrize(
    ("filters", "guids"),
    [
        ({}, {"new", "used", "killed", "held", "later"}),
        ({"state": "new"}, {"new", "later"}),
        ({"state": "used"}, {"used"}),
        ({"state": "held"}, {"held"}),
        ({"state": "killed"}, {"killed"}),
        ({"state": "aside"}, {"aside"}),
        ({"urgency": "1"}, {"new"}),
        ({"urgency": "5"}, {"new", "used"}),
        ({"language": "ko"}, {"held"}),
        ({"language": "en", "state": "new"}, {"new", "later"}),
        ({"embargo": "running"}, {"later"}),
        ({"embargo": "over"}, set()),
        ({"embargo": "none", "state": "new"}, {"new"}),
        ({"words": "crane STILL"}, {"used"}),
        ({"partner": "harbour", "words": "envoy", "state": "new"}, {"new", "later"}),
        ({"partner": "meadow"}, set()),
    ],
    ids=str,
)
def test_each_filter_finds_its_own(wire, filters, guids):
    assert found(**filters) == guids


def test_an_embargo_that_an_editor_set_counts_as_the_senders_own(wire):
    from dateline.wire import actions as wire_actions

    held = WireItem.objects.get(guid="held")
    wire_actions.release(held, until=NOON + timedelta(hours=1), by="a test", at=NOON)
    assert found(embargo="running") == {"later", "held"}
    past = finding.items(Wanted(embargo="over"), NOON + timedelta(hours=3))
    assert {item.guid for item in past} == {"later", "held"}


def test_a_section_has_what_stands_there_and_what_would_go_there(wire, tmp_path):
    assert found(section="economy") == found()
    assert found(section="sports") == set()


def test_a_filter_that_is_no_answer_is_passed_over_and_an_address_keeps_the_others():
    asked = asking.wanted({"state": "nonsense", "urgency": "1; drop", "words": " won ", "partner": "harbour"})
    assert asked == Wanted(partner="harbour", words="won")
    assert asked.but(state="new").query == "state=new&partner=harbour&words=won"


@pytest.mark.parametrize("word", ["", "12", "a-b", "-", "99999999999999999999-1", "1-2-3"])
def test_a_place_that_is_none_is_none(word):
    assert asking.place(word) is None


def test_the_list_is_read_on_from_where_it_ended_and_back(section, tmp_path, monkeypatch):
    monkeypatch.setattr(finding, "ROWS", 2)
    for number in range(5):
        receive(tmp_path, guid=f"item-{number}")
    every = finding.items(Wanted(), NOON)
    seen, before = [], None
    while True:
        stretch = finding.stretch(every, before=before, after=None)
        seen.append([item.guid for item in stretch.items])
        if not stretch.has_older:
            break
        before = finding.place_of(stretch.items[-1])
        assert asking.place(str(before)) == before
    assert seen == [["item-4", "item-3"], ["item-2", "item-1"], ["item-0"]]
    back = finding.stretch(every, before=None, after=finding.place_of(stretch.items[0]))
    assert ([item.guid for item in back.items], back.has_newer) == (["item-2", "item-1"], True)


def test_the_inbox_asks_as_often_for_sixty_items_as_for_three(section, tmp_path, wire_editor):
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert wire_editor.get(reverse("desk_wire")).status_code == 200
        return len(queries)

    for number in range(3):
        receive(tmp_path, guid=f"few-{number}")
    wire_editor.get(reverse("desk_wire"))
    few = asked()
    for number in range(60):
        receive(tmp_path, guid=f"many-{number}")
    assert asked() == few
    assert few <= 60


def test_nothing_is_counted_beyond_what_anybody_reads(section, tmp_path, monkeypatch):
    monkeypatch.setattr(finding, "MOST_COUNTED", 2)
    for number in range(4):
        receive(tmp_path, guid=f"item-{number}")
    with CaptureQueriesContext(connection) as queries:
        counts = finding.counts(Wanted(), NOON)
    assert (str(counts["new"]), str(counts["used"])) == ("2+", "0")
    assert all("LIMIT 3" in query["sql"] for query in queries if "wire_wireitem" in query["sql"])


def test_what_is_set_aside_is_asked_for_anew_when_a_newer_version_comes(section, tmp_path, wire_editor):
    row = receive(tmp_path)
    answer = wire_editor.post(reverse("desk_wire_set_aside", args=[row.pk]), follow=True)
    assert said(answer) == [
        f'“<a href="/desk/wire/{row.pk}/">An envoy takes the early flight</a>” is set aside.'
    ]
    assert found() == set()
    assert SetAside.objects.get().by_name == "Wire Editor"
    assert Notice.objects.filter(kind="desk.set-aside", about=f"wire:{row.pk}").exists()
    with clock.frozen(LATER):
        receive(tmp_path, version=2)
    assert found() == {"urn:harbour:1"}


def test_what_was_set_aside_can_be_taken_up_again(section, tmp_path, wire_editor):
    row = receive(tmp_path)
    wire_editor.post(reverse("desk_wire_set_aside", args=[row.pk]))
    assert "Take up again" in wire_editor.get(reverse("desk_wire_item", args=[row.pk])).content.decode()
    wire_editor.post(reverse("desk_wire_take_up", args=[row.pk]))
    assert found(state="new") == {"urn:harbour:1"}


def test_taking_in_goes_on_to_the_next_item_of_the_list(section, tmp_path, wire_editor):
    older = receive(tmp_path, guid="older")
    newer = receive(tmp_path, guid="newer")
    address = reverse("desk_wire_item", args=[newer.pk]) + "?state=new"
    page = wire_editor.get(address).content.decode()
    following = f"{reverse('desk_wire_item', args=[older.pk])}?state=new"
    assert f'name="next" value="{following}"' in page
    form = {"section": section.pk, "then": "keep", "next": following}
    answer = wire_editor.post(reverse("desk_wire_take_in", args=[newer.pk]), form)
    assert answer.url == following
    assert not Story.objects.get(guid="newer").live


@pytest.mark.parametrize(
    "address", ["https://elsewhere.example/", "//elsewhere.example/", "/desk/pages/", ""]
)
def test_a_form_leads_nowhere_but_to_the_wire_desk(section, tmp_path, wire_editor, address):
    row = receive(tmp_path)
    answer = wire_editor.post(reverse("desk_wire_set_aside", args=[row.pk]), {"next": address})
    assert answer.url == reverse("desk_wire_item", args=[row.pk])


def test_an_item_alone_is_what_stands_beside_the_list(section, tmp_path, wire_editor):
    row = receive(tmp_path)
    whole = wire_editor.get(reverse("desk_wire_item", args=[row.pk])).content.decode()
    part = wire_editor.get(reverse("desk_wire_item", args=[row.pk]) + "?part=item").content.decode()
    assert "<html" in whole
    assert "<html" not in part
    for page in (whole, part):
        assert '<h2 class="wire-item__title">An envoy takes the early flight</h2>' in page
        assert f'name="here" value="/desk/wire/{row.pk}/"' in page


def test_an_item_says_which_story_it_became_and_where_readers_have_it(section, tmp_path, wire_editor):
    row = receive(tmp_path)
    story = taking_in.take_in(
        "urn:harbour:1", section_slug="economy", at=NOON, by="a test", publish=True
    ).story
    for address in (reverse("desk_wire"), reverse("desk_wire_item", args=[row.pk])):
        page = wire_editor.get(address).content.decode()
        assert f'href="{story.address}"' in page
        assert "In print" in page


def test_a_story_of_our_own_marks_no_item_as_used(section, tmp_path):
    write_story(section, publish=True)
    receive(tmp_path)
    assert found(state="used") == set()
