"""The turn of the press and the rooms' ears: what `dateline work` does over and over."""

import contextlib
import logging
import selectors
import socket
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from dateline.house import atomic_file, clock, database, notices
from dateline.house.duty import Duty
from dateline.house.errors import DatelineError
from dateline.house.home import home
from dateline.press import actions, enrolling, followers, queries
from dateline.press.following import Following
from dateline.press.minding import Due, Minding
from dateline.stories import actions as stories

log = logging.getLogger(__name__)
# How long the press waits for a knock before it looks by itself.
LOOK_EVERY_SECONDS = 0.5
LONGEST_SOCKET_NAME = 100
# What a follower has at hand when the worker is told to stop; what it does not finish it still owes.
FOLLOWERS_MAY_TAKE_SECONDS = 5.0
# How long what falls due may wait, however long the turn.
DUE_WITHIN_SECONDS = 1.0
# How long a page may wait while the rooms hear of others.
PRESS_AGAIN_SECONDS = 0.1
# A fault that stays the same is told again after so long.
SAY_AGAIN_SECONDS = 60.0


def turn(*, is_on_duty: bool = True) -> int:
    """What is due now: withdrawals and pages, then the ears of other rooms; how many notices were done.

    Of several nodes one is on duty: the others print, and leave to it what is done once for all.

    The press goes first, again while the ears hear, and after them, so that a kill is down and a page printed
    before anything else is done. A step that stumbles keeps none of the others from being done: what
    stumbled first is raised at the end.
    """
    at = clock.now()
    # Of several nodes the one on duty hears what is urgent, and has done what falls due.
    first = _First() if is_on_duty else notices.latest
    press = partial(actions.run, hear_first=first)
    deliver = partial(notices.deliver, before_each=_now_and_then(first, press))
    done = 0
    stumbled: Exception | None = None
    once_for_all = (partial(stories.publish_due, at), partial(stories.end_due, at), deliver, press)
    end = partial(actions.withdraw_ended, at, hear_first=first)
    for step in (press, *(once_for_all if is_on_duty else ()), end):
        try:
            heard = step()
        except Exception as fault:  # noqa: BLE001 - raised again below, when the others are done
            stumbled = stumbled or fault
        else:
            done += heard if step in (press, deliver) else 0
    if stumbled:
        raise stumbled
    return done


class _First:
    """What waits for no page and for no other room's ear: each kill, and within a second whatever falls due.

    What stumbles here is done and told of in its own turn.
    """

    def __init__(self) -> None:
        self._due_at = time.monotonic() + DUE_WITHIN_SECONDS
        self._heard_to = -1

    def __call__(self) -> int:
        """Do it, unless there is nothing new; the number of the newest notice after that."""
        newest = notices.latest()
        has_posted = False
        if newest != self._heard_to:
            has_posted = notices.deliver_urgent() > 0
            self._heard_to = newest
        if time.monotonic() >= self._due_at:
            has_posted = True
            for fall_due in (stories.publish_due, stories.end_due):
                with contextlib.suppress(Exception):
                    fall_due(clock.now())
            self._due_at = time.monotonic() + DUE_WITHIN_SECONDS
        return notices.latest() if has_posted else newest


def _now_and_then(first: Callable[[], object], press: Callable[[], int]) -> Callable[[], None]:
    """Prints what has come in since, when it was not done a moment ago: an import prints no sitemap a story.

    A takedown waits for nothing. A press that cannot print keeps no ear from hearing, and says why in its own turn.
    """
    again_at = time.monotonic() + PRESS_AGAIN_SECONDS

    def do() -> None:
        nonlocal again_at
        with contextlib.suppress(Exception):
            first()
        begun_at = time.monotonic()
        if begun_at >= again_at or queries.has_withdrawals():
            took = 0.0
            with contextlib.suppress(Exception):
                if press():
                    # Half of the time at most: else one that always has something to print keeps the rooms
                    # from hearing.
                    took = time.monotonic() - begun_at
            again_at = time.monotonic() + max(PRESS_AGAIN_SECONDS, took)

    return do


def press_in_between() -> Callable[[], None]:
    """What long work that the press's own process does calls again and again: no takedown waits for its end."""
    first = _First()
    return _now_and_then(first, partial(actions.run, hear_first=first))


def catch_up() -> int:
    """Turn until nothing new is left."""
    total = 0
    while done := turn():
        total += done
    return total


