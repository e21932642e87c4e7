"""Recalls and takes that name their item in words: what is an order, what it says, and which item agrees."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.wire.parsers import PLAIN, parse
from dateline.wire.parsers.recalls import clues_in, says_recall
from dateline.wire.rules import Clues, Item, clues
from dateline.wire.rules.clues import Candidate, meant

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
ORDERS = (
    "EDS: KILL BC-Islands-Ferry", "Eds: Please kill the story slugged BC-Islands-Ferry", "BULLETIN KILL",
    "MANDATORY KILL", "STORY WITHDRAWN: The winter ferry keeps its hours", "KILL: The winter ferry keeps its hours",
    "KILL BULLETIN", "Editors, withdraw the story headlined “The winter ferry”", "ELIMINATION",
    "Members using BC-Islands-Ferry, a0123, are asked to kill the story.",
)  # fmt: skip
NEWS = (
    "Kill Bill returns to cinemas", "Storm kills 3 on the east coast", "Editors: how a newsroom works",
    "A bill to kill the levy fails", "Story withdrawn by a rival paper", "Wolves kill again, farmers say",
    "Users asked to withdraw cash early", "Killing of a counsellor: what is known", "EDS wins a contract",
)  # fmt: skip


@pytest.mark.parametrize("text", ORDERS)
def test_an_order_to_kill_is_known(text: str) -> None:
    assert says_recall(text)


@pytest.mark.parametrize("text", NEWS)
def test_news_of_killing_is_no_order(text: str) -> None:
    assert not says_recall(text)


@pytest.mark.parametrize(
    ("subject", "text", "said"),
    [
        ("EDS: KILL BC-Islands-Ferry", "", Clues(slug="BC-Islands-Ferry")),
        ("BULLETIN KILL", "Kill the story slugged Islands-Ferry, a0123, moved Nov. 23.",
         Clues("Islands-Ferry", "a0123", "", "11-23")),
        ("KILL: The winter ferry keeps its hours", "", Clues(headline="The winter ferry keeps its hours")),
        ("STORY WITHDRAWN", "The story headlined “The winter ferry keeps its hours.” of 23 Nov is withdrawn.",
         Clues(headline="The winter ferry keeps its hours", sent_on="11-23")),
        ("KILL BULLETIN", "Nothing more is said.", Clues()),
    ],
)  # fmt: skip
def test_what_a_recall_says_of_its_item(subject: str, text: str, said: Clues) -> None:
    assert clues_in(subject, [text]) == said


def test_a_notices_own_number_is_no_clue() -> None:
    assert clues_in("EDS: KILL BC-Islands-Ferry", ["a0456 a0123"], own_number="a0456").number == "a0123"


@pytest.mark.parametrize(
    "other",
    [
        "BC-Islands-Ferry",
        "Islands/Ferry/",
        "islands ferry",
        "BC-ISLANDS-FERRY",
        "Islands-Ferry,1stLd-Writethru",
        "Islands/Ferry/KILL",
        "islands ferry 2nd Lead",
    ],
)
def test_a_slugline_is_the_same_however_it_is_joined(other: str) -> None:
    assert clues.slug_key(other) == "islands-ferry"


def candidate(pk: int, **more: object) -> Candidate:
    facts = {"slug": "islands-ferry", "number": f"a012{pk}", "headline": "the winter ferry", "sent_at": NOON}
    return Candidate(pk, **facts | more)  # type: ignore[arg-type]


def found(said: Clues, *known: Candidate, at: datetime = NOON + timedelta(days=1)) -> list[int]:
    return [one.pk for one in meant(said, known, at)]


def test_one_that_agrees_with_every_clue_is_meant() -> None:
    known = (candidate(1), candidate(2), candidate(3, slug="other"))
    assert found(Clues(slug="Islands-Ferry", number="a0122"), *known) == [2]
    assert found(Clues(slug="Islands-Ferry"), *known) == [1, 2]
    assert found(Clues(slug="Islands-Ferry", number="a0123"), *known) == []


def test_a_day_parts_two_of_one_slug_and_nothing_later_is_meant() -> None:
    known = (candidate(1), candidate(2, sent_at=NOON - timedelta(days=3)))
    assert found(Clues(slug="Islands-Ferry", sent_on="11-21"), *known) == [2]
    assert found(Clues(slug="Islands-Ferry"), *known, at=NOON - timedelta(days=1)) == [2]


@given(
    st.lists(st.sampled_from(["islands-ferry", "tide", "fog", ""]), max_size=6), st.sampled_from(["", "Tide"])
)
def test_nothing_is_ever_meant_without_a_clue_that_it_has(slugs: list[str], slug: str) -> None:
    known = [candidate(at, slug=one, number="", headline="") for at, one in enumerate(slugs)]
    for pk in found(Clues(slug=slug), *known):
        assert slug and slugs[pk] == "tide"


@given(st.text(max_size=400), st.text(max_size=200))
def test_any_words_at_all_are_read(subject: str, text: str) -> None:
    says_recall(subject, text)
    clues_in(subject, [text])


def one(raw: str) -> Item:
    (item,) = parse(raw.encode(), name="a", profile=PLAIN)
    assert isinstance(item, Item)
    return item


def test_a_kill_of_a_letter_an_anpa_and_a_7901_line_say_what_they_mean() -> None:
    letter = one(
        "From: a@harbour.example\nMessage-ID: <k@h>\nSubject: EDS: KILL BC-Islands-Ferry\n\nNov. 23.\n"
    )
    assert (letter.pub_status, letter.means) == ("canceled", (Clues("BC-Islands-Ferry", sent_on="11-23"),))
    anpa = one("\x16\x16\x01a0456\x1fUS\r\nb i\x13\x11 BC-Islands-Ferry,KILL 11-24 0100\r\n\x02^BULLETIN KILL<\r\n"
               "\tMembers using a0123 are asked to kill it.\r\n\x03NW-NY-11-24-26 0805EST<\r\n\x04")  # fmt: skip
    assert (anpa.kills, anpa.means) == ((anpa.guid,), (Clues("BC-Islands-Ferry", "a0123"),))
    iptc = one(
        "\x01nwr0456 1 pl 20\r\nIslands/Ferry/KILL\r\n\x02Kill\r\n   Kill nwr0123.\r\n\x03240805 GMT Nov 26\x04"
    )
    assert iptc.means[0].slug == "Islands/Ferry/" or iptc.means[0].slug == "Islands/Ferry"
    assert iptc.means[0].number == "nwr0123"


def test_another_take_says_whose_it_is_and_a_first_says_nothing() -> None:
    raw = "\x01nwr0{} 3 pl 42\r\nIslands/Ferry/{}\r\n\x02Ferry\r\n   It sails.\r\n\x03240805 GMT Nov 26\x04"
    assert one(raw.format("123", "")).means == ()
    assert [clues.slug_key(said.slug) for said in one(raw.format("124", " 1ST LEAD")).means] == [
        "islands-ferry"
    ]
