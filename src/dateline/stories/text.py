"""A story's body as plain words."""

import html
import re
from typing import Any

from dateline.stories.rules import chart_points

_BLOCK_END = re.compile(r"</(?:p|li|h\d|blockquote)>|<br\s*/?>", re.IGNORECASE)
_TAG = re.compile(r"<[^>]+>")


def plain_text(body: Any) -> str:
    """The words of a StreamField value, a blank line between blocks; pictures and captions do not count."""
    return "\n\n".join(filter(None, (_words(block.block_type, block.value) for block in body)))


def of_html(markup: str) -> str:
    """The words of a piece of clean HTML, a line an element."""
    lines = html.unescape(_TAG.sub("", _BLOCK_END.sub("\n", markup))).splitlines()
    return "\n".join(line for line in (" ".join(raw.split()) for raw in lines) if line)


def _words(kind: str, value: Any) -> str:
    if kind == "paragraph":
        return of_html(value.source)
    if kind == "heading":
        return str(value).strip()
    if kind == "quote":
        return " ".join(filter(None, (value["text"], value["attribution"])))
    if kind == "fact_box":
        return f"{value['title']}\n{of_html(value['text'].source)}"
    if kind == "gallery":
        return str(value["title"])
    if kind == "table":
        return "\n".join(
            [value["title"], *(" ".join(str(cell) for cell in row) for row in value["table"].rows)]
        )
    if kind == "chart":
        points = chart_points(value["figures"])
        return "\n".join([value["title"], *(f"{point.label} {point.value}" for point in points)])
    return ""
