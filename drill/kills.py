"""Kill loops: any process, at random moments and at every named point, while readers read and writers write."""

import random
import time
from dataclasses import dataclass, field

from dateline.house import points
from drill.ground import Ground

# Whom a random kill takes, and how often. A SQLite file has no server that could be killed.
TARGETS = {"press": 30, "worker": 25, "desk": 25, "server": 10, "supervisor": 10, "database": 8}
# A point that nobody comes to within so many seconds is left open, and the next kill follows.
PATIENCE_SECONDS = 25.0


@dataclass
class Kills:
    """What was killed: whom, and at which points."""

    at_random: dict[str, int] = field(default_factory=dict)
    at_points: dict[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """How many there were."""
        return sum(self.at_random.values()) + sum(self.at_points.values())


@dataclass(frozen=True)
class Wanted:
    """When a loop may end: after so many kills, acknowledged writes and reads, whichever comes last."""

    kills: int
    writes: int = 0
    reads: int = 0

    def is_met(self, done: Kills, place: Ground) -> bool:
        """Whether there were as many of each."""
        return (
            done.total >= self.kills and place.acknowledged() >= self.writes and place.reads() >= self.reads
        )


def loop(
    place: Ground, wanted: Wanted, *, names: tuple[str, ...] = points.NAMES, share_at_points: float = 0.5
) -> Kills:
    """Kill until as much was done as is wanted; half of the time at the named points, each in its turn."""
    choose = random.Random(place.seed)
    done = Kills()
    turn = 0
    while not wanted.is_met(done, place):
        if names and choose.random() < share_at_points:
            _at_point(place, names[turn % len(names)], done)
            turn += 1
        else:
            _at_random(place, choose, done)
    return done


def _at_random(place: Ground, choose: random.Random, done: Kills) -> None:
    time.sleep(choose.uniform(0.2, 2.5))
    whom = choose.choices(list(TARGETS), list(TARGETS.values()))[0]
    if place.kill(whom):
        done.at_random[whom] = done.at_random.get(whom, 0) + 1
    time.sleep(0.1)
    place.stand_up()


def _at_point(place: Ground, point: str, done: Kills) -> None:
    if place.kill_at(point, PATIENCE_SECONDS):
        done.at_points[point] = done.at_points.get(point, 0) + 1
