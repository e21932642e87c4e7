"""The environment, read once and typed: every setting an operator can make.

A refusal shows nothing of an address that may hold a password: a misplaced / or % makes any piece of it the port or
the word that could not be read, and what is said at a start stands in the journal.
"""

import os
import re
from dataclasses import dataclass, fields
from importlib.util import find_spec
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from dateline.config.caches import read_caches
from dateline.house.errors import WrongSetting
from dateline.house.home import home, node
from dateline.press.rules import PRESS_NAME, BucketAt, CacheAt

# Promised for a later release; refused by name until they do what they say.
NOT_YET = {
    "SEARCH_URL": "search servers come with a later release; this one searches in its database",
}
DATABASE_SCHEMES = ("postgres", "postgresql")
# As the client has it; `valkey` is what its own documentation says for the same.
CACHE_SCHEMES = {"redis": "redis", "rediss": "rediss", "valkey": "redis", "valkeys": "rediss", "unix": "unix"}
# The name of that press in receipts.
BUCKET = "bucket"
MAIL_SCHEMES = ("file", "smtp", "smtps", "smtp+tls")
# What the extra `dateline[traces]` brings.
TRACES_NEED = (
    "opentelemetry.sdk", "opentelemetry.exporter.otlp.proto.http", "opentelemetry.instrumentation.django",
)  # fmt: skip
_HEADER = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,60}")
LOG_FORMATS = ("line", "json")
LOG_LEVELS = ("WARNING", "DEBUG", "INFO", "ERROR")

