"""What the archive finds: stories by words, stories near a story, what is read most."""

import unicodedata
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import unquote

from django.db import connection
from django.db.models import QuerySet, Sum

from dateline.archive.models import Entry, Leader, Reading, Selection
from dateline.archive.rules import asking
from dateline.archive.rules.alike import Sketch, sketch_of
from dateline.archive.rules.asking import Question
from dateline.archive.rules.picking import FIVE, HEADLINE_COUNTS, Candidate, estimate, telling_terms
from dateline.archive.rules.recency import recency_weight
from dateline.archive.rules.words import terms_of, words_of
from dateline.house import notices
from dateline.house.models import Notice
from dateline.licences.rules import OWN, Terms, Use, from_json, judge, judge_reader
from dateline.stories import queries as stories
from dateline.stories.models import Pin, Story

NEAR = 60  # candidates asked of the index for one story: five, and room for what may not or need not be shown
SEARCHED = 300  # hits that are put in order by closeness and age; further ones are not offered
COUNTED = 400  # places of a term that are counted; how often a more frequent one stands is estimated
MOST_READ_WITHIN = timedelta(hours=24)

_NEVER = datetime(1970, 1, 1, tzinfo=UTC)

Hit = tuple[int, float]  # a story's number and its closeness, greater is closer


def search(question: Question, language: str, at: datetime) -> list[int]:
    """Numbers of the stories that have every word of the question, or else any of them; best first.

    Ordered by closeness and recency. Nothing is judged here: ask `shown` with Use.SEARCH.
    """
    if not question:
        return []
    hits = _matching(asking.fts5_all(question), asking.tsquery_all(question), language, SEARCHED)
    if not hits:
        terms = asking.terms_asked(question)
        hits = _matching(asking.fts5_any(terms), asking.tsquery_any(terms), language, SEARCHED)
    entries = Entry.objects.filter(story__in=[pk for pk, _ in hits])
    moments = dict(entries.values_list("story", "published_at"))
    order = {pk: (-closeness * recency_weight(at - moments[pk]), -pk) for pk, closeness in hits}
    return sorted(order, key=order.__getitem__)


def near(story: Story) -> list[Candidate]:
    """Stories of the same edition that share telling words with this one, itself indexed or not."""
    headline, body = (terms_of(text, story.language) for text in (story.headline, text_of(story)))
    of_all = Entry.objects.filter(language=story.language).count()
    terms = telling_terms(headline, body, _standing_in({*headline, *body}), max(of_all, 1))
    if not terms:
        return []
    hits = dict(_matching(asking.fts5_any(terms), asking.tsquery_any(terms), story.language, NEAR))
    return [
        replace(candidate, closeness=hits[candidate.key])
        for candidate in _candidates(Entry.objects.filter(story__in=list(hits)))
    ]


