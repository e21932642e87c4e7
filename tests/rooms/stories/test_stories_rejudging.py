"""New terms are asked of all that stands under the old ones: what must go goes first, and each change is on record."""

from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.db import transaction
from tests.makers import FREE, NOON, TERMS, hear_all, make_partner, make_story, posted_after
from wagtail.models import Revision

from dateline.archive.models import Entry
from dateline.house import clock, notices, printing
from dateline.house.models import Notice
from dateline.licences.models import LedgerEntry, Partner
from dateline.licences.rules import After, Terms, TextRight, Use, from_json, to_json
from dateline.press import actions as press
from dateline.press import files
from dateline.stories import door, foreseeing, licensing, paging, rejudging, relicensing, relisting, reporting
from dateline.stories.judged import Judged, Rejudging
from dateline.stories.models import Author, InPrint, Story, Topic, Withdrawal

ALL = TERMS.uses
Outcome = Judged.Outcome


def change_to(terms: Terms) -> Notice:
    """The partner's contract is another from now on."""
    make_partner(terms)
    with transaction.atomic():
        seq = notices.post(
            f"partner:{terms.slug}",
            "licence.changed",
            tags=[f"partner:{terms.slug}"],
            facts={"change": "terms"},
        )
    return Notice.objects.get(seq=seq)


def hear_and_print() -> None:
    """Until nothing is left to hear or to print."""
    while notices.deliver() + press.run(until_empty=True):
        pass


def outcomes(row: Rejudging) -> dict[str, str]:
    """Headline and outcome of each line."""
    return {line.headline: line.outcome for line in row.lines.all()}


@pytest.fixture
def stories(section) -> list[Story]:
    """Two in print, one of them old; a draft; and one that was taken out of print when its licence ended."""
    ended = replace(TERMS, ends_on=(NOON - timedelta(days=2)).date())
    made = [
        make_story("Tugs wait", terms=TERMS, guid="urn:1"),
        make_story("Cranes move", terms=TERMS, guid="urn:2", age=timedelta(days=40)),
        make_story("Not yet", terms=TERMS, guid="urn:3", live=False),
        make_story("Ferries rest", terms=TERMS, guid="urn:4", live=False),
    ]
    Story.objects.filter(pk=made[3].pk).update(licence=to_json(ended))
    return made


def test_only_what_may_not_stand_is_taken_down_and_every_change_is_on_record(stories):
    rejudging.hear_licence(change_to(replace(TERMS, display_days=30)))
    (row,) = Rejudging.objects.all()
    assert (row.step, row.judged, row.total, row.is_overtaken) == (Rejudging.Step.DONE, 4, 4, False)
    assert outcomes(row) == {
        "Tugs wait": Outcome.CHANGED, "Cranes move": Outcome.DOWN, "Ferries rest": Outcome.COULD_RETURN,
    }  # fmt: skip
    assert [story.live for story in Story.objects.order_by("guid")] == [True, False, False, False]
    down = row.lines.get(outcome=Outcome.DOWN)
    assert set(down.surfaces_left) == ALL and "30 days of display ended" in down.reason
    assert row.lines.get(outcome=Outcome.CHANGED).says == ["ends_on"]
    assert reporting.counted(row) == {"down": 1, "changed": 1, "could return": 1, "failed": 0}


def test_all_have_the_new_terms_drafts_too(stories):
    rejudging.hear_licence(change_to(replace(TERMS, quota_per_month=3)))
    assert {story.terms.quota_per_month for story in Story.objects.all()} == {3}


def test_the_same_judge_says_before_what_will_be_done(stories):
    narrower = replace(TERMS, uses=frozenset({Use.PAGE, Use.FRONT}), display_days=30)
    seq = notices.latest()
    foreseen = foreseeing.preview(Partner.objects.get(), narrower, NOON)
    assert notices.latest() == seq
    assert {story.terms.display_days for story in Story.objects.all()} == {None}
    assert foreseen.judged == 4
    assert foreseen.surfaces_left == {"search": 2, "related": 2, "feed": 2, "page": 1, "front": 1}
    rejudging.hear_licence(change_to(narrower))
    row = Rejudging.objects.get()
    said = {seen.headline: outcome for outcome, found in foreseen.stories.items() for seen in found}
    assert said == outcomes(row)
    for outcome, found in foreseen.stories.items():
        assert foreseen.counts[outcome] == row.lines.filter(outcome=outcome).count() == len(found)


