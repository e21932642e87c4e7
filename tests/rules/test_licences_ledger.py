"""The ledger's chain, and the statement that is made of it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.licences.rules import (
    Entry,
    Kind,
    PictureUse,
    bounds,
    first_break,
    from_facts,
    month_of,
    sealed,
    statement,
)
from dateline.licences.rules.ledger import NOTHING

NOVEMBER = datetime(2026, 11, 1, tzinfo=UTC)
DAY = timedelta(days=1)
ALL = ("page", "front", "feed")


def written(
    *steps: tuple[float, Kind, str, tuple[str, ...]], ends: float | None = None, **more: object
) -> list[Entry]:
    """A chain of entries: days after the first of November, what happened, to which item, on which channels."""
    chain: list[Entry] = []
    counted: set[str] = set()
    for days, kind, guid, uses in steps:
        at = NOVEMBER + days * DAY
        counts = kind is Kind.PRINTED and guid not in counted
        counted |= {guid} if counts else set()
        chain.append(
            sealed(
                Entry(
                    number=len(chain) + 1, at=at, kind=kind, partner="harbour", guid=guid, version="1",
                    text_hash="a" * 64, terms_version=1, actor="a test", reason="", address=f"/economy/harbour/{guid}/",
                    headline=f"All about {guid}", language="en", uses=uses, pictures=(),
                    ends_at=NOVEMBER + ends * DAY if ends is not None else None,
                    counts_in=month_of(at, "UTC") if counts else "",
                    before=chain[-1].hash if chain else NOTHING,
                )
            )
        )  # fmt: skip
    return chain


def told(chain: list[Entry], month: str = "2026-11", at: datetime | None = None, partner: str = "harbour"):
    return statement(
        chain, partner=partner, month=month, time_zone="UTC", quota=10, at=at or NOVEMBER + 400 * DAY
    )


STEP = st.tuples(
    st.floats(-40, 70, allow_nan=False), st.sampled_from(list(Kind)), st.sampled_from(["a", "b"]),
    st.sets(st.sampled_from(ALL)).map(lambda uses: tuple(sorted(uses))),
)  # fmt: skip
STEPS = st.lists(STEP, max_size=8).map(lambda steps: sorted(steps, key=lambda step: step[0]))


@given(STEPS)
def test_a_chain_as_it_was_written_holds_and_is_read_back_as_it_was(steps):
    chain = written(*steps)
    assert first_break(chain) == ""
    assert [from_facts(entry.facts, entry.hash) for entry in chain] == chain


@given(STEPS.filter(len), st.data())
def test_no_entry_is_changed_taken_out_or_put_in_unseen(steps, data):
    chain = written(*steps)
    at = data.draw(st.integers(0, len(chain) - 1))
    changed = replace(chain[at], headline="Something else")
    rewritten = [*chain[:at], sealed(changed), *chain[at + 1 :]]
    assert first_break([*chain[:at], changed, *chain[at + 1 :]])
    if at < len(chain) - 1:  # of the last one only a kept hash can tell
        assert first_break(rewritten)
        assert first_break([*chain[:at], *chain[at + 1 :]])
    assert first_break([*chain[: at + 1], *chain[at:]])


@given(STEPS)
def test_what_comes_after_a_month_changes_nothing_of_its_statement(steps):
    chain = written(*steps)
    until_its_end = [entry for entry in chain if entry.at < NOVEMBER + 30 * DAY]
    assert told(chain) == told(until_its_end)
    assert told(chain) == told(chain, at=NOVEMBER + 1000 * DAY)


@given(STEPS, st.floats(0, 60) | st.none())
def test_each_line_is_what_an_hour_by_hour_watch_of_the_page_would_have_seen(steps, ends):
    chain = written(*steps, ends=ends)
    # An oracle of another kind: at each of many moments, what did the last entry before it say?
    moments = sorted({NOVEMBER + timedelta(hours=hour) for hour in range(30 * 24)}
                     | {entry.at for entry in chain if NOVEMBER <= entry.at < NOVEMBER + 30 * DAY})  # fmt: skip
    seen: dict[tuple[str, str], datetime] = {}
    for moment in moments:
        for guid in ("a", "b"):
            said = [entry for entry in chain if entry.guid == guid and entry.at <= moment]
            if (
                said
                and said[-1].kind in (Kind.PRINTED, Kind.CHANGED)
                and not (said[-1].ends_at and said[-1].ends_at <= moment)
            ):
                seen |= {(guid, use): moment for use in said[-1].uses}
    lines = {(line.guid, line.channel): line for line in told(chain).lines}
    # A display of no length, or shorter than the watch's step, may be in the one and not in the other.
    assert set(seen) <= set(lines)
    for key, last in seen.items():
        assert last <= lines[key].last_displayed_at


def test_a_story_that_stays_is_displayed_still():
    (line,) = told(written((3, Kind.PRINTED, "a", ("page",)))).lines
    assert (line.first_displayed_at, line.last_displayed_at) == (NOVEMBER + 3 * DAY, NOVEMBER + 30 * DAY)
    assert (line.is_displayed_still, line.counts, line.headline) == (True, True, "All about a")


def test_a_channel_that_the_licence_takes_away_ends_by_itself():
    chain = written(
        (3, Kind.PRINTED, "a", ALL), (5, Kind.CHANGED, "a", ("page",)), (9, Kind.WITHDRAWN, "a", ())
    )
    lasts = {line.channel: (line.last_displayed_at - NOVEMBER).days for line in told(chain).lines}
    assert lasts == {"page": 9, "front": 5, "feed": 5}


def test_what_a_licence_ended_was_not_shown_until_somebody_wrote_it_down():
    chain = written((3, Kind.PRINTED, "a", ("page",)), (20, Kind.WITHDRAWN, "a", ()), ends=10)
    (line,) = told(chain).lines
    assert line.last_displayed_at == NOVEMBER + 10 * DAY


def test_an_item_counts_in_the_month_of_its_first_publication_alone():
    chain = written(
        (3, Kind.PRINTED, "a", ("page",)), (4, Kind.WITHDRAWN, "a", ()), (5, Kind.PRINTED, "a", ("page",)),
        (40, Kind.PRINTED, "a", ("page",)), (41, Kind.PRINTED, "b", ("page",)),
    )  # fmt: skip
    assert [told(chain, month).published for month in ("2026-10", "2026-11", "2026-12")] == [0, 1, 1]
    assert [line.counts for line in told(chain, "2026-12").lines] == [False, True]


def test_a_picture_has_lines_of_its_own():
    (entry,) = written((3, Kind.PRINTED, "a", ("page", "front")))
    chain = [sealed(replace(entry, pictures=(PictureUse("f00d", "Jane Doe / Harbour Wire"),)))]
    assert [(line.kind, line.guid, line.channel) for line in told(chain).lines] == [
        ("story", "a", "front"), ("story", "a", "page"), ("picture", "f00d", "front"), ("picture", "f00d", "page"),
    ]  # fmt: skip


def test_an_entry_of_a_clock_that_ran_ahead_hides_nothing_that_was_written_after_it():
    chain = written((1, Kind.PRINTED, "a", ALL), (4000, Kind.CHANGED, "a", ALL), (2, Kind.PRINTED, "b", ALL))
    told_of = told(chain, at=NOVEMBER + 20 * DAY)
    assert {line.guid for line in told_of.lines} == {"a", "b"}
    assert (told_of.published, told_of.ledger_entries) == (2, 3)


def test_another_partners_entries_are_in_no_statement():
    assert told(written((3, Kind.PRINTED, "a", ("page",))), partner="ferry").lines == ()


def test_a_month_that_is_not_over_says_up_to_when():
    made = told(written((3, Kind.PRINTED, "a", ("page",))), at=NOVEMBER + 4 * DAY)
    assert (made.is_closed, made.as_of, made.lines[0].last_displayed_at) == (
        False,
        NOVEMBER + 4 * DAY,
        NOVEMBER + 4 * DAY,
    )


@pytest.mark.parametrize(
    ("month", "zone", "begins", "ends"),
    [
        ("2026-11", "Asia/Seoul", "2026-10-31T15:00:00+00:00", "2026-11-30T15:00:00+00:00"),
        ("2026-12", "UTC", "2026-12-01T00:00:00+00:00", "2027-01-01T00:00:00+00:00"),
        ("2026-03", "America/New_York", "2026-03-01T05:00:00+00:00", "2026-04-01T04:00:00+00:00"),
    ],
)
def test_a_month_is_the_partners_own(month, zone, begins, ends):
    assert [moment.isoformat() for moment in bounds(month, zone)] == [begins, ends]
    assert month_of(datetime.fromisoformat(begins), zone) == month
    assert month_of(datetime.fromisoformat(ends) - timedelta(seconds=1), zone) == month


PICTURE = PictureUse("f" * 64, "Ann Lee/항구")


def with_picture(at: datetime = NOVEMBER, **changes: object) -> Entry:
    (entry,) = written((0, Kind.PRINTED, "a", ("page", "feed")), ends=5)
    return sealed(replace(entry, at=at, pictures=(PICTURE,), **changes))  # type: ignore[arg-type]  # any field


def test_the_hash_of_an_entry_outlives_a_release() -> None:
    # Anybody may prove the ledger against a hash that they kept: it is made of the same bytes for ever.
    assert with_picture().hash == "e38be1b7eda73c2b862a08914738c9ce2475298de96c54348dd93d064d46c2e6"
    elsewhere = with_picture(NOVEMBER.astimezone(ZoneInfo("Asia/Seoul")))
    assert elsewhere.facts["at"] == "2026-11-01T00:00:00+00:00"
    assert elsewhere.hash == with_picture().hash
    assert elsewhere.facts["pictures"] == [{"hash": "f" * 64, "credit": "Ann Lee/항구"}]


def test_an_entry_with_its_end_and_its_picture_is_read_back_as_it_was() -> None:
    for entry in (with_picture(), with_picture(ends_at=None)):
        back = from_facts(entry.facts, entry.hash)
        assert back == entry
        assert (back.ends_at, back.pictures) == (entry.ends_at, (PICTURE,))


def test_a_statement_says_whom_it_is_for_and_what_it_rests_on() -> None:
    chain = written((1, Kind.PRINTED, "a", ("page",)), (3, Kind.WITHDRAWN, "a", ()))
    found = told(chain)
    assert (found.partner, found.month, found.time_zone, found.quota) == ("harbour", "2026-11", "UTC", 10)
    assert (found.begins_at, found.ends_at) == (NOVEMBER, datetime(2026, 12, 1, tzinfo=UTC))
    assert (found.ledger_entries, found.ledger_hash) == (2, chain[-1].hash)
    nothing = told([])
    assert (nothing.ledger_entries, nothing.ledger_hash, nothing.lines, nothing.published) == (
        0,
        NOTHING,
        (),
        0,
    )
    others = told(chain, partner="meadow")
    assert (others.lines, others.published, others.ledger_entries) == ((), 0, 2)
    before = told(chain, at=NOVEMBER + 3 * DAY)  # what comes at the very moment is not in it yet
    assert (before.ledger_entries, before.lines[0].is_displayed_still) == (1, True)


def test_a_line_says_all_of_its_story_and_all_of_its_picture() -> None:
    entry = with_picture()
    later = sealed(
        replace(entry, number=2, at=NOVEMBER + DAY, kind=Kind.CHANGED, terms_version=2, before=entry.hash)
    )
    lines = {(line.kind, line.channel): line for line in told([entry, later]).lines}
    assert set(lines) == {(kind, use) for kind in ("story", "picture") for use in ("page", "feed")}
    story, picture = lines["story", "page"], lines["picture", "page"]
    assert (story.guid, story.version, story.address) == ("a", "1", "/economy/harbour/a/")
    assert (picture.guid, picture.headline) == ("f" * 64, "All about a")
    assert (story.counts, picture.counts) == (True, False)
    assert story.terms_versions == (1, 2)
    assert (story.first_displayed_at, story.last_displayed_at) == (NOVEMBER, NOVEMBER + 5 * DAY)
    assert story.is_displayed_still is False
    assert [line.kind for line in told([entry, later]).lines] == ["story", "story", "picture", "picture"]


def test_what_was_over_or_not_begun_has_no_line_in_a_month() -> None:
    chain = written(
        (-3, Kind.PRINTED, "a", ("page",)), (0, Kind.WITHDRAWN, "a", ()), (30, Kind.PRINTED, "b", ("page",))
    )
    assert told(chain).lines == ()
    ended = written((-3, Kind.PRINTED, "a", ("page",)), ends=0)
    assert told(ended).lines == ()
    anew = written((1, Kind.PRINTED, "a", ("page",)), (5, Kind.PRINTED, "a", ("page",)), ends=5)
    (line,) = told(anew).lines
    assert (line.last_displayed_at, line.is_displayed_still) == (NOVEMBER + 5 * DAY, False)
