"""What the markets room writes: ticks as they come, the live strip, and what the operator lists."""

import gzip
import json
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain, islice
from operator import attrgetter
from pathlib import Path

from django.db import transaction
from django.db.models import OuterRef, Subquery

from dateline.house import atomic_file
from dateline.house.home import press_open
from dateline.markets import live, models, queries, recordings, rules
from dateline.markets.errors import NotLoaded, UnreadableTick
from dateline.markets.loading import Loaded, load
from dateline.markets.parsers.ticks import numbered, parse_tick

__all__ = [
    "Loaded",
    "Recorded",
    "Refused",
    "forget",
    "load",
    "record",
    "replay",
    "strip_path",
    "take",
    "write_strip",
]

STRIP_AT_MOST_EVERY = timedelta(seconds=1)
# As the press compresses a page.
LEAST_COMPRESSED = 200
GZIP_LEVEL = 6
# One hold of the write lock; a comment waits no longer than this many rows take (some 20 ms).
TICKS_A_TRANSACTION = 400
KEPT_FOR = timedelta(days=32)


@dataclass(frozen=True)
class Refused:
    """A line that was not shown, and why. `number` counts from 1."""

    number: int
    reason: str


@dataclass(frozen=True)
class Recorded:
    """What became of a batch of lines."""

    recorded: int
    refused: tuple[Refused, ...] = ()


@dataclass(frozen=True)
class _Line:
    """One line on its way: its number, its text, and the tick or the reason why it is none."""

    number: int
    text: str
    tick: rules.Tick | None = None
    reason: str = ""


def record(
    lines: Iterable[str], *, at: datetime, source: models.Source | None = None, first_number: int = 1
) -> Recorded:
    """Take ticks as JSON lines, received at `at`; what is refused is kept with its reason, the rest is shown.

    Raises NotLoaded when no instrument is listed.
    """
    if not models.Instrument.objects.filter(is_listed=True).exists():
        raise NotLoaded("no instruments are listed; run `dateline markets load FILE.toml` first")
    read = [_read(number + first_number - 1, text, at) for number, text in numbered(lines)]
    return _keep(read, source=source, at=at)


def take(ticks: Iterable[rules.Tick], *, source: models.Source | None, at: datetime) -> Recorded:
    """Take ticks that a source's follower has read already."""
    lines = (_Line(number, _as_text(tick), tick) for number, tick in enumerate(ticks, start=1))
    return _keep(lines, source=source, at=at)


def replay(source: models.Source, at: datetime) -> Iterator[rules.Tick]:
    """The ticks of a recorded day that are due at `at`, oldest first, moved onto the present session.

    Only those after the last that was taken: the table of ticks is the place in the recording, so a restart
    goes on where it stopped. Raises UnreadableRecording when the recording is gone.
    """
    due = [
        rules.due(place.recording, place.session, speed=source.speed, after=place.after, at=at)
        for place in recordings.replay_places(source, at)
    ]
    yield from sorted(chain.from_iterable(due), key=attrgetter("at"))


def write_strip(at: datetime, *, force: bool = False) -> bool:
    """Write `live/strip.json` when what it says has changed, at most once a second; whether it was written.

    `force`: also within the second, for a command that ends here and cannot come back.
    """
    strip = live.strip_json(queries.figures(), at)
    standing = _standing_strip()
    if standing is not None:
        if standing.get("quotes") == strip["quotes"]:
            return False
        if not force and _is_within_the_second(standing, at):
            return False
    content = json.dumps(strip, ensure_ascii=False, separators=(",", ":")) + "\n"
    _place_strip(content.encode())
    return True


def _place_strip(content: bytes) -> None:
    """The strip with its `.gz` for a server that compresses nothing itself; the strip last, as it is looked at first.

    Such a server tells versions apart by whole seconds: what replaces a strip is later than it.
    """
    path = strip_path()
    compressed = path.with_name(f"{path.name}.gz")
    mtime = max(int(time.time()), int(path.stat().st_mtime) + 1 if path.exists() else 0)
    if len(content) > LEAST_COMPRESSED:
        atomic_file.write(compressed, gzip.compress(content, GZIP_LEVEL, mtime=0), mtime=mtime, sync=False)
    else:
        compressed.unlink(missing_ok=True)
    atomic_file.write(path, content, mtime=mtime)


