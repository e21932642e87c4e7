"""Whose letters are read, and whose are set aside."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.licences.rules import Source, SourceKind, source_from_json, source_to_json
from dateline.wire.parsers.mail.senders import objection

OURS = "mx.paper.example"
GOOD = f"{OURS}; dkim=pass header.d=quay.example; spf=fail smtp.mailfrom=bulk.example"


def letter(*results: str, sender: str = "Desk <desk@quay.example>", more: str = "") -> bytes:
    found = "".join(f"Authentication-Results: {one}\r\n" for one in results)
    return f"{found}From: {sender}\r\n{more}Subject: Tides\r\n\r\nHigh at noon.\r\n".encode()


def refused(raw: bytes, *senders: str, host: str = "", methods: tuple[str, ...] = ()) -> str:
    return objection(raw, senders=senders or ("desk@quay.example",), host=host, methods=methods)


@pytest.mark.parametrize(
    "sender", ["desk@quay.example", "Desk <DESK@Quay.Example>", '"x@evil.example" <desk@quay.example>']
)
def test_a_sender_that_is_named_is_read(sender: str) -> None:
    assert refused(letter(sender=sender)) == ""
    assert refused(letter(sender=sender), "@quay.example") == ""


@pytest.mark.parametrize(
    "sender",
    ["desk@quay.example.evil.example", '"desk@quay.example" <x@evil.example>', "desk@evilquay.example", "",
     "desk@quay.example, x@evil.example", "desk@sub.quay.example", "x@evil.example <desk@quay.example", "desk"],
)  # fmt: skip
def test_any_other_sender_is_set_aside(sender: str) -> None:
    assert refused(letter(sender=sender), "desk@quay.example", "@quay.example").startswith("set aside")


def test_two_from_headers_are_nobody() -> None:
    assert "no one sender" in refused(letter(more="From: x@evil.example\r\n"))


@pytest.mark.parametrize(
    ("results", "is_read"),
    [
        ((GOOD,), True),
        ((f"{OURS} 1; dkim=fail header.d=quay.example; dmarc=pass (p=none) header.from=quay.example",), True),
        ((f"{OURS}; spf=pass smtp.mailfrom=bounce@mail.quay.example",), True),
        ((f"{OURS}; dkim=pass header.i=@quay.example",), True),
        ((), False),
        ((f"{OURS}; none",), False),
        ((f"{OURS}; dkim=pass header.d=evil.example",), False),
        ((f"{OURS}; dkim=pass header.d=example",), False),
        ((f"{OURS}; dkim=pass header.d=evilquay.example",), False),
        ((f"{OURS}; dkim=fail (dkim=pass header.d=quay.example) header.d=quay.example",), False),
        (("mx.evil.example; dkim=pass header.d=quay.example",), False),
        ((f"{OURS}; dkim=none", GOOD), False),
        ((f"{OURS}; auth=pass smtp.auth=quay.example",), False),
    ],
)
def test_our_own_servers_topmost_finding_for_the_senders_domain_counts(results, is_read) -> None:
    assert (refused(letter(*results), host=OURS) == "") is is_read


def test_a_method_that_is_not_asked_for_does_not_count() -> None:
    assert refused(letter(GOOD), host=OURS, methods=("dmarc",)) != ""
    assert refused(letter(GOOD), host=OURS, methods=("dkim",)) == ""


@given(st.binary(max_size=300))
def test_any_bytes_at_all_are_judged(raw: bytes) -> None:
    refused(raw, host=OURS)
    refused(b"From: desk@quay.example\r\nAuthentication-Results: " + raw, host=OURS)


def test_a_source_is_the_same_after_it_was_kept() -> None:
    source = Source(SourceKind.MAIL, "imaps://h/INBOX", senders=("a@b.example",), authentication=("dkim",))
    assert source_from_json(source_to_json(source)) == source
    assert isinstance(source_to_json(source)["senders"], list)
