"""Readers who comment: over HTTP, signed in, and each comment sent again until it is acknowledged, as a person does."""

import http.client
import itertools
import json
import random
import threading
import time
import urllib.parse
from datetime import timedelta
from pathlib import Path

from drill import ledger
from drill.desk import body

# A reader may post three times a minute (comments.rules): with so many, nobody is slowed down.
READERS = 320
# Every other one is known to the house, so that the press prints what they write; the others' letters are held.
STORIES = 20
PAUSE_SECONDS = 0.3


class Letters(threading.Thread):
    """One who posts until told to rest, now as this reader and now as that, under one story after another."""

    def __init__(self, folder: Path, port: int, sessions: list[str], stories: list[int], seed: str) -> None:
        super().__init__(name=f"letters {seed}", daemon=True)
        self._port, self._stories, self._sessions, self._seed = port, stories, sessions, seed
        self._choose = random.Random(seed)
        self._ledger = ledger.Ledger(folder / "ledger.jsonl")
        self._resting = threading.Event()

    def rest(self) -> None:
        """Finish the comment at hand."""
        self._resting.set()
        self.join()

    def run(self) -> None:
        """One comment after another."""
        for number in itertools.count():
            if self._resting.is_set():
                return
            session = self._sessions[number % len(self._sessions)]
            story = self._stories[number // 2 % len(self._stories)]
            things = self._choose.randrange(10**9)
            text = f"Letter {number} of {self._seed}: of {things} things I agree with the second."
            self._post_until_taken(story, text, session)
            time.sleep(PAUSE_SECONDS)

    def _post_until_taken(self, story: int, text: str, session: str) -> None:
        """Within the two minutes in which what is sent twice is one."""
        until = time.monotonic() + 100
        while time.monotonic() < until:
            self._ledger.tried("comment", text)
            status = self._post(story, text, session)
            if status in (201, 202):
                self._ledger.said("comment", text)
                return
            if self._resting.is_set() or status in (422, 429):
                return
            time.sleep(0.3)

    def _post(self, story: int, text: str, session: str) -> int:
        """The status; 0 when nobody answers."""
        own = f"http://127.0.0.1:{self._port}"
        headers = {
            "Origin": own, "Sec-Fetch-Site": "same-origin", "Accept": "application/json",
            "Content-Type": "application/x-www-form-urlencoded", "Cookie": f"sessionid={session}",
        }  # fmt: skip
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=30)
        try:
            connection.request(
                "POST", f"/-/comments/{story}", urllib.parse.urlencode({"text": text}), headers
            )
            reply = connection.getresponse()
            reply.read()
            return reply.status
        except (OSError, http.client.HTTPException):
            return 0
        finally:
            connection.close()


def main() -> None:
    """Make the readers, signed in, and the stories that they write under: prints both as JSON."""
    from dateline.cli.main import start_django

    start_django()
    from django.db import transaction

    from dateline.stories import actions, queries

    headlines = [f"Write to us {number}" for number in range(STORIES)]
    economy = queries.section("economy")
    stories = [actions.write_story(economy, headline=each, body=body(each, 1)) for each in headlines]
    with transaction.atomic():
        sessions = [_session(number, known_by=stories[0].pk) for number in range(READERS)]
    for story in stories:
        actions.publish(story)
    print(json.dumps({"stories": [story.pk for story in stories], "sessions": sessions}))


def _session(number: int, *, known_by: int) -> str:
    """A reader's who is signed in, and of whom, every other time, enough was printed to be known."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from dateline.comments.models import Comment, State
    from dateline.comments.rules import Policy
    from dateline.house import clock
    from dateline.readers.models import Reader

    reader = Reader.objects.create(email=f"reader{number}@example.com", display_name=f"Reader {number}")
    Comment.objects.bulk_create(
        Comment(
            story_id=known_by, writer=reader, text=f"Earlier {number} {nth}", state=State.PRINTED,
            submitted_at=clock.now() - timedelta(days=2),
        )
        for nth in range(Policy().known_after if number % 2 else 0)
    )  # fmt: skip
    session = SessionStore()
    session[SESSION_KEY] = str(reader.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = reader.get_session_auth_hash()
    session.create()
    return str(session.session_key)


if __name__ == "__main__":
    main()
