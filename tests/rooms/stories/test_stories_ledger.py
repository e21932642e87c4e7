"""What the ledger is told of licensed stories, and the quota that is counted by it."""

import csv
import io
import json
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import transaction
from tests.makers import FREE, NOON, TERMS, hear_all, make_partner, receive

from dateline.house import clock, who
from dateline.licences import ledger, viewed
from dateline.licences.models import LedgerEntry
from dateline.licences.rules import Kind, Status, Use
from dateline.licences.statements import WRITERS
from dateline.stories import actions, rejudging
from dateline.stories.errors import NotLicensed
from dateline.stories.models import Story

ONE_A_MONTH = replace(TERMS, quota_per_month=1)


def kinds() -> list[str]:
    return [str(entry.kind) for entry in ledger.entries()]


def test_a_publication_is_written_down_with_all_that_a_partner_may_ask(licensed):
    with who.acting("editor@example.com"):
        story = licensed()
    (entry,) = ledger.entries()
    assert (entry.kind, entry.partner, entry.guid, entry.actor) == (
        Kind.PRINTED, "harbour", "urn:harbour:1", "editor@example.com",
    )  # fmt: skip
    assert (entry.at, entry.address, entry.headline) == (NOON, story.address, story.title)
    assert entry.version == "1"
    assert set(entry.uses) == {"page", "front", "related", "search", "feed"}
    assert (entry.counts_in, entry.text_hash) == ("2026-11", story.text_hash)


def test_our_own_work_is_in_no_ledger(ours):
    ours()
    assert kinds() == []


def test_a_draft_is_in_no_ledger(licensed):
    licensed(publish=False)
    assert kinds() == []


def test_a_withdrawal_is_written_down_once_and_says_why(licensed):
    story = licensed()
    actions.withdraw(story, reason="a mistake", by="a test")
    actions.withdraw(story, reason="a mistake", by="a test")
    assert kinds() == ["printed", "withdrawn"]
    *_, last = ledger.entries()
    assert (last.reason, last.actor, last.uses) == ("a mistake", "a test", ())


def test_an_edit_is_written_down_and_counts_once(licensed):
    make_partner(FREE)
    story = licensed()
    story.title = "An envoy leaves early"
    story.save_revision().publish()
    actions.withdraw(Story.objects.get(pk=story.pk), reason="for now", by="a test")
    actions.publish(Story.objects.get(pk=story.pk))
    assert kinds() == ["printed", "changed", "withdrawn", "printed"]
    assert [entry.counts_in for entry in ledger.entries()] == ["2026-11", "", "", ""]


def test_what_new_terms_take_away_is_written_down(licensed):
    licensed()
    partner = make_partner(replace(TERMS, uses=frozenset({Use.PAGE})))
    rejudging.hear_licence(_changed(partner.slug))
    *_, last = ledger.entries()
    assert (last.kind, last.uses, last.reason) == (Kind.CHANGED, ("page",), "its licence changed")


def test_a_kill_is_written_down_as_the_partners(licensed, tmp_path):
    licensed()
    receive(tmp_path, version=2, pubstatus="canceled")
    hear_all()
    *_, last = ledger.entries()
    assert (last.kind, last.actor, last.reason) == (
        Kind.WITHDRAWN,
        "harbour",
        f"{Status.CANCELED} by Harbour Wire",
    )


def test_what_is_refused_leaves_no_entry(licensed):
    make_partner(replace(TERMS, uses=frozenset()))
    with pytest.raises(NotLicensed):
        licensed()
    assert kinds() == []


def test_the_item_beyond_the_quota_is_refused_with_the_reason(licensed):
    make_partner(ONE_A_MONTH)
    licensed()
    with pytest.raises(NotLicensed, match="1 of 1 items of Harbour Wire are published in 2026-11"):
        licensed("urn:harbour:2")
    assert kinds() == ["printed"]


def test_a_correction_and_a_second_publication_need_no_quota(licensed, tmp_path):
    make_partner(ONE_A_MONTH)
    story = licensed()
    receive(tmp_path, version=2, headline="An envoy takes the later flight")
    hear_all()
    assert Story.objects.get().title == "An envoy takes the later flight"
    actions.withdraw(Story.objects.get(), reason="for now", by="a test")
    actions.publish(Story.objects.get(pk=story.pk))
    assert Story.objects.get().live
    assert ledger.used_in(story.partner, "2026-11") == 1


