"""Which machines may be asked, whatever the address is written like."""

import ipaddress
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.house.errors import NotAllowed, NotFetched
from dateline.house.fetching import addresses
from dateline.house.fetching.guard import Guard

PUBLIC = "93.184.215.14"


@pytest.mark.parametrize(
    "written",
    [
        "http://127.0.0.1/", "http://2130706433/", "http://0x7f000001/", "http://0177.0.0.1/", "http://127.1/",
        "http://①②⑦.⓪.⓪.①/", "http://0/", "http://[::1]/", "http://[::ffff:127.0.0.1]/", "http://[::127.0.0.1]/",
        "http://[64:ff9b::a00:1]/", "http://[64:ff9b:1::808:808]/", "http://[2002:7f00:1::]/", "http://[fe80::1]/",
        "http://[fec0::1]/", "http://[fd00:ec2::254]/", "http://169.254.169.254/latest/meta-data/",
        "http://[::ffff:a9fe:a9fe]/", "http://100.100.100.200/", "http://168.63.129.16/", "http://10.1/",
        "http://192.168.0.1:8080/", "http://172.31.255.255/", "http://100.64.0.1/", "http://224.0.0.1/",
        "http://255.255.255.255/", "http://[2001::1]/", "http://[ff02::1]/", "http://198.18.0.1/",
        "http://[2001:db8::1]/", "http://127.0.0.1./", "http://%31%32%37.0.0.1/",
    ],
)  # fmt: skip
def test_no_way_to_write_a_private_address_leads_there(written: str) -> None:
    at = addresses.read(written)
    with pytest.raises(NotAllowed, match="private network"):
        Guard(resolve=lambda host, port: pytest.fail(f"{host} was looked up")).vetted(at.host, at.port)


@pytest.mark.parametrize(
    "written",
    ["http://93.184.215.14/", "http://[2606:4700::1111]/", "http://[64:ff9b::5db8:d70e]/", "http://1.1/"],
)
def test_a_public_address_is_asked(written: str) -> None:
    at = addresses.read(written)
    assert Guard().vetted(at.host, at.port) == [at.host]


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("file:///etc/passwd", "file:"), ("gopher://example.com/", "gopher:"), ("ftp://example.com/", "ftp:"),
        ("javascript:alert(1)", "javascript:"), ("data:text/plain,x", "data:"), ("http://", "no address"),
        ("http://user@example.com/", "password"), ("http://:secret@example.com/", "password"),
        ("//example.com/", "no address"), ("http://exa mple.com/", "no address"), ("", "no address"),
    ],
)  # fmt: skip
def test_what_is_no_address_of_the_web_is_refused_by_what_it_is(written: str, why: str) -> None:
    with pytest.raises(NotAllowed, match=why):
        addresses.read(written)


@given(st.ip_addresses(v=4))
def test_what_carries_an_ipv4_address_is_judged_by_it(inner: ipaddress.IPv4Address) -> None:
    for network in ("::ffff:0:0", "64:ff9b::", "::"):
        carried = ipaddress.IPv6Address(int(ipaddress.IPv6Address(network)) | int(inner))
        assert addresses.is_public(carried) <= addresses.is_public(inner)
    sixtofour = ipaddress.IPv6Address((0x2002 << 112) | (int(inner) << 80))
    assert addresses.is_public(sixtofour) == addresses.is_public(inner)


@given(st.ip_addresses())
def test_nothing_private_by_the_standards_is_public(ip: addresses.IP) -> None:
    if ip.is_private or ip.is_loopback or ip.is_link_local or ip.is_multicast or ip.is_reserved:
        carries_public = isinstance(ip, ipaddress.IPv6Address) and addresses._inner(ip) is not None
        assert carries_public or not addresses.is_public(ip)


def test_one_private_address_among_public_ones_refuses_the_name() -> None:
    mixed = Guard(resolve=lambda host, port: [PUBLIC, "10.0.0.7"])
    with pytest.raises(NotAllowed, match=r"10\.0\.0\.7"):
        mixed.vetted("feeds.example", 443)


def test_a_named_gateway_may_be_private_and_never_link_local() -> None:
    named = frozenset({"gateway.example:8080"})
    inside = Guard(named, resolve=lambda host, port: ["10.0.0.7"])
    assert inside.vetted("gateway.example", 8080) == ["10.0.0.7"]
    for host, port in (("gateway.example", 80), ("other.example", 8080)):
        with pytest.raises(NotAllowed):
            inside.vetted(host, port)
    clouds = Guard(named, resolve=lambda host, port: ["169.254.169.254"])
    with pytest.raises(NotAllowed):
        clouds.vetted("gateway.example", 8080)


@pytest.fixture(scope="module")
def corpus(shared_folder: Path) -> list[dict[str, object]]:
    folder = shared_folder / "bad-inputs" / "wpt-url"
    found = [
        case
        for name in ("urltestdata.json", "ada_extra_urltestdata.json", "urltestdata-javascript-only.json")
        for case in json.loads((folder / name).read_text(encoding="utf-8", errors="surrogatepass"))
        if isinstance(case, dict) and "base" in case
    ]
    assert sum(bool(case.get("failure")) for case in found) >= 267
    return found


def test_what_the_standard_calls_failure_is_never_an_address(corpus: list[dict[str, object]]) -> None:
    for case in corpus:
        if case.get("failure"):
            with pytest.raises(NotAllowed):
                addresses.read(str(case["input"]), base=str(case["base"] or ""))


def test_what_the_standard_reads_is_read_as_it_says(corpus: list[dict[str, object]]) -> None:
    read = 0
    for case in corpus:
        if case.get("failure") or case["protocol"] not in ("http:", "https:"):
            continue
        if (
            case["username"]
            or case["password"]
            or (not str(case["input"]).isascii() and _is_half(str(case["input"])))
        ):
            continue
        at = addresses.read(str(case["input"]), base=str(case["base"] or ""))
        assert (at.href, at.scheme + ":") == (case["href"], case["protocol"])
        assert at.host == str(case["hostname"]).strip("[]")
        assert at.target == f"{case['pathname']}{case['search']}"
        read += 1
    assert read > 200


def test_no_address_of_the_corpus_reaches_a_private_network(corpus: list[dict[str, object]]) -> None:
    """Every name resolves to a private address here: whatever is read, nothing may be called."""
    looked_up = 0

    def inside(host: str, port: int) -> list[str]:
        nonlocal looked_up
        looked_up += 1
        return ["10.0.0.7"]

    for case in corpus:
        try:
            at = addresses.read(str(case["input"]), base=str(case["base"] or ""))
            vetted = Guard(resolve=inside).vetted(at.host, at.port)
        except NotFetched:
            continue
        ip = addresses.literal(at.host)
        assert ip, at.href
        assert addresses.is_public(ip), at.href
        assert vetted == [at.host]
    assert looked_up > 150


def _is_half(text: str) -> bool:
    """Whether half a character stands in it: browsers mend that, we refuse it."""
    return any("\ud800" <= letter <= "\udfff" for letter in text)
