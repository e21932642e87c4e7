"""A paper of any size, filled in bulk: the rows that writing, publishing and coming to rest would have left.

Through Wagtail's tree as it is: path, depth and numchild right, each story with its revision, its authors and topics,
its entry in the reference index, in Wagtail's search and in the archive's, its notice, and what was chosen for More
to Read. All rooms have heard the notices, and so has the press; printed is nothing of it yet: that is for `press
everything`, which leaves the rows of what it prints, and behind which the paper is at rest. Seeded: the same each time.
"""

import itertools
import json
import random
import sys
import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache, lru_cache
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.management.color import no_style
from django.db import connection, transaction
from django.utils.text import slugify
from wagtail.models import Page, ReferenceIndex, Revision
from wagtail.search.backends import get_search_backend

from dateline.archive.models import Entry, Selection
from dateline.archive.rules import alike
from dateline.archive.rules.words import terms_of, words_of
from dateline.house import clock, notices, tasks
from dateline.house.models import Notice, Place
from dateline.licences import ledger, rules
from dateline.licences.models import LedgerEntry, Partner
from dateline.licences.rules import (
    SURFACES,
    Kind,
    ends_at,
    first_published,
    from_json,
    month_of,
    sealed,
    to_json,
)
from dateline.press import queries as press
from dateline.stories import door, standing, tree
from dateline.stories.models import Author, Section, Story, Topic

STORIES_A_DAY = 100
SECTIONS = ("Economy", "Politics", "Science", "Culture", "Regions")
AUTHORS, TOPICS = 20, 200
# A vocabulary as languages have it: a few words everywhere, most of them seldom.
VOCABULARY, SENTENCES, WORDS_A_SENTENCE, PARAGRAPHS, SENTENCES_A_PARAGRAPH = 30_000, 6_000, 12, 11, 5
AT_ONCE = 1000
SAY_EVERY = 10_000
# The same sentences stand in many stories, and most runs of words stand within one.
alike.hash_of = lru_cache(maxsize=200_000)(alike.hash_of)


def fill(stories: int, partner: Partner | None = None) -> list[tuple[int, str]]:
    """So many stories in print, the newest now: number and address of each, oldest first.

    Our own; where a partner is given all are its, under its contract and entered in the ledger.
    """
    chance = random.Random(42)
    words = _words(chance)
    told = [_sentence(chance, words) for _ in range(SENTENCES)]
    sections = [tree.make_section(slugify(name), name) for name in SECTIONS]
    authors = [Author.objects.create(name=f"A. Person {n}", slug=f"person-{n}", locale=sections[0].locale)
               for n in range(AUTHORS)]  # fmt: skip
    topics = [Topic.objects.create(name=f"Topic {n}", slug=f"topic-{n}", locale=sections[0].locale)
              for n in range(TOPICS)]  # fmt: skip
    began = clock.now().replace(microsecond=0) - timedelta(days=stories / STORIES_A_DAY)
    moments = (began + timedelta(days=n / STORIES_A_DAY) for n in range(1, stories + 1))
    parents = [tree.shelf_of(section, partner) for section in sections] if partner else sections
    numbered = ((n, at, parents[n % len(parents)]) for n, at in enumerate(moments))
    made: list[tuple[int, str]] = []
    while batch := list(itertools.islice(numbered, AT_ONCE)):
        with transaction.atomic():
            written = [_story(chance, told, words, *each) for each in batch]
            if partner:
                _license(written, partner)
            _keep(written)
            standing.keep(written)
            _name(chance, written, authors, topics)
            _print_notices(written)
            if partner:
                _enter(written, partner)
            _index(written)
            _choose(chance, written, [pk for pk, _ in made[-200:]])
        made += [(story.pk, story.address) for story in written]
        if len(made) % SAY_EVERY == 0:
            print(f"{len(made):,} of {stories:,} stories filled in", file=sys.stderr, flush=True)
    for section in parents:
        # Not `get_children`: a page that was read before it had any says that it has none.
        below = Page.objects.filter(path__startswith=section.path, depth=section.depth + 1)
        Page.objects.filter(pk=section.pk).update(numchild=below.count())
    _go_on_numbering()
    come_to_rest()
    return made


def _go_on_numbering() -> None:
    """A server numbers by a sequence, which has not seen the numbers that were given here."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [Page]):
            cursor.execute(statement)


def come_to_rest() -> None:
    """Run what sections, authors and topics have put off; place all that hear of notices at the newest.

    A hearer that has no place yet would begin at the first.
    """
    while tasks.run_some(50):
        pass
    newest = notices.latest()
    for hearer in (press.hearer(), *notices.hearers()):
        notices.keep_place(hearer, newest)
    Place.objects.update(seq=newest)


def fill_fast(stories: int, partner: Partner | None = None) -> list[tuple[int, str]]:
    """The same, without a sync a commit: nothing is timed yet."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=OFF")
    return fill(stories, partner)


