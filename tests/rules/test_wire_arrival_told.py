"""What is told of an arrival, whole: the word, the reason for an editor, what is kept, whether it is shown."""

from datetime import UTC, datetime, timedelta

import pytest

from dateline.wire.rules import Arrival, Item, Stamp, State, Stored, arrive, confirm, kill_by_notice

SIX = datetime(2026, 11, 23, 6, tzinfo=UTC)
TWO = Stamp("2", SIX + timedelta(minutes=2))
HERE = Stored(current=TWO, content="two", seen=frozenset({"two"}))
KILLED = Stored(
    current=TWO, content="two", seen=frozenset({"two"}), kill=Stamp("3", SIX + timedelta(minutes=3))
)


def version(number: int, **changes: object) -> Item:
    fields = {"headline": f"Take {number}", "version_created_at": SIX + timedelta(minutes=number)} | changes
    return Item(guid="urn:x:1", version=str(number), **fields)  # type: ignore[arg-type]  # any field by name


def kill(number: int) -> Item:
    return version(number, pub_status="canceled", kills=("urn:x:1",))


def stamp(number: int) -> Stamp:
    return Stamp(str(number), SIX + timedelta(minutes=number))


def seen(*contents: str) -> frozenset[str]:
    return frozenset(contents)


def test_the_first_is_filed() -> None:
    now = Stored(current=stamp(1), content="one", seen=seen("one"))
    assert arrive(None, version(1), "one") == Arrival("filed", "", now, is_new=True, is_current=True)


def test_a_higher_one_updates_and_says_when_it_corrects() -> None:
    now = Stored(current=stamp(3), content="three", seen=seen("two", "three"))
    assert arrive(HERE, version(3), "three") == Arrival("updated", "", now, True, True)
    corrected = version(3, headline="CORRECTED Take 3")
    assert arrive(HERE, corrected, "three") == Arrival("corrected", "", now, True, True)


def test_a_duplicate_changes_nothing() -> None:
    assert arrive(HERE, version(2), "two") == Arrival("duplicate", "", HERE, is_new=False, is_current=False)


def test_an_older_one_is_kept_and_not_shown() -> None:
    now = Stored(current=TWO, content="two", seen=seen("two", "one"))
    assert arrive(HERE, version(1), "one") == Arrival("older", "v2 is here already", now, True, False)


def test_an_equal_one_is_a_silent_change_by_its_number_or_by_its_moment() -> None:
    now = Stored(current=TWO, content="other", seen=seen("two", "other"))
    told = Arrival("silent-change", "v2 came again with other content", now, True, True)
    assert arrive(HERE, version(2, headline="Otherwise"), "other") == told
    later = arrive(HERE, version(2, version_created_at=SIX + timedelta(hours=1)), "other")
    assert (later.word, later.is_current) == ("silent-change", True)
    unnumbered = Stored(current=Stamp("", SIX), content="two", seen=seen("two"))
    again = arrive(unnumbered, version(1, is_numbered=False, version_created_at=SIX), "other")
    assert again.word == "silent-change"
    assert again.stored.current == Stamp("", SIX)


@pytest.mark.parametrize(
    ("changes", "word", "reason", "status"),
    [
        ({"pub_status": "withheld"}, "withheld", "the sender withholds it", State.WITHHELD),
        (
            {"pub_status": "withheld", "hold": "EMBARGO"},
            "withheld",
            "the sender withholds it",
            State.WITHHELD,
        ),
        ({"hold": "the note says EMBARGO"}, "held", "the note says EMBARGO", State.HELD),
        ({"pub_status": "embargoed"}, "held", "embargoed without a time; an editor must set one", State.HELD),
        ({"pub_status": "embargoed", "embargoed_until": SIX}, "updated", "", State.USABLE),
        ({"embargoed_until": SIX}, "updated", "", State.USABLE),
    ],
)
def test_what_keeps_it_back_is_said(
    changes: dict[str, object], word: str, reason: str, status: State
) -> None:
    found = arrive(HERE, version(3, **changes), "three")
    now = Stored(current=stamp(3), content="three", status=status, seen=seen("two", "three"))
    assert found == Arrival(word, reason, now, is_new=True, is_current=True)