class Worker:
    """Turns when knocked at, when something falls due, and twice a second.

    `also` falls due on every node, `on_duty` on the one that is, `off_duty` on the others; `minded` on the one that is
    on duty, and waits for no turn.
    """

    def __init__(
        self,
        also: tuple[Due, ...] = (),
        *,
        on_duty: tuple[Due, ...] = (),
        off_duty: tuple[Due, ...] = (),
        minded: tuple[Due, ...] = (),
    ) -> None:
        self._also: dict[Due, float] = dict.fromkeys((*also, *on_duty, *off_duty), 0.0)
        self._on_duty = frozenset(on_duty)
        self._off_duty = frozenset(off_duty)
        self._duty = Duty()
        self._is_on_duty = False
        self._enrol_at = 0.0
        self._has_begun = False
        self._stopping = False
        self._is_away = False
        self._stumbled = ""
        self._say_again_at = 0.0
        self._followers = [Following(each, lambda: self._is_on_duty) for each in followers.configured()]
        self.minding = [Minding(each, lambda: self._is_on_duty) for each in minded]

    def stop(self) -> None:
        """Finish the turn at hand and go."""
        self._stopping = True

    def work(self) -> None:
        """Work until told to stop. A database that is away is waited for."""
        atomic_file.sweep(home() / "press")
        besides: list[Following | Minding] = [*self._followers, *self.minding]
        for beside in besides:
            beside.start()
        with _knocks() as wait:
            while not self._stopping:
                pause = LOOK_EVERY_SECONDS
                try:
                    pause = self._once()
                except database.UNREACHABLE as fault:
                    self._wait_for_database(fault)
                except Exception as fault:  # noqa: BLE001 - the press must turn again whatever happened
                    self._stumble(fault)
                wait(pause)
        for beside in besides:
            beside.stop()
        for beside in besides:
            beside.join(FOLLOWERS_MAY_TAKE_SECONDS)

    def _once(self) -> float:
        """One turn, and what falls due besides; in how many seconds to come again."""
        database.look_again()
        if database.is_gone():
            return LOOK_EVERY_SECONDS
        self._take_part()
        heard = turn(is_on_duty=self._is_on_duty)
        self._is_away = False
        self._stumbled = ""
        if heard:
            for follower in self._followers:
                follower.knock()
        moment = time.monotonic()
        not_ours = self._off_duty if self._is_on_duty else self._on_duty
        for due, again_at in self._also.items():
            if moment >= again_at and due not in not_ours:
                self._also[due] = time.monotonic() + due(clock.now())
        ours = [again_at for due, again_at in self._also.items() if due not in not_ours]
        soonest = min(ours, default=float("inf")) - time.monotonic()
        return min(max(0.0, soonest), LOOK_EVERY_SECONDS)

    def _take_part(self) -> None:
        """Say that this node is there; take the duty when nobody has it, or let go what belongs to it."""
        if time.monotonic() >= self._enrol_at:
            self._enrol_at = time.monotonic() + enrolling.enrol(clock.now())
        if not self._has_begun:
            enrolling.begin()
            self._has_begun = True
        was_on_duty, self._is_on_duty = self._is_on_duty, self._duty.is_ours()
        if was_on_duty and not self._is_on_duty:
            log.warning("another node is on duty now")
            self._leave_duty()

    def _stumble(self, fault: Exception) -> None:
        """Told of once a minute while it is the same: what is tried twice a second must not fill a disk's last room."""
        said = f"{type(fault).__name__}: {fault}"
        if said != self._stumbled or time.monotonic() >= self._say_again_at:
            self._stumbled, self._say_again_at = said, time.monotonic() + SAY_AGAIN_SECONDS
            is_known = isinstance(fault, DatelineError)
            log.error("the press stumbled: %s", fault, exc_info=None if is_known else fault)
        time.sleep(LOOK_EVERY_SECONDS)

    def _leave_duty(self) -> None:
        for due in self._on_duty:
            if leave := getattr(due, "leave", None):
                leave()

    def _wait_for_database(self, fault: Exception) -> None:
        """Told of once, until it is back: an absence may last."""
        if not database.is_gone() and not self._is_away:
            log.error("the press could not reach its database", exc_info=fault)
        self._is_away = True
        self._is_on_duty = False
        database.let_go()
        time.sleep(LOOK_EVERY_SECONDS)


@contextlib.contextmanager
def _knocks() -> Iterator[Callable[[float], None]]:
    """Yields a function that waits for a knock or so many seconds."""
    path = notices.socket_path()
    if len(str(path)) > LONGEST_SOCKET_NAME:
        yield time.sleep
        return
    Path(path).unlink(missing_ok=True)
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as ear, selectors.DefaultSelector() as selector:
        ear.bind(str(path))
        ear.setblocking(False)
        selector.register(ear, selectors.EVENT_READ)
        own = path.stat().st_ino

        def wait(seconds: float) -> None:
            if selector.select(seconds):
                with contextlib.suppress(BlockingIOError):
                    while True:
                        ear.recv(16)

        yield wait
    # During an upgrade another press may have put its own in this place.
    with contextlib.suppress(FileNotFoundError):
        if path.stat().st_ino == own:
            path.unlink()
