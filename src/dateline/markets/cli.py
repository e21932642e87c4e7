"""`dateline markets …`: list what is quoted, hand ticks in, follow the sources."""

import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import click

from dateline.house import clock
from dateline.markets import actions, tasks

CHUNK_BYTES = 16_384


@click.group()
def markets() -> None:
    """Instruments, ticks and the live strip."""


@markets.command("load")
@click.argument("file", type=click.Path(path_type=Path))
def load(file: Path) -> None:
    """Take in FILE.toml: instruments, their exchanges' trading days, sources."""
    loaded = actions.load(file, clock.now())
    for symbol in loaded.instruments:
        click.echo(f"instrument {symbol}")
    for code, known_until in loaded.exchanges:
        click.echo(f"calendar {code} known until {known_until}")
    for name in loaded.sources:
        click.echo(f"source {name}")
    actions.write_strip(clock.now(), force=True)


@markets.command("record")
@click.argument("file", type=click.File("rb"))
def record(file: BinaryIO) -> None:
    """Take ticks as JSON lines from FILE, or from standard input with -."""
    recorded = refused = 0
    for first_number, lines in _chunks(file):
        at = clock.now()
        result = actions.record(lines, at=at, first_number=first_number)
        for refusal in result.refused:
            click.echo(f"line {refusal.number} refused: {refusal.reason}")
        recorded += result.recorded
        refused += len(result.refused)
        actions.write_strip(at)
    actions.write_strip(clock.now(), force=True)
    click.echo(f"recorded {recorded} refused {refused}")
    if refused:
        sys.exit(1)


@markets.command("listen")
def listen() -> None:
    """Follow the sources of markets.toml until interrupted."""
    while True:
        time.sleep(tasks.listen_once(clock.now()))


def _chunks(file: BinaryIO) -> Iterator[tuple[int, list[str]]]:
    """The lines as they arrive, with the number of the first: a pipe is not waited for until its end."""
    number, rest = 1, b""
    read = getattr(file, "read1", file.read)
    while chunk := read(CHUNK_BYTES):
        *whole, rest = (rest + chunk).split(b"\n")
        if whole:
            yield number, [line.decode("utf-8", "replace") for line in whole]
            number += len(whole)
    if rest:
        yield number, [rest.decode("utf-8", "replace")]
