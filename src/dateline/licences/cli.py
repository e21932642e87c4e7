"""`dateline licences`: load what the contracts say, and see what ends when."""

import getpass
import json
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dateline.house import clock

if TYPE_CHECKING:
    from dateline.licences.models import Partner


@click.group()
def licences() -> None:
    """What each partner lets us do."""


@licences.command()
@click.argument("file", type=click.Path(path_type=Path))
def load(file: Path) -> None:
    """Load partners, their terms and standing orders from FILE.toml: all of them, or none."""
    from dateline.licences import actions

    for loaded in actions.load(file, at=clock.now(), by=_who()):
        told = f"\tnotice {loaded.notice}" if loaded.notice else ""
        click.echo(f"{loaded.slug}\tv{loaded.version}\t{loaded.change}{told}")


@licences.command("list")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def list_(as_json: bool) -> None:
    """Partners, with what they license and when it ends."""
    from dateline.licences import queries

    for partner in queries.partners():
        facts = _facts(partner)
        if as_json:
            click.echo(json.dumps(facts, ensure_ascii=False))
        else:
            ends = f"ends {facts['ends_at']}" if facts["ends_at"] else "no end"
            uses = ",".join(facts["uses"]) or "nothing"
            click.echo(f"{facts['slug']}\t{facts['name']}\tv{facts['version']}\t{uses}\t{ends}")


def _facts(partner: "Partner") -> dict[str, Any]:
    from dateline.licences import queries
    from dateline.licences.rules import ends_at

    terms = queries.terms_of(partner)
    over_at = ends_at(terms)
    return {
        "slug": partner.slug,
        "name": partner.name,
        "version": partner.terms_version,
        "uses": sorted(terms.uses),
        "ends_at": f"{over_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" if over_at else None,
        "display_days": terms.display_days,
        "standing_order": partner.standing_order,
    }


def _who() -> str:
    """Who is at the terminal, for the record; a container may know no names."""
    try:
        return f"{getpass.getuser()} at the command line"
    except (KeyError, OSError):
        return "the command line"
