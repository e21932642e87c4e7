"""`dateline licences`: load what the contracts say, and see what ends when."""

import json
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dateline.house import clock, who

if TYPE_CHECKING:
    from dateline.licences.models import Partner


@click.group()
def licences() -> None:
    """What each partner lets us do."""


@licences.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--over-desk", is_flag=True, help="Also where it undoes what was changed at the desk since.")
def load(file: Path, over_desk: bool) -> None:
    """Load partners, their terms and standing orders from FILE.toml: all of them, or none."""
    from dateline.licences import actions

    for loaded in actions.load(file, at=clock.now(), by=who.acts(), over_desk=over_desk):
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


@licences.command()
@click.argument("partner", required=False)
@click.option("--out", type=click.Path(path_type=Path), help="Write it here, and the logos beside it.")
def export(partner: str | None, out: Path | None) -> None:
    """PARTNER, or every partner, as licences.toml says it: what was changed at the desk is in it."""
    from dateline.house import atomic_file
    from dateline.licences import queries, writing

    found = [queries.partner(partner)] if partner else queries.partners()
    text = "\n".join(writing.as_toml(writing.facts_of(each), **writing.logo_names(each)) for each in found)
    if out is None:
        click.echo(text, nl=False)
        return
    atomic_file.write(out, text.encode())
    for each in found:
        for key, name in writing.logo_names(each).items():
            atomic_file.write(out.parent / name, getattr(each, f"{key}_svg").encode())
    click.echo(f"{out}\t{len(found)} partners")


@licences.command()
@click.argument("partner")
@click.option("--month", required=True, help="The partner's own month: 2026-11.")
@click.option(
    "--format",
    "format_",
    type=click.Choice(["csv", "json", "pdf"]),
    default="csv",
    show_default=True,
    help="For a spreadsheet, a program or an accountant.",
)
@click.option("--out", type=click.Path(path_type=Path), help="Write it here; a PDF wants this.")
def statement(partner: str, month: str, format_: str, out: Path | None) -> None:
    """What was displayed of PARTNER's in a month, from when to when, and what the quota counts."""
    from dateline.house import atomic_file
    from dateline.house.paper import paper
    from dateline.licences import ledger, queries
    from dateline.licences.statements import WRITERS

    if out is None and format_ == "pdf":
        raise click.UsageError("a PDF goes into a file: add --out statement.pdf")
    made = ledger.statement_of(partner, month, clock.now())
    written = WRITERS[format_](made, paper().name, queries.partner(partner).name)
    if out is None:
        click.echo(written, nl=False)
        return
    atomic_file.write(out, written)
    until = "" if made.is_closed else f" up to {made.as_of:%Y-%m-%dT%H:%M:%SZ}"
    click.echo(f"{out}\t{len(made.lines)} lines\t{made.published} counted{until}")


@licences.command()
@click.option("--entry", type=click.IntRange(1), help="An entry whose hash you have kept, from a statement.")
@click.option("--hash", "hash_", default="", help="Its hash.")
def prove(entry: int | None, hash_: str) -> None:
    """Prove that no entry of the ledger was changed, taken out or put in between."""
    from dateline.licences import ledger
    from dateline.licences.errors import LedgerIsBroken

    if bool(entry) != bool(hash_):
        raise click.UsageError("--entry and --hash go together")
    if broken := ledger.break_of(number=entry or 0, hash_=hash_):
        raise LedgerIsBroken(f"the ledger does not hold: {broken}")
    number, newest = ledger.newest()
    click.echo(f"{number} entries hold\t{newest}")


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
        "quota_per_month": terms.quota_per_month,
        "standing_order": partner.standing_order,
    }