def strip_path() -> Path:
    """The file behind `/live/strip.json`."""
    return press_open() / "live" / "strip.json"


def forget(at: datetime) -> int:
    """Delete ticks and refusals older than a month; how many. An instrument's last tick stays."""
    old = at - KEPT_FOR
    latest = (
        models.Tick.objects.filter(instrument=OuterRef("instrument")).order_by("-at", "-pk").values("pk")[:1]
    )
    ticks, _ = models.Tick.objects.filter(at__lt=old).exclude(pk=Subquery(latest)).delete()
    refusals, _ = models.RefusedTick.objects.filter(received_at__lt=old).delete()
    return ticks + refusals


def _read(number: int, text: str, at: datetime) -> _Line:
    try:
        return _Line(number, text, parse_tick(text, received_at=at))
    except UnreadableTick as refusal:
        return _Line(number, text, reason=str(refusal))


def _keep(lines: Iterable[_Line], *, source: models.Source | None, at: datetime) -> Recorded:
    recorded = 0
    refused: list[Refused] = []
    waiting = iter(lines)
    while batch := list(islice(waiting, TICKS_A_TRANSACTION)):
        taken, refusals = _keep_batch(batch, source=source, at=at)
        recorded += taken
        refused += refusals
    return Recorded(recorded, tuple(refused))


@transaction.atomic
def _keep_batch(
    lines: Sequence[_Line], *, source: models.Source | None, at: datetime
) -> tuple[int, list[Refused]]:
    """Fold the lines one after another into what is shown; nobody else folds meanwhile."""
    rows = models.Instrument.objects.select_for_update().filter(is_listed=True)
    instruments = {row.symbol: row for row in rows}
    before = strip = queries.strip()
    taken: list[models.Tick] = []
    refused: list[tuple[_Line, str]] = []
    for line in lines:
        if line.tick is None:
            refused.append((line, line.reason))
            continue
        folded = rules.fold(strip, line.tick)
        strip = folded.strip
        if folded.refusal:
            refused.append((line, folded.refusal))
        else:
            taken.append(_row(line.tick, instruments[line.tick.symbol], source))
    models.Tick.objects.bulk_create(taken)
    models.RefusedTick.objects.bulk_create(
        models.RefusedTick(
            text=line.text.replace("\0", "\N{REPLACEMENT CHARACTER}"),
            reason=reason[:300],
            received_at=at,
            source=source,
        )
        for line, reason in refused
    )
    for symbol, quote in strip.items():
        if quote.waiting != before[symbol].waiting:
            models.Instrument.objects.filter(symbol=symbol).update(waiting=_as_kept(quote.waiting))
    return len(taken), [Refused(line.number, reason) for line, reason in refused]


def _row(tick: rules.Tick, instrument: models.Instrument, source: models.Source | None) -> models.Tick:
    return models.Tick(
        instrument=instrument,
        last=tick.last,
        previous_close=tick.previous_close,
        at=tick.at,
        received_at=tick.received_at,
        halted=tick.halted,
        source=source,
    )


def _as_kept(tick: rules.Tick | None) -> dict[str, object] | None:
    if tick is None:
        return None
    return {
        "last": str(tick.last), "previous_close": str(tick.previous_close), "at": tick.at.isoformat(),
        "received_at": tick.received_at.isoformat(), "halted": tick.halted,
    }  # fmt: skip


def _as_text(tick: rules.Tick) -> str:
    kept = _as_kept(tick) or {}
    return json.dumps({"symbol": tick.symbol, **kept})


def _standing_strip() -> dict[str, object] | None:
    """What the file says now; None when there is none that can be read."""
    try:
        standing = json.loads(strip_path().read_bytes())
    except (OSError, ValueError):
        return None
    return standing if isinstance(standing, dict) else None


def _is_within_the_second(standing: dict[str, object], at: datetime) -> bool:
    try:
        written_at = datetime.fromisoformat(str(standing.get("as_of")))
        return timedelta() <= at - written_at < STRIP_AT_MOST_EVERY
    except (ValueError, TypeError):
        return False
