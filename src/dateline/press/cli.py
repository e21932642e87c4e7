"""`dateline press …`: printing by hand, checking, receipts."""

import sys

import click

from dateline.press.errors import NothingToPrint


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
    """Print the whole paper."""
    from dateline.press import actions

    printed = sum(done for _, done in actions.print_everything())
    click.echo(f"{printed} pages printed")


@press.command()
def check() -> None:
    """Compare every page on disk with what would be printed now; exit 1 when any differs."""
    from dateline.press import actions

    found = list(actions.check())
    for difference in found:
        click.echo(f"{difference.path} {difference.what}")
    sys.exit(1 if found else 0)


@press.command()
@click.argument("seq", type=int)
def receipt(seq: int) -> None:
    """Path by path, when each press confirmed notice SEQ."""
    from dateline.press import queries

    notice, confirmations = queries.receipt(seq)
    click.echo(f"notice {notice.seq} {notice.kind} {notice.about} posted {notice.posted_at.isoformat()}")
    for line in confirmations:
        moment = line.confirmed_at.isoformat() if line.confirmed_at else "-"
        click.echo("\t".join((line.press, line.did, line.path, moment)))
    behind = queries.unconfirmed(notice)
    for name in behind:
        click.echo(f"{name}\tnot yet")
