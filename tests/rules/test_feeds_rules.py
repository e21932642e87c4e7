"""What a feed may say, and how."""

from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from html import escape
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from dateline.feeds import rules

EVER = {"min_value": datetime(1970, 1, 1), "max_value": datetime(9000, 1, 1)}  # noqa: DTZ001 - the zone is added
MOMENTS = st.datetimes(**EVER, timezones=st.just(UTC))


@given(st.text())
def test_any_text_can_stand_in_xml(text):
    safe = rules.xml_text(text)
    read = etree.fromstring(f"<a>{escape(safe)}</a>".encode()).text or ""
    assert read == safe.replace("\r\n", "\n").replace("\r", "\n")


@given(st.text(alphabet=st.characters(exclude_categories=["Cc", "Cs", "Cn"])))
def test_ordinary_text_stays_as_it_is(text):
    assert rules.xml_text(text) == text


@given(MOMENTS)
def test_a_moment_in_rss_is_that_moment(at):
    written = rules.rss_moment(at)
    assert written.endswith(" GMT")
    assert parsedate_to_datetime(written) == at.replace(microsecond=0)


def test_a_moment_in_rss_by_example():
    seoul = datetime(2026, 11, 24, 10, tzinfo=timezone(timedelta(hours=9)))
    assert rules.rss_moment(seoul) == "Tue, 24 Nov 2026 01:00:00 GMT"


@given(st.uuids())
def test_a_guid_is_one_a_story_and_edition(key):
    assert rules.guid_of(key, "en") == rules.guid_of(key, "en")
    assert rules.guid_of(key, "en") != rules.guid_of(key, "ko")


def test_a_guid_never_changes_with_a_release():
    assert (
        rules.guid_of(UUID("6e3b1a52-0000-4000-8000-000000000001"), "en")
        == "urn:uuid:eb9d6f93-bc43-5f99-a312-8df9f09d3e1d"
    )


@given(MOMENTS)
def test_a_moment_is_within_its_day(at):
    bounds = rules.day_bounds(rules.day_of(at))
    assert bounds is not None
    assert bounds[0] <= at < bounds[1]


@pytest.mark.parametrize(
    "day",
    ["2026-00-01", "2026-13-01", "0000-01-01", "9999-12-31", "2026-1-1", "2026-02-30", "²026-01-01", ""],
)
def test_no_day(day):
    assert rules.day_bounds(day) is None


@pytest.mark.parametrize(
    ("standfirst", "dateline", "notes", "description"),
    [
        ("He left.", "", (), "He left."),
        ("He left.", "SEOUL", ("(Harbour Wire)", "© Harbour"), "SEOUL—He left. (Harbour Wire) © Harbour"),
        ("", "SEOUL", ("(Harbour Wire)", ""), "(Harbour Wire)"),
        ("", "", (), ""),
    ],
)
def test_descriptions(standfirst, dateline, notes, description):
    assert rules.description_of(standfirst, dateline, notes) == description
