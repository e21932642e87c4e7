"""More to Read and search, measured: `python bench/related.py`.

Three sets of real stories from the folder that DATELINE_SHARED names (default ../shared beside the project):
ECB+ (772 English stories judged by event), English and Korean Wikinews. Each table ends with the ratio to a
peer measured in the same run: SQLite's own bm25 over all words of the story, with no rule of ours.

ECB+ has no dates: each event is given a day of one year (seed 7), its stories three days about it.
"""

import gzip
import json
import math
import os
import random
import sqlite3
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import combinations
from pathlib import Path

from dateline.archive.rules import asking, words
from dateline.archive.rules.alike import RUN_LENGTH, is_alike, sketch_of
from dateline.archive.rules.picking import HEADLINE_COUNTS, Candidate, pick, telling_terms

SHARED = Path(os.environ.get("DATELINE_SHARED") or Path(__file__).resolve().parents[1].parent / "shared")
NOW = datetime(2026, 11, 24, tzinfo=UTC)


@dataclass
class Story:
    key: int
    headline: str
    body: str
    language: str
    published_at: datetime = NOW
    event: str = ""
    topic: str = ""


class Index:
    """The archive's own table, in memory."""

    def __init__(self, stories: Sequence[Story], terms_of: Callable[[str, str], list[str]] = words.terms_of):
        self.stories = {story.key: story for story in stories}
        self.terms_of = terms_of
        self.table = sqlite3.connect(":memory:")
        self.table.execute(
            "CREATE VIRTUAL TABLE search USING fts5(headline, body, tokenize='unicode61 remove_diacritics 0')"
        )
        self.table.execute("CREATE VIRTUAL TABLE vocabulary USING fts5vocab(search, row)")
        rows = [(s.key, *(" ".join(terms_of(t, s.language)) for t in (s.headline, s.body))) for s in stories]
        self.table.executemany("INSERT INTO search(rowid, headline, body) VALUES (?, ?, ?)", rows)

    def ranked(self, match: str, most: int, headline_weight: float) -> list[tuple[int, float]]:
        asked = f"SELECT rowid, -bm25(search, {headline_weight}, 1.0) AS c FROM search WHERE search MATCH ?"
        return (
            self.table.execute(f"{asked} ORDER BY c DESC LIMIT ?", [match, most]).fetchall() if match else []
        )

    def standing_in(self, terms: set[str]) -> dict[str, int]:
        marks = ",".join("?" * len(terms))
        return dict(self.table.execute(f"SELECT term, doc FROM vocabulary WHERE term IN ({marks})", [*terms]))


def plain(index: Index, story: Story) -> list[int]:
    """Five by bm25 alone, over every word of the story."""
    terms = dict.fromkeys(index.terms_of(f"{story.headline} {story.body}", story.language))
    return [key for key, _ in index.ranked(asking.fts5_any(terms), 6, 1.0) if key != story.key][:5]


def ours(index: Index, story: Story, candidates: dict[int, Candidate]) -> list[int]:
    headline, body = (index.terms_of(text, story.language) for text in (story.headline, story.body))
    terms = telling_terms(headline, body, index.standing_in({*headline, *body}), len(index.stories))
    near = index.ranked(asking.fts5_any(terms), 60, HEADLINE_COUNTS)
    found = [Candidate(**{**vars(candidates[key]), "closeness": closeness}) for key, closeness in near]
    return list(pick(candidates[story.key], found, NOW, may=lambda _: True))


def candidate_of(story: Story) -> Candidate:
    return Candidate(
        story.key,
        1.0,
        story.published_at,
        sketch_of(words.words_of(f"{story.headline} {story.body}", story.language)),
        frozenset(words.words_of(story.headline, story.language)),
    )


def read(name: str) -> list[dict[str, str]]:
    with gzip.open(SHARED / "related-data" / name, "rt") as lines:
        return [json.loads(line) for line in lines]


