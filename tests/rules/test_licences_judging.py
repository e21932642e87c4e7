"""The judge: nothing that is not named, not before, not after, and never a second early or late."""

import json
from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from dateline.licences.errors import UnreadableTerms
from dateline.licences.rules import (
    EVERYWHERE,
    OWN,
    After,
    Canonical,
    Index,
    ItemFacts,
    Pictures,
    Status,
    Terms,
    TextRight,
    Use,
    Verdict,
    accept,
    changes_after,
    ends_at,
    first_published,
    from_json,
    is_the_partners,
    is_yet_to_come,
    judge,
    judge_picture,
    licenses_picture,
    may_change,
    narrow,
    release,
    terms_hash,
    territory,
    to_json,
    updated,
    with_contract,
)
from dateline.licences.rules.terms import ITEM_FIELDS

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
TICK = timedelta(microseconds=1)
CONTRACT = Terms(partner="Harbour Wire", slug="harbour-wire", uses=frozenset({Use.PAGE, Use.FRONT}), ai=True)

ZONES = st.sampled_from(["UTC", "Asia/Seoul", "Europe/Helsinki", "America/New_York", "Pacific/Kiritimati"])
FIRST, LAST = datetime(2025, 1, 1), datetime(2028, 1, 1)  # noqa: DTZ001  # hypothesis sets the zone
MOMENTS = ZONES.flatmap(lambda zone: st.datetimes(FIRST, LAST, timezones=st.just(ZoneInfo(zone))))
DAYS = st.dates(date(2025, 1, 1), date(2028, 1, 1))
USAGE_TEXTS = st.sampled_from(
    ["", "No Archiving Permitted", "No sales. No archive", "no use in Japan", "print only", "No AI training",
     "remove after 14 days", "Japan and South Korea only",
     "no use in the US; worldwide except China", "No pictures; credit required", "한국어로 된 조건"]
)  # fmt: skip


def maybe(strategy: st.SearchStrategy) -> st.SearchStrategy:
    return st.none() | strategy


CONTRACTS = st.builds(
    Terms,
    partner=st.just("Harbour Wire"),
    slug=st.just("harbour-wire"),
    time_zone=ZONES,
    uses=st.frozensets(st.sampled_from(Use)),
    pictures=st.sampled_from(Pictures),
    text=st.sampled_from(TextRight),
    starts_on=maybe(DAYS),
    ends_on=maybe(DAYS),
    display_days=maybe(st.integers(1, 400)),
    index=st.sampled_from(Index),
    canonical=st.sampled_from(Canonical),
    ai=st.booleans(),
    comments=st.booleans(),
    territory=st.sampled_from([EVERYWHERE, territory(["KR", "JP"]), territory(["!US"]), territory(["KR"])]),
    after_end=st.sampled_from(After),
    after_kill=st.sampled_from(After),
)
FACTS = st.builds(
    ItemFacts,
    embargo_until=maybe(MOMENTS),
    expires_at=maybe(MOMENTS),
    status=st.sampled_from(Status),
    held=st.sampled_from(["", "엠바고", "HOLD FOR RELEASE"]),
    usage_terms=st.lists(USAGE_TEXTS, max_size=2).map(tuple),
    credit=st.sampled_from(["", "Jane Doe/Harbour Wire"]),
    sent_at=maybe(MOMENTS),
    ai_is_reserved=st.booleans(),
)
TERMS = st.builds(
    lambda contract, facts, published: replace(narrow(contract, facts), published_at=published),
    CONTRACTS,
    FACTS,
    maybe(MOMENTS),
)


