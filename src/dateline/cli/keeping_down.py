"""What was withdrawn stays withdrawn after a restore, and answers 410 as before."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import click

GONE = (200, 404, 410, 451)  # 404: under an embargo that came later; 200: a page of notice
MOVED = 301


@dataclass(frozen=True)
class Withdrawal:
    """The newest line of withdrawn.jsonl on one path; `location` where it moved to."""

    path: str
    at: datetime
    status: int
    location: str
    reason: str
    page: str = ""
    notice: str = ""


def read(lists: Iterable[Path]) -> dict[str, Withdrawal]:
    """The newest line on each path. What cannot be read is named on stderr and passed over."""
    newest: dict[str, Withdrawal] = {}
    for place in lists:
        for number, line in enumerate(place.read_text(errors="replace").splitlines(), start=1):
            try:
                facts = json.loads(line)
                moment = datetime.fromisoformat(facts["at"])
                found = Withdrawal(
                    facts["path"], moment, int(facts["status"]), str(facts["location"]), str(facts["reason"]),
                    str(facts.get("page", "")), str(facts.get("notice", "")),
                )  # fmt: skip
                if found.path not in newest or newest[found.path].at <= found.at:
                    newest[found.path] = found
            except (ValueError, KeyError, TypeError):
                click.echo(f"{place} line {number} cannot be read and was passed over", err=True)
    return {path: fate_of(withdrawal, newest) for path, withdrawal in newest.items()}


def fate_of(withdrawal: Withdrawal, newest: Mapping[str, Withdrawal]) -> Withdrawal:
    """What became of it: a story that moved and was withdrawn at its new address is withdrawn."""
    seen = {withdrawal.path}
    last = withdrawal
    while last.status == MOVED and last.location in newest and last.location not in seen:
        seen.add(last.location)
        following = newest[last.location]
        if following.at < last.at:  # it moved to where another had been withdrawn
            break
        last = following
    return replace(last, path=withdrawal.path)


def take_down(withdrawals: Mapping[str, Withdrawal], since: datetime) -> None:
    """Withdraw the stories, then the pictures, that the backup still has in print."""
    from dateline.pictures import actions as picture_actions
    from dateline.pictures import queries as picture_queries
    from dateline.pictures import rules as picture_rules
    from dateline.stories import actions, queries

    wanted = [each for each in withdrawals.values() if each.at > since and each.status in GONE]
    for each in wanted:
        if story := queries.story_at(each.path):
            actions.withdraw(
                story,
                reason=each.reason,
                by="the restore",
                status=each.status,
                notice=each.notice,
                page=each.page,
            )
    for each in wanted:
        name = picture_rules.read_address(each.path)
        picture = picture_queries.find(name.hash) if name else None
        if picture and picture.is_in_print:
            picture_actions.withdraw(picture, reason=each.reason, status=each.status)


def mark(withdrawals: Mapping[str, Withdrawal]) -> int:
    """Put the mark that says so where nothing is in print; how many addresses are kept down."""
    from dateline.press import files

    marked = 0
    for each in withdrawals.values():
        leads_nowhere = each.status == MOVED and not files.is_printed(each.location)
        if not files.is_printed(each.path) and not leads_nowhere:
            files.withdraw(
                each.path, 0, status=each.status, location=each.location, reason=each.reason, page=each.page,
                notice=each.notice,
            )  # fmt: skip
            marked += 1
    return marked
