"""`dateline press …`: printing by hand, checking, receipts."""

import re
import sys
from collections.abc import Iterable, Iterator
from ipaddress import ip_network
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dateline.press.errors import NothingToPrint, UnknownPress

if TYPE_CHECKING:
    from dateline.press.everything import Progress
    from dateline.press.queries import Confirmation
    from dateline.press.recalls import Recall


class Upstream(click.ParamType[str]):
    """HOST:PORT."""

    name = "host:port"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """As it is written."""
        if not re.fullmatch(r"(?:[\w.-]+|\[[0-9A-Fa-f:.]+\]):[0-9]{1,5}", value):
            self.fail(f"{value!r} is no host:port", param, ctx)
        return value


class Network(click.ParamType[str]):
    """An address or a network."""

    name = "network"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """As it is written."""
        try:
            return str(ip_network(value))
        except ValueError as cause:
            self.fail(str(cause), param, ctx)


@click.group()
def press() -> None:
    """Prints pages to disk, withdraws them, keeps receipts."""


@press.command()
@click.option(
    "--until-empty", is_flag=True, help="Go on until no notice is left, those that hearing makes included."
)
def run(until_empty: bool) -> None:
    """Print what has been posted since the press last looked."""
    from dateline.press import working

    click.echo(f"{working.catch_up() if until_empty else working.turn()} notices")


@press.command()
@click.argument("path")
def page(path: str) -> None:
    """Print the page at PATH now."""
    from dateline.press import actions

    if actions.print_page(path) is None:
        raise NothingToPrint(f"no page belongs at {path}; `dateline press check` lists those that do")
    click.echo(f"{path} printed")


@press.command()
def everything() -> None:
    """Print the whole paper on all cores; interrupted, it goes on where it was when called again."""
    from dateline.house import parent
    from dateline.press.everything import print_everything

    parent.leave_with_parent()
    steps = print_everything()
    first = last = next(steps)
    if first.done:
        click.echo(f"going on: {first.done} of {first.total} pages are printed already")
    for step in _shown(steps, first):
        last = step
    click.echo(f"{last.done - last.faults} pages printed")
    if last.faults:
        click.echo(f"{last.faults} pages could not be printed; the messages above say why", err=True)
        sys.exit(1)