def allowed_says_the_oracle(terms: Terms, use: Use, at: datetime) -> bool:
    """Written apart from the judge: counts seconds since 1970, and asks the zone day by day."""
    now = at.timestamp()
    local_day = at.astimezone(ZoneInfo(terms.time_zone)).date()
    barred = [
        terms.status.value in ("withheld", "canceled"),
        terms.status.value == "embargoed" and terms.embargo_until is None,
        len(terms.held) > 0,
        use.value not in {named.value for named in terms.uses},
        any(terms_hash(text) not in terms.accepted for text in terms.unread),
        str(terms.territory) == "!*",
        str(terms.territory) != "*" and use.value in ("feed", "newsletter", "api", "social"),
        terms.starts_on is not None and local_day < terms.starts_on,
        terms.ends_on is not None and local_day > terms.ends_on,
        terms.embargo_until is not None and now < terms.embargo_until.timestamp(),
        terms.expires_at is not None and now >= terms.expires_at.timestamp(),
        terms.published_at is not None
        and terms.display_days is not None
        and now >= terms.published_at.timestamp() + terms.display_days * 86400,
    ]
    return not any(barred)


@given(TERMS, st.sampled_from(Use), MOMENTS)
def test_the_judge_agrees_with_the_oracle(terms, use, at):
    verdict = judge(terms, use, at)
    assert verdict.allowed == allowed_says_the_oracle(terms, use, at)
    assert bool(verdict.reason) == (not verdict.allowed)


@given(TERMS, st.sampled_from(Use))
def test_the_judge_agrees_with_the_oracle_around_every_moment_it_knows(terms, use):
    moments = [terms.embargo_until, terms.expires_at, ends_at(terms), changes_after(terms, NOON)]
    for moment in moments:
        for at in (moment - TICK, moment, moment + TICK) if moment else ():
            assert judge(terms, use, at).allowed == allowed_says_the_oracle(terms, use, at)


@given(TERMS, st.sampled_from(Use), MOMENTS)
def test_nothing_is_allowed_from_the_end_on(terms, use, at):
    over_at = ends_at(terms)
    assume(over_at is not None)
    assert not judge(terms, use, max(at, over_at))


@given(TERMS, st.sampled_from(Use), MOMENTS, MOMENTS)
def test_between_two_changes_the_verdict_stays(terms, use, at, other):
    first, second = sorted([at, other])
    change = changes_after(terms, first)
    assume(change is None or second < change)
    assert judge(terms, use, first).allowed == judge(terms, use, second).allowed


@given(CONTRACTS, FACTS, st.sampled_from(Use), MOMENTS)
def test_an_item_never_allows_what_the_contract_does_not(contract, facts, use, at):
    narrowed = narrow(contract, facts)
    assert judge(contract, use, at) or not judge(narrowed, use, at)
    assert contract.ai or not narrowed.ai


@given(CONTRACTS, FACTS)
def test_narrowing_twice_is_narrowing_once(contract, facts):
    assert narrow(narrow(contract, facts), facts) == narrow(contract, facts)


@given(CONTRACTS, FACTS, FACTS, st.sampled_from(Use), MOMENTS)
def test_the_order_of_narrowing_does_not_matter(contract, one, other, use, at):
    there, back = narrow(narrow(contract, one), other), narrow(narrow(contract, other), one)
    assert judge(there, use, at).allowed == judge(back, use, at).allowed


@given(TERMS)
def test_terms_come_back_from_json_as_they_went(terms):
    # Python counts no moment within a change of the clocks as equal to one in another zone, and JSON keeps UTC.
    if terms.published_at:
        terms = replace(terms, published_at=terms.published_at.astimezone(UTC))
    assert from_json(json.loads(json.dumps(to_json(terms)))) == terms


@given(CONTRACTS, CONTRACTS, FACTS)
def test_a_new_contract_narrows_like_the_old_by_what_the_item_said(old, new, facts):
    new = replace(new, time_zone=old.time_zone)
    assert with_contract(narrow(old, facts), new) == narrow(new, facts)


def test_every_field_is_either_the_contracts_or_the_items():
    names = tuple(each.name for each in fields(Terms))
    assert names[-len(ITEM_FIELDS) :] == ITEM_FIELDS


def test_a_use_that_is_not_named_is_denied():
    assert judge(CONTRACT, Use.FEED, NOON) == Verdict(False, "Harbour Wire does not license feed use")


