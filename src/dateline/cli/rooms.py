"""The rooms' own commands, with the verbs that only the door can wire."""

import click

from dateline.cli import rejudging
from dateline.comments.cli import comments
from dateline.house import clock
from dateline.licences.cli import licences
from dateline.markets.cli import markets
from dateline.readers.cli import invite
from dateline.wire.cli import wire

__all__ = ["comments", "desk", "licences", "markets", "rejudging", "wire"]  # it wires verbs of its own


@click.group()
def desk() -> None:
    """Who works at the desk."""


desk.add_command(invite)


@licences.command("check")
@click.argument("story")
def check_story(story: str) -> None:
    """What the licence says of STORY (its address), use by use."""
    from dateline.licences.rules import Use, ends_at, judge
    from dateline.stories import queries

    found = queries.draft_or_story_at(story)
    at = clock.now()
    for use in Use:
        verdict = judge(found.terms, use, at)
        click.echo(
            "\t".join((use.value, "allowed" if verdict.allowed else "refused", verdict.reason)).rstrip()
        )
    click.echo(f"readers\t{found.terms.territory.said()}")
    over = ends_at(found.terms)
    click.echo(f"ends\t{over.isoformat() if over else 'never'}")
