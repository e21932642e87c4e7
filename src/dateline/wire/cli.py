"""`dateline wire …`: receive what partners send, and look at it."""

import json
import signal
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dateline.house import clock
from dateline.wire import rules
from dateline.wire.parsers import PLAIN, Profile, enclosed, parse
from dateline.wire.rules import Item, Unreadable

# Models are imported in the commands that need them, so that `wire read` starts without any.
if TYPE_CHECKING:
    from dateline.wire.models import WireItem

_PATHS = click.argument("paths", metavar="PATH…", nargs=-1, required=True, type=click.Path(path_type=Path))


@click.group()
def wire() -> None:
    """What partners send."""


@wire.command()
@click.option("--partner", required=True, metavar="SLUG", help="Who sent it.")
@_PATHS
def receive(partner: str, paths: tuple[Path, ...]) -> None:
    """Keep and file files or folders; a line an item."""
    from dateline.wire import actions

    receipts = actions.receive(partner, paths)
    for receipt in receipts:
        click.echo(str(receipt))
    lost = sum(not receipt.is_filed for receipt in receipts)
    if lost:
        click.echo(f"{lost} of {len(receipts)} not filed; see the wire inbox", err=True)
        sys.exit(1)


@wire.command()
@click.option("--partner", metavar="SLUG", default="", help="Only this partner's sources.")
def poll(partner: str) -> None:
    """Fetch what the sources have that are due now; a line an item."""
    from dateline.licences import queries as licences
    from dateline.wire import listening

    if partner:
        licences.partner(partner)
    lost = 0
    for polled in listening.poll_due(clock.now(), partner=partner):
        for receipt in polled.receipts:
            click.echo(str(receipt))
        lost += sum(not receipt.is_filed for receipt in polled.receipts)
        if polled.error:
            click.echo(f"{polled.source}: {polled.error}", err=True)
            lost += 1
    if lost:
        sys.exit(1)


@wire.command()
def listen() -> None:
    """Follow the sources, where neither `serve` nor `work` runs."""
    from dateline.house import parent
    from dateline.wire.listening import Listener

    listener = Listener()
    signal.signal(signal.SIGTERM, lambda *_: listener.stop())
    signal.signal(signal.SIGINT, lambda *_: listener.stop())
    parent.leave_with_parent()
    listener.work()


@wire.command()
@_PATHS
@click.option(
    "--partner", metavar="SLUG", default="", help="Whose time zone counts for times that carry none."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON line an item.")
def read(paths: tuple[Path, ...], partner: str, as_json: bool) -> None:
    """Read files or folders without keeping anything."""
    profile = PLAIN
    if partner:
        from dateline.licences import queries as licences
        from dateline.wire.reading import profile_of

        profile = profile_of(licences.partner(partner))
    found = _parsed(paths, profile)
    for one in found:
        click.echo(_json_line(one) if as_json else _line(one))
    lost = sum(isinstance(one, Unreadable) for one in found)
    if lost:
        click.echo(f"{lost} of {len(found)} could not be read", err=True)
        sys.exit(1)


@wire.command(name="list")
@click.option("--partner", metavar="SLUG", default="", help="Only what this partner sent.")
@click.option("--state", type=click.Choice([state.value for state in rules.State]), default=None)
@click.option("--json", "as_json", is_flag=True, help="One JSON line an item.")
def list_items(partner: str, state: str | None, as_json: bool) -> None:
    """List what is in the wire, the latest first."""
    from dateline.licences import queries as licences
    from dateline.wire import queries

    if partner:
        licences.partner(partner)
    for row in queries.inbox(partner=partner, state=state or "").iterator(chunk_size=500):
        click.echo(_row_json(row) if as_json else _row_line(row))


@wire.command()
@click.argument("guid")
@click.option("--partner", metavar="SLUG", default="", help="Where two partners sent the same guid.")
@click.option("--json", "as_json", is_flag=True, help="The item as one JSON line.")
def show(guid: str, partner: str, as_json: bool) -> None:
    """Show an item as it stands now."""
    from dateline.wire import queries

    row = queries.by_guid(guid, partner=partner)
    fields = queries.shown(row, clock.now())
    if as_json:
        click.echo(json.dumps(fields, ensure_ascii=False))
        return
    click.echo(_row_line(row))
    for name, value in fields.items():
        if name != "body_html":
            click.echo(
                f"{name}\t{value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)}"
            )
    for version in queries.versions(row):
        click.echo(f"version\t{version.stamp}\t{version.outcome}\t{version.reason}".rstrip("\t"))


@wire.group()
def vocabulary() -> None:
    """What the codes of subjects are called."""


@vocabulary.command()
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path, exists=True, dir_okay=False))
def load(file: Path) -> None:
    """Load the IPTC's Media Topics (its mediatopic.json)."""
    from dateline.wire import actions

    loaded = actions.load_vocabulary(file.read_bytes())
    click.echo(
        f"{loaded.in_use} topics in use, {loaded.retired} retired, released {loaded.released_on or 'unknown'}"
    )


