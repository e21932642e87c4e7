"""Desk and file say one thing: the export is read as it was written, and no file undoes unseen what the desk did."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dateline.house import toml_file
from dateline.licences import actions, writing
from dateline.licences.cli import licences
from dateline.licences.errors import ChangedMeanwhile, DeskSaysOtherwise
from dateline.licences.models import Partner, TermsVersion
from dateline.licences.parsers import read_contracts
from dateline.licences.rules import (
    Canonical,
    Index,
    Pictures,
    Source,
    SourceKind,
    Terms,
    TextRight,
    Use,
    to_json,
)

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 1"><path d="M0 0h4v1z" fill="#123"/></svg>'
FILE = """[[partner]]
slug = "pier"
name = "Pier Press"
home = "https://pier.example/"
logo = "pier.svg"
time_zone = "Asia/Seoul"

[partner.terms]
credit = "Pier \\"Press\\" — 부두"
uses = ["front", "page"]
ends_on = 2026-12-31
quota_per_month = 60

[partner.standing_order]
section = "economy"
publish = true

[partner.reading]
not_for_publication = ["EDITORS:"]

[[partner.source]]
kind = "http"
location = "https://pier.example/feed"
silent_after_minutes = 90
"""
words = st.text("ab부é\"'\\\\#=[]©", max_size=20)
days = st.none() | st.dates(date(2000, 1, 1), date(2100, 1, 1))
terms = st.builds(
    Terms, partner=st.just("Pier"), slug=st.just("pier"), mark=words, credit=words, copyright=words,
    byline=st.sampled_from(("partner", "writer")), uses=st.frozensets(st.sampled_from(Use)),
    pictures=st.sampled_from(Pictures), text=st.sampled_from(TextRight), ends_on=days,
    display_days=st.none() | st.integers(1, 36_500), quota_per_month=st.none() | st.integers(1, 1_000_000),
    retain=st.booleans(), index=st.sampled_from((Index.INDEX, Index.NEWS_NOINDEX)),
    canonical=st.sampled_from(Canonical), ai=st.booleans(), comments=st.booleans(),
)  # fmt: skip


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)  # a full machine draws slowly
@given(terms)
def test_what_is_written_is_read_as_it_was(kept: Terms):
    facts = {"slug": "pier", "name": "Pier", "time_zone": "UTC", "terms": to_json(kept)}
    (contract,) = read_contracts(toml_file.parse(writing.as_toml(facts), "licences.toml"))
    assert contract.terms == kept


@pytest.fixture
def loaded(db, tmp_path: Path) -> Partner:
    (tmp_path / "pier.svg").write_text(LOGO)
    (tmp_path / "licences.toml").write_text(FILE)
    actions.load(tmp_path / "licences.toml", at=NOON, by="a test")
    return Partner.objects.get()


def revise(
    partner: Partner, old: str, new: str, *, at: datetime = NOON + timedelta(hours=1)
) -> actions.Loaded:
    text = writing.as_toml(writing.facts_of(partner))
    assert old in text
    revision = actions.read_revision(partner, text.replace(old, new))
    return actions.revise(partner, revision, read_at=partner.loaded_at, at=at, by="kim@example.com")


def test_a_partner_is_exported_whole_with_its_logo(loaded, tmp_path):
    out = tmp_path / "export" / "licences.toml"
    out.parent.mkdir()
    CliRunner().invoke(licences, ["export", "--out", str(out)], catch_exceptions=False)
    before = {key: value for key, value in vars(loaded).items() if key != "_state"}
    assert [each.change for each in actions.load(out, at=NOON, by="a test")] == ["same"]
    assert vars(Partner.objects.get()) | {"_state": None} == before | {"_state": None}
    assert (out.parent / "pier.svg").read_text() == loaded.logo_svg


def test_the_desk_makes_a_new_version_and_leaves_the_old_one(loaded):
    made = revise(loaded, "quota_per_month = 60", "quota_per_month = 30")
    assert (made.version, made.change) == (2, "terms")
    assert [row.terms["quota_per_month"] for row in TermsVersion.objects.order_by("number")] == [60, 30]
    assert TermsVersion.objects.get(number=2).by == "kim@example.com"
    after = Partner.objects.get()
    assert (after.edited_by, after.logo_svg, after.sources) == (
        "kim@example.com",
        loaded.logo_svg,
        loaded.sources,
    )


def test_what_is_the_same_makes_no_version(loaded):
    assert revise(loaded, "Pier", "Pier").change == "same"
    assert Partner.objects.get().edited_by == ""


def test_of_two_editors_the_second_is_told(loaded):
    revise(loaded, "= 60", "= 30")
    with pytest.raises(ChangedMeanwhile, match="meanwhile"):
        revise(loaded, "= 60", "= 90", at=NOON + timedelta(hours=2))
    assert Partner.objects.get().terms["quota_per_month"] == 30


def test_no_file_undoes_what_the_desk_has_changed_unless_told_so(loaded, tmp_path):
    revise(loaded, "= 60", "= 30")
    path = tmp_path / "licences.toml"
    with pytest.raises(DeskSaysOtherwise, match=r"kim@example.com on 2026-11-24.*licences export pier"):
        actions.load(path, at=NOON, by="a test")
    assert Partner.objects.get().terms["quota_per_month"] == 30
    (undone,) = actions.load(path, at=NOON, by="a test", over_desk=True)
    assert (undone.version, undone.change) == (3, "terms")
    assert Partner.objects.get().edited_by == ""
    path.write_text(FILE.replace("= 60", "= 61"))
    assert actions.load(path, at=NOON, by="a test")[0].change == "terms"


def test_a_file_that_says_what_the_desk_says_is_loaded_as_ever(loaded, tmp_path):
    revise(loaded, "= 60", "= 30")
    path = tmp_path / "licences.toml"
    path.write_text(FILE.replace("= 60", "= 30"))
    assert actions.load(path, at=NOON, by="a test")[0].change == "same"
    assert Partner.objects.get().edited_by == ""


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('slug = "pier"', 'slug = "other"', "line 2: the slug stands in addresses"),
        ("quota_per_month = 60", "quota_per_month = 0", "line 11: 'quota_per_month' is 0"),
        ("[partner.terms]", 'logo = "x.svg"\n[partner.terms]', "a logo comes with the file"),
        (
            "[[partner.source]]",
            '[[partner]]\nslug = "b"\nname = "B"\n[partner.terms]\n#',
            "of Pier Press alone",
        ),
    ],
)
def test_what_is_not_understood_is_refused_with_its_line(loaded, old, new, said):
    text = writing.as_toml(writing.facts_of(loaded)).replace(old, new).split("#")[0]
    with pytest.raises(toml_file.TomlError, match=said):
        actions.read_revision(loaded, text)


def test_every_kind_of_source_is_written_as_it_may_be_read(loaded):
    sources = [
        Source(SourceKind.FOLDER, "inbox/pier"),
        Source(SourceKind.RSS, "https://pier.example/rss", poll_seconds=600),
        Source(
            SourceKind.MAIL,
            "imaps://mail.pier.example/",
            user="desk",
            key_env="PIER_MAIL",
            senders=("@pier.example",),
        ),
    ]
    facts = writing.facts_of(loaded) | {"source": [actions.source_to_json(each) for each in sources]}
    (contract,) = read_contracts(toml_file.parse(writing.as_toml(facts), "licences.toml"))
    assert [replace(each, poll_seconds=0) for each in contract.sources[:1]] == [
        replace(sources[0], poll_seconds=0)
    ]
    assert [each.name for each in contract.sources] == [each.name for each in sources]
    assert contract.sources[1].poll_seconds == 600
    assert contract.sources[2].senders == ("@pier.example",)
