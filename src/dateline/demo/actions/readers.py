"""Lets invented readers read, and say what they have to say; the desk decides on it."""

import json
from datetime import datetime, timedelta
from typing import Any

from dateline.archive import actions as archive
from dateline.comments import actions
from dateline.comments.models import Comment
from dateline.comments.rules import Outcome
from dateline.demo.actions.accounts import desk
from dateline.demo.content_files import table
from dateline.house import atomic_file
from dateline.house.home import home
from dateline.readers.models import Reader
from dateline.stories.models import Story

DECIDED_AFTER = timedelta(minutes=4)
TAKEN_BACK_AFTER = timedelta(minutes=15)


def read(at: datetime) -> None:
    """Leave the count of what was read as a server does, and have it added up; once."""
    path = home() / "press" / "readings" / "demo.jsonl"
    if path.exists():
        return
    times = table("paper.toml")["read"]
    counts = {story.address: times[story.slug] for story in Story.objects.filter(live=True, slug__in=times)}
    atomic_file.write(path, (json.dumps({"minute": at.isoformat(), "counts": counts}) + "\n").encode())
    archive.count_readings(at)


def comment(at: datetime) -> None:
    """Post, decide, like and take back; nothing when it has been done."""
    if Comment.objects.exists():
        return
    content = table("comments.toml")
    readers = [_reader(words["name"], number) for number, words in enumerate(content["reader"], start=1)]
    by_name = {reader.display_name: reader for reader in readers}
    for words in sorted(content["comment"], key=lambda words: -int(words["minutes"])):
        if story := _story(words["story"]):
            head = _say(words, story, by_name, at)
            for reply in words.get("reply", []):
                _say(reply, story, by_name, at, parent=head)
            _settle(words, head, at)


def _reader(name: str, number: int) -> Reader:
    email = f"reader{number}@readers.example"
    return Reader.objects.filter(email=email).first() or Reader.objects.create_user(email, display_name=name)


def _story(slug: str) -> Story | None:
    return Story.objects.filter(live=True, slug=slug).first()


def _say(
    words: dict[str, Any],
    story: Story,
    readers: dict[str, Reader],
    at: datetime,
    *,
    parent: Comment | None = None,
) -> Comment:
    """Post one; what the house rules hold of those that are to stand is printed by the desk."""
    writer = desk(story.language) if words.get("desk") else readers[words["reader"]]
    moment = at - timedelta(minutes=words["minutes"])
    said = actions.submit(story, writer, words["text"], at=moment, parent=parent)
    if words.get("state") != "held" and not said.is_printed:
        actions.decide(said, Outcome.PRINT, by=desk(), reason="", at=moment + DECIDED_AFTER)
    others = [reader for reader in readers.values() if reader.pk != writer.pk]
    for reader in others[: words.get("likes", 0)]:
        actions.like(said, reader, at=moment + DECIDED_AFTER)
    return said


def _settle(words: dict[str, Any], said: Comment, at: datetime) -> None:
    moment = at - timedelta(minutes=words["minutes"])
    if words.get("state") == "refused":
        actions.decide(said, Outcome.REFUSE, by=desk(), reason=words["reason"], at=moment + TAKEN_BACK_AFTER)
    if words.get("state") == "deleted" and said.writer is not None:
        actions.delete(said, said.writer, at=moment + TAKEN_BACK_AFTER)