def test_a_kill_of_what_is_here_stands_in_its_place_from_an_equal_version_on() -> None:
    for number in (2, 3):
        now = Stored(
            current=stamp(number),
            content="kill",
            status=State.WITHHELD,
            seen=seen("two", "kill"),
            kill=stamp(number),
        )
        assert arrive(HERE, kill(number), "kill") == Arrival(
            "killed", "recalled by the sender", now, True, True
        )


def test_a_kill_of_an_older_version_kills_and_is_not_shown() -> None:
    now = Stored(current=TWO, content="two", seen=seen("two", "kill"), kill=stamp(1))
    assert arrive(HERE, kill(1), "kill") == Arrival("killed", "recalled by the sender", now, True, False)


def test_a_kill_below_what_an_editor_brought_back_comes_too_late() -> None:
    confirmed = Stored(
        current=stamp(4), content="four", seen=seen("four"), kill=stamp(3), confirmed=stamp(4)
    )  # fmt: skip
    now = Stored(
        current=stamp(4), content="four", seen=seen("four", "kill"), kill=stamp(3), confirmed=stamp(4)
    )  # fmt: skip
    told = Arrival("older", "v4 was confirmed after this kill", now, is_new=True, is_current=False)
    assert arrive(confirmed, kill(2), "kill") == told
    assert arrive(confirmed, kill(5), "kill").word == "killed"


def test_after_a_kill_the_older_is_kept_unseen_and_the_newer_waits() -> None:
    older = Stored(current=TWO, content="two", seen=seen("two", "one"), kill=KILLED.kill)
    assert arrive(KILLED, version(1), "one") == Arrival(
        "killed", "was killed; v1 is kept unseen", older, True, False
    )
    same = Stored(current=stamp(3), content="three", seen=seen("two", "three"), kill=KILLED.kill)
    assert arrive(KILLED, version(3), "three") == Arrival(
        "killed", "was killed before v3 came", same, True, True
    )
    newer = Stored(current=stamp(4), content="four", seen=seen("two", "four"), kill=KILLED.kill)
    reason = "was killed; v4 waits for an editor's confirmation"
    assert arrive(KILLED, version(4), "four") == Arrival("killed", reason, newer, True, True)


def test_what_is_no_news_is_refused_and_takes_no_news_place() -> None:
    reason = "a plan of coverage is not news"
    plan = version(3, kind="planning")
    assert arrive(HERE, plan, "plan") == Arrival("refused", reason, HERE, is_new=False, is_current=False)
    now = Stored(current=stamp(3), content="plan", status=State.REFUSED, seen=seen("plan"))
    assert arrive(None, plan, "plan") == Arrival("refused", reason, now, is_new=True, is_current=True)
    assert arrive(now, plan, "plan") == Arrival("refused", reason, now, is_new=False, is_current=True)
    both = Stored(current=stamp(4), content="more", status=State.REFUSED, seen=seen("plan", "more"))
    assert arrive(now, version(4, kind="planning"), "more") == Arrival("refused", reason, both, True, True)


def test_a_notice_recalls_by_its_moment_and_never_less_than_before() -> None:
    early, late = (Item(guid="urn:x:notice", version_created_at=SIX + timedelta(minutes=at)) for at in (1, 5))
    assert kill_by_notice(HERE, late).kill == Stamp("", SIX + timedelta(minutes=5))
    assert kill_by_notice(kill_by_notice(HERE, late), early).kill == Stamp("", SIX + timedelta(minutes=5))
    assert kill_by_notice(None, early) == Stored(kill=Stamp("", SIX + timedelta(minutes=1)))


def test_only_what_came_usable_above_the_kill_can_be_brought_back() -> None:
    above = Stored(current=stamp(4), content="four", kill=stamp(3))
    back = confirm(above)
    assert back is not None and back.confirmed == stamp(4) and not back.is_killed
    assert confirm(Stored(kill=stamp(3))) is None
    assert confirm(HERE) is None
    assert confirm(Stored()) is None
    assert confirm(Stored(current=stamp(3), kill=stamp(3))) is None
    assert confirm(Stored(current=stamp(4), status=State.WITHHELD, kill=stamp(3))) is None
