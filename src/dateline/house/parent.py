"""A process that must not outlive the one that started it: killed outright, that one can tell nobody."""

import os
import signal
import threading
import time

# Set for all the processes of one `dateline serve`: its number. Without it a process stands alone and stays.
GROUP = "DATELINE_GROUP"
LOOK_EVERY_SECONDS = 0.5
# A server's workers go on serving readers until the one that is started in its place does.
STAY_SECONDS = 20
# How long a process that was told to stop may take over what it has at hand.
GRACE_SECONDS = 10


def leave_with_parent() -> None:
    """Within a group: stop as SIGTERM would have it when the parent of this process has gone.

    At once when the whole group has gone with it, else when another has had time to take its place.
    """
    if group := os.environ.get(GROUP):
        own = (os.getppid(), int(group))
        threading.Thread(target=_watch, args=own, name="parent", daemon=True).start()


def _watch(parent: int, group: int) -> None:
    # Whoever started it may be gone before this is first asked: then its parent is another, and the group is not there.
    while os.getppid() == parent and (parent == group or _lives(group)):
        time.sleep(LOOK_EVERY_SECONDS)
    until = time.monotonic() + STAY_SECONDS
    while parent != group and _lives(group) and time.monotonic() < until:
        time.sleep(LOOK_EVERY_SECONDS)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(GRACE_SECONDS)
    os._exit(1)


def _lives(number: int) -> bool:
    try:
        os.kill(number, 0)
    except OSError as answer:
        return isinstance(answer, PermissionError)  # somebody else's, but there
    return True