def test_what_nobody_sees_a_difference_of_is_not_printed_again(stories):
    notice = change_to(replace(TERMS, quota_per_month=3))
    rejudging.hear_licence(notice)
    assert not posted_after(notice.seq, "story.relicensed")
    assert not Judged.objects.filter(outcome=Outcome.CHANGED).exists()
    notice = change_to(replace(TERMS, credit="Harbour Wire Service"))
    rejudging.hear_licence(notice)
    assert len(posted_after(notice.seq, "story.relicensed")) == 2


def test_a_wider_use_is_a_gain_and_nothing_comes_back_into_print_by_itself(stories):
    rejudging.hear_licence(change_to(replace(TERMS, uses=frozenset({Use.PAGE}))))
    rejudging.hear_licence(change_to(TERMS))
    newest = Rejudging.objects.first()
    line = newest.lines.get(headline="Tugs wait")
    assert set(line.surfaces_gained) == ALL - {Use.PAGE}
    assert not Story.objects.get(title="Ferries rest").live


def test_a_text_of_our_own_goes_when_the_text_must_stay_as_it_came(section):
    wire = {"wire_hash": "another text's", "wire_headline": "Our own"}
    make_story("Our own", terms=FREE, guid="urn:1", **wire)
    narrower = replace(FREE, text=TextRight.VERBATIM)
    foreseen = foreseeing.preview(Partner.objects.get(), narrower, NOON)
    assert foreseen.counts == {Outcome.DOWN: 1}
    rejudging.hear_licence(change_to(narrower))
    assert not Story.objects.get().live
    assert "word for word" in Judged.objects.get().reason


def test_what_must_leave_print_is_down_before_the_rest_is_touched(stories, monkeypatch):
    touched = []
    relicense_all = relicensing.relicense_all

    def touch(partner, wanted, at):
        touched.extend(story.title for story, _ in wanted)
        relicense_all(partner, wanted, at)

    monkeypatch.setattr(rejudging, "relicense_all", touch)
    rejudging.hear_licence(change_to(replace(TERMS, display_days=30)))
    assert touched[0] == "Cranes move"
    assert touched.index("Tugs wait") < touched.index("Not yet")


def test_many_are_left_to_the_process_beside(stories, monkeypatch):
    monkeypatch.setattr(rejudging, "A_FEW", 3)
    rejudging.hear_licence(change_to(replace(TERMS, display_days=30)))
    (row,) = reporting.waiting()
    assert (row.judged, row.total) == (0, 4)
    assert Story.objects.get(title="Cranes move").live
    rejudging.go_on(row)
    assert not reporting.waiting().exists()
    assert not Story.objects.get(title="Cranes move").live


@pytest.mark.parametrize("kills", [1, 2, 3, 4, 5, 6])
def test_killed_in_the_middle_it_goes_on_and_tells_each_story_once(stories, monkeypatch, kills):
    monkeypatch.setattr(rejudging, "A_FEW", 0)
    monkeypatch.setattr(rejudging, "LOOKED_AT_ONCE", 1)
    rejudging.hear_licence(change_to(replace(TERMS, display_days=30)))
    row = reporting.waiting().get()
    steps = iter(range(kills))

    class Killed(Exception):
        pass

    def until_killed() -> bool:
        if next(steps, None) is None:
            raise Killed
        return False

    with pytest.raises(Killed):
        rejudging.go_on(row, stop=until_killed)
    rejudging.go_on(Rejudging.objects.get())
    (row,) = Rejudging.objects.all()
    assert (row.judged, row.step) == (4, Rejudging.Step.DONE)
    assert sorted(outcomes(row).values()) == ["changed", "could return", "down"]
    assert len(posted_after(0, "story.withdrawn")) == 1


