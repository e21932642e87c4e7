"""`[[partner.source]]`: where items are fetched from. Each kind has its keys; a key of another kind is refused."""

import re
from pathlib import PurePosixPath
from urllib.parse import SplitResult, unquote, urlsplit

from dateline.house.errors import NotAllowed
from dateline.house.fetching import addresses
from dateline.house.toml_file import Table
from dateline.licences.rules.sources import Source, SourceKind

_ALWAYS = ("kind", "location", "silent_after_minutes")
KEYS: dict[SourceKind, tuple[str, ...]] = {
    SourceKind.FOLDER: _ALWAYS,
    SourceKind.HTTP: (*_ALWAYS, "poll_seconds", "paging", "key_env", "key_header"),
    SourceKind.RSS: (*_ALWAYS, "poll_seconds", "key_env", "key_header"),
    SourceKind.FTP: (*_ALWAYS, "poll_seconds", "user", "key_env", "host_key"),
    SourceKind.MAIL: (
        *_ALWAYS, "poll_seconds", "user", "key_env", "senders", "authentication_host", "authentication",
    ),
}  # fmt: skip
ALL_KEYS = tuple(dict.fromkeys(key for keys in KEYS.values() for key in keys))
PAGINGS = ("ap",)
# What a mail server finds of a letter (RFC 8601).
FINDINGS = ("dkim", "spf", "dmarc")
# How often each is asked where the file does not say; a folder is watched.
POLL_SECONDS = {
    SourceKind.FOLDER: 5, SourceKind.HTTP: 30, SourceKind.RSS: 300, SourceKind.FTP: 60, SourceKind.MAIL: 60,
}  # fmt: skip
KEY_HEADERS = {"": "Authorization", "ap": "x-api-key"}
SCHEMES = {
    SourceKind.FTP: ("ftp", "ftps", "sftp"),
    SourceKind.MAIL: ("imaps", "imap"),
}
# What the paper keeps beneath DATELINE_HOME: nothing that a partner may be given.
OURS = (
    "press", "wire", "media", "static", "cache", "mail", "markets", "renditions", "metrics", "spool", "demo",
)  # fmt: skip
_VARIABLE = re.compile(r"[A-Z][A-Z0-9_]{0,63}")
_HEADER = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,63}")
_MAIL_HOST = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]{0,250}[A-Za-z0-9])?")
_SENDER = re.compile(
    r"[^\s@<>,;\"]{0,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,250}[A-Za-z0-9])?\.[A-Za-z0-9-]{2,63}"
)
_HOST_KEY = re.compile(r"SHA256:[A-Za-z0-9+/]{43}=?")


def read_sources(partner: Table) -> tuple[Source, ...]:
    """The sources of one partner, in its order. Raises TomlError at what is not understood."""
    found: list[Source] = []
    for table in partner.each("source"):
        source = _source(table)
        if source.name in {other.name for other in found}:
            table.refuse("location", f"'{source.location}' is a source of this partner already; remove one")
        found.append(source)
    return tuple(found)


def _source(table: Table) -> Source:
    table.expect_keys(ALL_KEYS, required=("kind", "location"))
    kind = SourceKind(table.choice("kind", tuple(SourceKind)))
    for key in table.values:
        if key not in KEYS[kind]:
            table.refuse(key, f"'{key}' means nothing to a source of the kind '{kind}'; remove it")
    paging = table.choice("paging", PAGINGS)
    source = Source(
        kind=kind,
        location=_location(table, kind),
        silent_after_minutes=table.whole("silent_after_minutes", least=1, most=525_600),
        poll_seconds=table.whole("poll_seconds", POLL_SECONDS[kind], least=5, most=86_400) or 0,
        paging=paging,
        user=table.text("user", longest=254),
        key_env=_shaped(
            table, "key_env", _VARIABLE, "a variable's name in capitals, never the secret itself"
        ),
        key_header=_shaped(table, "key_header", _HEADER, "a header's name"),
        host_key=_shaped(
            table, "host_key", _HOST_KEY, "a fingerprint as `ssh-keygen -lf` prints it: SHA256:…"
        ),
        senders=_senders(table),
        authentication_host=_shaped(table, "authentication_host", _MAIL_HOST, "a mail server's name"),
        authentication=table.words("authentication", FINDINGS),
    )
    _refuse_halves(table, source)
    return source