_ESCAPES = "%40 for an @ in the password, %2F for a / and %25 for a %"
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:(?://)?", re.IGNORECASE)

Folders = tuple[tuple[str, Path], ...]
Networks = tuple[IPv4Network | IPv6Network, ...]


@dataclass(frozen=True)
class Environment:
    """Each field is one variable; the comment behind it says what it does."""

    home: Path  # DATELINE_HOME: the folder that the whole paper lives in
    database: dict[str, str] | None  # DATABASE_URL: postgres://user:password@host:5432/name, else SQLite
    cache: (
        str | None
    )  # CACHE_URL: redis://:password@host:6379/0, rediss://, valkey://, unix:///path, else files
    node: str  # DATELINE_NODE: this node's name, where several share one database
    press_folders: Folders  # PRESS_FOLDERS: further folders to print to, by comma: name=/folder
    bucket: BucketAt | None  # STORAGE_URL: s3://key:secret@host/bucket?region=…, s3+http:// without TLS
    caches_in_front: tuple[CacheAt, ...]  # CACHES_IN_FRONT: what is told to forget, by comma: name=http://…
    mail: SplitResult | None  # MAIL_URL: smtp://user:password@host:587, smtps://…, smtp+tls://…, file:folder
    mail_from: str  # MAIL_FROM: the sender of sign-in codes
    hosts: tuple[str, ...]  # DATELINE_HOSTS: further host names that the newsroom answers to, by comma
    gateways: tuple[str, ...]  # DATELINE_GATEWAYS: hosts of our own network that sources may name, by comma
    trusted_proxies: Networks  # TRUSTED_PROXIES: whose X-Forwarded-For is believed, by comma
    country_header: str  # COUNTRY_HEADER: the header in which a trusted proxy names the reader's country
    country_file: Path | None  # COUNTRY_FILE: a database of countries by address, MaxMind's format (.mmdb)
    metrics_allow: Networks  # METRICS_ALLOW: who besides this machine may read /-/metrics, by comma
    traces: str  # OTEL_EXPORTER_OTLP_ENDPOINT: the collector of traces, http://127.0.0.1:4318
    log_format: str  # LOG_FORMAT: line or json
    log_level: str  # LOG_LEVEL: DEBUG, INFO, WARNING, ERROR
    debug: bool  # DATELINE_DEBUG=1: Django's error pages, never on a public machine
    demo: bool  # DATELINE_DEMO=1: the demo newsroom's mail page


def read(environ: "os._Environ[str] | dict[str, str]" = os.environ) -> Environment:
    """Raises WrongSetting, naming the variable and the remedy."""
    for name, sentence in NOT_YET.items():
        if environ.get(name):
            raise WrongSetting(f"{name} is set, but {sentence}; unset it")
    return Environment(
        home=home(),
        database=_database(environ.get("DATABASE_URL", "")),
        cache=_cache(environ.get("CACHE_URL", "")),
        node=_node(environ.get("DATELINE_NODE", "")),
        press_folders=_press_folders(environ.get("PRESS_FOLDERS", "")),
        bucket=_bucket(environ.get("STORAGE_URL", "")),
        caches_in_front=read_caches(
            environ.get("CACHES_IN_FRONT", ""),
            taken=(node(), BUCKET, *(name for name, _ in _press_folders(environ.get("PRESS_FOLDERS", "")))),
        ),
        mail=_mail(environ.get("MAIL_URL", "")),
        mail_from=environ.get("MAIL_FROM", ""),
        hosts=_listed(environ.get("DATELINE_HOSTS", "")),
        gateways=_listed(environ.get("DATELINE_GATEWAYS", "")),
        trusted_proxies=_networks(environ, "TRUSTED_PROXIES"),
        country_header=_country_header(environ),
        country_file=_country_file(environ.get("COUNTRY_FILE", "")),
        metrics_allow=_networks(environ, "METRICS_ALLOW"),
        traces=_collector(environ.get("OTEL_EXPORTER_OTLP_ENDPOINT", "")),
        log_format=_one_of(environ, "LOG_FORMAT", LOG_FORMATS),
        log_level=_one_of(environ, "LOG_LEVEL", LOG_LEVELS),
        debug=_flag(environ, "DATELINE_DEBUG"),
        demo=_flag(environ, "DATELINE_DEMO"),
    )


def _listed(value: str) -> tuple[str, ...]:
    return tuple(each.strip() for each in value.split(",") if each.strip())


def _database(url: str) -> dict[str, str] | None:
    """The address as libpq itself reads it, by its own names for the parts."""
    if not url:
        return None
    if url.split("://", 1)[0] not in DATABASE_SCHEMES:
        raise WrongSetting(
            f"DATABASE_URL begins with {_beginning(url)!r}; it takes postgres://user:password@host:5432/name, "
            "or unset it for the SQLite file under DATELINE_HOME"
        )
    from psycopg import ProgrammingError
    from psycopg.conninfo import conninfo_to_dict

    try:
        parts = {name: str(value) for name, value in conninfo_to_dict(url).items()}
    except ProgrammingError as cause:
        options = url.partition("?")[2]
        unknown = re.search(r'query parameter: "(\w+)"', str(cause)) if "@" not in options else None
        why = (
            f"has the option {unknown[1]!r}, which PostgreSQL does not know" if unknown else "cannot be read"
        )
        raise WrongSetting(
            f"DATABASE_URL {why}; write postgres://user:password@host:5432/name, with {_ESCAPES}"
        ) from None
    if not parts.get("dbname"):
        raise WrongSetting("DATABASE_URL names no database; write postgres://user:password@host:5432/name")
    if "@" in parts.get("host", ""):
        raise WrongSetting("DATABASE_URL has an @ in its password; write %40 for it")
    for port in parts.get("port", "").split(","):
        if port and not (port.isdecimal() and 0 < int(port) < 65536):
            raise WrongSetting(
                f"DATABASE_URL names a port that is none; it takes a number up to 65535, and {_ESCAPES}"
            )
    return parts


def _cache(url: str) -> str | None:
    """The address as redis-py reads it."""
    if not url:
        return None
    try:
        parts = urlsplit(url)
        is_whole = parts.scheme in CACHE_SCHEMES and bool(
            parts.path if parts.scheme == "unix" else parts.hostname
        )
        _ = parts.port  # looked at only when it is asked for
    except ValueError:
        raise WrongSetting(
            f"CACHE_URL cannot be read; write redis://:password@host:6379/0, with {_ESCAPES}"
        ) from None
    if not is_whole:
        raise WrongSetting(
            f"CACHE_URL begins with {_beginning(url)!r}; it takes redis://:password@host:6379/0, rediss://, valkey:// "
            "or unix:///path/to/socket"
        )
    number = parts.path.strip("/")
    if parts.scheme != "unix" and number and not number.isdecimal():
        raise WrongSetting("CACHE_URL names no database behind its host; it takes a number, such as /0")
    return CACHE_SCHEMES[parts.scheme] + url[len(parts.scheme) :]


def _beginning(url: str) -> str:
    """What of an address may be shown: never what may be its password."""
    found = _SCHEME.match(url)
    return found[0] if found else "no scheme"


def _node(name: str) -> str:
    if name and not PRESS_NAME.fullmatch(name):
        raise WrongSetting(
            f"DATELINE_NODE is {name!r}; it takes up to 40 small letters, digits and hyphens, such as node-b"
        )
    return node()


def _press_folders(value: str) -> tuple[tuple[str, Path], ...]:
    found: dict[str, Path] = {}
    for each in _listed(value):
        name, _, folder = each.partition("=")
        if not PRESS_NAME.fullmatch(name) or not folder.startswith("/"):
            raise WrongSetting(
                f"PRESS_FOLDERS names {each!r}; write name=/folder by comma, the folder in full, such as "
                "node-c=/srv/node-c/press"
            )
        if name in (*found, node(), BUCKET):
            raise WrongSetting(
                f"PRESS_FOLDERS names {name!r}, which is the name of another press; choose another"
            )
        found[name] = Path(folder)
    return tuple(found.items())


def _bucket(url: str) -> BucketAt | None:
    """Of what stands wrong in it nothing is shown: it holds a secret."""
    if not url:
        return None
    how = "write s3://key:secret@host/bucket?region=…, with %2F for a / in the secret, s3+http:// without TLS"
    try:
        parts = urlsplit(url)
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        raise WrongSetting(f"STORAGE_URL cannot be read; {how}") from None
    scheme = {"s3": "https", "s3+http": "http"}.get(parts.scheme)
    name = parts.path.strip("/")
    if (
        scheme is None
        or not parts.hostname
        or not name
        or "/" in name
        or bool(parts.username) != bool(parts.password)
    ):
        raise WrongSetting(f"STORAGE_URL names no bucket that can be opened; {how}")
    options = parse_qs(parts.query)
    if unknown := set(options) - {"region"}:
        raise WrongSetting(f"STORAGE_URL has the option {sorted(unknown)[0]!r}; it takes region alone")
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return BucketAt(
        endpoint=f"{scheme}://{host}{port}", bucket=name, key=unquote(parts.username or ""),
        secret=unquote(parts.password or ""), region=options.get("region", [""])[0],
    )  # fmt: skip


def _mail(url: str) -> SplitResult | None:
    if not url:
        return None
    parts = _parts(url)
    if parts.scheme not in MAIL_SCHEMES:
        raise WrongSetting(f"MAIL_URL begins with {_beginning(url)!r}; it takes {', '.join(MAIL_SCHEMES)}")
    if parts.scheme != "file" and not parts.hostname:
        raise WrongSetting("MAIL_URL names no host; write smtp://user:password@host:587")
    if parts.scheme == "file" and not (parts.netloc + parts.path):
        raise WrongSetting("MAIL_URL names no folder; write file:/path/to/folder")
    return parts


def _parts(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        _ = parts.port  # looked at only when it is asked for
    except ValueError:
        raise WrongSetting(
            f"MAIL_URL cannot be read; write smtp://user:password@host:587, with {_ESCAPES}"
        ) from None
    return parts


def _networks(environ: "os._Environ[str] | dict[str, str]", name: str) -> Networks:
    """Addresses and networks, by comma."""
    try:
        return tuple(ip_network(word) for word in _listed(environ.get(name, "")))
    except ValueError as cause:
        raise WrongSetting(
            f"{name} cannot be read ({cause}); write addresses or networks by comma, such as 127.0.0.1,192.0.2.0/24"
        ) from cause


def _country_header(environ: "os._Environ[str] | dict[str, str]") -> str:
    name = environ.get("COUNTRY_HEADER", "")
    if name and not _HEADER.fullmatch(name):
        raise WrongSetting(f"COUNTRY_HEADER is {name!r}; it takes a header's name, such as CF-IPCountry")
    if name and not _listed(environ.get("TRUSTED_PROXIES", "")):
        raise WrongSetting(
            f"COUNTRY_HEADER is {name}, which anybody could write; name in TRUSTED_PROXIES who is believed"
        )
    return name


def _country_file(value: str) -> Path | None:
    if value and not Path(value).is_absolute():
        raise WrongSetting(f"COUNTRY_FILE is {value!r}; write the whole path of a .mmdb file")
    return Path(value) if value else None


def _collector(url: str) -> str:
    """Refused where the packages for it are not installed: nobody shall look for traces that none are of."""
    if not url:
        return ""
    if not url.startswith(("http://", "https://")):
        raise WrongSetting(
            f"OTEL_EXPORTER_OTLP_ENDPOINT is {url!r}; it takes a collector's address, such as http://127.0.0.1:4318"
        )
    missing = [package for package in TRACES_NEED if not _is_installed(package)]
    if missing:
        raise WrongSetting(
            f"OTEL_EXPORTER_OTLP_ENDPOINT is set, but {', '.join(missing)} is not installed; run "
            "`pip install --require-hashes -r requirements-traces.lock`, or unset it"
        )
    return url


def _is_installed(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:  # not even what it lies in
        return False


def _one_of(environ: "os._Environ[str] | dict[str, str]", name: str, choices: tuple[str, ...]) -> str:
    """One of these words, the first when left out."""
    value = environ.get(name, "") or choices[0]
    if value not in choices:
        raise WrongSetting(f"{name} is {value!r}; it takes {', '.join(choices)}")
    return value


def _flag(environ: "os._Environ[str] | dict[str, str]", name: str) -> bool:
    value = environ.get(name, "")
    if value not in ("", "0", "1"):
        raise WrongSetting(f"{name} is {value!r}; it takes 1 or 0")
    return value == "1"


NAMES = tuple(field.name for field in fields(Environment))
