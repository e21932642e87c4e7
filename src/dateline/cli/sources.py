"""Keeps the wire's sources followed, in a process of their own beside the press: a slow one holds up no takedown."""

import os
import subprocess
import sys
from datetime import datetime

from dateline.house import parent
from dateline.licences.models import Partner

LOOK_EVERY_SECONDS = 2.0


class MindSources:
    """Runs `dateline wire listen` while any partner's file names a source, and starts it again when it falls."""

    def __init__(self) -> None:
        self._child: subprocess.Popen[bytes] | None = None

    def __call__(self, at: datetime) -> float:
        """Start it or stop it as the partners' files say; in how many seconds to look again."""
        is_running = self._child is not None and self._child.poll() is None
        is_wanted = Partner.objects.exclude(sources=[]).exists()
        if is_wanted and not is_running:
            self._child = _start()
        if is_running and not is_wanted and self._child:
            self._child.terminate()
        return LOOK_EVERY_SECONDS

    def leave(self) -> None:
        """Stop it: another node follows them now."""
        if self._child is not None and self._child.poll() is None:
            self._child.terminate()


def _start() -> "subprocess.Popen[bytes]":
    # It leaves when we are gone, however we went.
    own = os.environ | {parent.GROUP: str(os.getpid())}
    return subprocess.Popen([sys.executable, "-m", "dateline.cli.main", "wire", "listen"], env=own)