def test_terms_that_say_nothing_allow_nothing():
    assert not any(judge(Terms(), use, NOON) for use in Use)
    assert from_json({}) == Terms()


def test_our_own_work_is_ours_to_use():
    assert all(judge(OWN, use, NOON) for use in Use)
    assert OWN.is_ours


@pytest.mark.parametrize(("at", "allowed"), [(NOON - MINUTE, False), (NOON - TICK, False), (NOON, True)])
def test_an_embargo_lifts_on_the_minute(at, allowed):
    assert judge(narrow(CONTRACT, ItemFacts(embargo_until=NOON)), Use.PAGE, at).allowed is allowed


@pytest.mark.parametrize(("at", "allowed"), [(NOON - MINUTE, True), (NOON - TICK, True), (NOON, False)])
def test_an_expiry_is_over_at_its_very_moment(at, allowed):
    assert judge(narrow(CONTRACT, ItemFacts(expires_at=NOON)), Use.PAGE, at).allowed is allowed


@pytest.mark.parametrize(("at", "allowed"), [(NOON - TICK, True), (NOON, False)])
def test_a_display_window_is_over_at_its_very_moment(at, allowed):
    published = first_published(replace(CONTRACT, display_days=30), NOON - timedelta(days=30))
    assert judge(published, Use.PAGE, at).allowed is allowed


def test_publishing_again_does_not_move_the_display_window():
    terms = first_published(replace(CONTRACT, display_days=1), NOON)
    assert ends_at(first_published(terms, NOON + timedelta(hours=5))) == NOON + timedelta(days=1)


@pytest.mark.parametrize(
    ("zone", "day", "end"),
    [
        ("Asia/Seoul", date(2026, 12, 31), datetime(2026, 12, 31, 15, tzinfo=UTC)),
        ("America/New_York", date(2026, 12, 31), datetime(2027, 1, 1, 5, tzinfo=UTC)),
        ("America/New_York", date(2026, 11, 1), datetime(2026, 11, 2, 5, tzinfo=UTC)),  # a day of 25 hours
        ("America/New_York", date(2026, 3, 8), datetime(2026, 3, 9, 4, tzinfo=UTC)),  # a day of 23 hours
        ("Europe/Helsinki", date(2026, 10, 25), datetime(2026, 10, 25, 22, tzinfo=UTC)),
        ("Europe/Helsinki", date(2026, 3, 29), datetime(2026, 3, 29, 21, tzinfo=UTC)),
        ("America/Havana", date(2026, 3, 7), datetime(2026, 3, 8, 5, tzinfo=UTC)),  # midnight is skipped
    ],
)
def test_a_last_day_ends_at_the_partners_midnight(zone, day, end):
    terms = replace(CONTRACT, time_zone=zone, ends_on=day)
    assert ends_at(terms) == end
    assert judge(terms, Use.PAGE, end - TICK)
    assert not judge(terms, Use.PAGE, end)


def test_a_first_day_begins_at_the_partners_midnight():
    terms = replace(CONTRACT, time_zone="Asia/Seoul", starts_on=date(2026, 1, 1))
    begin = datetime(2025, 12, 31, 15, tzinfo=UTC)
    assert judge(terms, Use.PAGE, begin - MINUTE).reason == "the licence begins on 2026-01-01"
    assert judge(terms, Use.PAGE, begin)


def test_a_moment_without_a_zone_is_the_partners_own():
    without_a_zone = datetime(2026, 11, 24, 21)  # noqa: DTZ001  # as partners send it
    terms = narrow(replace(CONTRACT, time_zone="Asia/Seoul"), ItemFacts(embargo_until=without_a_zone))
    assert terms.embargo_until == NOON


