"""How a list of stories is parted into pages that stay as they are: thinks only.

The first page shows the newest. The further pages are numbered from the oldest and always full, so that a new
story touches the first page alone: printing it costs the same however long the list has grown.
"""

import re

# Stories a page; the first page shows so many at least, and fewer than twice as many.
PAGE = 24
FIRST = 0
_PAGED = re.compile(r"(?P<base>/(?:.*/)?)page/(?P<number>[1-9]\d{0,4})/")


def further(count: int) -> int:
    """How many further pages a list of so many stories has."""
    return max(0, count // PAGE - 1)


def bounds(count: int, number: int) -> tuple[int, int]:
    """Where a page begins and ends in the list, newest first; an empty range for a page that there is not."""
    if number == FIRST:
        return 0, count - further(count) * PAGE
    if number > further(count):
        return 0, 0
    return count - number * PAGE, count - (number - 1) * PAGE


def neighbours(count: int, number: int) -> tuple[int | None, int | None]:
    """The numbers of the newer and of the older page."""
    last = further(count)
    if number == FIRST:
        return None, last or None
    return (number + 1 if number < last else FIRST), (number - 1 or None)


def touched(count: int, older: int) -> range:
    """The further pages that change when a story with `older` older ones has come into or left a list.

    `count`: how many the list has now. Where the list passes a page's end, the page that has come up or gone is
    among them, and the one before it, whose way on has changed.
    """
    last = count // PAGE
    first = min(older // PAGE + 1, last + 1)
    if count % PAGE == 0:  # one has come up: it, and the one before it
        first = min(first, last - 2)
    elif count % PAGE == PAGE - 1:  # one may have gone: it, and the one before it
        first = min(first, last - 1)
    return range(max(1, first), last + 1)


def address(base: str, number: int) -> str:
    """The address of a page of the list at `base`."""
    return base if number == FIRST else f"{base}page/{number}/"


def number_of(path: str) -> tuple[str, int]:
    """The list's own address, and the number of the page."""
    match = _PAGED.fullmatch(path)
    return (match["base"], int(match["number"])) if match else (path, FIRST)


def tag(list_tag: str, number: int) -> str:
    """What a page depends on besides its cards: the first on all that comes into its list."""
    return list_tag if number == FIRST else f"{list_tag}/page/{number}"