@vocabulary.command(name="list")
@click.option("--language", default="en", metavar="TAG", help="Labels in this language, else in English.")
def list_topics(language: str) -> None:
    """List the Media Topics: code, the one above, label. Korean labels are unofficial, and our own."""
    from dateline.wire import queries

    for code, broader, label in queries.topics(language):
        click.echo(f"{code}\t{broader or '-'}\t{label}")


def _parsed(paths: tuple[Path, ...], profile: Profile) -> list[Item | Unreadable]:
    from dateline.wire.folders.beside import Texts, look_up
    from dateline.wire.folders.gathering import messages

    found: list[tuple[Path, Item | Unreadable]] = []
    used: set[Path] = set()
    for message in messages(paths):
        name = message.name
        try:
            raw = message.read()
        except OSError as cause:
            reason = f"the file cannot be read: {cause.strerror or cause}"
            found.append((message.path, Unreadable(name, 1, "unknown", reason)))
            continue
        texts, within = Texts(message.folder), enclosed(raw)
        for one in parse(raw, name=name, profile=replace(profile, beside=texts)):
            if isinstance(one, Item):
                pictures = (
                    replace(
                        picture,
                        state="attached"
                        if look_up(picture, message.folder, within).is_picture
                        else "missing",
                    )
                    for picture in one.pictures
                )
                found.append((message.path, replace(one, pictures=tuple(pictures))))
            else:
                found.append((message.path, one))
        used |= texts.used
    # A file that is the text of another message's item is no message of its own.
    return [one for path, one in found if path not in used]


def _json_line(one: Item | Unreadable) -> str:
    if isinstance(one, Item):
        return json.dumps(rules.printed(one, clock.now()), ensure_ascii=False)
    return json.dumps({"file": one.file, "format": one.format, "error": one.reason}, ensure_ascii=False)


def _line(one: Item | Unreadable) -> str:
    if isinstance(one, Unreadable):
        return f"{one.file}#{one.position}\t-\tunreadable\t{one.reason}"
    version = f"v{one.version}" if one.version else "-"
    return "\t".join((one.guid, version, one.kind, one.headline)).rstrip("\t")


def _row_line(row: "WireItem") -> str:
    version = f"v{row.version}" if row.version else "-"
    return "\t".join((row.guid, version, row.state, row.partner.slug, row.kind, row.headline)).rstrip("\t")


def _row_json(row: "WireItem") -> str:
    fields = {
        "guid": row.guid,
        "version": row.version,
        "state": row.state,
        "partner": row.partner.slug,
        "kind": row.kind,
        "headline": row.headline,
        "changed_at": row.changed_at.isoformat().replace("+00:00", "Z"),
    }
    return json.dumps({name: value for name, value in fields.items() if value}, ensure_ascii=False)
