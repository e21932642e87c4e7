"""A statement as JSON: its own facts, then `lines`; moments in UTC."""

import json
from dataclasses import asdict
from datetime import UTC, datetime

from dateline.licences.rules import Statement
from dateline.licences.rules.statement import ABOUT_VIEWS


def as_json(statement: Statement, paper: str, partner: str) -> bytes:
    """One object, indented, a line break at its end."""
    facts = {"paper": paper, "partner_name": partner, "is_closed": statement.is_closed}
    facts |= {"about_views": ABOUT_VIEWS} | asdict(statement)
    return json.dumps(facts, ensure_ascii=False, indent=2, default=_written).encode() + b"\n"


def _written(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    raise TypeError(f"{value!r} cannot be written")