def test_the_end_of_time_is_within_reach():
    far = datetime(9999, 12, 31, 23, 59, tzinfo=timezone(-timedelta(hours=12)))
    terms = narrow(replace(CONTRACT, time_zone="Asia/Seoul"), ItemFacts(embargo_until=far, expires_at=far))
    assert "under embargo until 9000-01-02" in judge(terms, Use.PAGE, NOON).reason


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        (ItemFacts(status=Status.CANCELED), "killed by Harbour Wire"),
        (ItemFacts(status=Status.WITHHELD), "withheld by Harbour Wire"),
        (ItemFacts(status=Status.EMBARGOED), "held until an editor sets a time: embargoed without a date"),
        (ItemFacts(held="엠바고"), "held until an editor sets a time: 엠바고"),
        (ItemFacts(embargo_until=NOON + MINUTE), "under embargo until 2026-11-24 12:01 UTC"),
        (ItemFacts(expires_at=NOON), "the item expired 2026-11-24 12:00 UTC"),
        (ItemFacts(usage_terms=("No Use in Asia",)), "usage terms to be read and accepted: No Use in Asia"),
    ],
)
def test_the_reason_is_one_that_an_editor_understands(facts, reason):
    assert judge(narrow(CONTRACT, facts), Use.PAGE, NOON) == Verdict(False, reason)


def test_a_held_item_goes_at_the_time_that_an_editor_set():
    held = narrow(CONTRACT, ItemFacts(held="HOLD FOR RELEASE", status=Status.EMBARGOED))
    released = release(held, NOON)
    assert not judge(released, Use.PAGE, NOON - MINUTE)
    assert judge(released, Use.PAGE, NOON)


def test_an_editors_time_does_not_shorten_an_embargo():
    held = narrow(CONTRACT, ItemFacts(held="EMBARGO", embargo_until=NOON))
    assert not judge(release(held, NOON - MINUTE), Use.PAGE, NOON - MINUTE)


def test_strange_usage_terms_go_once_they_are_read_and_accepted():
    terms = narrow(CONTRACT, ItemFacts(usage_terms=("No Use in Asia",)))
    assert judge(accept(terms, terms_hash("No Use in Asia")), Use.PAGE, NOON)
    assert not judge(accept(terms, terms_hash("No Use in Europe")), Use.PAGE, NOON)


def test_a_newer_version_keeps_our_record_and_forgets_the_olds_embargo():
    old = first_published(narrow(CONTRACT, ItemFacts(usage_terms=("Odd",), embargo_until=NOON)), NOON)
    newer = updated(accept(old, terms_hash("Odd")), CONTRACT, ItemFacts(usage_terms=("Odd",)))
    assert (newer.published_at, newer.embargo_until) == (NOON, None)
    assert judge(newer, Use.PAGE, NOON - MINUTE)


@pytest.mark.parametrize(
    ("pictures", "is_the_partners", "allowed"),
    [
        ("all", True, True),
        ("all", False, True),
        ("own", True, True),
        ("own", False, False),
        ("none", True, False),
    ],
)
def test_pictures_are_shown_as_the_contract_says(pictures, is_the_partners, allowed):
    terms = replace(CONTRACT, pictures=Pictures(pictures))
    assert judge_picture(terms, Use.PAGE, NOON, is_the_partners=is_the_partners).allowed is allowed


def test_a_picture_is_asked_about_like_its_story():
    terms = narrow(replace(CONTRACT, pictures=Pictures.ALL), ItemFacts(embargo_until=NOON))
    assert not judge_picture(terms, Use.PAGE, NOON - MINUTE, is_the_partners=True)
    assert not judge_picture(terms, Use.GALLERY, NOON, is_the_partners=True)


@pytest.mark.parametrize(
    ("text", "headline", "body"),
    [("verbatim", False, False), ("headline", True, False), ("free", True, True)],
)
def test_text_is_changed_as_the_contract_says(text, headline, body):
    terms = replace(CONTRACT, text=TextRight(text))
    assert (may_change(terms, "headline").allowed, may_change(terms, "body").allowed) == (headline, body)


