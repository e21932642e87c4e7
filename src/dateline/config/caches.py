"""The caches in front of the paper, as `CACHES_IN_FRONT` names them."""

from urllib.parse import parse_qs, unquote, urlsplit

from dateline.house.errors import WrongSetting
from dateline.press.rules import PRESS_NAME, CacheAt, CacheKind

# What is told of every change, and what is told of takedowns alone.
PURGES = {"all": True, "taken-down": False}
_KINDS = {
    "http": CacheKind.HTTP,
    "https": CacheKind.HTTP,
    "cloudflare": CacheKind.CLOUDFLARE,
    "cloudfront": CacheKind.CLOUDFRONT,
}
_HOW = (
    "write name=http://host:port, name=cloudflare://TOKEN@ZONE or name=cloudfront://KEY:SECRET@DISTRIBUTION by comma, "
    "with %2F for a / in a secret, and ?purge=all or ?purge=taken-down behind it"
)


def read_caches(value: str, *, taken: tuple[str, ...]) -> tuple[CacheAt, ...]:
    """Each cache once, under a name that no other press has.

    Raises WrongSetting, which shows nothing of what stands wrong: it holds secrets.
    """
    found: dict[str, CacheAt] = {}
    for each in (word.strip() for word in value.split(",") if word.strip()):
        name, _, url = each.partition("=")
        if not PRESS_NAME.fullmatch(name):
            raise WrongSetting(f"CACHES_IN_FRONT has a cache without a name; {_HOW}")
        if name in (*found, *taken):
            raise WrongSetting(
                f"CACHES_IN_FRONT names {name!r}, which is the name of another press; choose another"
            )
        found[name] = _cache(name, url)
    return tuple(found.values())


def _cache(name: str, url: str) -> CacheAt:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError as cause:
        raise WrongSetting(f"CACHES_IN_FRONT: the address of {name} cannot be read; {_HOW}") from cause
    kind = _KINDS.get(parts.scheme)
    # An identifier is written as it is: a host name would be read in small letters.
    place = parts.netloc.rpartition("@")[2]
    key, secret = unquote(parts.username or ""), unquote(parts.password or "")
    if kind is CacheKind.HTTP:
        is_whole = bool(parts.hostname) and not key and parts.path in ("", "/")
        place = f"{parts.scheme}://{place}"
    elif kind is CacheKind.CLOUDFLARE:
        key, secret, is_whole = "", key, bool(place and key and not secret)
    else:
        is_whole = bool(place) and bool(key) == bool(secret)
    if kind is None or not is_whole:
        raise WrongSetting(f"CACHES_IN_FRONT: {name} names no cache that can be told; {_HOW}")
    return CacheAt(name, kind, place, key, secret, _purges_all(name, kind, parts.query))


def _purges_all(name: str, kind: CacheKind, query: str) -> bool:
    """CloudFront takes money for each path."""
    options = parse_qs(query, keep_blank_values=True)
    asked = options.pop("purge", ["taken-down" if kind is CacheKind.CLOUDFRONT else "all"])
    if options or asked[0] not in PURGES:
        raise WrongSetting(f"CACHES_IN_FRONT: {name} takes purge=all or purge=taken-down, and nothing else")
    return PURGES[asked[0]]
