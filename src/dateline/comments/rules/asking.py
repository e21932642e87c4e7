"""Whose page a post comes from. Printed pages hold no token, so the browser's own headers decide."""

from urllib.parse import urlsplit


def is_from_our_page(*, host: str, origin: str, fetch_site: str, referer: str) -> bool:
    """Whether a browser sent this from a page of `host` (with its port, as in the request's Host).

    `Sec-Fetch-Site` cannot be set by a page and decides first; an `Origin` beside it must not disagree
    ("null" is what a page without a referrer policy of its own may send). Without it the `Origin` decides,
    without both the `Referer`; a request with none of the three is refused.
    """
    if fetch_site:
        return fetch_site == "same-origin" and origin in ("", "null", *_origins(host))
    if origin:
        return origin in _origins(host)
    return bool(referer) and _host_of(referer) == host


def _origins(host: str) -> tuple[str, str]:
    return f"https://{host}", f"http://{host}"


def _host_of(address: str) -> str:
    try:
        return urlsplit(address).netloc
    except ValueError:
        return ""
