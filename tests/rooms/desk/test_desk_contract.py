"""A licence manager changes a contract: sees what it would do, keeps it, and finds every story that it changed."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse
from tests.makers import NOON, TERMS, hear_all, make_partner, make_story
from tests.rooms.desk.making import said

from dateline.desk import contract_form
from dateline.house import notices
from dateline.licences import writing
from dateline.licences.models import Partner, TermsVersion
from dateline.licences.rules import Use
from dateline.readers.rules import Role
from dateline.stories.judged import Judged, Rejudging
from dateline.stories.models import Story

EDIT, KEEP = "desk_contract", "desk_contract_keep"


@pytest.fixture
def manager(desk):
    return desk(Role.LICENCE_MANAGER)


@pytest.fixture
def stories(section) -> list[Story]:
    return [
        make_story("Tugs wait", terms=TERMS, guid="urn:1"),
        make_story("Cranes move", terms=TERMS, guid="urn:2", age=timedelta(days=40)),
    ]


def address(name: str, **more: object) -> str:
    return reverse(name, kwargs={"slug": "harbour", **more})


def form(**changes: object) -> dict[str, object]:
    """What the browser would send of the form as it stands, with these changes; None leaves a field out."""
    shown = contract_form.ContractForm.of(Partner.objects.get(slug="harbour"))
    sent = {name: shown[name].value() for name in shown.fields} | {"way": "form"} | changes
    return {name: value for name, value in sent.items() if value not in (None, False, "")}


def file(old: str = "", new: str = "") -> dict[str, str]:
    text = writing.as_toml(writing.facts_of(Partner.objects.get(slug="harbour")))
    assert old in text
    return {"way": "file", "toml": text.replace(old, new) if old else text}


def keep(manager, shown):
    """Press "Save" on what was shown."""
    return manager.post(address(KEEP), {"toml": shown.context["text"], "read_at": shown.context["read_at"]})


def test_what_would_change_is_shown_and_nothing_is_written(manager, stories):
    seq = notices.latest()
    shown = manager.post(address(EDIT), form(display_days=30, uses=["page", "front"]))
    preview = shown.context["preview"]
    assert preview.version == 2
    assert [(each.head, each.count) for each in preview.stories] == [
        ("Leave the paper", 1),
        ("Stay, and change", 1),
    ]
    assert {line.said: line.leave for line in preview.surfaces}["In our search"] == 2
    words = shown.content.decode()
    assert "Cranes move" in words and "30 days of display ended" in words
    assert "No longer under More to Read, in our search, in feeds that others read" in words
    assert notices.latest() == seq
    assert TermsVersion.objects.count() == 1 and not Rejudging.objects.exists()


def test_what_is_kept_is_a_new_version_and_does_what_was_shown(manager, stories):
    shown = manager.post(address(EDIT), form(display_days=30))
    kept = manager.get(keep(manager, shown).url)
    assert said(kept) == ["Version 2 of the terms is kept."]
    hear_all()
    assert [row.terms["display_days"] for row in TermsVersion.objects.order_by("number")] == [None, 30]
    assert not Story.objects.get(title="Cranes move").live
    assert Story.objects.get(title="Tugs wait").live
    row = Rejudging.objects.get()
    told = {line.headline: line.outcome for line in row.lines.all()}
    foreseen = {
        line.headline: each.outcome for each in shown.context["preview"].stories for line in each.first
    }
    assert told == foreseen
    page = manager.get(address("desk_judged", pk=row.pk)).content.decode()
    assert "Cranes move" in page and "30 days of display ended" in page
    report = b"".join(manager.get(address("desk_judged_report", pk=row.pk)).streaming_content).decode()
    assert report.count("\r\n") == 3 and "down,urn:2,Cranes move" in report
    assert "1 left the paper · 1 changed" in manager.get(address("desk_partner")).content.decode()


def test_the_form_says_what_stands_and_sent_back_untouched_changes_nothing(manager, section):
    make_partner(replace(TERMS, ends_on=(NOON + timedelta(days=9)).date(), quota_per_month=60))
    shown = manager.post(address(EDIT), form())
    assert shown.context["preview"].is_nothing
    assert "nothing would change" in shown.content.decode()
    assert "Save as version" not in shown.content.decode()


@pytest.mark.parametrize(
    ("sent", "field", "words"),
    [
        ({"starts_on": "2026-12-31", "ends_on": "2026-12-01"}, "ends_on", "is before 'starts_on'"),
        ({"ends_on": "soon"}, "ends_on", "Enter a valid date"),
        ({"display_days": "0"}, "display_days", "greater than or equal to 1"),
        ({"home": "harbour"}, "home", "write the whole address"),
        ({"canonical": "source"}, "canonical", "contradicts index"),
        ({"link_back": "on", "home": None}, "link_back", "has nowhere to lead"),
    ],
)
def test_what_the_files_rules_refuse_is_said_at_its_field(manager, section, sent, field, words):
    shown = manager.post(address(EDIT), form(**sent))
    assert shown.status_code == 422
    assert words in " ".join(shown.context["form"].errors[field])
    assert Partner.objects.get(slug="harbour").terms_version == 1


def test_the_files_own_words_are_refused_with_their_line(manager, section):
    shown = manager.post(address(EDIT), file("comments = true", "comments = maybe"))
    assert shown.status_code == 422
    assert "licences.toml line" in shown.context["refusal"]
    assert shown.context["line"] == "comments = maybe"
    assert "comments = maybe" in shown.context["text"]


def test_what_the_form_does_not_show_stays_as_it_is(manager, section):
    shown = manager.post(
        address(EDIT), file("comments = true", 'comments = true\n[partner.reading]\nbody = ["b"]')
    )
    keep(manager, shown)
    shown = manager.post(address(EDIT), form(quota_per_month=9))
    keep(manager, shown)
    partner = Partner.objects.get(slug="harbour")
    assert (partner.reading, partner.terms["quota_per_month"]) == ({"body": ["b"]}, 9)


def test_of_two_managers_the_second_is_told_and_nothing_is_lost(manager, section):
    first = manager.post(address(EDIT), form(quota_per_month=9))
    second = manager.post(address(EDIT), form(quota_per_month=60))
    keep(manager, first)
    Partner.objects.update(loaded_at=NOON + timedelta(minutes=1))
    answer = manager.get(keep(manager, second).url)
    assert "was changed by licence-manager@example.com meanwhile" in said(answer)[-1]
    assert Partner.objects.get(slug="harbour").terms["quota_per_month"] == 9


@pytest.mark.parametrize("sent", [{}, {"toml": "x"}, {"toml": "", "read_at": "yesterday"}])
def test_what_nobody_previewed_is_not_kept(manager, section, sent):
    assert manager.post(address(KEEP), sent).status_code == 302
    assert Partner.objects.get(slug="harbour").terms_version == 1


def test_the_export_is_the_file(manager, section):
    make_partner(replace(TERMS, uses=frozenset({Use.PAGE})))
    assert 'uses = ["page"]' in manager.get(address("desk_contract_export")).content.decode()
    Partner.objects.update(logo_svg='<svg xmlns="http://www.w3.org/2000/svg"/>')
    packed = manager.get(address("desk_contract_export"))
    assert packed["Content-Type"] == "application/zip" and packed.content.startswith(b"PK")


def test_a_rejudging_at_work_and_one_that_failed_are_told_of(manager, stories):
    row = Rejudging.objects.create(
        partner=stories[0].partner, notice=1, version=1, begun_at=NOON, total=4000, judged=1000
    )
    assert "1,000 of 4,000" in manager.get(address("desk_partner")).content.decode()
    assert "being judged by new terms: 25%" in manager.get("/desk/").content.decode()
    Judged.objects.create(
        rejudging=row,
        story=stories[0],
        outcome=Judged.Outcome.FAILED,
        headline="Tugs wait",
        reason="a fault",
        at=NOON,
    )
    assert "1 could not be judged" in manager.get(address("desk_partner")).content.decode()
