"""What the screen of the wire's sources shows: each with what came last, how it stands, and what to do."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from dateline.desk import rules
from dateline.licences.rules import SourceKind
from dateline.wire import queries
from dateline.wire.models import Source

KINDS = {
    SourceKind.FOLDER: "Folder",
    SourceKind.HTTP: "Address",
    SourceKind.RSS: "Feed",
    SourceKind.FTP: "Server",
    SourceKind.MAIL: "Mailbox",
}
# A source that was due for so long and has not been asked: nobody is following.
_UNFOLLOWED = timedelta(minutes=5)


@dataclass(frozen=True)
class Line:
    """One source: `level` is ok, warning or critical; `sentence` says how it stands, `remedy` what to do."""

    source: Source
    kind: str
    level: str
    sentence: str
    remedy: str
    lag: str
    silent_after: str
    is_watched: bool


def lines(at: datetime) -> list[Line]:
    """Every source that is followed, those that want somebody first."""
    order = {"critical": 0, "warning": 1, "ok": 2}
    found = [_line(row, at) for row in queries.listed_sources()]
    return sorted(found, key=lambda line: order[line.level])


def _line(row: Source, at: datetime) -> Line:
    settings = row.read
    level, sentence, remedy = _standing(row, at)
    minutes = settings.silent_after_minutes
    return Line(
        source=row,
        kind=KINDS[settings.kind],
        level=level,
        sentence=sentence,
        remedy=remedy,
        lag=rules.said_span(timedelta(seconds=row.lag_seconds)) if row.lag_seconds is not None else "",
        silent_after=f"{minutes} min" if minutes else "",
        is_watched=settings.kind is SourceKind.FOLDER,
    )


def _standing(row: Source, at: datetime) -> tuple[str, str, str]:
    if row.errors:
        times = "once" if row.errors == 1 else f"{row.errors} times in a row"
        return "critical" if row.errors > 2 else "warning", f"It failed {times}: {row.error}.", _remedy(row)
    if _is_unfollowed(row, at):
        return "critical", "Nobody is following it.", "Start `dateline serve` or `dateline work`."
    if row.is_silent(at):
        return "critical", f"Nothing new for {rules.said_span(at - row.silent_since)}.", "Ask the partner."
    if row.succeeded_at is None:
        return "ok", "It has not been asked yet.", ""
    return "ok", "It answers.", ""


def _is_unfollowed(row: Source, at: datetime) -> bool:
    if row.read.kind is SourceKind.FOLDER:
        return at - (row.succeeded_at or row.added_at) > _UNFOLLOWED
    return at - row.next_try_at > _UNFOLLOWED


def _remedy(row: Source) -> str:
    if row.read.key_env and row.read.key_env in row.error:
        return "Set it where Dateline runs, and start Dateline again."
    return "It is tried again by itself; if it goes on, ask the partner."
