"""A file that is there whole or not at all."""

import contextlib
import ctypes
import os
import tempfile
import time
from pathlib import Path

from dateline.house import points
from dateline.house.errors import CannotWrite

# No writer takes so long between opening its file and renaming it.
LEFT_AFTER_SECONDS = 600
TEMPORARY_PREFIX = ".beside-"
_LIBC = ctypes.CDLL(None, use_errno=True)


def write(
    path: Path, content: bytes, *, mode: int = 0o644, mtime: int | None = None, sync: bool = True
) -> None:
    """Put `content` at `path`: written beside, synced, renamed, the folder synced.

    `mtime`: whole seconds since the epoch, where the file must carry one. Without `sync` the file is whole
    or not there for every reader, but a power cut may lose it: for what can be made again.
    Raises CannotWrite, and leaves what stood there, when the disk says no.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, beside = tempfile.mkstemp(prefix=TEMPORARY_PREFIX, dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fchmod(file.fileno(), mode)
                if mtime is not None:
                    os.utime(file.fileno(), (mtime, mtime))
                if sync:
                    os.fsync(file.fileno())
            points.reached("file.beside")
            Path(beside).replace(path)
        except BaseException:
            Path(beside).unlink(missing_ok=True)
            raise
        if sync:
            sync_folder(path.parent)
    except OSError as cause:
        raise CannotWrite(
            f"{path} cannot be written: {cause.strerror or cause}; make room or mend its permissions"
        ) from cause


def sync(*paths: Path) -> None:
    """Make files of one folder, written without, survive a power cut, and their names as well.

    Raises CannotWrite when the disk says no.
    """
    try:
        for path in paths:
            handle = os.open(path, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)
        sync_folder(paths[0].parent)
    except OSError as cause:
        raise CannotWrite(
            f"{paths[0]} cannot be written: {cause.strerror or cause}; make room or mend its permissions"
        ) from cause


def sync_all(folder: Path) -> None:
    """Make all that was written in this folder's file system survive a power cut: one wait for many files.

    Raises CannotWrite when the disk says no.
    """
    handle = os.open(folder, os.O_RDONLY)
    try:
        if _LIBC.syncfs(handle) != 0:
            cause = ctypes.get_errno()
            raise CannotWrite(f"{folder} cannot be written: {os.strerror(cause)}; make room or mend its disk")
    finally:
        os.close(handle)


def sync_folder(folder: Path) -> None:
    """Make renames in `folder` survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sweep(folder: Path) -> int:
    """Remove what a killed writer left beside its file; how many were removed. A file that is being written stays."""
    before = time.time() - LEFT_AFTER_SECONDS
    removed = 0
    for path in folder.rglob(f"{TEMPORARY_PREFIX}*"):
        with contextlib.suppress(FileNotFoundError):  # renamed into its place meanwhile
            if path.is_file() and path.stat().st_mtime < before:
                path.unlink()
                removed += 1
    return removed