def _refuse_halves(table: Table, source: Source) -> None:
    """A key that another one is needed for, or a secret with nothing to keep it secret."""
    if source.key_header and not source.key_env:
        table.refuse("key_header", "'key_header' has nothing to send; write 'key_env' or remove it")
    if source.kind is SourceKind.MAIL and not (source.user and source.key_env):
        table.refuse("kind", "a mailbox is opened by 'user' and 'key_env'; add what is missing")
    if source.kind is SourceKind.MAIL and not source.senders:
        table.refuse(
            "kind", "anybody can write to a mailbox; name the partner's 'senders', whose letters are read"
        )
    if source.authentication and not source.authentication_host:
        table.refuse(
            "authentication", "'authentication' is found by a server; name it in 'authentication_host'"
        )
    if source.kind is SourceKind.FTP and bool(source.user) != bool(source.key_env):
        table.refuse("kind", "'user' and 'key_env' go together; add the other or remove both")
    is_sftp = source.location.startswith("sftp://")
    if is_sftp and not (source.host_key and source.user):
        table.refuse(
            "location", "SFTP wants 'user', 'key_env' and the server's 'host_key'; add what is missing"
        )
    if source.host_key and not is_sftp:
        table.refuse("host_key", "'host_key' is for sftp:// alone; remove it")


def _senders(table: Table) -> tuple[str, ...]:
    """Addresses, or whole domains as "@quayside.example", in small letters."""
    senders = table.words("senders")
    for sender in senders:
        if not _SENDER.fullmatch(sender):
            table.refuse(
                "senders", f"'{sender}' is no address; write wire@quayside.example, or @quayside.example"
            )
    return tuple(sender.lower() for sender in senders)


def _location(table: Table, kind: SourceKind) -> str:
    written = table.text("location", longest=500)
    if kind is SourceKind.FOLDER:
        return _folder(table, written)
    if kind in SCHEMES:
        return _server(table, written, SCHEMES[kind])
    try:
        return addresses.read(written).href.partition("#")[0]
    except NotAllowed as cause:
        table.refuse("location", f"'location' cannot be used: {cause}")


def _folder(table: Table, written: str) -> str:
    path = PurePosixPath(written)
    if path.is_absolute() or ".." in path.parts or not path.parts:
        table.refuse(
            "location", f"'location' is a folder beneath DATELINE_HOME; write it as inbox/…, not {written!r}"
        )
    if path.parts[0] in OURS or path.parts[0].startswith("."):
        table.refuse("location", f"'{path.parts[0]}' is the paper's own folder; write 'location' as inbox/…")
    return path.as_posix()


def _server(table: Table, written: str, schemes: tuple[str, ...]) -> str:
    try:
        parts = urlsplit(written)
        port = parts.port
    except ValueError as cause:
        table.refuse("location", f"'location' cannot be read ({cause}); write {schemes[0]}://host/folder")
    if parts.scheme not in schemes or not parts.hostname:
        table.refuse(
            "location", f"'location' begins with {' or '.join(f'{name}://' for name in schemes)}; mend it"
        )
    if "@" in parts.netloc:
        table.refuse("location", "'location' holds no name or password; write 'user' and 'key_env'")
    if parts.query or parts.fragment or ".." in PurePosixPath(unquote(parts.path)).parts:
        table.refuse("location", "'location' names a server and a folder on it, and nothing else; mend it")
    if not written.isascii():
        table.refuse(
            "location", "'location' holds letters beyond ASCII; write the server's own name for the folder"
        )
    return SplitResult(parts.scheme, _host(parts.hostname, port), parts.path or "/", "", "").geturl()


def _host(name: str, port: int | None) -> str:
    host = f"[{name}]" if ":" in name else name.lower()
    return f"{host}:{port}" if port else host


def _shaped(table: Table, key: str, shape: re.Pattern[str], what: str) -> str:
    value = table.text(key, longest=100)
    if value and not shape.fullmatch(value):
        # What stands there may be the secret itself: it is not said again.
        table.refuse(key, f"'{key}' must be {what}; mend it")
    return value