def fillers(story: Story) -> list[Candidate]:
    """The newest of the story's section, then of its edition, closer the nearer they stand to that order."""
    newest = list(stories.in_print(story.language).values_list("pk", flat=True)[: NEAR // 2])
    section = list(stories.in_section(stories.section_of(story)).values_list("pk", flat=True)[: NEAR // 2])
    order = {pk: place for place, pk in enumerate(dict.fromkeys([*section, *newest]))}
    # Below any closeness that the index gives, so that it only ever fills.
    found = _candidates(Entry.objects.filter(story__in=list(order)))
    return [replace(one, closeness=1e-9 / (2 ** order[one.key])) for one in found]


def pinned(story: Story) -> list[Candidate]:
    """The editor's pins, in the editor's order."""
    keys = list(story.pins.order_by("sort_order").values_list("pinned", flat=True))
    return [Candidate(key, 1.0, story.published_at or _NEVER, Sketch()) for key in keys]


def kept_choices(chosen_for: Sequence[Story]) -> dict[int, list[int]]:
    """What was chosen for each of these stories, by its number: full, of its present text and pins."""
    pins: dict[int, list[int]] = {}
    rows = Pin.objects.filter(story__in=[story.pk for story in chosen_for]).order_by("sort_order")
    for story_pk, pinned_pk in rows.values_list("story_id", "pinned_id"):
        pins.setdefault(story_pk, []).append(pinned_pk)
    kept = Selection.objects.filter(story__in=[story.pk for story in chosen_for])
    by_story = {row.story_id: row for row in kept}
    return {
        story.pk: row.picks
        for story in chosen_for
        if (row := by_story.get(story.pk))
        and len(row.picks) == FIVE
        and row.text_hash == story.text_hash
        and row.pins == pins.get(story.pk, [])
    }


def itself(story: Story) -> Candidate:
    """The story, to be told from those that read like it."""
    words = words_of(f"{story.headline} {text_of(story)}", story.language)
    headline = frozenset(words_of(story.headline, story.language))
    return Candidate(story.pk or 0, 1.0, story.published_at or _NEVER, sketch_of(words), headline)


def shown(keys: Sequence[int], use: Use, at: datetime, *, country: str | None = None) -> list[Story]:
    """These stories in this order, without what is not in print or may not be used so at the moment `at`.

    `country`: where the one reader is who is answered, "" where nobody knows; None for what is printed for all.
    """
    found = stories.numbered(keys)
    return [found[key] for key in keys if key in found and _may_use(found[key].terms, use, at, country)]


def _may_use(terms: Terms, use: Use, at: datetime, country: str | None) -> bool:
    return (judge(terms, use, at) if country is None else judge_reader(terms, use, at, country)).allowed


def may_stand(keys: Iterable[int], language: str, use: Use, at: datetime) -> set[int]:
    """Those of these that are in print in this edition and whose licence allows this use at the moment `at`."""
    rows = Story.objects.filter(live=True, in_print__language=language, pk__in=set(keys)).order_by()
    return {
        pk
        for pk, licence in rows.values_list("pk", "licence")
        if licence is None or judge(from_json(licence), use, at)
    }


def words_kept_of(story: Story) -> tuple[str, str, str]:
    """Its headline, the text beneath it, and the names that stand with it."""
    return story.headline, text_of(story), names_of(story)


def text_of(story: Story) -> str:
    """A story's words beneath its headline, as a reader has them."""
    return f"{story.standfirst}\n{story.plain_text()}"


def names_of(story: Story) -> str:
    """Whom and what a reader might look for besides the text: bylines, topics, the partner."""
    named = [author.name for author in story.authors.all()] + [topic.name for topic in story.topics.all()]
    return "\n".join([*named, story.byline, story.partner.name if story.partner else ""])


def unindexed(language: str, hearer: str, most: int) -> QuerySet[Story, int]:
    """Numbers of the stories in print in this edition that the index does not know, newest first.

    Looked for among those that this hearer has not heard of yet, and not in the whole archive.
    """
    unheard = Notice.objects.filter(seq__gt=notices.place_of(hearer), kind__startswith="story.")
    names = unheard.order_by("-seq").values_list("about", flat=True)[:most]
    numbers = {int(number) for name in names if (number := name.partition(":")[2]).isdecimal()}
    found = stories.in_print(language).filter(pk__in=numbers, archive_entry=None)
    return found.values_list("pk", flat=True)


def is_found(terms: Terms) -> bool:
    """Whether anybody may find it: where terms allow neither use, only its place is kept, without a word of it."""
    return not terms.uses.isdisjoint((Use.SEARCH, Use.RELATED))


def kept_otherwise(numbers: Sequence[int]) -> list[int]:
    """Those of these stories in print whose words are kept and should not be, or are not and should."""
    rows = Story.objects.filter(pk__in=numbers, live=True).order_by("pk")
    kept = dict(Entry.objects.filter(story__in=numbers).values_list("story", "headline_words"))
    return [
        pk
        for pk, licence in rows.values_list("pk", "licence")
        if bool(kept.get(pk)) != is_found(OWN if licence is None else from_json(licence))
    ]


def leaders(language: str) -> list[int]:
    """Numbers of the stories read most, as last counted; empty when nothing was counted."""
    return list(Leader.objects.filter(language=language).order_by("place").values_list("story", flat=True))


def most_read(language: str, at: datetime, count: int) -> list[int]:
    """Numbers of the stories asked for most in the 24 hours before `at`; of two alike the newer first."""
    counted = (
        Reading.objects.filter(hour__gt=at - MOST_READ_WITHIN, hour__lte=at)
        .filter(story__live=True, story__locale__language_code=language)
        .values("story", "story__published_at")
        .annotate(read=Sum("times"))
        .order_by("-read", "-story__published_at", "-story")
    )
    return [row["story"] for row in counted[:count]]


def stories_at(addresses: Iterable[str]) -> dict[str, int]:
    """The number of the story in print at each of these addresses that is a story's, as the server had it."""
    read = {address: _as_read(address) for address in addresses}
    slugs = {address.rstrip("/").rsplit("/", 1)[-1] for address in read.values() if address.endswith("/")}
    numbers = {story.address: story.pk for story in stories.in_print().filter(slug__in=slugs)}
    return {address: numbers[typed] for address, typed in read.items() if typed in numbers}


def _as_read(address: str) -> str:
    """An address as a reader has it: WSGI hands paths on as the bytes' Latin-1 (PEP 3333), a log percent-encoded."""
    with suppress(UnicodeError):  # raised where it stands there as it was typed
        address = address.encode("latin-1").decode()
    return unicodedata.normalize("NFC", unquote(address))


def _candidates(entries: Iterable[Entry]) -> list[Candidate]:
    return [
        Candidate(
            entry.story_id,
            1.0,
            entry.published_at,
            Sketch.unpacked(bytes(entry.sketch)),
            frozenset(entry.headline_words.split()),
        )
        for entry in entries
    ]


def _matching(fts5: str, tsquery: str, language: str, most: int) -> list[Hit]:
    """Stories that match, closest first, by the database's own measure: bm25 or cover density."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_POSTGRESQL_MATCH, [tsquery, language, most])
        else:
            cursor.execute(_SQLITE_MATCH, [HEADLINE_COUNTS, fts5, language, most])
        return [(int(pk), float(closeness)) for pk, closeness in cursor.fetchall()]


def _standing_in(terms: set[str]) -> dict[str, int]:
    """In how many stories each term stands; estimated where it is many."""
    asked = sorted(terms)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_POSTGRESQL_STANDING_IN, [asked])
            return {term: int(count) for term, count in cursor.fetchall()}
        cursor.execute("SELECT min(id), max(id) FROM archive_entry")
        first, last = (int(number or 0) for number in cursor.fetchone())
        found: dict[str, int] = {}
        for term in asked:
            cursor.execute(_SQLITE_STANDING_IN, [asking.fts5_any([term]), COUNTED])
            count, reached = cursor.fetchone()
            if count:
                found[term] = estimate(int(count), int(reached) - first + 1, last - first + 1, COUNTED)
        return found


_SQLITE_MATCH = """
    SELECT entry.story_id, -bm25(archive_search, %s, 1.0) AS closeness
    FROM archive_search JOIN archive_entry AS entry ON entry.id = archive_search.rowid
    WHERE archive_search MATCH %s AND entry.language = %s
    ORDER BY closeness DESC, entry.story_id DESC LIMIT %s
"""
# Weights of D, C, B, A: the headline is A, the body D. 1: divided by the logarithm of the length.
_POSTGRESQL_MATCH = """
    SELECT story_id, ts_rank('{0.25, 0.25, 0.25, 1.0}', document, asked, 1) AS closeness
    FROM archive_entry, to_tsquery('simple', %s) AS asked
    WHERE document @@ asked AND language = %s
    ORDER BY closeness DESC, story_id DESC LIMIT %s
"""
# SQLite's own table of how often each term stands reads every place of it, which grows with the archive.
_SQLITE_STANDING_IN = """
    SELECT count(*), max(rowid) FROM (SELECT rowid FROM archive_search WHERE archive_search MATCH %s LIMIT %s)
"""
# What stands in many stories the server has counted in its own statistics, from a sample that is taken anew as the
# table grows; counting it here for each story that is printed would take seconds in a large paper. The rest is counted.
_POSTGRESQL_STANDING_IN = """
    WITH often AS (
        SELECT each.term, (each.share * about.reltuples)::bigint AS stories
        FROM pg_stats AS known
            JOIN pg_class AS about ON about.oid = 'archive_entry'::regclass AND about.reltuples > 0,
            unnest(known.most_common_elems::text::text[], known.most_common_elem_freqs) AS each(term, share)
        WHERE known.schemaname = current_schema() AND known.tablename = 'archive_entry'
            AND known.attname = 'document' AND each.term IS NOT NULL
    )
    SELECT term, coalesce(often.stories, (SELECT count(*) FROM archive_entry
        WHERE document @@ to_tsquery('simple', quote_literal(term))))
    FROM unnest(%s::text[]) AS asked(term) LEFT JOIN often USING (term)
"""
