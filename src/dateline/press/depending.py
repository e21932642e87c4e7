"""Writes down what pages depend on and when something on them ends: by it a notice finds what it touches."""

from collections import defaultdict
from collections.abc import Sequence

from django.db import connection, transaction

from dateline.house import clock
from dateline.house.home import node
from dateline.house.printing import Sheet
from dateline.press import files, owing
from dateline.press.models import PageTag, PrintedPage


def enter(sheets: Sequence[Sheet], version: int) -> None:
    """Write it down of these pages, each of another path, in one transaction."""
    at = clock.now()
    rows = [
        PrintedPage(
            press=node(),
            path=sheet.path,
            version=version,
            sha=files.content_hash(sheet.body),
            printed_at=at,
            ends_at=min(
                [r.ends_at for r in sheet.ranges if r.ends_at] + ([sheet.ends_at] if sheet.ends_at else []),
                default=None,
            ),
        )
        for sheet in sheets
    ]
    with transaction.atomic():
        PrintedPage.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["press", "path"],
            update_fields=["version", "sha", "printed_at", "ends_at"],
        )  # fmt: skip
        numbers = dict(
            PrintedPage.objects.filter(press=node(), path__in=[row.path for row in rows]).values_list(
                "path", "pk"
            )
        )
        _tag({numbers[sheet.path]: sheet for sheet in sheets})
        owing.owe([sheet.path for sheet in sheets if not sheet.licensed], version)
        owing.owe([sheet.path for sheet in sheets if sheet.licensed], version, urgent=True)


def _tag(sheets: dict[int, Sheet]) -> None:
    """Bring the tags of these pages to what stands on their sheets."""
    standing: dict[int, dict[tuple[str, str], int]] = defaultdict(dict)
    rows = PageTag.objects.filter(page__in=sheets).values_list("page_id", "tag", "part", "pk")
    for page, tag, part, pk in rows:
        standing[page][(tag, part)] = pk
    gone: list[int] = []
    new: list[tuple[int, str, str]] = []
    for page, sheet in sheets.items():
        wanted = {(tag, "") for tag in sheet.tags} | {(tag, p.slot) for p in sheet.parts for tag in p.tags}
        gone += [pk for key, pk in standing[page].items() if key not in wanted]
        new += [(page, tag, part) for tag, part in sorted(wanted - set(standing[page]))]
    if gone:
        PageTag.objects.filter(pk__in=gone).delete()
    if new:
        _add(new)


def _add(rows: Sequence[tuple[int, str, str]]) -> None:
    """As `bulk_create` would, for a third of its cost: a page has a dozen of these."""
    table, named = PageTag._meta.db_table, connection.ops.quote_name
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {named(table)} (page_id, tag, part) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING",  # noqa: S608 - a table of ours
            rows,
        )
