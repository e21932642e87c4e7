"""A further folder that pages are printed to: the folder of a server elsewhere, reached as a mount."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from dateline.house.errors import CannotWrite
from dateline.house.home import printing_to
from dateline.press import files
from dateline.press.errors import NotReached
from dateline.press.models import Press, Receipt

Did = Receipt.Did


class Folder:
    """The `press` folder of a built-in server or an nginx that prints nothing itself.

    It is given everything, licensed pages too: they lie where only a built-in server reads. It is to have its folder
    `open` before: an empty mount point has none, and is not written to.
    """

    kind: str = Press.Kind.FOLDER

    def __init__(self, name: str, place: Path) -> None:
        self.name = name
        self._place = place

    def bring(self, paths: Sequence[str]) -> Mapping[str, str]:
        """Place there what lies here, by the locks and the versions there."""
        if not (self._place / "open").is_dir():
            raise NotReached(
                f"{self._place} has no folder `open`; mount it, or make that folder when it is new"
            )
        try:
            return {path: self._bring(path) for path in paths}
        except (CannotWrite, OSError) as cause:
            raise NotReached(str(cause)) from cause

    def _bring(self, path: str) -> str:
        found = files.lying(path)
        with printing_to(self._place):
            if isinstance(found, files.Lying):
                changed = files.place(
                    files.sheet_of(path, found.sidecar, found.contents[""]), found.sidecar.version
                )
                return Did.PRINTED if changed else Did.SAME
            if isinstance(found, files.Mark):
                return _withdraw(path, found)
            files.forget(path)
            return Did.MISSING


def _withdraw(path: str, mark: files.Mark) -> str:
    """Withdrawn once: each time would be a line more in the list there."""
    standing = files.version_of(path)
    if not (files.is_gone(path) and standing is not None and standing >= mark.version):
        files.withdraw_by(mark, path)
    return Did.WITHDRAWN
