"""A statement as CSV (RFC 4180): one row a story or picture and channel, moments in UTC."""

import csv
import io

from dateline.house import spreadsheet
from dateline.licences.rules import Line, Statement

COLUMNS = (
    "partner", "month", "kind", "guid", "version", "headline", "address", "channel", "first_displayed_at",
    "last_displayed_at", "displayed_still", "licence_versions", "counts_in_quota",
    "views",
)  # fmt: skip


def as_csv(statement: Statement, paper: str, partner: str) -> bytes:
    """UTF-8 with a mark of its order, which spreadsheets want to read Hangul."""
    written = io.StringIO(newline="")
    rows = csv.writer(written)
    rows.writerow(COLUMNS)
    rows.writerows([spreadsheet.cell(value) for value in _row(statement, line)] for line in statement.lines)
    return spreadsheet.MARK + written.getvalue().encode()


def _row(statement: Statement, line: Line) -> tuple[str, ...]:
    return (
        statement.partner, statement.month, line.kind, line.guid, line.version, line.headline, line.address,
        line.channel, f"{line.first_displayed_at:%Y-%m-%dT%H:%M:%SZ}", f"{line.last_displayed_at:%Y-%m-%dT%H:%M:%SZ}",
        "yes" if line.is_displayed_still else "no", " ".join(map(str, line.terms_versions)),
        "yes" if line.counts else "no", "" if line.views is None else str(line.views),
    )  # fmt: skip