def _shown(steps: "Iterator[Progress]", first: "Progress") -> "Iterator[Progress]":
    """These steps, shown as they come: a bar on a terminal, else a line a tenth."""
    if sys.stdout.isatty():
        with click.progressbar(length=first.total, label="printing", show_pos=True) as bar:
            bar.update(first.done)
            for step in steps:
                bar.update(step.done - bar.pos)
                yield step
        return
    tenth = first.done * 10 // max(first.total, 1)
    for step in steps:
        if (now := step.done * 10 // max(step.total, 1)) > tenth:
            click.echo(f"{step.done} of {step.total} pages")
            tenth = now
        yield step


@press.command()
def check() -> None:
    """Compare every page on disk with what would be printed now; exit 1 when any differs."""
    from dateline.press import actions

    found = list(actions.check())
    for difference in found:
        click.echo(f"{difference.path} {difference.what}")
    sys.exit(1 if found else 0)


@press.command()
@click.argument("name")
def forget(name: str) -> None:
    """Strike off the press NAME, which will not come back: nobody waits for it any more."""
    from dateline.house import clock
    from dateline.press import enrolling

    if not enrolling.forget(name, clock.now()):
        raise UnknownPress(
            f"there is no press {name}; `dateline check` names those that nobody has heard of lately"
        )
    click.echo(f"{name} forgotten")


@press.command()
@click.argument("seq", type=int, required=False)
@click.option("--kill", "guid", default="", help="Instead of a number: the item that its sender recalled")
@click.option("--partner", "slug", default="", help="Where more than one partner sent this item")
def receipt(seq: int | None, guid: str, slug: str) -> None:
    """Path by path, when each press confirmed notice SEQ; of a kill, all that it reached. Exit 1: not all of it yet."""
    from dateline.house import clock
    from dateline.press import queries, recalls
    from dateline.stories import wire_items

    if (seq is None) == (not guid):
        raise click.UsageError("name a notice by its number, or an item with --kill")
    if guid:
        _show_recall(recalls.of_item(wire_items.wire_item(guid, slug), clock.now()))
        return
    notice, confirmations = queries.receipt(int(seq or 0))
    if recalls.is_recall(notice):
        _show_recall(recalls.of_notice(notice, clock.now()))
        return
    click.echo(f"notice {notice.seq} {notice.kind} {notice.about} posted {notice.posted_at.isoformat()}")
    _show(confirmations)
    behind = queries.unconfirmed(notice)
    for name in behind:
        click.echo(f"{name}\tnot yet")


def _show(lines: "Iterable[Confirmation]") -> None:
    for line in lines:
        moment = line.confirmed_at.isoformat() if line.confirmed_at else "-"
        click.echo("\t".join((line.press, line.did, line.path, moment)))


def _show_recall(recall: "Recall") -> None:
    for notice in recall.notices:
        click.echo(
            f"notice {notice.seq} {notice.kind} {recall.row.guid} posted {notice.posted_at.isoformat()}"
        )
    for work in recall.works:
        click.echo("\t".join((work.what, work.state, work.name)))
    _show((*recall.pages, *recall.seen))
    if not recall.is_complete:
        click.echo(f"{len(recall.open)} not confirmed yet; ask again in a minute", err=True)
        sys.exit(1)


@press.command()
@click.option(
    "--server-name", "names", multiple=True, help="A host name; again for another [the paper's own]"
)
@click.option("--host", default="", help="The address to listen on [all of this machine]")
@click.option("--port", type=click.IntRange(1, 65535), help="The port to listen on [80, or 443 with --tls]")
@click.option("--upstream", "upstreams", multiple=True, type=Upstream(), default=("127.0.0.1:8000",), show_default=True,
              help="Where the built-in server listens; again for another node")  # fmt: skip
@click.option("--brotli", is_flag=True, help="Send brotli too; nginx needs its brotli module for it")
@click.option("--tls", nargs=2, type=click.Path(path_type=Path), metavar="CERTIFICATE KEY",
              help="Speak HTTPS and HTTP/2; on port 443 lead port 80 there")  # fmt: skip
@click.option("--count", type=click.IntRange(1, 1000), metavar="N",
              help="Count one of N pages that nginx answers, N times, for what is read most [none]")  # fmt: skip
def nginx(
    names: tuple[str, ...],
    host: str,
    port: int | None,
    upstreams: tuple[str, ...],
    brotli: bool,
    tls: tuple[Path, Path] | None,
    count: int | None,
) -> None:
    """Print a configuration with which nginx serves the folder of printed pages."""
    from dateline.press import configurations

    text = configurations.nginx(
        host=host, port=port or (443 if tls else 80), server_names=names, upstreams=upstreams, brotli=brotli, tls=tls,
        count=count,
    )  # fmt: skip
    click.echo(text, nl=False)


@press.command()
@click.option("--upstream", "upstreams", multiple=True, type=Upstream(), default=("127.0.0.1:8000",), show_default=True,
              help="Where the built-in server or nginx listens; again for another node")  # fmt: skip
@click.option("--purge-from", "purgers", multiple=True, type=Network(), default=("127.0.0.1", "::1"), show_default=True,
              help="An address or network that may purge; again for another")  # fmt: skip
def varnish(upstreams: tuple[str, ...], purgers: tuple[str, ...]) -> None:
    """Print a VCL with which Varnish keeps our own pages, and nothing else."""
    from dateline.press import configurations

    click.echo(configurations.varnish(upstreams=upstreams, purgers=purgers), nl=False)
