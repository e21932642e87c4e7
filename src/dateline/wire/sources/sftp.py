"""A folder on an SFTP server, whose host key must be the one that the partner's file names."""

import asyncio
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import unquote, urlsplit

from dateline.house.fetching.guard import deadline
from dateline.licences.rules import Source
from dateline.wire.errors import SourceFailed
from dateline.wire.sources.asking import guard_for, secret_of
from dateline.wire.sources.servers import SECONDS, Entry

if TYPE_CHECKING:
    import asyncssh

Answer = TypeVar("Answer")
_PORT = 22
_PIECE = 1 << 18


@contextmanager
def session(source: Source) -> Iterator["SftpFiles"]:
    """The source's folder, opened. Raises SourceFailed with what the server said."""
    try:
        import asyncssh
    except ImportError as cause:
        raise SourceFailed("SFTP wants one package more: pip install 'dateline[sftp]'") from cause
    where = urlsplit(source.location)
    host = where.hostname or ""
    with deadline(SECONDS) as limit, asyncio.Runner() as runner:
        made = guard_for(source).connect(host, where.port or _PORT, limit)
        connection: asyncssh.SSHClientConnection | None = None
        try:
            connection = runner.run(asyncio.wait_for(_connected(source, host, made), 60))
            client = runner.run(_opened(connection))
            yield SftpFiles(runner, client, unquote(where.path) or "/")
        except asyncssh.HostKeyNotVerifiable as cause:
            raise SourceFailed(
                f"{host} shows another host key than 'host_key'; ask the partner before you go on"
            ) from cause
        except (asyncssh.Error, OSError, TimeoutError) as cause:
            why = "it took too long" if limit.has_passed else str(cause)[:200] or type(cause).__name__
            raise SourceFailed(f"{host} did not give its files ({why})") from cause
        finally:
            if connection:
                connection.abort()
                runner.run(connection.wait_closed())
            made.close()


class SftpFiles:
    """Lists and reads one folder."""

    def __init__(self, runner: asyncio.Runner, client: "asyncssh.SFTPClient", folder: str) -> None:
        self._runner = runner
        self._client = client
        self._folder = folder.rstrip("/")

    def entries(self) -> list[Entry]:
        """The plain files there."""
        import asyncssh

        return [
            Entry(str(each.filename), f"{each.attrs.size}-{each.attrs.mtime}")
            for each in self._wait(self._client.readdir(self._folder or "/"))
            if each.attrs.type == asyncssh.FILEXFER_TYPE_REGULAR
        ]

    def read(self, name: str, most: int) -> bytes:
        """A file's bytes, cut short just beyond `most`."""
        return self._wait(self._read(f"{self._folder}/{name}", most))

    async def _read(self, path: str, most: int) -> bytes:
        got = bytearray()
        async with self._client.open(path, "rb") as file:
            while len(got) <= most and (piece := await file.read(_PIECE)):
                got += bytes(piece) if isinstance(piece, bytes) else piece.encode()
        return bytes(got)

    def _wait(self, answer: Coroutine[Any, Any, Answer]) -> Answer:
        return self._runner.run(answer)


async def _opened(connection: "asyncssh.SSHClientConnection") -> "asyncssh.SFTPClient":
    return await connection.start_sftp_client()


async def _connected(source: Source, host: str, made: Any) -> "asyncssh.SSHClientConnection":
    import asyncssh

    class Client(asyncssh.SSHClient):
        def validate_host_public_key(self, host: str, addr: str, port: int, key: asyncssh.SSHKey) -> bool:
            return key.get_fingerprint("sha256").rstrip("=") == source.host_key.rstrip("=")

    secret = secret_of(source)
    is_key = secret.startswith("-----BEGIN ")
    try:
        keys = [asyncssh.import_private_key(secret)] if is_key else ()
    except asyncssh.KeyImportError as cause:
        raise SourceFailed(f"{source.key_env} holds no private key that can be read ({cause})") from cause
    # Nothing of this machine's own: no configuration, no agent, no keys, no known hosts but the one.
    return await asyncssh.connect(
        host, sock=made, client_factory=Client, known_hosts=([], [], []), config=None, agent_path=None,
        username=source.user, password=None if is_key else secret, client_keys=keys or None,
        preferred_auth=("publickey",) if is_key else ("password", "keyboard-interactive"),
        login_timeout=30, keepalive_interval=15,
    )  # fmt: skip