def ecb() -> list[Story]:
    rows = read("ecbplus_dev_topics1-35.jsonl.gz")
    chance = random.Random(7)
    days = {event: chance.uniform(3, 365) for event in sorted({row["event"] for row in rows})}
    return [
        Story(
            n,
            row["title"],
            row["text"],
            "en",
            NOW - timedelta(days=days[row["event"]] + chance.uniform(-3, 3)),
            row["event"],
            row["topic"],
        )
        for n, row in enumerate(rows, 1)
    ]


def runs(story: Story) -> set[tuple[str, ...]]:
    said = words.words_of(f"{story.headline} {story.body}", story.language)
    return {tuple(said[at : at + RUN_LENGTH]) for at in range(len(said) - RUN_LENGTH + 1)}


def share(one: set[tuple[str, ...]], other: set[tuple[str, ...]]) -> float:
    return len(one & other) / min(len(one), len(other)) if one and other else 0.0


def measure_more_to_read() -> None:
    stories = ecb()
    index = Index(stories)
    candidates = {story.key: candidate_of(story) for story in stories}
    said = {story.key: runs(story) for story in stories}
    by_key = index.stories

    again_of = {
        frozenset((one.key, other.key))
        for one, other in combinations(stories, 2)
        if one.topic == other.topic and share(said[one.key], said[other.key]) >= 0.5
    }

    def gain(story: Story, key: int) -> int:
        other = by_key[key]
        if frozenset((story.key, key)) in again_of:
            return 0  # the reader has just read it
        return 2 if other.event == story.event else int(other.topic == story.topic)

    def figures(lists: dict[int, list[int]]) -> dict[str, float]:
        event, topic, ndcg, again, ages = [], [], [], 0, []
        for key, picked in lists.items():
            story = by_key[key]
            event.append(sum(by_key[p].event == story.event for p in picked) / 5)
            topic.append(sum(by_key[p].topic == story.topic for p in picked) / 5)
            best = sorted((gain(story, other) for other in by_key if other != key), reverse=True)[:5]
            ideal = sum(g / math.log2(n + 2) for n, g in enumerate(best))
            got = sum(gain(story, p) / math.log2(n + 2) for n, p in enumerate(picked))
            ndcg.append(got / ideal if ideal else 1.0)
            again += any(frozenset(pair) in again_of for pair in combinations((key, *picked), 2))
            ages.extend((NOW - by_key[p].published_at).days for p in picked)
        return {
            "nDCG@5": statistics.mean(ndcg),
            "same event @5": statistics.mean(event),
            "same topic @5": statistics.mean(topic),
            "lists with a near-duplicate, %": 100 * again / len(lists),
            "median age, days": statistics.median(ages),
        }

    timed: dict[str, float] = {}
    found: dict[str, dict[str, float]] = {}
    for name, choose in (
        ("plain bm25", lambda story: plain(index, story)),
        ("More to Read", lambda story: ours(index, story, candidates)),
    ):
        began = time.perf_counter()
        lists = {story.key: choose(story) for story in stories}
        timed[name] = (time.perf_counter() - began) * 1000 / len(stories)
        found[name] = figures(lists)
        found[name]["ms a story"] = timed[name]
    print(f"More to Read, {len(stories)} stories of ECB+")
    table(found)


def measure_alike() -> None:
    stories = ecb()
    exact = {story.key: runs(story) for story in stories}
    sketches = {story.key: candidate_of(story).sketch for story in stories}
    pairs = {"same event": [0, 0, 0, 0], "another event": [0, 0, 0, 0]}
    for one, other in combinations(stories, 2):
        counts = pairs["same event" if one.event == other.event else "another event"]
        really = share(exact[one.key], exact[other.key]) >= 0.5
        said = is_alike(sketches[one.key], sketches[other.key])
        counts[0] += 1
        counts[1] += really
        counts[2] += said and really
        counts[3] += said and not really
    print("\nNear-duplicates by sketch (128 hashes), against all runs of three words compared")
    print(f"{'pairs about':<16}{'pairs':>10}{'alike':>8}{'found':>8}{'found wrongly':>15}")
    for name, counts in pairs.items():
        print(f"{name:<16}{counts[0]:>10}{counts[1]:>8}{counts[2]:>8}{counts[3]:>15}")