def test_killed_within_a_few_nothing_of_them_is_half_done(stories, monkeypatch):
    monkeypatch.setattr(rejudging, "A_FEW", 0)
    rejudging.hear_licence(change_to(replace(TERMS, credit="Harbour")))

    def killed(*arguments: object, **named: object) -> None:
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(Judged.objects, "bulk_create", killed)
        with pytest.raises(SystemExit):
            rejudging.go_on(reporting.waiting().get())
    assert {from_json(story.licence).credit for story in Story.objects.filter(live=True)} == {"Harbour Wire"}
    rejudging.go_on(reporting.waiting().get())
    assert {story.terms.credit for story in Story.objects.all()} == {"Harbour"}
    assert Judged.objects.filter(outcome=Outcome.CHANGED).count() == 2


def test_one_that_cannot_be_judged_keeps_no_other_from_it_and_is_told_of(stories, monkeypatch):
    objection = door.licences_objection

    def stumble(story: Story, at: datetime) -> str:
        if story.title == "Tugs wait":
            raise ValueError("a fault")
        return objection(story, at)

    monkeypatch.setattr(door, "licences_objection", stumble)
    notice = change_to(replace(TERMS, display_days=30))
    rejudging.hear_licence(notice)
    row = Rejudging.objects.get()
    assert outcomes(row)["Tugs wait"] == Outcome.FAILED
    assert row.lines.get(outcome=Outcome.FAILED).reason == "ValueError: a fault"
    assert not Story.objects.get(title="Cranes move").live
    (ended,) = posted_after(notice.seq, "rejudging.ended")
    assert (ended.facts["down"], ended.facts["failed"]) == (1, 1)


def test_terms_that_this_version_cannot_read_keep_no_other_from_being_judged(stories):
    Story.objects.filter(title="Tugs wait").update(licence={"moon_rights": True})
    narrower = replace(TERMS, display_days=30)
    assert foreseeing.preview(Partner.objects.get(), narrower, NOON).counts["failed"] == 1
    rejudging.hear_licence(change_to(narrower))
    row = Rejudging.objects.get()
    assert "moon_rights" in row.lines.get(outcome=Outcome.FAILED).reason
    assert not Story.objects.get(title="Cranes move").live


def test_newer_terms_overtake_what_is_not_done(stories, monkeypatch):
    monkeypatch.setattr(rejudging, "A_FEW", 0)
    rejudging.hear_licence(change_to(replace(TERMS, display_days=30)))
    old = reporting.waiting().get()
    rejudging.hear_licence(change_to(replace(TERMS, credit="Harbour")))
    rejudging.go_on(old)
    old.refresh_from_db()
    assert old.is_overtaken and not old.lines.exists()
    assert Story.objects.get(title="Cranes move").live
    rejudging.go_on(reporting.waiting().get())
    assert {story.terms.credit for story in Story.objects.all()} == {"Harbour"}


def test_the_same_notice_heard_twice_is_one_rejudging(stories):
    notice = change_to(replace(TERMS, display_days=30))
    rejudging.hear_licence(notice)
    rejudging.hear_licence(notice)
    assert Rejudging.objects.count() == 1
    assert len(posted_after(notice.seq, "rejudging.ended")) == 1


def test_another_logo_has_nothing_judged(stories):
    with transaction.atomic():
        seq = notices.post("partner:harbour", "licence.changed", facts={"change": "details"})
    rejudging.hear_licence(Notice.objects.get(seq=seq))
    assert not Rejudging.objects.exists()


def test_a_terminated_contract_ends_all_of_it(stories):
    with clock.frozen(NOON):
        change_to(replace(TERMS, ends_on=(NOON - timedelta(days=1)).date(), retain=False))
        hear_all()
    assert not Story.objects.filter(live=True).exists()
    assert Judged.objects.filter(outcome=Outcome.DOWN).count() == 2


class _Undone(Exception):
    """What a test did is taken back."""


def said(notice: Notice) -> list[tuple[str, object]]:
    """The facts of a notice, whenever its lists are told."""
    return sorted((key, fact) for key, fact in notice.facts.items() if key != relisting.TOLD_LATER)


