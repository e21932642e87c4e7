"""Loading licences.toml: all of it or nothing, and a version only where the terms changed."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from dateline.house.models import Notice
from dateline.house.toml_file import NoSuchTomlFile, TomlError
from dateline.licences import actions, queries
from dateline.licences.errors import TermsAreKept, UnknownPartner
from dateline.licences.models import Partner, TermsVersion
from dateline.licences.rules import Index, Pictures, StandingOrder, Use, judge

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 1"><path d="M0 0h4v1z" fill="#123"/></svg>'
HARBOUR = """[[partner]]
slug = "harbour-wire"
name = "Harbour Wire"
home = "https://harbour.example/"
logo = "harbour.svg"
time_zone = "Asia/Seoul"

[partner.terms]
mark = "Featured article licensed from"
credit = "Harbour Wire"
byline = "partner"
copyright = "© Harbour Wire"
link_back = true
uses = ["page", "front"]
pictures = "own"
text = "verbatim"
starts_on = 2026-01-01
ends_on = 2026-12-31
display_days = 30
after_end = "410"
after_kill = "410"
index = "noindex"
canonical = "self"
ai = false
comments = true
retain = true

[partner.standing_order]
section = "north-korea"
publish = true
"""
PLAIN = '[[partner]]\nslug = "plain"\nname = "Plain"\n[partner.terms]\n'


@pytest.fixture
def load(tmp_path: Path):
    (tmp_path / "harbour.svg").write_text(LOGO)

    def loaded(text: str) -> list[actions.Loaded]:
        path = tmp_path / "licences.toml"
        path.write_text(text)
        return actions.load(path, at=NOON, by="a test")

    return loaded


def test_a_partner_is_kept_as_the_file_says(load):
    [loaded] = load(HARBOUR)
    partner = queries.partner("harbour-wire")
    terms = queries.terms_of(partner)
    assert (loaded.slug, loaded.version, loaded.change) == ("harbour-wire", 1, "new")
    assert (partner.name, partner.home, partner.time_zone) == (
        "Harbour Wire",
        "https://harbour.example/",
        "Asia/Seoul",
    )
    assert terms.uses == {Use.PAGE, Use.FRONT}
    assert (terms.pictures, terms.index, terms.display_days) == (Pictures.OWN, Index.NOINDEX, 30)
    assert queries.standing_order_of(partner) == StandingOrder("north-korea", publish=True)
    assert judge(terms, Use.PAGE, NOON)
    assert partner.logo_svg.startswith("<svg")


def test_loading_tells_those_above_to_judge_again(load):
    [loaded] = load(HARBOUR)
    notice = Notice.objects.get(seq=loaded.notice)
    assert (notice.about, notice.kind) == ("partner:harbour-wire", "licence.changed")
    assert notice.tags == ["partner:harbour-wire"]
    assert notice.facts == {"partner": "harbour-wire", "version": 1, "change": "new"}


def test_the_same_file_again_changes_nothing(load):
    load(HARBOUR)
    [again] = load(HARBOUR)
    assert (again.change, again.version, again.notice) == ("same", 1, 0)
    assert (TermsVersion.objects.count(), Notice.objects.count()) == (1, 1)


def test_other_terms_are_a_new_version_and_the_old_is_kept(load):
    load(HARBOUR)
    [changed] = load(HARBOUR.replace('["page", "front"]', '["page"]'))
    assert (changed.change, changed.version) == ("terms", 2)
    assert [version.terms["uses"] for version in TermsVersion.objects.order_by("number")] == [
        ["front", "page"],
        ["page"],
    ]
    assert queries.terms_of(queries.partner("harbour-wire")).uses == {Use.PAGE}


def test_another_standing_order_is_no_new_version(load):
    load(HARBOUR)
    [changed] = load(HARBOUR.replace('section = "north-korea"', 'section = "economy"'))
    assert (changed.change, changed.version) == ("details", 1)
    assert TermsVersion.objects.count() == 1


def test_a_partner_that_the_file_does_not_name_stays(load):
    load(HARBOUR)
    load(PLAIN)
    assert Partner.objects.count() == 2


def test_what_is_left_out_is_not_allowed(load):
    load(PLAIN)
    terms = queries.terms_of(queries.partner("plain"))
    assert not any(judge(terms, use, NOON) for use in Use)
    assert (terms.ai, terms.comments, terms.pictures, terms.index) == (
        False,
        False,
        Pictures.NONE,
        Index.NOINDEX,
    )
    assert queries.standing_order_of(queries.partner("plain")) is None


SOURCE = "[[partner.source]]\n"
REFUSED = [
    ("usess = []", 5, "unknown key 'usess' in [partner.terms]; did you mean 'uses'?"),
    ('uses = ["pages"]', 5, "'uses' cannot hold 'pages'; did you mean 'page'?"),
    ('uses = [\n"page",\n"print"]', 7, "'uses' cannot hold 'print'"),
    ('text = "verbatin"', 5, "'text' cannot be 'verbatin'; did you mean 'verbatim'?"),
    ('index = "no"', 5, "'index' cannot be 'no'"),
    ("display_days = 0", 5, "'display_days' is 0, below 1"),
    ('ai = "no"', 5, "'ai' must be true or false"),
    ("starts_on = 2026-02-01\nends_on = 2026-01-31", 6, "'ends_on' is before 'starts_on'"),
    ("ends_on = 9999-12-31", 5, "'ends_on' is in the year 9999"),
    ("ends_on = 2026-12-31T00:00:00Z", 5, "'ends_on' must be a date alone"),
    ('index = "noindex"\ncanonical = "source"', 6, "contradicts index"),
    ("link_back = true", 5, "'link_back' has nowhere to lead"),
    ("quota_per_month = 0", 5, "'quota_per_month' is 0, below 1"),
    ('territory = ["UK"]', 5, "'territory' cannot be read: 'UK' is no country of ISO 3166-1"),
    ("territory = []", 5, "'territory' cannot be read: no country is named"),
    ('territory = ["*", "KR"]', 5, "'*' is everywhere already, and 'KR' stands beside it"),
    ('territory = ["KR", "!KR"]', 5, "'KR' is named and taken out as well"),
    ('territory = ["!*"]', 5, "'territory' cannot be read: no country is left"),
    ('territory = "KR"', 5, "'territory' must be"),
    ('after_end = "451"', 5, "'after_end' cannot be '451'"),
    ('after_kill = "note"', 5, "'after_kill' cannot be 'note'"),
    ('[[partner.source]]\nkind = "folder"', 5, "[[partner.source]] has no 'location'; add it"),
    (
        f"{SOURCE}kind = 'fax'\nlocation = 'x'",
        6,
        "'kind' cannot be 'fax'; known here: folder, ftp, http, mail, rss",
    ),
    (f"{SOURCE}kind = 'folder'\nlocation = '/srv/x'", 7, "'location' is a folder beneath DATELINE_HOME"),
    (f"{SOURCE}kind = 'folder'\nlocation = 'inbox/../wire'", 7, "'location' is a folder beneath"),
    (f"{SOURCE}kind = 'folder'\nlocation = 'press/open'", 7, "'press' is the paper's own folder"),
    (f"{SOURCE}kind = 'folder'\nlocation = 'inbox'\npoll_seconds = 5", 8, "'poll_seconds' means nothing to"),
    (f"{SOURCE}kind = 'rss'\nlocation = 'ftp://x.example/'", 7, "'location' cannot be used: “ftp:” is not"),
    (f"{SOURCE}kind = 'rss'\nlocation = 'https://kim:pw@x.example/'", 7, "a name or password in it"),
    (f"{SOURCE}kind = 'rss'\nlocation = 'https://x.example/'\npaging = 'ap'", 8, "'paging' means nothing to"),
    (f"{SOURCE}kind = 'http'\nlocation = 'https://x.example/'\npaging = 'no'", 8, "'paging' cannot be 'no'"),
    (
        f"{SOURCE}kind = 'http'\nlocation = 'https://x.example/'\nkey_env = 'Bearer abc'",
        8,
        "never the secret",
    ),
    (
        f"{SOURCE}kind = 'http'\nlocation = 'https://x.example/'\nkey_header = 'X-Key'",
        8,
        "has nothing to send",
    ),
    (f"{SOURCE}kind = 'http'\nlocation = 'https://x.example/'\nevery = 5", 8, "unknown key 'every' in"),
    (f"{SOURCE}kind = 'http'\nlocation = 'https://x.example/'\npoll_seconds = 1", 8, "below 5; write 5"),
    (f"{SOURCE}kind = 'folder'\nlocation = 'a'\n{SOURCE}kind = 'folder'\nlocation = 'a'", 10, "already"),
    ("[partner.standing_order]\npublish = true", 5, "[partner.standing_order] has no 'section'; add it"),
    ('[[partner]]\nslug = "plain"\nname = "Two"\n[partner.terms]', 6, "'plain' is named twice"),
    ('[[partner]]\nname = "Two"\n[partner.terms]', 5, "[[partner]] has no 'slug'; add it"),
    ('[[partner]]\nslug = "two"\nname = "Two"', 5, "[[partner]] has no 'terms'; add it"),
    ('[[partner]]\nslug = "Two Words"\nname = "Two"\n[partner.terms]', 6, "'slug' cannot be 'Two Words'"),
    ('[[partner]]\nslug = "t"\nname = "T"\nhome = "x.example"\n[partner.terms]', 8, "'home' cannot be"),
    (
        '[[partner]]\nslug = "t"\nname = "T"\ntime_zone = "Asia/Soul"\n[partner.terms]',
        8,
        "did you mean 'Asia/Seoul'?",
    ),
    (
        '[[partner]]\nslug = "t"\nname = "T"\nlogo = "no.svg"\n[partner.terms]',
        8,
        "logo 'no.svg' cannot be read",
    ),
    ('[[partner]]\nslug = "t"\nname = "T"\nlogo = "../x.svg"\n[partner.terms]', 8, "lies outside"),
    (
        '[[partner]]\nslug = "t"\nname = "T"\nlogo = "licences.toml"\n[partner.terms]',
        8,
        "logo 'licences.toml' cannot be used: it is not an SVG picture",
    ),
    ("[other]", 5, "unknown key 'other' in the file; known here: partner"),
]


@pytest.mark.parametrize(("text", "line", "sentence"), REFUSED, ids=[sentence for _, _, sentence in REFUSED])
def test_what_is_not_understood_is_refused_with_its_line_and_nothing_changes(load, text, line, sentence):
    with pytest.raises(TomlError) as refused:
        load(f"{PLAIN}{text}\n")
    assert f"licences.toml line {line}: " in str(refused.value)
    assert sentence in str(refused.value)
    assert (Partner.objects.count(), Notice.objects.count()) == (0, 0)


def test_a_fault_in_the_second_partner_leaves_the_first_unloaded(load):
    with pytest.raises(TomlError):
        load(HARBOUR + PLAIN + 'territory = ["Korea"]\n')
    assert not Partner.objects.exists()


def test_territory_and_notices_are_kept_with_the_terms(load):
    load(PLAIN + 'territory = ["*", "!US"]\nafter_end = "notice"\nafter_kill = "notice"\n')
    terms = queries.terms_of(queries.partner("plain"))
    assert (str(terms.territory), terms.after_end, terms.after_kill) == ("* !US", "notice", "notice")
    load(PLAIN)
    terms = queries.terms_of(queries.partner("plain"))
    assert (str(terms.territory), terms.after_end, terms.after_kill) == ("*", "410", "410")


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(NoSuchTomlFile):
        actions.load(tmp_path / "nowhere.toml", at=NOON, by="a test")


def test_a_terms_version_is_never_changed_or_removed(load):
    load(PLAIN)
    version = TermsVersion.objects.get()
    for change in (version.save, version.delete):
        with pytest.raises(TermsAreKept):
            change()
    for change in (lambda: TermsVersion.objects.update(number=9), TermsVersion.objects.all().delete):
        with pytest.raises(TermsAreKept):
            change()
    assert TermsVersion.objects.get() == version


def test_an_unknown_partner_is_answered_with_those_there_are(load):
    with pytest.raises(UnknownPartner, match=r"no partner 'wsj'; load one with `dateline licences load"):
        queries.partner("wsj")
    load(PLAIN)
    with pytest.raises(UnknownPartner, match=r"no partner 'wsj'; known here: plain"):
        queries.partner("wsj")


def test_what_is_about_to_end_is_listed_soonest_first(load):
    load(HARBOUR)
    load(PLAIN + "ends_on = 2026-11-30\n")
    assert [ending.partner.slug for ending in queries.ending_within(7, NOON)] == ["plain"]
    assert [ending.partner.slug for ending in queries.ending_within(60, NOON)] == ["plain", "harbour-wire"]
    assert queries.ending_within(60, NOON)[1].ends_at == datetime(2026, 12, 31, 15, tzinfo=UTC)


def test_the_mark_comes_from_the_licence(load):
    load(HARBOUR)
    partner = queries.partner("harbour-wire")
    mark = queries.mark(partner, queries.terms_of(partner))
    assert (mark.words, mark.partner_name) == ("Featured article licensed from", "Harbour Wire")
    assert (mark.home, mark.link_back, mark.copyright) == ("https://harbour.example/", True, "© Harbour Wire")
    assert mark.logo_address == queries.logo_address(queries.logo("harbour-wire"))
    assert mark.logo_dark_address == ""


def test_sources_are_kept_with_their_partner_and_judge_no_story_again(load):
    folder = f"{SOURCE}kind = 'folder'\nlocation = 'inbox/plain'\nsilent_after_minutes = 90\n"
    assert [each.change for each in load(PLAIN)] == ["new"]
    told = Notice.objects.count()
    [loaded] = load(PLAIN + folder)
    assert (loaded.change, loaded.version, loaded.notice) == ("sources", 1, 0)
    assert Notice.objects.count() == told
    [source] = queries.sources_of(queries.partner("plain"))
    assert (source.kind, source.location, source.silent_after_minutes) == ("folder", "inbox/plain", 90)
    assert [each.change for each in load(PLAIN + folder)] == ["same"]


def test_how_a_partner_is_read_is_kept_and_judges_no_story_again(load):
    reading = (
        "[partner.reading]\nnot_for_publication = ['Service desk']\nbody = ['web']\nencoding = 'cp949'\n"
    )
    load(PLAIN)
    [loaded] = load(PLAIN + reading)
    assert (loaded.change, loaded.notice) == ("sources", 0)
    kept = queries.partner("plain").reading
    assert kept == {"not_for_publication": ["Service desk"], "body": ["web"], "encoding": "cp949"}
    assert [each.change for each in load(PLAIN + reading)] == ["same"]
    with pytest.raises(TomlError, match="'encoding' cannot be 'utf-99'"):
        load(PLAIN + reading.replace("cp949", "utf-99"))
