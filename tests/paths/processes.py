"""Which processes a newsroom has started, and whether they live."""

from pathlib import Path


def children_of(parent: int, words: str = "") -> list[int]:
    """The processes that this one has started whose command has these words."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            stat = (folder / "stat").read_text().rpartition(")")[2].split()
            command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        except OSError:  # it ended while we looked
            continue
        if int(stat[1]) == parent and words in command:
            found.append(int(folder.name))
    return found


def lives(number: int) -> bool:
    """Whether it runs; one that has ended and that nobody has asked after does not."""
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
