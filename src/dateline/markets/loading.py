"""Takes `markets.toml` into the tables: whole, or not at all."""

from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

from django.db import transaction

from dateline.house import atomic_file, notices, toml_file
from dateline.house.home import home
from dateline.markets import calendars, models, recordings, rules
from dateline.markets.calendars import LibraryCalendar
from dateline.markets.errors import UnreadableRecording
from dateline.markets.parsers.listing import ListedSession, ListedSource, Listing, parse_listing

PAGES = ("/markets/", "/ko/markets/")


@dataclass(frozen=True)
class Loaded:
    """What was taken in: symbols, (exchange, last day known) pairs, names of sources."""

    instruments: tuple[str, ...]
    exchanges: tuple[tuple[str, date], ...]
    sources: tuple[str, ...]


def load(path: Path, at: datetime) -> Loaded:
    """Take in instruments, sources and trading days; what the file no longer names is unlisted.

    Asks the calendar library in a process of its own (some seconds).
    Raises TomlError, by line, for what cannot be kept, NoCalendar when the library is silent.
    """
    file = toml_file.read(path)
    listing = parse_listing(file)
    recorded = {source.name: _recording(path.parent, source) for source in listing.sources}
    found = calendars.read(listing.exchange_tables, at.date())
    known = {code: _known(listing, code, library) for code, library in found.items()}
    with transaction.atomic():
        exchanges = {code: _keep_exchange(library, listing, at) for code, library in known.items()}
        sources = _keep_sources(listing)
        _keep_instruments(listing, exchanges, sources)
        for name, content in recorded.items():
            atomic_file.write(recordings.path_of(sources[name]), content)
        notices.post("markets", "markets.loaded", tags=["markets"], paths=PAGES)
    return Loaded(
        tuple(instrument.symbol for instrument in listing.instruments),
        tuple((code, library.known_until) for code, library in known.items()),
        tuple(sources),
    )


def _known(listing: Listing, code: str, library: LibraryCalendar | None) -> LibraryCalendar:
    if library is None:
        table = listing.exchange_tables[code]
        table.refuse(
            "exchange",
            f"no trading calendar is known for '{code}'; use an ISO 10383 code such as XKRX or XNYS",
        )
    for session in listing.sessions:
        if session.exchange == code and not library.known_from <= session.on <= library.known_until:
            session.table.refuse(
                "on",
                f"the calendar of {code} runs from {library.known_from} to {library.known_until}; remove it",
            )
    return library


def _recording(folder: Path, source: ListedSource) -> bytes:
    """The bytes to replay, from beside the file or from DATELINE_HOME; refused by line when they are none."""
    places = [place for base in (folder, home()) if (place := base / source.location).is_file()]
    if not places:
        source.table.refuse(
            "location", f"there is no '{source.location}' beside this file or in DATELINE_HOME; put it there"
        )
    try:
        ticks = recordings.read(places[0])
    except UnreadableRecording as cause:
        source.table.refuse("location", str(cause))
    for symbol in source.symbols:
        if symbol not in ticks:
            source.table.refuse(
                "symbols", f"'{source.location}' has no tick of '{symbol}'; record some or remove it"
            )
    return places[0].read_bytes()


def _keep_exchange(library: LibraryCalendar, listing: Listing, at: datetime) -> models.Exchange:
    exchange, _ = models.Exchange.objects.update_or_create(
        code=library.exchange,
        defaults={
            "zone": library.zone,
            "known_from": library.known_from,
            "known_until": library.known_until,
            "loaded_at": at,
        },
    )
    zone = ZoneInfo(library.zone)
    corrections = [_correction(day, zone) for day in listing.sessions if day.exchange == library.exchange]
    own_days = {day.on for day in corrections}
    exchange.sessions.all().delete()
    models.Session.objects.bulk_create(
        models.Session(
            exchange=exchange,
            on=day.on,
            opens_at=day.opens_at,
            closes_at=day.closes_at,
            break_from=day.break_from,
            break_until=day.break_until,
            why=day.why,
            is_correction=day.on in own_days,
        )
        for day in rules.corrected(library.days, corrections)
    )
    return exchange


def _correction(day: ListedSession, zone: ZoneInfo) -> rules.Session:
    def moment(clock_time: time | None) -> datetime | None:
        return datetime.combine(day.on, clock_time, zone) if clock_time else None

    return rules.Session(day.on, moment(day.opens), moment(day.closes), why=day.why)


def _keep_sources(listing: Listing) -> dict[str, models.Source]:
    models.Source.objects.update(is_listed=False)
    return {
        source.name: models.Source.objects.update_or_create(
            name=source.name,
            defaults={
                "kind": source.kind,
                "location": source.location,
                "speed": source.speed,
                "delay_minutes": source.delay_minutes,
                "stale_after_seconds": source.stale_after_seconds,
                "is_listed": True,
            },
        )[0]
        for source in listing.sources
    }


def _keep_instruments(
    listing: Listing, exchanges: dict[str, models.Exchange], sources: dict[str, models.Source]
) -> None:
    followed = {symbol: sources[source.name] for source in listing.sources for symbol in source.symbols}
    models.Instrument.objects.update(is_listed=False)
    for position, instrument in enumerate(listing.instruments):
        models.Instrument.objects.update_or_create(
            symbol=instrument.symbol,
            defaults={
                "name": instrument.name,
                "kind": instrument.kind,
                "exchange": exchanges[instrument.exchange],
                "source": followed.get(instrument.symbol),
                "currency": instrument.currency,
                "decimals": instrument.decimals,
                "jump_limit_percent": instrument.jump_limit_percent,
                "strip": instrument.strip,
                "position": position,
                "is_listed": True,
                "waiting": None,
            },
        )