def left_behind(seq: int) -> dict[str, object]:
    """What relicensing leaves behind, by what it is; numbers and hashes that hang on the order are left out."""
    told = [each for each in notices.after(seq) if each.kind != "rejudging.lists"]
    entries = LedgerEntry.objects.order_by("number").values_list("facts", flat=True)
    stories = Story.objects.order_by("pk")
    return {
        "stories": list(stories.values("pk", "licence", "ends_at", "live", "has_unpublished_changes", "live_revision")),
        "scheduled": list(Revision.objects.exclude(approved_go_live_at=None).values_list("object_id", flat=True)),
        "in print": set(InPrint.objects.values_list("pk", flat=True)),
        "withdrawals": set(Withdrawal.objects.values_list("story", "address", "guid", "reason", "by")),
        "ledger": sorted(
            (facts["guid"], facts["kind"], facts["reason"], facts["actor"], facts["uses"], facts["ends_at"])
            for facts in entries
        ),
        "notices": sorted((n.about, n.kind, n.withdrawn, n.paths, said(n)) for n in told),
        "tags": {tag for each in notices.after(seq) for tag in each.tags},
    }  # fmt: skip


@pytest.mark.parametrize(
    "new",
    [
        replace(TERMS, display_days=30),
        replace(TERMS, display_days=30, after_end=After.NOTICE),
        replace(TERMS, credit="Harbour Wire Service"),
        replace(TERMS, quota_per_month=3),
        replace(TERMS, uses=frozenset()),
        TERMS,
    ],
)
def test_many_at_once_leave_behind_what_one_after_another_do(stories, new):
    author = Author.objects.create(name="Jane Doe", slug="jane-doe", locale=stories[0].locale)
    topic = Topic.objects.create(name="Harbours", slug="harbours", locale=stories[0].locale)
    for story in stories[:2]:
        story.authors, story.topics = [author], [topic]
        story.save()
    partner = make_partner(new)
    with transaction.atomic():
        stories[1].save_revision(approved_go_live_at=NOON + timedelta(days=1))
    left = []
    for is_at_once in (False, True):
        seq = notices.latest()
        with suppress(_Undone), clock.frozen(NOON), transaction.atomic():
            wanted = [
                (story, replace(new, published_at=story.terms.published_at))
                for story in Story.objects.select_related("locale", "partner").order_by("pk")
            ]
            if is_at_once:
                relicensing.relicense_all(partner, wanted, NOON)
            else:
                for story, terms in wanted:
                    licensing.relicense(story, terms)
            left.append(left_behind(seq))
            raise _Undone
    one_by_one, at_once = left
    assert at_once == one_by_one


def test_lists_are_told_of_once_for_many_and_each_story_by_its_own_tag(stories):
    notice = change_to(replace(TERMS, uses=frozenset()))
    rejudging.hear_licence(notice)
    down = posted_after(notice.seq, "story.withdrawn")
    assert [each.tags for each in down] == [[each.about] for each in down] and len(down) == 2
    (lists,) = posted_after(notice.seq, "rejudging.lists")
    assert {tag.partition(":")[0] for tag in lists.tags} == {"front", "feeds", "section", "shelf"}
    assert {each.because for each in (*down, lists)} == {notice.seq}


@pytest.mark.parametrize("at_once", [7, 100])
def test_after_it_every_page_is_as_it_would_be_printed_now(section, monkeypatch, at_once):
    """Further pages of lists, feeds, sitemaps and search too, whatever was told of them together."""
    monkeypatch.setattr(rejudging, "AT_ONCE", at_once)
    monkeypatch.setattr(notices, "TOGETHER", at_once)
    with clock.frozen(NOON):
        author = Author.objects.create(name="Jane Doe", slug="jane-doe", locale=section.locale)
        for number in range(2 * paging.PAGE + 4):
            age = timedelta(days=number, hours=1)
            story = make_story(f"Tug number {number}", terms=TERMS, guid=f"urn:{number}", age=age)
            Story.authors.through.objects.create(story_id=story.pk, author_id=author.pk)
        hear_and_print()
        for path in printing.all_paths():
            press.print_page(path)
        assert files.is_printed("/economy/page/1/") and files.is_printed("/by/jane-doe/page/1/")
        change_to(replace(TERMS, display_days=30, credit="Harbour"))
        hear_and_print()
        assert Story.objects.filter(live=True).count() == 30
        assert not [found for found in press.check() if found.what != "unprinted"]
        assert not files.is_printed("/economy/page/1/")
        assert Entry.objects.count() == 30
