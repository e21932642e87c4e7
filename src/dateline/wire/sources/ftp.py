"""A folder on an FTP server, plain or with TLS; commands and data go to the vetted address and nowhere else."""

import contextlib
import ftplib
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import SplitResult, unquote, urlsplit

from dateline.house.fetching import fetcher
from dateline.house.fetching.guard import Deadline, deadline
from dateline.licences.rules import Source
from dateline.wire.errors import SourceFailed
from dateline.wire.sources.asking import guard_for, secret_of
from dateline.wire.sources.servers import SECONDS, Entry

_ANSWER_SECONDS = 30.0
_PORT = 21


@contextmanager
def session(source: Source) -> Iterator["FtpFiles"]:
    """The source's folder, opened. Raises SourceFailed with what the server said."""
    where = urlsplit(source.location)
    with deadline(SECONDS) as limit:
        server = _connected(source, where, limit)
        try:
            _sign_in(server, source, where)
            yield FtpFiles(server, limit)
        except (ftplib.Error, EOFError, OSError, UnicodeError) as cause:
            why = "it took too long" if limit.has_passed else str(cause)[:200]
            raise SourceFailed(f"{where.hostname} did not give its files ({why})") from cause
        finally:
            server.close()


class FtpFiles:
    """Lists and reads the folder that the connection stands in."""

    def __init__(self, server: ftplib.FTP, limit: Deadline) -> None:
        self._server = server
        self._limit = limit

    def entries(self) -> list[Entry]:
        """The plain files there, by MLSD; by NLST, SIZE and MDTM where the server does not know it."""
        try:
            found = list(self._server.mlsd(facts=["type", "size", "modify"]))
        except ftplib.error_perm:
            return list(self._asked_one_by_one())
        return [
            Entry(name, f"{facts.get('size', '')}-{facts.get('modify', '')}")
            for name, facts in found
            if facts.get("type", "file").lower() == "file"
        ]

    def read(self, name: str, most: int) -> bytes:
        """A file's bytes, cut short just beyond `most`."""
        got = bytearray()

        def keep(piece: bytes) -> None:
            self._limit.left()
            got.extend(piece)
            if len(got) > most:
                raise _Enough

        try:
            self._server.retrbinary(f"RETR {name}", keep)
        except _Enough:
            # We have hung up on the data, and the server says what it makes of it, once. `abort` would have it say two
            # things, the second of which the next file would take for its own answer; and TLS knows no urgent byte.
            with contextlib.suppress(ftplib.error_temp, ftplib.error_perm):
                self._server.voidresp()
        return bytes(got)

    def _asked_one_by_one(self) -> Iterator[Entry]:
        paths = self._server.nlst()
        self._server.voidcmd("TYPE I")  # servers tell no size in the type that names are listed in
        for path in paths:
            name = path.rpartition("/")[2]
            try:
                size = self._server.size(name)
                yield Entry(name, f"{size}-{self._server.sendcmd(f'MDTM {name}')}")
            except ftplib.error_perm:
                continue  # a folder, or a file that has gone meanwhile


class _Enough(Exception):
    """A file is larger than anything that is read."""


def _connected(source: Source, where: SplitResult, limit: Deadline) -> ftplib.FTP:
    host, port = where.hostname or "", where.port or _PORT
    [address, *_] = guard_for(source).vetted(host, port)
    server = ftplib.FTP_TLS(context=fetcher.trusted()) if where.scheme == "ftps" else ftplib.FTP()  # noqa: S321
    try:
        server.connect(address, port, timeout=min(_ANSWER_SECONDS, limit.left()))
    except (OSError, EOFError, ftplib.Error) as cause:
        server.close()
        raise SourceFailed(f"{host} does not answer ({cause})") from cause
    # Data connections go to the address that the control connection stands with, whatever the server says; the
    # certificate must be the name's.
    server.host = host
    if server.sock:
        limit.close_in_time(server.sock)
    return server


def _sign_in(server: ftplib.FTP, source: Source, where: SplitResult) -> None:
    server.login(source.user or "anonymous", secret_of(source) or "anonymous@")
    if isinstance(server, ftplib.FTP_TLS):
        server.prot_p()
    folder = unquote(where.path)
    if folder not in ("", "/"):
        server.cwd(folder)
