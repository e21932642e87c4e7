"""What was acknowledged beside what is there: database and pages against the ledger, once the newsroom is at rest.

`python -m drill.compare FOLDER` prints the findings, one a line: `lost …`, `doubled …`, `page …`.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from drill import ledger
from drill.ledger import Book


def findings(book: Book) -> Iterator[str]:
    """Everything that was lost or doubled, and every page that is not what the database says."""
    yield from _publishes(book)
    yield from _items(book)
    yield from _comments(book)
    yield from _pages(book)


def _publishes(book: Book) -> Iterator[str]:
    """A publish is a notice: as many as were acknowledged at least, and none that nobody tried."""
    from dateline.house.models import Notice
    from dateline.stories.models import Story

    own = {name for name in book.addresses if name.startswith("own")}
    rows = {story.slug: story for story in Story.objects.filter(slug__in=own)}
    if Story.objects.filter(slug__startswith="own-").count() != len(rows):
        yield "doubled: stories that nobody wrote, or one twice"
    for name in sorted(own):
        story = rows.get(name)
        tried, said = _times(book, "publish", name)
        if story is None:
            if said:
                yield f"lost: {name} is not there"
            continue
        done = Notice.objects.filter(
            about=story.tag, kind__in=("story.published", "story.changed")
        ).count()  # fmt: skip
        if done < said:
            yield f"lost: {name} was published {said} times and has {done} notices"
        if done > tried:
            yield f"doubled: {name} was published at most {tried} times and has {done} notices"
        if (take := _take(story.title)) < book.take.get(name, 0):
            yield f"lost: {name} stands at take {take}, acknowledged was {book.take[name]}"
        if book.said["withdraw", name] and story.live:
            yield f"lost: {name} was withdrawn and is in print"
        if said and not book.tried["withdraw", name] and not story.live:
            yield f"lost: {name} was published and is not in print"


def _items(book: Book) -> Iterator[str]:
    """One item a guid, one version a take, one story an item; killed for good once killed."""
    from dateline.stories.models import Story
    from dateline.wire.models import WireItem

    wired = {name for name in book.addresses if name.startswith("wire")}
    items = {
        item.guid.removeprefix("urn:drill:"): item
        for item in WireItem.objects.filter(guid__startswith="urn:drill:")
    }
    for name in sorted(set(items) - wired):
        yield f"doubled: {name} was never received"
    for name in sorted(wired):
        tried, said = _times(book, "wire", name)
        item = items.get(name)
        if item is None:
            if said:
                yield f"lost: {name} is not there"
            continue
        versions = item.versions.count()
        kills = book.tried["kill", name]
        if not said <= versions <= tried + kills:
            what = "lost" if versions < said else "doubled"
            yield f"{what}: {name} came {said} to {tried + kills} times, has {versions}"
        if int(item.version or 0) < book.take.get(name, 0):
            yield f"lost: {name} stands at version {item.version}, acknowledged was {book.take[name]}"
        if book.said["kill", name] and item.state != "killed":
            yield f"lost: {name} was killed and is {item.state}"
        stories = list(Story.objects.filter(guid=item.guid))
        if len(stories) > 1:
            yield f"doubled: {name} has {len(stories)} stories"
        if not kills and not (stories and stories[0].live):
            yield f"lost: {name} was filed and its standing order published nothing"
        if book.said["kill", name] and any(story.live for story in stories):
            yield f"lost: {name} was killed and is in print"


def _comments(book: Book) -> Iterator[str]:
    from dateline.comments.models import Comment

    standing: dict[str, int] = {}
    for text in Comment.objects.values_list("text", flat=True):
        standing[text] = standing.get(text, 0) + 1
    for kind, text in book.tried:
        if kind == "comment" and standing.get(text, 0) < min(1, book.said[kind, text]):
            yield f"lost: the comment “{text}”"
        if kind == "comment" and standing.get(text, 0) > 1:
            yield f"doubled: the comment “{text}”"


def _pages(book: Book) -> Iterator[str]:
    """Each story's page as readers have it: its last take, or gone."""
    from dateline.press import files
    from dateline.stories.models import Story

    for story in Story.objects.filter(slug__regex=r"(own|wire)-\d+-\d+$").select_related("locale"):
        sheet = files.read(story.address)
        if story.live and sheet is None:
            yield f"page: {story.address} is in print and lies nowhere"
        elif story.live and sheet and f"Take {_take(story.title)} of ".encode() not in sheet.body:
            yield f"page: {story.address} does not show take {_take(story.title)}"
        elif not story.live and sheet is not None:
            yield f"page: {story.address} lies printed and is not in print"
    for address in book.withdrawn:
        if files.is_printed(address):
            yield f"page: {address} was taken down and lies printed"


def _times(book: Book, kind: str, name: str) -> tuple[int, int]:
    """How often this was tried at most, and acknowledged."""
    ours = [key for key in book.tried if key[0] == kind and key[1].rpartition(" ")[0] == name]
    return sum(book.tried[key] for key in ours), sum(book.said[key] for key in ours)


def _take(title: str) -> int:
    found = re.match(r"Take (\d+) of ", title)
    return int(found[1]) if found else 0


def main() -> None:
    """Print them."""
    from dateline.cli.main import start_django

    start_django()
    print("\n".join(findings(ledger.read(Path(sys.argv[1]) / "ledger.jsonl"))))


if __name__ == "__main__":
    main()
