"""Kill loops: any process, at random moments and at every named point, while readers read and writers write."""

import random
import time
from dataclasses import dataclass, field

from dateline.house import points
from drill.ground import Ground

# Whom a random kill takes, and how often among a hundred.
TARGETS = {"press": 30, "worker": 25, "desk": 25, "server": 10, "supervisor": 10}
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


def loop(
    place: Ground, kills: int, *, names: tuple[str, ...] = points.NAMES, share_at_points: float = 0.5
) -> Kills:
    """Kill so often; half of the time at the named points, each in its turn."""
    choose = random.Random(place.seed)
    done = Kills()
    turn = 0
    while done.total < kills:
        if names and choose.random() < share_at_points:
            _at_point(place, names[turn % len(names)], done)
            turn += 1
        else:
            _at_random(place, choose, done)
    return done


def at_every_point(place: Ground) -> Kills:
    """Kill once at each named point."""
    done = Kills()
    for point in points.NAMES:
        _at_point(place, point, done)
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