def by_spaces(text: str, language: str) -> list[str]:
    """What a search that knows no Korean does: whole words between spaces."""
    return words.words_of(text, language)


def measure_korean() -> None:
    stories = [Story(n, r["title"], r["text"], "ko") for n, r in enumerate(read("kowikinews.jsonl.gz"), 1)]
    nouns: dict[str, int] = {}
    for story in stories:
        for word in {
            words.without_particle(w) for w in words.words_of(story.body, "ko") if words.is_dense(w)
        }:
            nouns[word] = nouns.get(word, 0) + (2 <= len(word) <= 5)
    asked = sorted((n for n, count in nouns.items() if count >= 5), key=lambda n: (-nouns[n], n))[:400]
    said = {s.key: " ".join(words.words_of(f"{s.headline} {s.body}", "ko")) for s in stories}
    found: dict[str, dict[str, float]] = {}
    for name, terms_of in (("words by spaces", by_spaces), ("bigrams", words.terms_of)):
        index = Index(stories, terms_of)
        recalls, precisions = [], []
        for noun in asked:
            right = {key for key, text in said.items() if noun in text}
            phrase = f'"{" ".join(terms_of(noun, "ko"))}"'
            got = {key for key, _ in index.ranked(phrase, 10_000, HEADLINE_COUNTS)}
            recalls.append(len(got & right) / len(right))
            precisions.append(len(got & right) / len(got) if got else 1.0)
        found[name] = {"recall": statistics.mean(recalls), "precision": statistics.mean(precisions)}
    print(f"\nKorean nouns asked for, {len(asked)} nouns in {len(stories)} stories")
    table(found)


def measure_halves(name: str, file: str, language: str) -> None:
    """Half of each story looks for its other half: the share found among the first five."""
    halves, others = [], []
    for n, row in enumerate(read(file), 1):
        said = row["text"].split()
        if len(said) >= 40:
            halves.append(Story(n, "", " ".join(said[: len(said) // 2]), language))
            others.append(Story(n, "", " ".join(said[len(said) // 2 :]), language))
    found = {}
    for label, terms_of in (("words by spaces", by_spaces), ("Dateline's terms", words.terms_of)):
        index = Index(others, terms_of)
        hits = []
        for half in halves:
            terms = terms_of(half.body, language)
            standing_in = {term: count + 1 for term, count in index.standing_in(set(terms)).items()}
            telling = telling_terms([], terms, standing_in, len(others))
            near = [key for key, _ in index.ranked(asking.fts5_any(telling), 5, 1.0)]
            hits.append(half.key in near)
        found[label] = {"found among five": statistics.mean(hits)}
    print(f"\n{name}: {len(halves)} halves look for their other half")
    table(found)


def table(found: dict[str, dict[str, float]]) -> None:
    (peer, base), (name, mine) = found.items()
    print(f"{'':<32}{peer:>16}{name:>18}{'ratio':>8}")
    for figure, value in mine.items():
        ratio = f"{value / base[figure]:.2f}" if base[figure] else "–"
        print(f"{figure:<32}{base[figure]:>16.3f}{value:>18.3f}{ratio:>8}")


def main() -> None:
    if not (SHARED / "related-data").is_dir():
        raise SystemExit(f"no related-data in {SHARED}; set DATELINE_SHARED to the folder that holds it")
    measure_more_to_read()
    measure_alike()
    measure_korean()
    measure_halves("English Wikinews", "enwikinews_2019-2020.jsonl.gz", "en")
    measure_halves("Korean Wikinews", "kowikinews.jsonl.gz", "ko")


if __name__ == "__main__":
    main()
