"""A statement as PDF: who tells whom, the totals, a row a story or picture, and what it can be proved by."""

import io
import re
from datetime import datetime
from functools import cache
from itertools import groupby
from xml.sax.saxutils import escape
from zoneinfo import ZoneInfo

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from dateline.licences.rules import Line, Statement
from dateline.licences.rules.statement import ABOUT_VIEWS

# Every reader of PDF has the first; the second is Adobe's own name for a Korean face, which readers bring along.
LATIN, KOREAN = "Helvetica", "HYGothic-Medium"
_BEYOND_LATIN = re.compile(r"[^\u0000-\u00ff\u2013\u2014\u2018\u2019\u201c\u201d\u2026\u20ac]+")
_INK, _QUIET, _RULE = colors.HexColor("#111111"), colors.HexColor("#555555"), colors.HexColor("#bbbbbb")
_HEADS = (
    "Story or picture",
    "Version",
    "Channels",
    "First displayed",
    "Last displayed",
    "Licence",
    "Counts",
    "Views",
)
_WIDTHS = [width * mm for width in (100, 22, 38, 30, 30, 16, 15, 16)]


def as_pdf(statement: Statement, paper: str, partner: str) -> bytes:
    """A4, landscape, times in the partner's zone. The same statement gives the same bytes."""
    written = io.BytesIO()
    document = SimpleDocTemplate(
        written, pagesize=landscape(A4), leftMargin=15 * mm, rightMargin=15 * mm, topMargin=15 * mm,
        bottomMargin=16 * mm, title=f"Statement of use, {partner}, {statement.month}", author=paper, invariant=1,
    )  # fmt: skip
    parts: list[Flowable] = [
        Paragraph(_marked(paper), _style(size=9, colour=_QUIET)),
        Paragraph(_marked(f"Statement of use: {partner}"), _style(size=17, after=2)),
        Paragraph(_marked(_period(statement)), _style(size=10, after=5)),
        _totals(statement),
        Spacer(0, 5 * mm),
    ]
    if statement.lines:
        parts.append(_lines(statement))
    else:
        parts.append(Paragraph("Nothing of this partner's was displayed in this month.", _style(size=10)))
    parts += [Spacer(0, 4 * mm), Paragraph(_marked(_proof(statement)), _style(size=8, colour=_QUIET))]
    document.build(parts, onFirstPage=_number, onLaterPages=_number)
    return written.getvalue()


def _period(statement: Statement) -> str:
    if statement.is_closed:
        return f"{statement.month}, by the calendar of {statement.time_zone}"
    return f"{statement.month} up to {_local(statement.as_of, statement)}; the month is not over"


def _totals(statement: Statement) -> Table:
    stories = {line.guid for line in statement.lines if line.kind == "story"}
    pictures = {line.guid for line in statement.lines if line.kind == "picture"}
    limit = "no limit" if statement.quota is None else f"of {statement.quota:,}"
    rows = [
        ("Stories displayed", f"{len(stories):,}"),
        ("Pictures displayed", f"{len(pictures):,}"),
        ("Newly published, as the quota counts", f"{statement.published:,} ({limit})"),
    ]
    table = Table(
        [
            [Paragraph(name, _style(size=9, colour=_QUIET)), Paragraph(f"<b>{value}</b>", _style(size=9))]
            for name, value in rows
        ],
        colWidths=[70 * mm, 60 * mm], hAlign="LEFT",
    )  # fmt: skip
    table.setStyle(TableStyle([("LEFTPADDING", (0, 0), (0, -1), 0), ("TOPPADDING", (0, 0), (-1, -1), 1)]))
    return table


def _lines(statement: Statement) -> Table:
    rows: list[list[Paragraph]] = [[Paragraph(f"<b>{head}</b>", _style(size=8)) for head in _HEADS]]
    for _, same in groupby(statement.lines, key=_but_for_channel):
        rows.append(_row(list(same), statement))
    table = Table(rows, colWidths=_WIDTHS, repeatRows=1, hAlign="LEFT")
    table.setStyle(
        TableStyle(
            [
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LINEBELOW", (0, 0), (-1, 0), 0.8, _INK),
                ("LINEBELOW", (0, 1), (-1, -1), 0.25, _RULE),
                ("LEFTPADDING", (0, 0), (-1, -1), 0),
                ("RIGHTPADDING", (0, 0), (-1, -1), 6),
            ]
        )
    )
    return table


def _but_for_channel(line: Line) -> tuple[object, ...]:
    """Channels of which all else is the same share a row."""
    return (line.first_displayed_at, line.guid, line.kind, line.last_displayed_at, line.is_displayed_still)


def _row(lines: list[Line], statement: Statement) -> list[Paragraph]:
    line = lines[0]
    what = _marked(line.headline) if line.kind == "story" else f"Picture in: {_marked(line.headline)}"
    small = f'<br/><font size="6.5" color="#555555">{_marked(line.guid)}<br/>{_marked(line.address)}</font>'
    last = "still displayed" if line.is_displayed_still else _local(line.last_displayed_at, statement)
    cells = (
        what + small, _marked(line.version), ", ".join(each.channel for each in lines),
        _local(line.first_displayed_at, statement), last, " ".join(f"v{number}" for number in line.terms_versions),
        "yes" if line.counts else "", _views([each.views for each in lines]),
    )  # fmt: skip
    return [Paragraph(cell, _style(size=8)) for cell in cells]


def _views(of_channels: list[int | None]) -> str:
    known = [views for views in of_channels if views is not None]
    return f"{sum(known):,}" if known else ""


def _proof(statement: Statement) -> str:
    return (
        f"Times are those of {statement.time_zone}. Made from the ledger of use, entries 1 to "
        f"{statement.ledger_entries:,}; each entry is bound to the one before by its hash (SHA-256), and that of the "
        f"last one is {statement.ledger_hash}. {ABOUT_VIEWS}"
        + ("" if statement.views_are_final else " Those of machines that were away may still be added.")
    )


def _local(moment: datetime, statement: Statement) -> str:
    return f"{moment.astimezone(ZoneInfo(statement.time_zone)):%Y-%m-%d %H:%M}"


def _marked(text: str) -> str:
    """The text for a paragraph, what Helvetica cannot write set in a face that can."""
    _have_korean()
    return _BEYOND_LATIN.sub(lambda found: f'<font name="{KOREAN}">{found[0]}</font>', escape(text))


@cache
def _have_korean() -> None:
    pdfmetrics.registerFont(UnicodeCIDFont(KOREAN))


@cache
def _style(*, size: float, colour: colors.Color = _INK, after: float = 0) -> ParagraphStyle:
    return ParagraphStyle(
        f"{size} {colour} {after}", fontName=LATIN, fontSize=size, leading=size * 1.3, textColor=colour,
        spaceAfter=after * mm, wordWrap="CJK" if size == 8 else None, splitLongWords=True,
    )  # fmt: skip


def _number(canvas: Canvas, document: SimpleDocTemplate) -> None:
    canvas.setFont(LATIN, 8)
    canvas.setFillColor(_QUIET)
    canvas.drawRightString(landscape(A4)[0] - 15 * mm, 9 * mm, f"Page {document.page}")