def test_terms_of_a_later_version_of_dateline_are_not_guessed_at():
    for kept in (
        {"planet": ["Earth"]},
        {"territory": "Atlantis"},
        {"after_end": "451"},
        {"uses": ["hologram"]},
        {"expires_at": "2026-01-01T00:00:00"},
    ):
        with pytest.raises(UnreadableTerms):
            from_json(kept)


@pytest.mark.parametrize(
    ("said", "is_theirs"),
    [
        (("Ann Lee/Harbour Wire", ""), True),
        (("HARBOUR WIRE", ""), True),
        (("Ann Lee", "© 2026 Harbour Wire"), True),
        (("Photo: harbour-wire.", ""), True),
        (("Ann Lee/Getty Images", "© Getty Images"), False),
        (("Ann Lee", ""), False),
        (("Harbour Wireless", ""), False),
        (("", ""), False),
    ],
)
def test_a_picture_is_the_partners_own_when_it_names_the_partner(said, is_theirs):
    assert is_the_partners(CONTRACT, *said) is is_theirs


def test_no_partner_without_a_name_owns_a_picture():
    assert not is_the_partners(OWN, "Ann Lee", "© Anybody")


@pytest.mark.parametrize(
    ("terms", "waits"),
    [
        (replace(CONTRACT, embargo_until=NOON + TICK), True),
        (replace(CONTRACT, embargo_until=NOON), False),
        (replace(CONTRACT, held=frozenset({"HOLD FOR RELEASE"})), True),
        (replace(CONTRACT, status=Status.EMBARGOED), True),
        (replace(CONTRACT, embargo_until=NOON + TICK, status=Status.CANCELED), False),
        (replace(CONTRACT, embargo_until=NOON + TICK, expires_at=NOON), False),
        (replace(CONTRACT, uses=frozenset()), False),
        (CONTRACT, False),
    ],
)
def test_what_waits_for_its_moment_is_not_gone(terms, waits):
    assert is_yet_to_come(terms, NOON) is waits


def test_a_moment_within_a_change_of_the_clocks_comes_back_as_the_same_moment():
    for day, hour in (((2025, 3, 30), 3), ((2025, 10, 26), 3)):  # skipped, and gone through twice
        moment = datetime(*day, hour, tzinfo=ZoneInfo("Europe/Helsinki"))
        back = from_json(json.loads(json.dumps(to_json(replace(CONTRACT, published_at=moment)))))
        assert back.published_at == moment.astimezone(UTC)


def test_the_later_of_two_embargoes_and_the_earlier_of_two_ends_count():
    early, late = NOON, NOON + MINUTE
    for first, second in ((early, late), (late, early)):
        contract = replace(CONTRACT, embargo_until=first, expires_at=first)
        terms = narrow(contract, ItemFacts(embargo_until=second, expires_at=second))
        assert (terms.embargo_until, terms.expires_at) == (late, early)


def test_the_moment_itself_is_no_moment_after_it():
    terms = replace(CONTRACT, embargo_until=NOON, expires_at=NOON + MINUTE)
    assert changes_after(terms, NOON - TICK) == NOON
    assert changes_after(terms, NOON) == NOON + MINUTE
    assert changes_after(terms, NOON + MINUTE) is None


def test_terms_of_a_later_release_are_refused_by_the_name_of_their_key():
    with pytest.raises(UnreadableTerms, match="hold lunar_rights, which this version does not know"):
        from_json(to_json(CONTRACT) | {"lunar_rights": True})


@pytest.mark.parametrize(
    ("terms", "reason"),
    [
        (
            replace(CONTRACT, held=frozenset({"one", "another"})),
            "held until an editor sets a time: another; one",
        ),
        (
            replace(CONTRACT, unread=frozenset({"Odd", "Even"})),
            "usage terms to be read and accepted: Even; Odd",
        ),
        (
            replace(CONTRACT, ends_on=NOON.date() - timedelta(days=2)),
            "the licence ended 2026-11-23 00:00 UTC",
        ),
        (Terms(uses=frozenset(), status=Status.CANCELED), "killed by the sender"),
        (
            replace(CONTRACT, display_days=2, published_at=NOON - timedelta(days=2)),
            "the 2 days of display ended 2026-11-24 12:00 UTC",
        ),
    ],
)
def test_each_objection_is_said_in_so_many_words(terms, reason):
    assert judge(terms, Use.PAGE, NOON).reason == reason


