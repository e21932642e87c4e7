"""The desk of a drill: a process that publishes, changes, withdraws and receives, and enters each in the ledger.

`python -m drill.desk FOLDER NUMBER TURNS`. It may be killed at any moment; the next one, of another number, reads in
the ledger where it was. `python -m drill.desk FOLDER STORY "publish TAKE"` does that alone.
"""

import json
import random
import sys
import time
from datetime import timedelta
from pathlib import Path

from tests.paths.making import ninjs

from drill import ledger

PARTNER = "harbour"
SECTION = "economy"
SYLLABLES = ("bo", "den", "ko", "lir", "mas", "no", "pel", "ra", "sun", "tor", "ve", "zim")
# The share of each verb among a hundred.
VERBS = {"publish": 20, "change": 40, "withdraw": 6, "receive": 24, "receive_again": 8, "kill": 2}
STANDING = 40
# A desk that never pauses is an import: the press would be behind for the whole of a drill.
PAUSE_SECONDS = 0.8


def words(story: str, take: int) -> str:
    """What stands in headline and text: the swarm reads the take out of it."""
    return f"Take {take} of {story}"


def paragraphs(story: str, take: int) -> list[str]:
    """Each story's own, the last of which says the take as well.

    Long enough that a page is several blocks of the disk: half of one is easily seen. Two stories that say the same
    would never stand in one list of five to read on, and a list that is short is printed again with each story.
    """
    choose = random.Random(story)
    long = [" ".join(_word(choose) for _ in range(90)) for _ in range(4)]
    return [f"<p>{text.capitalize()}.</p>" for text in (*long, words(story, take))]


def _word(choose: random.Random) -> str:
    return "".join(choose.choices(SYLLABLES, k=choose.randint(1, 3)))


def body(story: str, take: int) -> list[tuple[str, str]]:
    """The paragraphs as our own stories have them."""
    return [("paragraph", text) for text in paragraphs(story, take)]


class Desk:
    """Does one thing after another."""

    def __init__(self, folder: Path, number: str) -> None:
        self._folder = folder
        self._number = number
        self._made = 0
        self._choose = random.Random(number)
        self._book = ledger.read(folder / "ledger.jsonl")
        self._ledger = ledger.Ledger(folder / "ledger.jsonl")
        self._own = self._standing("own")
        self._wired = self._standing("wire")

    def _standing(self, kind: str) -> list[str]:
        """The newest stories of this kind that may be changed."""
        book = self._book
        down = {key for what, key in book.tried if what in ("withdraw", "kill")}
        ours = [story for story in book.take if story.startswith(kind) and story not in down]
        # Those of desk 0 the drill itself publishes, by name.
        return [story for story in ours if not story.startswith(f"{kind}-0-")][-STANDING:]

    def turn(self) -> None:
        """One thing."""
        verb = self._choose.choices(list(VERBS), list(VERBS.values()))[0]
        if verb in ("change", "withdraw") and len(self._own) < 3:
            verb = "publish"
        if verb in ("receive_again", "kill") and len(self._wired) < 3:
            verb = "receive"
        self.do(verb)

    def do(self, verb: str) -> None:
        """This very thing."""
        getattr(self, f"_{verb}")()

    def publish(self, story: str, take: int) -> str:
        """A take of this very story; its address."""
        self._change(story, take) if take > 1 else self._publish(story)
        return f"/{SECTION}/{story}/"

    def _publish(self, story: str = "") -> None:
        from dateline.stories import actions, queries

        story = story or self._name("own")
        section = queries.section(SECTION)
        facts = {"story": story, "take": 1, "address": f"/{SECTION}/{story}/"}
        self._ledger.tried("publish", f"{story} 1", **facts)
        draft = actions.write_story(section, headline=words(story, 1), body=body(story, 1), slug=story)
        actions.publish(draft)
        self._ledger.said("publish", f"{story} 1", **facts)
        self._own = [*self._own, story][-STANDING:]

    def _change(self, name: str = "", take: int = 0) -> None:
        from dateline.stories import actions
        from dateline.stories.models import Story

        name = name or self._choose.choice(self._own)
        take = take or self._next_take(name)
        story = Story.objects.get(slug=name)
        facts = {"story": name, "take": take, "address": story.address}
        story.title, story.body = words(name, take), body(name, take)
        self._ledger.tried("publish", f"{name} {take}", **facts)
        story.save_revision()
        actions.publish(story)
        self._ledger.said("publish", f"{name} {take}", **facts)

    def _withdraw(self) -> None:
        from dateline.stories import actions
        from dateline.stories.models import Story

        name = self._own.pop(self._choose.randrange(len(self._own)))
        story = Story.objects.get(slug=name)
        facts = {"story": name, "address": story.address}
        self._ledger.tried("withdraw", name, **facts)
        actions.withdraw(story, reason="a drill", by="the drill")
        self._ledger.said("withdraw", name, **facts)

    def _receive(self) -> None:
        name = self._name("wire")
        self._hand_in(name, 1)
        self._wired = [*self._wired, name][-STANDING:]

    def _receive_again(self) -> None:
        name = self._choose.choice(self._wired)
        self._hand_in(name, self._next_take(name))

    def _kill(self) -> None:
        name = self._wired.pop(self._choose.randrange(len(self._wired)))
        self._hand_in(name, self._next_take(name), kind="kill", pubstatus="canceled")

    def _hand_in(self, name: str, take: int, *, kind: str = "wire", **more: object) -> None:
        """A partner's item; its standing order publishes it. Its slug is made of the first headline."""
        from dateline.house import clock
        from dateline.wire import actions

        created = clock.now() - timedelta(hours=3)
        text = "".join(paragraphs(name, take))
        item = ninjs(
            f"urn:drill:{name}", words(name, take), version=take, created=created, body_html=text, **more
        )
        path = self._folder / "inbox" / f"{name}-{take}.json"
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(item))
        facts: dict[str, object] = {"story": name, "address": f"/{SECTION}/{PARTNER}/take-1-of-{name}/"}
        if kind == "wire":
            facts["take"] = take
        key = name if kind == "kill" else f"{name} {take}"
        self._ledger.tried(kind, key, **facts)
        actions.receive(PARTNER, [path])
        self._ledger.said(kind, key, **facts)

    def _name(self, kind: str) -> str:
        """A name that no desk has used: each has a number of its own."""
        self._made += 1
        return f"{kind}-{self._number}-{self._made}"

    def _next_take(self, story: str) -> int:
        """One above any that was ever tried: a desk that was killed may have saved it without saying so."""
        book = self._book
        take = max(book.take.get(story, 1), book.tried_take.get(story, 1)) + 1
        book.tried_take[story] = take
        return take


def main() -> None:
    """Work until the turns are done (-1: they never are), or a file says that it is time to rest."""
    from dateline.cli.main import start_django

    start_django()
    folder, number, order = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
    desk = Desk(folder, number)
    if order.startswith("publish "):
        print(desk.publish(number, int(order.removeprefix("publish "))))
        return
    turns = int(order)
    while turns and not (folder / "rest").exists():
        desk.turn()
        turns -= 1
        time.sleep(PAUSE_SECONDS)


if __name__ == "__main__":
    main()
