"""Whom a proxy speaks for: believed from those who are trusted, and from nobody else."""

from ipaddress import ip_address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.config.proxies import CAME_THROUGH_A_STRANGER, SAID_BY_PROXIES, client, read, settle

TRUSTED = (ip_network("127.0.0.1"), ip_network("198.51.100.0/24"), ip_network("2001:db8:1::/48"))
ADDRESSES = st.ip_addresses(v=4).map(str) | st.ip_addresses(v=6).map(str)
WORDS = ADDRESSES | st.sampled_from(
    ["127.0.0.1", "198.51.100.9", "unknown", "_secret", "", " ", "1.2.3", "a b"]
)


def asked(peer: str, **said: str) -> dict[str, object]:
    environ: dict[str, object] = {"REMOTE_ADDR": peer, "wsgi.url_scheme": "http", **said}
    settle(environ, TRUSTED)
    return environ


@given(st.lists(WORDS, max_size=6), ADDRESSES)
def test_what_a_client_writes_itself_never_becomes_its_address(written: list[str], true: str) -> None:
    """The proxy adds the peer that it saw on the right; whatever stood there before changes nothing."""
    header = ",".join([*written, true])
    found = client(ip_address("127.0.0.1"), header, TRUSTED)
    wanted = read(true)
    assert wanted is not None
    if not any(wanted in network for network in TRUSTED):
        assert found == wanted


@given(
    st.lists(WORDS, max_size=6).map(",".join),
    ADDRESSES.filter(lambda a: not a.startswith(("127.", "198.51."))),
)
def test_from_a_stranger_nothing_is_believed_and_nothing_is_handed_on(header: str, peer: str) -> None:
    environ = asked(
        peer, HTTP_X_FORWARDED_FOR=header, HTTP_X_FORWARDED_PROTO="https", HTTP_X_FORWARDED_HOST="evil.example",
        HTTP_X_REQUEST_ID="12345678", HTTP_FORWARDED="for=127.0.0.1",
    )  # fmt: skip
    assert environ == {"REMOTE_ADDR": peer, "wsgi.url_scheme": "http", CAME_THROUGH_A_STRANGER: True}
    assert not environ.keys() & set(SAID_BY_PROXIES)


@pytest.mark.parametrize(
    ("header", "found"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("198.18.0.1, 203.0.113.7", "203.0.113.7"),
        ("203.0.113.7, 198.51.100.9", "203.0.113.7"),  # a CDN before our own proxy
        ("203.0.113.7, 198.51.100.9, 127.0.0.1", "203.0.113.7"),
        ("198.51.100.8, 198.51.100.9", "198.51.100.8"),  # a proxy that asks for itself
        ("203.0.113.7:5123", "203.0.113.7"),
        ("[2001:db8:2::5]:5123", "2001:db8:2::5"),
        ("2001:db8:2::5", "2001:db8:2::5"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("203.0.113.7, nonsense", "127.0.0.1"),  # it was not our proxy that wrote this
        ("nonsense, 203.0.113.7", "203.0.113.7"),
        ("", "127.0.0.1"),
    ],
)
def test_the_nearest_address_that_is_no_proxy(header: str, found: str) -> None:
    assert asked("127.0.0.1", HTTP_X_FORWARDED_FOR=header)["REMOTE_ADDR"] == found


@pytest.mark.parametrize(
    ("said", "scheme"), [("https", "https"), ("HTTP", "http"), ("gopher", "http"), ("", "http")]
)
def test_of_the_scheme_a_trusted_proxy_has_the_word(said: str, scheme: str) -> None:
    assert asked("127.0.0.1", HTTP_X_FORWARDED_PROTO=said)["wsgi.url_scheme"] == scheme


def test_with_no_proxy_trusted_the_peer_is_the_client() -> None:
    environ: dict[str, object] = {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "203.0.113.7"}
    settle(environ, ())
    assert environ == {"REMOTE_ADDR": "127.0.0.1", CAME_THROUGH_A_STRANGER: True}
