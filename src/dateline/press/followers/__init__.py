"""Followers: folders, buckets and caches that are given what this node's press has placed.

Whoever adds a kind writes a `Follower` and registers a maker in `apps.py`; nothing else is needed. What it owes is
kept (`press.owing`), brought in a thread of its own, tried again with growing pauses, and gives receipts
(`press.following`). The one node that is on duty works for all of them.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Protocol


class Follower(Protocol):
    """A place that follows the local press.

    `name`: of its receipts and its place in the notices, the same on every node and after every start. `kind`: one of
    `press.models.Press.Kind`. Made in every process and without cost: what is dear is made when `bring` is first asked.
    """

    name: str
    kind: str

    def bring(self, paths: Sequence[str]) -> Mapping[str, str]:
        """Have readers there get what lies on the local press now: what was done of each path, as a receipt says it.

        `press.files.lying(path)` says what lies there: a page, a mark, or nothing. Withdrawn pages come first, a
        hundred paths at most. Must stand being called again for what it has done. A path that is left out of the
        answer is tried again. Raises `press.errors.NotReached`, with a sentence for the desk, when the place cannot be
        reached; what was done by then is done again.
        """


Maker = Callable[[], Iterable[Follower]]
_makers: list[Maker] = []


def register(maker: Maker) -> None:
    """Add what makes followers from the settings; called in `AppConfig.ready`."""
    if maker not in _makers:
        _makers.append(maker)


@cache
def configured() -> tuple[Follower, ...]:
    """Every follower that the settings name."""
    return tuple(follower for maker in _makers for follower in maker())
