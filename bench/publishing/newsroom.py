"""What a newsroom is ordered to do by `bench/publish.py`, ours and the peer alike."""

import importlib
import random
import time
from typing import Any

from django.db import connection, transaction
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.signals import page_published

FEATURES = ["bold", "italic", "link", "ol", "ul", "superscript", "subscript"]


class Newsroom:
    """Does what it is told; `name` is the module that knows this newsroom's models."""

    def __init__(self, name: str) -> None:
        self._room = importlib.import_module(f"bench.publishing.{name}")
        self._committed_ns = 0
        page_published.connect(self._note_commit, weak=False)

    def fill(
        self, stories: int, drafts: int, email: str, password: str, archive: int
    ) -> dict[str, list[Any]]:
        """The stories and drafts made; without a sync a commit, since nothing is timed yet."""
        random.seed(42)
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=OFF")
        made: dict[str, list[Any]] = self._room.fill(stories, drafts, email, password, archive)
        connection.close()
        return made

    def command(self, key: Any) -> int:
        """Put a draft in print; when it was committed, in nanoseconds of the machine's one clock."""
        self._room.command(key)
        return self._committed_ns

    def body_fields(self, pk: int) -> dict[str, str]:
        """What the desk's script would send for the story's body."""
        converter = ContentstateConverter(FEATURES)
        blocks = list(self._room.story(pk).body)
        fields = {"body-count": str(len(blocks))}
        for number, block in enumerate(blocks):
            fields |= {
                f"body-{number}-deleted": "",
                f"body-{number}-order": str(number),
                f"body-{number}-type": block.block_type,
                f"body-{number}-id": str(block.id or ""),
                f"body-{number}-value": converter.from_database_format(block.value.source),
            }
        return fields

    def come_to_rest(self) -> None:
        """Return when nothing is left to do."""
        self._room.come_to_rest()

    def _note_commit(self, **_: Any) -> None:
        transaction.on_commit(self._commit)

    def _commit(self) -> None:
        self._committed_ns = time.monotonic_ns()
