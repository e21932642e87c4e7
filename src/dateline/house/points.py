"""Named points between one step and the next, where a drill may stop this process for good.

Nothing hears of them in a newsroom: who listens is set by the drill alone, in a process that it has started
(`drill/inside/`). Each name is said at one place of the code and listed in `NAMES`.
"""

from collections.abc import Callable

NAMES = (
    "notice.posted",  # the row is written and not committed
    "notice.committed",  # committed, and nobody has been told
    "press.heard",  # the notices that wait are read, nothing is printed
    "press.printed",  # a sheet is made, and lies nowhere yet
    "press.entered",  # its rows are written, no file is
    "press.done",  # all pages of these notices are placed, no receipt is written
    "press.confirmed",  # receipts are written, the press's place is not kept
    "press.kept",  # its place is kept
    "file.beside",  # a file is whole beside its place, and not renamed
    "page.bodies",  # the page and its encodings are renamed, the sidecar is not
    "page.sidecar",  # the sidecar is renamed, and nothing synced
    "page.synced",  # all is synced, what stood before is not cleared away
    "takedown.begun",  # nothing is renamed yet
    "takedown.renamed",  # the sidecar is renamed, the page not removed
    "takedown.marked",  # the mark has its words, withdrawn.jsonl has no line
    "takedown.noted",  # the line is synced, no row is removed
    "wire.kept",  # a partner's bytes are kept, no item is filed
)

listener: Callable[[str], None] | None = None


def reached(name: str) -> None:
    """This process has come to the point of this name."""
    if listener is not None:
        listener(name)