def test_the_next_month_by_the_partners_calendar_has_room_again(licensed):
    make_partner(replace(ONE_A_MONTH, time_zone="Asia/Seoul"))
    licensed()
    # The first of December in Seoul is still November in Greenwich.
    with clock.frozen(NOON.replace(day=30, hour=14, minute=59)), pytest.raises(NotLicensed):
        licensed("urn:harbour:2")
    with clock.frozen(NOON.replace(day=30, hour=15)):
        licensed("urn:harbour:3")
    assert [entry.counts_in for entry in ledger.entries()] == ["2026-11", "2026-12"]


def test_the_statement_is_the_same_after_a_re_run(licensed):
    story = licensed()
    with clock.frozen(NOON + timedelta(days=1)):
        actions.withdraw(Story.objects.get(), reason="for now", by="a test")
    later = [ledger.statement_of("harbour", "2026-11", NOON + timedelta(days=days)) for days in (30, 60)]
    assert later[0] == later[1]
    assert {(line.guid, line.channel) for line in later[0].lines} == {
        (story.guid, channel) for channel in ("page", "front", "related", "search", "feed")
    }
    assert {line.last_displayed_at for line in later[0].lines} == {NOON + timedelta(days=1)}


def test_a_statement_tells_the_views_of_its_month_once_for_ever(licensed):
    story = licensed()
    for hour, times in ((NOON, 40), (NOON + timedelta(days=30), 7)):
        with transaction.atomic():
            viewed.add(story.partner, story.guid, "en", hour=hour, times=times)
    early, final, again = (
        ledger.statement_of("harbour", "2026-11", NOON + timedelta(days=d)) for d in (8, 20, 90)
    )
    assert {line.channel: line.views for line in final.lines if line.views is not None} == {"page": 40}
    assert (early.views_are_final, final.views_are_final) == (False, True)
    assert final == again
    written = WRITERS["csv"](final, "The Paper", "Harbour Wire").decode()
    rows = csv.DictReader(io.StringIO(written.lstrip("\ufeff")))
    assert [row["views"] for row in rows if row["channel"] == "page"] == ["40"]
    assert (
        "browser or a cache" in json.loads(WRITERS["json"](final, "The Paper", "Harbour Wire"))["about_views"]
    )


@pytest.mark.parametrize(
    "spoil",
    [
        lambda rows: rows.filter(number=1)._raw_delete("default"),
        lambda rows: _set(rows, 1, {"address": "/elsewhere/"}),
        lambda rows: _set(rows, 2, {"at": "2026-11-01T00:00:00+00:00"}),
    ],
    ids=["taken out", "address changed", "moment changed"],
)
def test_whoever_spoils_the_ledger_is_found_out(licensed, spoil):
    licensed()
    actions.withdraw(Story.objects.get(), reason="for now", by="a test")
    assert ledger.break_of() == ""
    spoil(LedgerEntry.objects.all())
    assert ledger.break_of() != ""


def test_a_ledger_that_was_written_anew_is_found_out_by_a_kept_hash(licensed):
    licensed()
    number, hash_ = ledger.newest()
    assert ledger.break_of(number=number, hash_=hash_) == ""
    assert ledger.break_of(number=number, hash_="0" * 64) == "entry 1 is another than the one that was kept"
    assert "entry 9 is missing" in ledger.break_of(number=9, hash_=hash_)


def _set(rows, number: int, facts: dict[str, str]) -> None:
    row = rows.get(number=number)
    from django.db import connection

    compiled = LedgerEntry._meta.get_field("facts").get_db_prep_save({**row.facts, **facts}, connection)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE licences_ledgerentry SET facts = %s WHERE number = %s", [compiled, number])


def _changed(slug: str):
    from django.db import transaction

    from dateline.house import notices
    from dateline.house.models import Notice

    with transaction.atomic():
        seq = notices.post(f"partner:{slug}", "licence.changed")
    return Notice.objects.get(seq=seq)