def _words(chance: random.Random) -> list[str]:
    """Words that read like some language, each once, the frequent ones first."""
    parts = [
        a + b for a in "bcdfghjklmnprstvz" for b in ("a", "e", "i", "o", "u", "an", "er", "in", "ol", "us")
    ]
    found: dict[str, None] = {}
    while len(found) < VOCABULARY:
        found["".join(chance.choices(parts, k=chance.choice((2, 2, 3, 3, 4))))] = None
    return list(found)


def _sentence(chance: random.Random, words: Sequence[str]) -> str:
    """Words drawn by Zipf's law."""
    drawn = (words[min(int(len(words) ** chance.random()), len(words)) - 1] for _ in range(WORDS_A_SENTENCE))
    return " ".join(drawn).capitalize() + "."


def _story(
    chance: random.Random,
    told: Sequence[str],
    words: Sequence[str],
    number: int,
    at: datetime,
    section: Section,
) -> Story:
    """A story in print that no table holds yet, at its place in the tree."""
    title = " ".join(chance.choices(words[200:], k=6)).capitalize() + f" {number}"
    spoken = [chance.choices(told, k=SENTENCES_A_PARAGRAPH) for _ in range(PARAGRAPHS)]
    paragraphs = [("paragraph", f"<p>{' '.join(sentences)}</p>") for sentences in spoken]
    story = Story(
        title=title, draft_title=title, slug=slugify(title), locale=section.locale, live=True, depth=section.depth + 1,
        path=Story._get_path(section.path, section.depth + 1, number // len(SECTIONS) + 1), numchild=0,
        content_type=_content_type(), translation_key=uuid.uuid4(), standfirst=chance.choice(told), body=paragraphs,
        published_at=at, first_published_at=at, last_published_at=at, latest_revision_created_at=at,
    )  # fmt: skip
    story.url_path = f"{section.url_path}{story.slug}/"
    story.text_hash = door.hash_of_text(story)
    story.section_pk, story.sentences = section.pk, list(itertools.chain(*spoken))
    return story


def _content_type() -> ContentType:
    return ContentType.objects.get_for_model(Story)


def _license(stories: Sequence[Story], partner: Partner) -> None:
    """Make these the partner's, an item each."""
    for story in stories:
        terms = first_published(from_json(partner.terms), story.published_at)
        story.partner, story.guid, story.wire_version = partner, f"urn:{partner.slug}:{story.slug}", "1"
        story.licence, story.ends_at = to_json(terms), ends_at(terms)
        story.wire_headline, story.wire_hash = story.title, door.wire_hash(story.plain_text())


def _enter(stories: Sequence[Story], partner: Partner) -> None:
    """What the ledger was told of each."""
    last, before = ledger.newest()
    entries = []
    for number, story in enumerate(stories, last + 1):
        entry = sealed(rules.Entry(
            number=number, at=story.published_at, kind=Kind.PRINTED, partner=partner.slug, guid=story.guid,
            version="1", text_hash=story.text_hash, terms_version=partner.terms_version, actor="the standing order",
            reason="", address=story.address, headline=story.title, language="en",
            uses=tuple(use.value for use in SURFACES if use in story.terms.uses), pictures=(), ends_at=story.ends_at,
            counts_in=month_of(story.published_at, partner.time_zone), before=before,
        ))  # fmt: skip
        before = entry.hash
        entries.append(entry)
    LedgerEntry.objects.bulk_create(
        LedgerEntry(number=each.number, partner=each.partner, guid=each.guid, at=each.at, counts_in=each.counts_in,
                    facts=each.facts, hash=each.hash)
        for each in entries
    )  # fmt: skip


def _keep(stories: Sequence[Story]) -> None:
    """Write the pages, the stories that they are, and a revision of each."""
    first = (Page.objects.order_by("-pk").values_list("pk", flat=True).first() or 0) + 1
    for pk, story in enumerate(stories, first):
        story.pk = story.page_ptr_id = story.id = pk
    kind, base = _content_type(), ContentType.objects.get_for_model(Page)
    pattern = stories[0].serializable_data()
    revisions = Revision.objects.bulk_create(
        Revision(
            content_type=kind, base_content_type=base, object_id=str(story.pk), created_at=story.published_at,
            object_str=story.title, content=_content(pattern, story),
        )
        for story in stories
    )  # fmt: skip
    for story, revision in zip(stories, revisions, strict=True):
        story.latest_revision_id = story.live_revision_id = revision.pk
    fields = Page._meta.local_concrete_fields
    Page.objects.bulk_create(
        [Page(**{f.attname: getattr(story, f.attname) for f in fields}) for story in stories]
    )
    own = Story._meta.local_concrete_fields
    columns = ", ".join(connection.ops.quote_name(field.column) for field in own)
    marks = ", ".join(["%s"] * len(own))
    rows = [[f.get_db_prep_save(getattr(story, f.attname), connection) for f in own] for story in stories]
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {Story._meta.db_table} ({columns}) VALUES ({marks})", rows)


def _content(pattern: dict[str, Any], story: Story) -> dict[str, Any]:
    """What `serializable_data()` says of a story, without going through its relations, which are empty here."""
    own = {
        field.attname if field.is_relation else field.name: field.value_from_object(story)
        for field in Story._meta.concrete_fields
        if field.name != "body"
    }
    return {name: _plain(own.get(name, value)) for name, value in pattern.items()} | {
        "body": json.dumps(list(story.body.get_prep_value())), "pk": story.pk
    }  # fmt: skip


def _plain(value: Any) -> Any:
    return value if isinstance(value, str | int | float | bool | list | dict | None) else str(value)


def _name(
    chance: random.Random, stories: Sequence[Story], authors: Sequence[Author], topics: Sequence[Topic]
) -> None:
    """Give each story an author and two topics, and say so in Wagtail's reference index."""
    for story in stories:
        story.named = [chance.choice(authors), *chance.sample(topics, 2)]
    Story.authors.through.objects.bulk_create(
        Story.authors.through(story_id=story.pk, author_id=story.named[0].pk) for story in stories
    )
    Story.topics.through.objects.bulk_create(
        Story.topics.through(story_id=story.pk, topic_id=topic.pk)
        for story in stories
        for topic in story.named[1:]
    )
    known = Story.objects.get(pk=stories[0].pk)
    ReferenceIndex.create_or_update_for_object(known)
    pattern = list(ReferenceIndex.objects.filter(object_id=str(known.pk), content_type=_content_type()))
    numbers = {str(each.pk): place for place, each in enumerate(stories[0].named)}
    ReferenceIndex.objects.bulk_create(
        (_reference(row, story, numbers) for story in stories[1:] for row in pattern), ignore_conflicts=True
    )


def _reference(row: ReferenceIndex, story: Story, numbers: dict[str, int]) -> ReferenceIndex:
    values = {field.attname: getattr(row, field.attname) for field in ReferenceIndex._meta.concrete_fields}
    to = story.named[numbers[row.to_object_id]].pk if row.to_object_id in numbers else row.to_object_id
    return ReferenceIndex(**values | {"id": None, "object_id": str(story.pk), "to_object_id": str(to)})


def _print_notices(stories: Sequence[Story]) -> None:
    """The notice that each story's publishing left."""
    Notice.objects.bulk_create(
        Notice(
            about=story.tag, kind="story.published", paths=[story.address], posted_at=story.published_at,
            tags=sorted({
                story.tag, "front:en", "feeds:en", f"section:{story.section_pk}", *(named.tag for named in story.named)
            }),
            facts=door.published_fact(story),
        )
        for story in stories
    )  # fmt: skip


def _index(stories: Sequence[Story]) -> None:
    """What the background indexes: the archive's own words, and Wagtail's for the desk."""
    Entry.objects.bulk_create(_entry(story) for story in stories)
    index = get_search_backend().get_index_for_model(Story)
    index.add_items(Story, list(Story.objects.filter(pk__in=[story.pk for story in stories])))


def _entry(story: Story) -> Entry:
    said, headline = [story.standfirst, *story.sentences], words_of(story.title, "en")
    names = "\n".join(named.name for named in story.named)
    return Entry(
        story_id=story.pk, language="en", headline_terms=" ".join(terms_of(story.title, "en")),
        body_terms=" ".join([*map(_terms, said), *terms_of(names, "en")]), headline_words=" ".join(headline),
        sketch=alike.sketch_of([*headline, *itertools.chain(*map(_words_of, said))]).packed(),
        published_at=story.published_at, indexed_at=story.published_at,
    )  # fmt: skip


@cache
def _terms(sentence: str) -> str:
    """A sentence's terms: those of a text are those of its sentences."""
    return " ".join(terms_of(sentence, "en"))


@cache
def _words_of(sentence: str) -> list[str]:
    return words_of(sentence, "en")


def _choose(chance: random.Random, stories: Sequence[Story], before: Sequence[int]) -> None:
    """Five under each story, of those about it."""
    near = [*before, *(story.pk for story in stories)]
    Selection.objects.bulk_create(
        Selection(story_id=story.pk, picks=picks, text_hash=story.text_hash, chosen_at=story.published_at)
        for story in stories
        if len(picks := [pk for pk in chance.sample(near, min(6, len(near))) if pk != story.pk][:5]) == 5
    )
