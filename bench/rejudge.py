"""A partner's terms change under all that is here: `python bench/rejudge.py`.

A paper is filled in bulk (`bench/filling.py`), all of it one partner's and in print, beside a hundred stories of our
own that list them under More to Read, and printed by `press everything`. Then the partner's terms change, once for each
of `--changes`, while `dateline work` runs: `quota`, which nobody sees; `search`, which takes it out of one surface;
`credit`, another credit line on every page; `ended`, which takes all of it down.

*judged*: from the change until every item is judged by the new terms. *last mark*: until the last page that had to
leave has its mark on disk. *at rest*: until every room has heard all of it and the press has nothing left to print.
Then every page taken down is looked for, and every other one read for its credit: *untrue* are those not as the terms
have them. In the middle the process that judges is killed outright, and a story of our own is withdrawn once a second,
from the desk's commit to the mark on disk: what a re-judging must not keep waiting.

For 100,000: `--stories 100000 --changes credit,ended`; filling and printing take about half of the time.
"""

import argparse
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.installation import home, percentile, table

COMMAND = [sys.executable, "-m", "dateline.cli.main"]
PATIENCE_SECONDS = 3600.0
OF_OUR_OWN = 100
CREDIT = "Quay Wire"


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--stories", type=int, default=3000, help="stories of the partner in print (3000)")
    asked.add_argument(
        "--changes", default="quota,search,credit,ended", help="which, in this order (all four)"
    )
    given = asked.parse_args()
    with home():
        call("setup", "--name", "The Bench", "--url", "http://127.0.0.1")
        import django

        django.setup()
        partner, own = furnish(given.stories)
        call("press", "everything")
        from dateline.cli.background import stamp_printed

        stamp_printed()
        rows = []
        with subprocess.Popen([*COMMAND, "work"], stdout=subprocess.DEVNULL) as work:
            try:
                for name in given.changes.split(","):
                    rows.append(measured(name, partner, own))
                    print("  ".join(map(str, rows[-1])), file=sys.stderr, flush=True)
            finally:
                work.terminate()
    table(
        f"{given.stories:,} stories of one partner; the machine's load was {os.getloadavg()[1]:.1f}",
        ("change", "foreseen s", "judged s", "items/s", "down", "changed", "last mark s", "at rest s", "untrue",
         "own takedown p50 ms", "p99 ms", "longest ms", "n"),
        rows,
    )  # fmt: skip


def call(*words: str) -> None:
    subprocess.run([*COMMAND, *words], check=True, stdout=subprocess.DEVNULL)


def terms() -> Any:
    """A contract that allows all that is shown."""
    from dateline.licences.rules import SURFACES, Terms

    return Terms(partner=CREDIT, slug="quay", mark="From", credit=CREDIT, copyright="© Quay Wire",
                 uses=frozenset(SURFACES), comments=True)  # fmt: skip


def changed(name: str, terms: Any) -> Any:
    """These terms after a change of this name."""
    from dateline.house import clock
    from dateline.licences.rules import Use

    return {
        "quota": lambda: replace(terms, quota_per_month=50_000),
        "search": lambda: replace(terms, uses=terms.uses - {Use.SEARCH}),
        "credit": lambda: replace(terms, credit=f"{terms.credit} Service"),
        "ended": lambda: replace(terms, ends_on=(clock.now() - timedelta(days=2)).date()),
    }[name]()


def furnish(stories: int) -> tuple[Any, list[Any]]:
    """The partner, with all its stories; and some of our own."""
    from bench import filling
    from dateline.house import clock
    from dateline.licences.models import Partner
    from dateline.licences.rules import to_json
    from dateline.stories import actions, tree

    partner = Partner.objects.create(slug="quay", name=CREDIT, home="https://quay.example/", terms_version=1,
                                     terms=to_json(terms()), loaded_at=clock.now())  # fmt: skip
    filling.fill_fast(stories, partner)
    section = tree.make_section("harbour", "Harbour")
    own = []
    for number in range(min(OF_OUR_OWN, stories)):
        story = actions.write_story(
            section, headline=f"Of our own {number}", body=[("paragraph", "<p>Words.</p>")]
        )
        actions.publish(story)
        own.append(story)
    filling.come_to_rest()
    return partner, own


