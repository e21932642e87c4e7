"""Readers who comment: over HTTP, signed in, and each comment sent again until it is acknowledged, as a person does."""

import http.client
import itertools
import json
import random
import threading
import time
import urllib.parse
from pathlib import Path

from drill import ledger

# A reader may post three times a minute (comments.rules): with so many, nobody is slowed down.
READERS = 80


class Letters(threading.Thread):
    """Posts until told to rest."""

    def __init__(self, folder: Path, port: int, sessions: list[str], story: int, seed: str) -> None:
        super().__init__(name="letters", daemon=True)
        self._folder, self._port, self._story = folder, port, story
        self._sessions = sessions
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
            text = f"Letter {number}: of {self._choose.randrange(10**9)} things I agree with the second."
            self._post_until_taken(text, session)
            time.sleep(0.25)

    def _post_until_taken(self, text: str, session: str) -> None:
        """Within the two minutes in which what is sent twice is one."""
        until = time.monotonic() + 100
        while time.monotonic() < until:
            self._ledger.tried("comment", text)
            status = self._post(text, session)
            if status in (201, 202):
                self._ledger.said("comment", text)
                return
            if self._resting.is_set() or status in (422, 429):
                return
            time.sleep(0.3)

    def _post(self, text: str, session: str) -> int:
        """The status; 0 when nobody answers."""
        own = f"http://127.0.0.1:{self._port}"
        headers = {
            "Origin": own, "Sec-Fetch-Site": "same-origin", "Accept": "application/json",
            "Content-Type": "application/x-www-form-urlencoded", "Cookie": f"sessionid={session}",
        }  # fmt: skip
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=30)
        try:
            connection.request(
                "POST", f"/-/comments/{self._story}", urllib.parse.urlencode({"text": text}), headers
            )
            reply = connection.getresponse()
            reply.read()
            return reply.status
        except (OSError, http.client.HTTPException):
            return 0
        finally:
            connection.close()


def main() -> None:
    """Make the readers, signed in, and the story that they write under: prints both as JSON."""
    from dateline.cli.main import start_django

    start_django()
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from dateline.readers.models import Reader
    from dateline.stories import actions, queries

    story = actions.write_story(
        queries.section("economy"), headline="Write to us", body=[("paragraph", "<p>What do you think?</p>")]
    )
    actions.publish(story)
    sessions = []
    for number in range(READERS):
        reader = Reader.objects.create(email=f"reader{number}@example.com", display_name=f"Reader {number}")
        session = SessionStore()
        session[SESSION_KEY] = str(reader.pk)
        session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
        session[HASH_SESSION_KEY] = reader.get_session_auth_hash()
        session.create()
        sessions.append(session.session_key)
    print(json.dumps({"story": story.pk, "sessions": sessions}))


if __name__ == "__main__":
    main()
