"""Where readers are: who is believed, and what a file of addresses says."""

import os
from dataclasses import replace
from ipaddress import ip_network
from pathlib import Path

import pytest
from django.conf import settings
from mmdb_writer import MMDBWriter
from netaddr import IPSet

from dateline.config import environment, where
from dateline.house.errors import WrongSetting

KOREAN, AMERICAN, HIDDEN, NOBODYS = "203.0.113.7", "198.51.100.7", "198.51.100.200", "192.0.2.1"
PROXY = "127.0.0.1"


def write(path: Path, korea: str = "KR") -> Path:
    writer = MMDBWriter(6, "Test-Country", ipv4_compatible=True)
    writer.insert_network(IPSet(["203.0.113.0/24", "2001:db8::/32"]), {"country": {"iso_code": korea}})
    writer.insert_network(IPSet(["198.51.100.0/25"]), {"country": "United States", "country_code": "US"})
    writer.insert_network(
        IPSet(["198.51.100.128/25"]), {"country": {"iso_code": "US"}, "traits": {"is_anonymous_proxy": True}}
    )
    aside = path.with_suffix(".new")
    writer.to_db_file(str(aside))
    aside.replace(path)
    return path


@pytest.fixture
def said(monkeypatch):
    """Sets what the operator says."""

    def say(**facts: object) -> None:
        monkeypatch.setattr(
            settings,
            "ENVIRONMENT",
            replace(settings.ENVIRONMENT, trusted_proxies=(ip_network(PROXY),), **facts),
        )
        monkeypatch.setattr(where, "_files", {})

    return say


def asked(peer: str, **headers: str) -> str:
    return where.country_of(
        {"REMOTE_ADDR": peer} | {f"HTTP_{name}": value for name, value in headers.items()}
    )


def test_without_a_setting_nobody_knows(said):
    said(country_header="", country_file=None)
    assert asked(PROXY, CF_IPCOUNTRY="KR") == ""


@pytest.mark.parametrize(
    ("peer", "value", "country"),
    [
        (PROXY, "KR", "KR"), (PROXY, " kr ", "KR"), (PROXY, "XX", ""), (PROXY, "T1", ""), (PROXY, "EU", ""),
        (PROXY, "", ""), (PROXY, "KR, US", ""), (AMERICAN, "KR", ""), ("", "KR", ""), ("unix:", "KR", ""),
    ],
)  # fmt: skip
def test_the_header_is_believed_from_a_trusted_proxy_alone(said, peer, value, country):
    said(country_header="CF-IPCountry", country_file=None)
    assert asked(peer, CF_IPCOUNTRY=value) == country


def test_a_proxy_that_names_no_country_leaves_nobody_wiser(said):
    said(country_header="CF-IPCountry", country_file=None)
    assert asked(PROXY, X_FORWARDED_FOR=KOREAN) == ""


@pytest.mark.parametrize(
    ("address", "country"),
    [
        (KOREAN, "KR"),
        (AMERICAN, "US"),
        (HIDDEN, ""),
        (NOBODYS, ""),
        ("2001:db8::1", "KR"),
        ("2001:dead::1", ""),
    ],
)
def test_the_file_is_asked_for_the_address_of_whoever_asks(said, tmp_path, address, country):
    said(country_header="", country_file=write(tmp_path / "country.mmdb"))
    assert asked(address) == country
    assert asked(PROXY, X_FORWARDED_FOR=f"{NOBODYS}, {address}") == country, "by a proxy that is trusted"
    assert asked(NOBODYS, X_FORWARDED_FOR=address) == "", "anybody can write that"


def test_the_header_goes_before_the_file_and_what_it_does_not_know_stays_unknown(said, tmp_path):
    said(country_header="CF-IPCountry", country_file=write(tmp_path / "country.mmdb"))
    assert asked(PROXY, CF_IPCOUNTRY="US", X_FORWARDED_FOR=KOREAN) == "US"
    assert asked(PROXY, CF_IPCOUNTRY="T1", X_FORWARDED_FOR=KOREAN) == ""
    assert asked(PROXY, X_FORWARDED_FOR=KOREAN) == "KR"
    assert asked(KOREAN, CF_IPCOUNTRY="US") == "KR", "a stranger's header is nothing"


def test_a_newer_file_counts_and_a_lost_or_spoilt_one_lets_nobody_in(said, tmp_path, monkeypatch, caplog):
    path = write(tmp_path / "country.mmdb")
    said(country_header="", country_file=path)
    monkeypatch.setattr(where, "LOOK_AGAIN_SECONDS", 0.0)
    assert asked(KOREAN) == "KR"
    write(path, "JP")
    assert asked(KOREAN) == "JP"
    path.write_bytes(b"spoilt")
    os.utime(path, (1, 1))
    assert asked(KOREAN) == ""
    assert "nobody knows where readers are" in caplog.text
    assert where.unreadable(path)
    path.unlink()
    assert asked(KOREAN) == ""
    write(path)
    assert asked(KOREAN) == "KR"
    assert not where.unreadable(path)


@pytest.mark.parametrize(
    ("environ", "sentence"),
    [
        ({"COUNTRY_HEADER": "CF IPCountry", "TRUSTED_PROXIES": PROXY}, "it takes a header's name"),
        ({"COUNTRY_HEADER": "CF-IPCountry"}, "name in TRUSTED_PROXIES who is believed"),
        ({"COUNTRY_FILE": "country.mmdb"}, "write the whole path"),
    ],
)
def test_a_setting_that_says_nothing_is_refused(environ, sentence):
    with pytest.raises(WrongSetting, match=sentence):
        environment.read(environ)
