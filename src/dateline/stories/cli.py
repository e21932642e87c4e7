"""`dateline stories …`: sections, taking in, withdrawing."""

from datetime import datetime

import click

from dateline.house import clock
from dateline.house.paper import paper
from dateline.stories.errors import StoriesError


class Moment(click.ParamType[datetime]):
    """A moment as ISO 8601; one without a zone is in the paper's."""

    name = "moment"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """The moment, aware."""
        from zoneinfo import ZoneInfo

        if isinstance(value, datetime):
            return value
        try:
            moment = datetime.fromisoformat(str(value))
        except ValueError:
            self.fail(f"{value!r} is no moment; write 2026-11-24T09:30+09:00", param, ctx)
        return moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(paper().zone))


@click.group()
def stories() -> None:
    """What we say."""


@stories.command()
@click.argument("slug")
@click.option("--name", required=True, help="As readers see it: North Korea")
@click.option("--language", default="en", type=click.Choice(["en", "ko"]), help="The edition.")
def section(slug: str, name: str, language: str) -> None:
    """Make the section SLUG, or rename it; safe to repeat."""
    from dateline.stories import tree

    made = tree.make_section(slug, name, language=language)
    click.echo(made.address)


@stories.command("take-in")
@click.argument("guid")
@click.option("--section", "section_slug", required=True, help="The section's slug.")
@click.option("--partner", "partner_slug", default="", help="Where more than one partner sent this GUID.")
@click.option("--publish", is_flag=True, help="Put it in print at once.")
@click.option("--published-at", type=Moment(), help="The moment that readers see, not before the embargo.")
def take_in(
    guid: str, section_slug: str, partner_slug: str, publish: bool, published_at: datetime | None
) -> None:
    """Make the wire item GUID a draft of a section, or put it in print."""
    from dateline.stories import taking_in

    if published_at is not None and not publish:
        raise click.UsageError("--published-at goes with --publish")
    taken = taking_in.take_in(
        guid, section_slug=section_slug, partner_slug=partner_slug, publish=publish, published_at=published_at,
        at=clock.now(), by="the command line",
    )  # fmt: skip
    click.echo(f"{taken.story.address} notice {taken.seq}")


@stories.command()
@click.argument("guid")
@click.option("--section", "section_slug", required=True, help="The section's slug.")
@click.option("--partner", "partner_slug", default="", help="Where more than one partner sent this GUID.")
@click.option("--language", default="en", type=click.Choice(["en", "ko"]), help="The edition.")
def rewrite(guid: str, section_slug: str, partner_slug: str, language: str) -> None:
    """Make a draft of our own, written down as made from the wire item GUID, whose kill then reaches it."""
    from dateline.stories import queries, rewriting

    story = rewriting.rewrite(guid, queries.section(section_slug, language), partner_slug=partner_slug)
    click.echo(story.address)


@stories.command()
@click.argument("path")
@click.option("--reason", required=True, help="Why, for the record.")
def withdraw(path: str, reason: str) -> None:
    """Take the story at PATH out of print: its address answers 410."""
    from dateline.stories import actions, queries

    if not reason.strip():
        raise StoriesError("a withdrawal needs a reason: --reason …")
    seq = actions.withdraw(queries.draft_or_story_at(path), reason=reason, by="the command line")
    click.echo(f"{path} notice {seq}")
