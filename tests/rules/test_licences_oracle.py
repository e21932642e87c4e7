"""A hundred thousand states, terms x surface x moment x place x version, judged by the paper and by an oracle apart.

What the paper says is asked as the paper asks it: the partner's file is read, each version arrives at the wire, an
editor settles what only an editor can, the contract is narrowed by what the item says, and the one judge is asked.
DATELINE_SEED sets the seed, else the date does; DATELINE_STATES how many states there are.
"""

import os
import sys
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from tests.rules import oracle
from tests.rules.oracle import DAY, EPOCH, OF_PICTURES, SURFACES, Sent, State

from dateline.house.toml_file import TomlFile
from dateline.licences.models import Partner
from dateline.licences.parsers import read_contracts
from dateline.licences.rules import (
    Terms,
    Territory,
    Use,
    accept,
    first_published,
    is_the_partners,
    judge,
    judge_picture,
    judge_reader,
    judging,
    narrow,
    signals,
    status_after,
    terms_hash,
)
from dateline.stories.wire_items import facts_of
from dateline.wire import rules as wire
from dateline.wire.models import WireItem

STATES = int(os.environ.get("DATELINE_STATES", "100000"))
SEED = int(os.environ.get("DATELINE_SEED", f"{datetime.now(UTC):%Y%m%d}"))
ZONES = ("UTC", "Asia/Seoul", "Europe/Helsinki", "America/New_York", "America/Havana")
COUNTRIES = ("KR", "JP", "US", "DE", "")
USES = tuple(use.value for use in Use)
# How senders word what the oracle has a meaning for.
WORDS = {
    "no archive": "No Archiving Permitted",
    "no feed": "No onward distribution",
    "no newsletter": "No newsletters",
    "no social": "Not for social media use",
    "no gallery": "No photo galleries",
    "not online": "Print only",
    "no pictures": "No pictures",
    "no ai": "No AI training",
    "out of JP": "No Use in Japan",
    "only KR": "South Korea only",
    "fourteen days": "Use within 14 days",
    "strange": "Ask the harbour master first",
}
NOON = int((datetime(2026, 3, 28, 12, tzinfo=UTC) - EPOCH).total_seconds()) * 1_000_000
CREDITS = {"partner": "Ann Lee/Harbour Wire", "third party": "Ann Lee/Somebody Else"}


def moment(microseconds: int) -> datetime:
    return EPOCH + timedelta(microseconds=microseconds)


def maybe(chance: Random, share: float, value: Any) -> Any:
    return value if chance.random() < share else None


def some_moment(chance: Random) -> int:
    """Within some weeks of the nights in which clocks are changed."""
    return NOON + chance.randrange(-20 * DAY, 20 * DAY)


def some_day(chance: Random) -> date:
    return date(2026, 3, 28) + timedelta(days=chance.randrange(-12, 12))


def some_contract(chance: Random) -> dict[str, object]:
    """What stands under `[partner.terms]`."""
    first, last = sorted((some_day(chance), some_day(chance)))
    found: dict[str, object] = {
        # Nearly all uses, or few: else hardly anything would ever be allowed.
        "uses": [use for use in USES if chance.random() < chance.choice((0.95, 0.95, 0.5))],
        "pictures": chance.choice(("all", "own", "none")),
        "index": chance.choice(("index", "news-noindex", "noindex")),
        "ai": chance.random() < 0.5,
        "after_end": chance.choice(("410", "notice")),
        "after_kill": chance.choice(("410", "notice")),
        "starts_on": maybe(chance, 0.15, first),
        "ends_on": maybe(chance, 0.25, last),
        "display_days": maybe(chance, 0.25, chance.randrange(1, 15)),
        "territory": chance.choice((None, None, ["*"], ["KR"], ["KR", "US"], ["!US"], ["*", "!JP", "!DE"])),
    }
    return {key: value for key, value in found.items() if value is not None}


def some_version(chance: Random, number: int, sent_at: int) -> Sent:
    return Sent(
        number=number,
        sent_at=sent_at,
        status=chance.choice(("usable",) * 12 + ("embargoed", "withheld", "canceled")),
        is_for_newsrooms=chance.random() < 0.03,
        is_held=chance.random() < 0.06,
        embargo=maybe(chance, 0.2, some_moment(chance)),
        expires=maybe(chance, 0.15, some_moment(chance)),
        says=tuple(chance.sample(list(WORDS), chance.choice((0, 0, 0, 1, 1, 2)))),
    )


