"""Moderation by hand: `dateline comments queue` and `dateline comments decide`."""

import json
from dataclasses import asdict

import click

from dateline.house import clock


@click.group()
def comments() -> None:
    """What readers say, and what becomes of it."""


@comments.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def queue(as_json: bool) -> None:
    """Comments that wait for a moderator, oldest first."""
    from dateline.comments import queries

    for waiting in queries.queue():
        fields = asdict(waiting) | {"submitted_at": f"{waiting.submitted_at:%Y-%m-%dT%H:%M:%SZ}"}
        if as_json:
            click.echo(json.dumps(fields, ensure_ascii=False))
        else:
            click.echo("\t".join(" ".join(str(value).split()) for value in fields.values()))


@comments.command()
@click.argument("comment_id", metavar="ID", type=int)
@click.argument("outcome", type=click.Choice(["print", "refuse"]))
@click.option("--reason", required=True, help="Kept in the log, with who decided and when.")
def decide(comment_id: int, outcome: str, reason: str) -> None:
    """Print or refuse a comment; prints `ID STATE notice SEQ`."""
    from dateline.comments import actions
    from dateline.comments.errors import NothingToDecide
    from dateline.comments.models import Comment
    from dateline.comments.rules import Outcome

    try:
        comment = Comment.objects.get(pk=comment_id)
    except Comment.DoesNotExist as cause:
        sentence = f"there is no comment {comment_id}; `dateline comments queue` lists those that wait"
        raise NothingToDecide(sentence) from cause
    decision = actions.decide(comment, Outcome(outcome), by=None, reason=reason, at=clock.now())
    click.echo(f"{comment_id} {decision.comment.state} notice {decision.notice}")