def measured(name: str, partner: Any, own: list[Any]) -> tuple[object, ...]:
    """Change the terms and see it through."""
    from dateline.house import clock
    from dateline.licences.rules import from_json, to_json
    from dateline.stories import foreseeing, rejudging, reporting

    new = changed(name, from_json(partner.terms))
    began = time.monotonic()
    foreseeing.preview(partner, new, clock.now())
    foreseen = time.monotonic() - began
    partner.terms, partner.terms_version = to_json(new), partner.terms_version + 1
    partner.save()
    began = time.monotonic()
    withdrawing = Withdrawing(own)
    withdrawing.start()
    rejudging.ask(partner)
    row = until(lambda: begun(partner), "it to begin")
    until(lambda: is_past(row, row.total // 2), "the middle")
    kill_who_judges()
    until(lambda: is_past(row, row.total + 1), "the end")
    judged = time.monotonic() - began
    marked = until_down(row, began)
    until(is_at_rest, "the press and the rooms")
    rest = time.monotonic() - began
    withdrawing.is_over = True
    withdrawing.join()
    at, took = reporting.progress(row), withdrawing.took or [0.0]
    return (
        name, f"{foreseen:.1f}", f"{judged:.0f}", f"{row.total / judged:.0f}", at.down, at.changed,
        f"{marked:.0f}" if at.down else "", f"{rest:.0f}", untrue(partner, new),
        *(f"{1000 * percentile(took, share):.0f}" for share in (0.5, 0.99, 1)), len(took),
    )  # fmt: skip


def begun(partner: Any) -> Any:
    """The re-judging by the partner's terms as they are, once it has begun."""
    return partner.rejudgings.filter(version=partner.terms_version).first()


def is_past(row: Any, judged: int) -> bool:
    """Whether so many are judged; beyond all of them, whether it is done."""
    row.refresh_from_db()
    return row.ended_at is not None or row.judged >= judged


def kill_who_judges() -> None:
    """Kill -9 the process that judges, if it stands; the background starts another."""
    ours = os.environ["DATELINE_HOME"].encode()
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                said = (entry / "cmdline").read_bytes().split(b"\0")
                is_ours = ours in (entry / "environ").read_bytes()
            except OSError:
                continue
            if is_ours and b"rejudge" in said:
                os.kill(int(entry.name), signal.SIGKILL)


def until_down(row: Any, began: float) -> float:
    """Seconds until every page that was taken down has its mark on disk."""
    from dateline.press import files

    left = list(row.lines.filter(outcome="down").values_list("address", flat=True))
    while left:
        left = [path for path in left if not files.is_gone(path)]
        time.sleep(0.2)
    return time.monotonic() - began


def is_at_rest() -> bool:
    """Whether nobody has anything left to hear or to print; what is withdrawn of our own counts too."""
    from dateline.house import notices
    from dateline.house.models import Notice
    from dateline.press import queries as press

    hearers = [press.hearer(), *notices.hearers()]
    behind = min(notices.place_of(hearer) for hearer in hearers)
    return Notice.objects.filter(seq__gt=behind).count() < 20


def untrue(partner: Any, new: Any) -> int:
    """How many of the partner's pages on disk are not as its terms have them now."""
    from dateline.press import files
    from dateline.stories.models import Story

    wrong = 0
    rows = Story.objects.filter(partner=partner).select_related("locale").only("live", "url_path", "locale")
    for story in rows.iterator(chunk_size=1000):
        sheet = files.read(story.address)
        has_credit = sheet is not None and f"{new.credit}<".encode() in sheet.body
        wrong += story.live != has_credit or (sheet is not None) != story.live
    return wrong


class Withdrawing(threading.Thread):
    """Withdraws a story of our own once a second, and sees when its mark lies on disk."""

    def __init__(self, own: list[Any]) -> None:
        super().__init__(daemon=True)
        self._own, self.took, self.is_over = own, list[float](), False

    def run(self) -> None:
        from dateline.press import files
        from dateline.stories import actions

        while not self.is_over and self._own:
            story = self._own.pop()
            began = time.monotonic()
            actions.withdraw(story, reason="the bench", by="the bench")
            until(lambda path=story.address: files.is_gone(path), "the mark", pause=0.01)
            self.took.append(time.monotonic() - began)
            time.sleep(1.0)


def until(ask: Callable[[], Any], what: str, *, pause: float = 0.2) -> Any:
    """What `ask` says, once it says anything."""
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end:
        if said := ask():
            return said
        time.sleep(pause)
    raise SystemExit(f"waited for {what} in vain")


if __name__ == "__main__":
    main()
