"""A partner's statement as a file: CSV for a spreadsheet, JSON for a program, PDF for an accountant."""

from collections.abc import Callable

from dateline.licences.rules import Statement
from dateline.licences.statements.as_csv import as_csv
from dateline.licences.statements.as_json import as_json
from dateline.licences.statements.as_pdf import as_pdf

# Each gives the same bytes for the same statement. `paper` is the publisher's name, `partner` the partner's.
WRITERS: dict[str, Callable[[Statement, str, str], bytes]] = {
    "csv": as_csv,
    "json": as_json,
    "pdf": as_pdf,
}

__all__ = ["WRITERS", "as_csv", "as_json", "as_pdf"]
