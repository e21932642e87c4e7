"""A kill and another take that name their story in words find it; where they do not, an editor says which."""

from datetime import timedelta
from pathlib import Path

import pytest
from tests.makers import NOON, make_partner

from dateline.house import clock
from dateline.house.models import Notice
from dateline.wire import actions as wire
from dateline.wire.errors import CannotSettle
from dateline.wire.models import Unclear, WireItem


@pytest.fixture(autouse=True)
def newsroom(db, home):
    with clock.frozen(NOON):
        make_partner()
        yield


def anpa(
    number: str, slug: str, text: str, *, day: int = 23, head: str = "The winter ferry keeps its hours"
) -> str:
    return (
        f"\x16\x16\x01{number}\x1fUS\r\nr i\x13\x11 {slug} 11-{day} 0456\r\n\x02^{head}<\r\n\t{text}\r\n"
        f"\x03NW-NY-11-{day}-26 0805EST<\r\n\x04"
    )


def letter(subject: str, text: str = "") -> str:
    return (
        f"From: Desk <desk@harbour.example>\nDate: Tue, 24 Nov 2026 09:00:00 +0000\nMessage-ID: <{hash(subject)}@h>\n"
        f"Subject: {subject}\n\n{text}\n"
    )


def receive(folder: Path, *texts: str) -> list[wire.Receipt]:
    paths = []
    for text in texts:
        paths.append(folder / f"{abs(hash(text))}.txt")
        paths[-1].write_text(text, newline="")
    return wire.receive("harbour", paths)


def states() -> dict[str, str]:
    return {row.number_key: row.state for row in WireItem.objects.exclude(number_key="")}


FERRY = anpa("a0123", "BC-Islands-Ferry", "The first boat leaves before light.")
OTHER = anpa("a0124", "BC-Tide-Table", "High water is at noon.", head="High water at noon")


@pytest.mark.parametrize(
    "kill",
    [
        anpa("a0456", "BC-Islands-Ferry,KILL", "The story is wrong.", day=24, head="BULLETIN KILL"),
        anpa(
            "a0457", "BC-ADV", "Members are asked to kill the story, a0123.", day=24, head="EDS: KILL a0123"
        ),
        letter("EDS: KILL BC-Islands-Ferry"),
        letter("Bulletin", "BULLETIN KILL\n\nThe story slugged Islands-Ferry, moved Nov. 23, is wrong."),
        letter("STORY WITHDRAWN", "“The winter ferry keeps its hours” is withdrawn."),
        letter("KILL: The winter ferry keeps its hours"),
    ],
    ids=["slug", "number", "letter-slug", "letter-day", "letter-headline", "letter-subject"],
)
def test_a_kill_in_words_kills_what_it_means_and_nothing_else(tmp_path, kill):
    receive(tmp_path, FERRY, OTHER)
    (receipt,) = receive(tmp_path, kill)
    assert receipt.state == "killed" and receipt.reason.startswith(
        "recalls “The winter ferry keeps its hours”"
    )
    assert states() == {"a0123": "killed", "a0124": "usable"}
    (told,) = Notice.objects.filter(kind="wire.killed").exclude(facts__guid=receipt.guid)
    assert told.about == f"wire:{WireItem.objects.get(number_key='a0123').pk}"
    assert not Unclear.objects.exists()


def test_a_kill_in_words_that_comes_again_changes_nothing(tmp_path):
    kill = letter("EDS: KILL BC-Islands-Ferry")
    receive(tmp_path, FERRY)
    receive(tmp_path, kill)
    told = Notice.objects.count()
    assert receive(tmp_path, kill)[0].state == "duplicate"
    assert Notice.objects.count() == told


def test_where_two_agree_nothing_is_guessed_and_an_editor_says_which(tmp_path):
    receive(
        tmp_path,
        FERRY,
        anpa("a0200", "BC-Islands-Ferry", "The last boat leaves at dusk.", head="The last boat"),
    )
    (receipt,) = receive(tmp_path, letter("EDS: KILL BC-Islands-Ferry"))
    assert "2 items agree with it; an editor must say which" in receipt.reason
    assert states() == {"a0123": "usable", "a0200": "usable"}
    assert Notice.objects.filter(kind="wire.unclear").count() == 1
    unclear, meant = Unclear.objects.get(), WireItem.objects.get(number_key="a0200")
    wire.say_meant(unclear, meant, by="desk@example.com")
    assert states() == {"a0123": "usable", "a0200": "killed"}
    assert Unclear.objects.get().by == "desk@example.com"
    with pytest.raises(CannotSettle, match="settled already"):
        wire.say_meant(unclear, WireItem.objects.get(number_key="a0123"), by="desk@example.com")


def test_an_item_of_another_partner_is_never_meant(tmp_path):
    receive(tmp_path, FERRY)
    receive(tmp_path, letter("EDS: KILL BC-Fog-Bank"))
    other = make_partner(make_other())
    stranger = WireItem.objects.create(partner=other, guid="urn:other", received_at=NOON, changed_at=NOON)
    with pytest.raises(CannotSettle, match="could mean"):
        wire.say_meant(Unclear.objects.get(), stranger, by="desk@example.com")


def make_other():
    from dataclasses import replace

    from tests.makers import TERMS

    return replace(TERMS, slug="other", partner="Other Wire")


def test_a_kill_in_words_before_its_story_keeps_it_killed(tmp_path):
    (receipt,) = receive(tmp_path, letter("EDS: KILL BC-Islands-Ferry"))
    assert "no item agrees with it" in receipt.reason
    receive(tmp_path, FERRY, OTHER)
    assert states() == {"a0123": "killed", "a0124": "usable"}
    assert Unclear.objects.get().state == Unclear.State.SETTLED


def test_another_take_is_a_version_of_its_story(tmp_path):
    receive(tmp_path, FERRY)
    (receipt,) = receive(
        tmp_path, anpa("a0300", "BC-Islands-Ferry,1stLd-Writethru", "It leaves later.", day=24)
    )
    assert (receipt.version, receipt.state) == ("2", "updated")
    (row,) = WireItem.objects.all()
    assert "It leaves later." in row.current.read.body_text
    again = receive(tmp_path, anpa("a0300", "BC-Islands-Ferry,1stLd-Writethru", "It leaves later.", day=24))
    assert [one.state for one in again] == ["duplicate"]


def test_a_take_of_which_story_is_not_clear_is_held(tmp_path):
    receive(
        tmp_path,
        FERRY,
        anpa("a0200", "BC-Islands-Ferry", "The last boat leaves at dusk.", head="The last boat"),
    )
    (receipt,) = receive(
        tmp_path, anpa("a0300", "BC-Islands-Ferry,1stLd-Writethru", "It leaves later.", day=24)
    )
    assert (receipt.state, "2 stories" in receipt.reason) == ("held", True)
    first = WireItem.objects.get(number_key="a0123")
    wire.say_meant(Unclear.objects.get(), first, by="desk@example.com")
    first.refresh_from_db()
    assert "It leaves later." in first.current.read.body_text


def test_a_story_of_last_week_is_no_take_of_todays(tmp_path):
    with clock.frozen(NOON - timedelta(days=5)):
        receive(tmp_path, anpa("a0123", "BC-Islands-Ferry", "Last week's.", day=18))
    (receipt,) = receive(tmp_path, anpa("a0300", "BC-Islands-Ferry,1stLd-Writethru", "It leaves later."))
    assert receipt.state == "filed"
    assert WireItem.objects.count() == 2
