"""What the background worker does for the markets: follow the sources, keep `live/strip.json` true."""

import logging
from datetime import datetime, timedelta
from typing import ClassVar

from dateline.markets import actions, models, queries, recordings, rules
from dateline.markets.errors import UnreadableRecording

log = logging.getLogger(__name__)

# A tick that another process records is in strip.json at once; this bounds what only the clock changes.
LONGEST_SLEEP_SECONDS = 5.0
SHORTEST_SLEEP_SECONDS = 0.2
SNAPSHOT_AT_MOST_EVERY = timedelta(minutes=1)
FORGET_EVERY = timedelta(hours=6)


class _Memory:
    """What this process did last; after a restart it is done once more, which harms nothing."""

    snapshot_at: datetime | None = None
    snapshot_tick = -1
    forgot_at: datetime | None = None
    # What each source was last said to lack: said once, not every five seconds.
    lacking: ClassVar[dict[int, str]] = {}


def listen_once(at: datetime) -> float:
    """Take what every source has due and write the strip; seconds until something is due again."""
    for source in queries.listed_sources():
        _follow(source, at)
    actions.write_strip(at)
    if _Memory.forgot_at is None or at - _Memory.forgot_at >= FORGET_EVERY:
        actions.forget(at)
        _Memory.forgot_at = at
    return _seconds_until_due(at)


def show(at: datetime) -> None:
    """Write the strip of a node that follows no source itself, from what another has recorded."""
    actions.write_strip(at)


def snapshot_due(at: datetime) -> bool:
    """Whether `/markets/` should be printed again: new ticks, and a minute since this last said so."""
    newest = queries.newest_tick()
    if newest == _Memory.snapshot_tick:
        return False
    since = at - _Memory.snapshot_at if _Memory.snapshot_at else SNAPSHOT_AT_MOST_EVERY
    if timedelta() <= since < SNAPSHOT_AT_MOST_EVERY:  # less than nothing: the clock was set back
        return False
    _Memory.snapshot_at, _Memory.snapshot_tick = at, newest
    return True


def _follow(source: models.Source, at: datetime) -> None:
    try:
        result = actions.take(actions.replay(source, at), source=source, at=at)
    except UnreadableRecording as cause:
        if _Memory.lacking.get(source.pk) != str(cause):
            log.warning("source '%s': %s", source.name, cause)
        _Memory.lacking[source.pk] = str(cause)
        return
    _Memory.lacking.pop(source.pk, None)
    for refusal in result.refused:
        log.warning("source '%s' refused a tick: %s", source.name, refusal.reason)


def _seconds_until_due(at: datetime) -> float:
    moments = [_next_change(figure, at) for figure in queries.figures()]
    for source in queries.listed_sources():
        moments += _next_ticks(source, at)
    waits = [(moment - at).total_seconds() for moment in moments if moment is not None]
    return min(max(min(waits, default=LONGEST_SLEEP_SECONDS), SHORTEST_SLEEP_SECONDS), LONGEST_SLEEP_SECONDS)


def _next_change(figure: queries.Figure, at: datetime) -> datetime | None:
    """When the clock alone changes what may be said of a figure."""
    exchange = rules.hours(figure.calendar, at)
    closes_at = exchange.running.closes_at if exchange.running else None
    edges = (figure.standing(at).stale_at, exchange.changes_at, closes_at)
    return min((edge for edge in edges if edge is not None and edge > at), default=None)


def _next_ticks(source: models.Source, at: datetime) -> list[datetime | None]:
    try:
        places = recordings.replay_places(source, at)
    except UnreadableRecording:
        return []
    return [rules.next_due_at(place.recording, place.session, speed=source.speed, at=at) for place in places]