def test_what_is_not_licensed_of_pictures_and_text_is_said_in_so_many_words():
    own, none = replace(CONTRACT, pictures=Pictures.OWN), replace(CONTRACT, pictures=Pictures.NONE)
    assert licenses_picture(none, is_the_partners=True).reason == "Harbour Wire licenses no pictures"
    assert (
        licenses_picture(own, is_the_partners=False).reason
        == "Harbour Wire licenses its own pictures alone, and this is a third party's"
    )
    said = may_change(CONTRACT, "headline")
    assert said.reason == "Harbour Wire licenses its text word for word; the headline stays as it came"


def test_every_end_is_said_in_utc():
    seoul = ZoneInfo("Asia/Seoul")
    for terms in (
        replace(CONTRACT, expires_at=NOON.astimezone(seoul)),
        replace(CONTRACT, published_at=NOON.astimezone(seoul), display_days=1),
        replace(CONTRACT, ends_on=NOON.date(), time_zone="Asia/Seoul"),
    ):
        assert ends_at(terms).tzinfo is UTC
        assert to_json(terms)["expires_at"] in (None, "2026-11-24T12:00:00+00:00")


@pytest.mark.parametrize(
    ("year", "kept"), [(1899, 1900), (1900, 1900), (1901, 1901), (8999, 8999), (9000, 9000), (9500, 9000)]
)
def test_a_year_beyond_reach_is_kept_within_it(year, kept):
    moment = datetime(year, 1, 1, tzinfo=UTC)
    assert narrow(CONTRACT, ItemFacts(expires_at=moment)).expires_at == datetime(kept, 1, 1, tzinfo=UTC)


def test_what_came_without_a_zone_is_read_in_the_partners_everywhere():
    contract = replace(CONTRACT, time_zone="Asia/Seoul")
    nine_at_night = datetime(2026, 11, 24, 21)  # noqa: DTZ001  # as partners send it
    assert narrow(contract, ItemFacts(expires_at=nine_at_night)).expires_at == NOON
    sent = ItemFacts(usage_terms=("remove after 14 days",), sent_at=nine_at_night)
    narrowed = narrow(contract, sent)
    assert narrowed.expires_at == NOON + timedelta(days=14)
    assert narrowed.expires_at.tzinfo is UTC


def test_days_of_use_never_lengthen_an_earlier_end():
    sent = ItemFacts(usage_terms=("remove after 14 days",), sent_at=NOON, expires_at=NOON + timedelta(days=3))
    assert narrow(CONTRACT, sent).expires_at == NOON + timedelta(days=3)
    without = ItemFacts(usage_terms=("No newsletters",), sent_at=NOON)
    assert narrow(CONTRACT, without).expires_at is None
    at_once = ItemFacts(usage_terms=("remove after 0 days",), sent_at=NOON)
    assert narrow(CONTRACT, at_once).expires_at == NOON


def test_only_an_item_that_says_so_takes_pictures_and_learning_away():
    contract = replace(CONTRACT, pictures=Pictures.ALL)
    plain = narrow(contract, ItemFacts(usage_terms=("No newsletters",)))
    assert (plain.pictures, plain.ai, plain.item_reserves_ai) == (Pictures.ALL, True, False)
    reserved = narrow(contract, ItemFacts(ai_is_reserved=True))
    assert (reserved.ai, reserved.item_reserves_ai) == (False, True)
    assert narrow(contract, ItemFacts(usage_terms=("No pictures",))).pictures is Pictures.NONE


def test_a_released_item_is_held_by_nothing():
    assert release(narrow(CONTRACT, ItemFacts(held="EMBARGO")), NOON).held == frozenset()
