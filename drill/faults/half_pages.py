"""Pages are written again and again while many read them: each is whole, whatever the moment."""

from pathlib import Path

from drill.ground import Findings, ground


def drill(folder: Path, *, turns: int = 20, guards_off: tuple[str, ...] = (), seed: int = 1) -> Findings:
    """Readers read what a desk writes meanwhile; nobody is killed."""
    with ground(folder, guards_off=guards_off, seed=seed) as place:
        place.let_read(6)
        place.write(turns=turns)
        place.come_to_rest()
        return place.findings()
