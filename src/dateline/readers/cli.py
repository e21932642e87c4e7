"""`dateline desk invite`: keys to the desk."""

import click

from dateline.house import clock


@click.command()
@click.argument("email")
@click.option(
    "--role", required=True, help="editor, wire editor, moderator, licence manager or administrator"
)
def invite(email: str, role: str) -> None:
    """Print a one-time address, good for 24 h, at which EMAIL sets up a desk account."""
    from dateline.readers import actions
    from dateline.readers.rules import read_role

    click.echo(actions.invite(email, read_role(role), at=clock.now()))
