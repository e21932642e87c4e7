"""Configurations for what stands before the built-in server, made from the classes of address."""

from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import ip_network
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.template import Context, Engine

from dateline.house.home import home, press_open
from dateline.house.paper import paper
from dateline.house.printing import NOSNIFF, PAGE_HEADERS
from dateline.press import classes
from dateline.press.files import COMPRESSED
from dateline.press.readings import NGINX
from dateline.press.serving import NOT_PRINTED, WHOLE_ONLY

# Answered by Django, or by a page for what cannot be had, whatever lies on disk.
PASSED = tuple(
    dict.fromkeys(("/-/", "/ko/-/", *(prefix for prefix in NOT_PRINTED if not prefix.startswith("/-/"))))
)
VARY = ("Vary", "Accept-Encoding")
RETRY_AFTER_SECONDS = "30"
# How long our own pages stand in while nobody answers; the same as their stale-if-error.
GRACE = "86400s"
AWAY = ("/-/503/index.html", "/ko/-/503/index.html")


def nginx(
    *,
    host: str,
    port: int,
    server_names: Sequence[str],
    upstreams: Sequence[str],
    brotli: bool,
    tls: tuple[Path, Path] | None,
    count: int | None = None,
) -> str:
    """The whole of what nginx needs to stand before this paper's built-in server.

    `count`: of so many pages that nginx answers by itself one is counted, so many times.
    """
    certificate, key = tls or (None, None)
    return _render(
        "press/nginx.conf",
        upstreams=upstreams,
        listens=_listens(host, port, " ssl http2" if tls else ""),
        leads_from_80=tls is not None and port == 443,
        plain_listens=_listens(host, 80),
        server_name=" ".join(server_names or [urlsplit(paper().url).hostname or "_"]),
        root=_quoted(str(press_open())),
        brotli=brotli,
        tls=tls is not None,
        certificate=_quoted(str(certificate)),
        key=_quoted(str(key)),
        passed=PASSED,
        believed=_believed(),
        away=AWAY,
        away_headers=[
            *PAGE_HEADERS,
            ("Cache-Control", "no-store"),
            ("Retry-After", RETRY_AFTER_SECONDS),
            VARY,
        ],
        retry_after=RETRY_AFTER_SECONDS,
        count=count,
        share=f"{100 / count:.2f}" if count else "",
        counts=_quoted(str(_counts())) if count else "",
        strip_headers=[("Cache-Control", "no-cache"), NOSNIFF, VARY, WHOLE_ONLY],
        classes=[
            {
                "name": each.name,
                "pattern": each.pattern,
                "index": "index.html" if each.pattern == "/$" else "",
                "types": each.types,
                "headers": [*each.headers, VARY, WHOLE_ONLY],
                "is_compressed": any(kind.startswith(COMPRESSED) for kind in each.types.values()),
            }
            for each in classes.CLASSES
        ],
    )


def varnish(*, upstreams: Sequence[str], purgers: Sequence[str]) -> str:
    """The whole VCL with which Varnish 7 stands before this paper's built-in server, or before nginx."""
    places = [place.rpartition(":") for place in upstreams]
    return _render(
        "press/dateline.vcl",
        host=urlsplit(paper().url).netloc,
        backends=[
            {"name": f"node{number}", "host": host.strip("[]"), "port": port}
            for number, (host, _, port) in enumerate(places, start=1)
        ],
        purgers=[_network(each) for each in purgers],
        believed=_believed(quoted=True),
        passed="|".join(PASSED),
        grace=GRACE,
        retry_after=RETRY_AFTER_SECONDS,
    )


def _counts() -> Path:
    """The file that nginx counts in: made here, so that whoever prints the paper may shorten it."""
    file = home() / "press" / "readings" / NGINX
    file.parent.mkdir(parents=True, exist_ok=True)
    file.touch()
    return file


@dataclass(frozen=True)
class _Believed:
    """The header that names a reader's country, and by whom it is believed; as nginx calls it besides."""

    header: str
    variable: str
    networks: tuple[str, ...]


def _believed(*, quoted: bool = False) -> _Believed | None:
    """Who may say where a reader is; None where nobody is asked. Networks as nginx or an ACL (`quoted`) has them."""
    said = settings.ENVIRONMENT
    if not said.country_header:
        return None
    networks = tuple(_network(str(each)) if quoted else str(each) for each in said.trusted_proxies)
    return _Believed(said.country_header, said.country_header.lower().replace("-", "_"), networks)


def _network(text: str) -> str:
    """An address or a network as an ACL has it."""
    network = ip_network(text)
    return f'"{network.network_address}"/{network.prefixlen}'


def _listens(host: str, port: int, extra: str = "") -> list[str]:
    return [f"{place}{port}{extra}" for place in ([f"{host}:"] if host else ["", "[::]:"])]


def _quoted(text: str) -> str:
    """A name as nginx reads it, whatever stands in it."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _render(template: str, **facts: object) -> str:
    """A configuration is no HTML: nothing in it is escaped for that."""
    found = Engine.get_default().get_template(template)
    return found.render(Context({"paper": paper(), **facts}, autoescape=False))