def some_state(chance: Random, zone: str, contract: dict[str, object]) -> State:
    sent_at = [some_moment(chance)]
    for _ in range(chance.choice((0, 0, 1, 2))):
        sent_at.append(sent_at[-1] + chance.randrange(1, 2 * DAY))
    versions = [some_version(chance, number, at) for number, at in enumerate(sent_at, start=1)]
    came = [one for one in versions if chance.random() < 0.9]
    chance.shuffle(came)
    came += [one for one in came if chance.random() < 0.1]  # the same once more
    state = State(
        zone=zone,
        contract=contract,
        came=tuple(came),
        notices=tuple(at + chance.choice((0, 1)) for at in sent_at if chance.random() < 0.02),
        is_confirmed=chance.random() < 0.5,
        is_accepted=chance.random() < 0.5,
        published_at=maybe(chance, 0.7, some_moment(chance)),
        picture=chance.choice(("partner", "third party")),
    )
    is_settled = oracle.is_held(state) and not oracle.is_killed(state) and chance.random() < 0.6
    version = oracle.counting(state)
    if is_settled and version and version.status != "withheld" and not version.is_for_newsrooms:
        state = replace(state, released_to=some_moment(chance))
    return state


def edges(chance: Random, state: State) -> list[int]:
    """Moments to ask at: beside and on each that the state knows, where a second early or late would be seen."""
    known = [one.embargo for one in state.came] + [one.expires for one in state.came] + [state.released_to]
    known += [one.sent_at + 14 * DAY for one in state.came]
    if state.published_at is not None:
        known.append(state.published_at + int(str(state.contract.get("display_days", 1))) * DAY)
    for key, days in (("starts_on", 0), ("ends_on", 1)):
        if isinstance(day := state.contract.get(key), date):
            midnight = datetime.combine(day + timedelta(days=days), time(), ZoneInfo(state.zone))
            known.append((midnight.astimezone(UTC) - EPOCH) // timedelta(microseconds=1))
    found = [at for at in known if at is not None]
    at = chance.choice(found) if found else NOON
    return [at - 1, at, at + 1, some_moment(chance)]


def item_of(sent: Sent, *, is_numbered: bool) -> wire.Item:
    return wire.Item(
        guid="urn:harbour:1",
        version=str(sent.number) if is_numbered else "1",
        is_numbered=is_numbered,
        version_created_at=moment(sent.sent_at),
        headline=f"Take {sent.number}",
        body_text="Of the harbour.",
        pub_status=sent.status,
        signals=("sig:advisory",) if sent.is_for_newsrooms else (),
        hold="the note to editors speaks of “EMBARGO”" if sent.is_held else "",
        embargoed_until=None if sent.embargo is None else moment(sent.embargo),
        expires_at=None if sent.expires is None else moment(sent.expires),
        usage_terms=tuple(WORDS[meaning] for meaning in sent.says),
        kills=("urn:harbour:1",) if sent.status == "canceled" else (),
    )


def terms_in_the_paper(chance: Random, state: State, partner: Partner, contract: Terms) -> Terms | None:
    """What the paper keeps beside the story of this item; None where there is no item to make one of."""
    is_numbered = chance.random() < 0.7
    arrivals: list[wire.Item | int] = [item_of(one, is_numbered=is_numbered) for one in state.came]
    for notice in state.notices:
        arrivals.insert(chance.randrange(len(arrivals) + 1), notice)
    stored, item = wire.Stored(), None
    for each in arrivals:
        if isinstance(each, int):
            said = wire.Item(guid="urn:harbour:notice", version_created_at=moment(each))
            stored = wire.kill_by_notice(stored, said)
            continue
        arrival = wire.arrive(stored, each, wire.content_hash(each))
        stored, item = arrival.stored, each if arrival.is_current else item
    if item is None:
        return None
    row = WireItem(partner=partner, guid=item.guid)
    if state.is_confirmed:
        stored = wire.confirm(stored) or stored
    if state.released_to is not None and (released := wire.release(stored)) is not None:
        stored, row.embargo_set_to = released, moment(state.released_to)
    row.take(stored, at=moment(NOON))
    terms = narrow(contract, facts_of(row, item))
    if state.is_accepted:
        for text in item.usage_terms:
            terms = accept(terms, terms_hash(text))
    if state.published_at is not None:
        terms = first_published(terms, moment(state.published_at))
    return terms


def is_shown(terms: Terms, surface: str, at: datetime, country: str, picture: str) -> bool:
    """As the room that prints this surface asks; what is not in print stands nowhere."""
    use = Use(SURFACES[surface])
    told = signals(terms)
    listed = {"sitemap": told.in_sitemap, "news sitemap": told.in_news_sitemap}.get(surface, True)
    if not listed or not judge(terms, Use.PAGE, at):
        return False
    verdict = judge_reader(terms, use, at, country)
    if surface in OF_PICTURES:
        is_theirs = is_the_partners(terms, CREDITS[picture])
        return bool(verdict and judge_picture(terms, use, at, is_the_partners=is_theirs))
    return bool(verdict)


def contracts(chance: Random, number: int) -> list[tuple[str, dict[str, object], Terms]]:
    """So many partners' files, read as the paper reads them."""
    found = []
    for _ in range(number):
        zone, said = chance.choice(ZONES), some_contract(chance)
        partner = {"slug": "harbour-wire", "name": "Harbour Wire", "time_zone": zone, "terms": said}
        (read,) = read_contracts(TomlFile(Path("licences.toml"), {"partner": [partner]}, {}))
        found.append((zone, said, read.terms))
    return found


def compare(states: int, seed: int) -> tuple[int, dict[str, int], dict[int, int]]:
    """Ask both so many times; how often they were asked, what was allowed, what addresses answered."""
    chance = Random(seed)
    partner = Partner(slug="harbour-wire", name="Harbour Wire")
    known = contracts(chance, 400)
    asked, allowed, statuses = 0, dict.fromkeys(SURFACES, 0), dict.fromkeys((200, 404, 410, 451), 0)
    while asked < states:
        zone, said, contract = chance.choice(known)
        state = some_state(chance, zone, said)
        terms = terms_in_the_paper(chance, state, partner, contract)
        country = chance.choice(COUNTRIES)
        for at in edges(chance, state):
            expected = oracle.answer(state, at, country)
            found = {
                surface: terms is not None and is_shown(terms, surface, moment(at), country, state.picture)
                for surface in SURFACES
            }
            why = f"seed {seed}: {state} at {moment(at)} in {country!r}"
            assert found == expected.shown, why
            asked += len(SURFACES)
            for surface in SURFACES:
                allowed[surface] += found[surface]
            statuses[expected.status] += 1
            if terms is not None:
                assert status_in_the_paper(terms, moment(at), country) == expected.status, why
                assert_machines_are_told(terms, expected)
    return asked, allowed, statuses


def test_the_paper_and_the_oracle_agree_on_every_surface() -> None:
    sys.stdout.write(f"DATELINE_SEED={SEED}\n")
    asked, allowed, statuses = compare(STATES, SEED)
    assert asked >= STATES
    # Neither is an agreement that nothing is ever allowed.
    assert all(shown > asked / len(SURFACES) / 200 for shown in allowed.values()), allowed
    assert all(statuses.values()), statuses


@pytest.mark.parametrize("question", judging._QUESTIONS, ids=lambda question: question.__name__.strip("_"))
def test_a_question_that_nobody_asks_is_missed(
    question: judging.Question, monkeypatch: pytest.MonkeyPatch
) -> None:
    others = tuple(each for each in judging._QUESTIONS if each is not question)
    monkeypatch.setattr(judging, "_QUESTIONS", others)
    with pytest.raises(AssertionError, match="seed 1"):
        compare(100_000, 1)


def test_a_border_that_nobody_minds_is_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Territory, "includes", lambda self, country: True)
    with pytest.raises(AssertionError, match="seed 1"):
        compare(100_000, 1)


def status_in_the_paper(terms: Terms, at: datetime, country: str) -> int:
    if not judge(terms, Use.PAGE, at):
        return status_after(terms, at)
    return 200 if judge_reader(terms, Use.PAGE, at, country) else 451


def assert_machines_are_told(terms: Terms, expected: oracle.Answer) -> None:
    told = signals(terms)
    headers = dict(told.headers)
    assert (headers.get("tdm-reservation") == "1") is expected.is_reserved
    assert ("train-ai=n" in headers.get("Content-Usage", "")) is expected.is_reserved
    words = told.robots.split(", ")
    assert ("noarchive" in words) is expected.is_reserved
    assert ("noindex" in words) is expected.is_hidden_from_engines
    assert headers.get("X-Robots-Tag", "").split(", ")[: len(words)] == words or not told.robots


def test_the_oracle_has_nothing_of_the_rules() -> None:
    written = Path(oracle.__file__).read_text()
    assert "import dateline" not in written and "from dateline" not in written


def test_every_use_of_a_contract_is_a_surface_of_the_oracle() -> None:
    assert set(SURFACES.values()) == set(USES)
