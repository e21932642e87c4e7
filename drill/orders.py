"""Orders to a process that it shall die, or wait, at a named point: a file each, obeyed by whoever comes first."""

import os
import signal
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

OBEYED = "obeyed"


def listen(folder: Path) -> None:
    """Have this process obey what lies in `folder`."""
    from dateline.house import points

    points.listener = lambda name: _obey(folder, name)


def _obey(folder: Path, name: str) -> None:
    if _is_first(folder / f"hold {name}", folder / f"held {name}"):
        while (folder / f"held {name}").exists():
            time.sleep(0.005)
    if _is_first(folder / f"die {name}", folder / f"died {name} {os.getpid()}"):
        with (folder / OBEYED).open("a") as log:
            log.write(f"{name}\n")
        os.kill(os.getpid(), signal.SIGKILL)


def _is_first(order: Path, obeyed: Path) -> bool:
    """Whether the order lies there and nobody else has taken it: a rename is done by one alone."""
    try:
        order.rename(obeyed)
    except FileNotFoundError:
        return False
    return True


@dataclass(frozen=True)
class Orders:
    """The other side: what the drill orders, and what was obeyed."""

    folder: Path

    def die(self, point: str) -> None:
        """Whoever comes to this point next is killed there."""
        (self.folder / f"die {point}").touch()

    def hold(self, point: str) -> None:
        """Whoever comes to this point next waits there."""
        (self.folder / f"hold {point}").touch()

    def is_held(self, point: str) -> bool:
        """Whether somebody waits there."""
        return (self.folder / f"held {point}").exists()

    def let_go(self, point: str) -> None:
        """Let who waits there go on."""
        (self.folder / f"held {point}").unlink()

    def is_open(self, point: str) -> bool:
        """Whether nobody has come to die there yet."""
        return (self.folder / f"die {point}").exists()

    def take_back_hold(self, point: str) -> None:
        """Nobody needs to wait there any more."""
        with suppress(FileNotFoundError):
            (self.folder / f"hold {point}").unlink()

    def take_back(self, point: str) -> None:
        """Nobody needs to die there any more."""
        with suppress(FileNotFoundError):
            (self.folder / f"die {point}").unlink()

    def obeyed(self) -> list[str]:
        """The points at which somebody died, in their order."""
        log = self.folder / OBEYED
        return log.read_text().splitlines() if log.exists() else []
