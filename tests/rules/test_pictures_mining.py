"""What a picture says of machines that learn: in PLUS's words, and in a C2PA manifest's training-mining assertion."""

import contextlib
import os
import struct
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.pictures.parsers.cbor import Unreadable, decode
from dateline.pictures.parsers.manifest import parse_manifest
from dateline.pictures.parsers.xmp import parse_xmp, write_xmp
from dateline.pictures.rules import ALLOWED, PROHIBITED, UNSPECIFIED, PhotoFacts, reserves_mining, strictest

TRAINING, GENERATIVE = f"{PROHIBITED}-AIMLTRAINING", f"{PROHIBITED}-GENAIMLTRAINING"
SEE_CONSTRAINT = f"{PROHIBITED}-SEECONSTRAINT"


def text(said: str) -> bytes:
    raw = said.encode()
    return (bytes([0x60 + len(raw)]) if len(raw) < 24 else bytes([0x78, len(raw)])) + raw


def written(entries: dict[str, dict[str, str]]) -> bytes:
    """{"entries": {…}} in CBOR."""
    inner = b"".join(
        text(name)
        + bytes([0xA0 + len(entry)])
        + b"".join(text(key) + text(value) for key, value in entry.items())
        for name, entry in entries.items()
    )
    return b"\xa1" + text("entries") + bytes([0xA0 + len(entries)]) + inner


def box(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I4s", 8 + len(content), kind) + content


def assertion(content: bytes, label: bytes = b"cawg.training-mining") -> bytes:
    described = box(b"jumd", bytes(16) + b"\x03" + label + b"\0")
    return box(
        b"jumb", box(b"jumd", bytes(16) + b"\x03c2pa\0") + box(b"jumb", described + box(b"cbor", content))
    )


def jpeg(store: bytes, *, each: int = 60_000) -> bytes:
    """A JPEG's head with a manifest store in as many APP11 segments as it takes."""
    head, pieces = store[:8], [store[at : at + each] for at in range(0, len(store), each)]
    segments = b""
    for number, piece in enumerate(pieces, start=1):
        inner = b"JP\x00\x01" + struct.pack(">I", number) + (piece if number == 1 else head + piece)
        segments += b"\xff\xeb" + struct.pack(">H", len(inner) + 2) + inner
    return b"\xff\xd8" + segments + b"\xff\xda\x00\x02"


def png(store: bytes) -> bytes:
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I4s", len(store), b"caBX") + store + b"\0\0\0\0"


def webp(store: bytes) -> bytes:
    return b"RIFF\0\0\0\0WEBP" + b"C2PA" + struct.pack("<I", len(store)) + store


def entry(name: str, use: str, **more: str) -> dict[str, dict[str, str]]:
    return {name: {"use": use} | more}


@pytest.mark.parametrize(
    ("entries", "said"),
    [
        (entry("cawg.data_mining", "notAllowed"), PROHIBITED),
        (entry("c2pa.ai_training", "notAllowed"), TRAINING),
        (entry("cawg.ai_generative_training", "notAllowed"), GENERATIVE),
        (
            entry("cawg.ai_training", "notAllowed") | entry("cawg.ai_generative_training", "notAllowed"),
            TRAINING,
        ),
        (entry("cawg.ai_training", "constrained", constraint_info="By contract"), SEE_CONSTRAINT),
        (entry("cawg.ai_training", "allowed"), ALLOWED),
        (entry("cawg.ai_dreaming", "notAllowed"), PROHIBITED),
        ({}, ""),
    ],
)
@pytest.mark.parametrize("within", [jpeg, png, webp], ids=lambda wrap: wrap.__name__)
def test_an_assertion_is_said_in_pluss_words(within, entries, said) -> None:
    assert parse_manifest(within(assertion(written(entries)))).data_mining == said


def test_a_constraint_comes_with_its_words() -> None:
    said = written(entry("cawg.ai_training", "constrained", constraint_info="By contract"))
    assert parse_manifest(jpeg(assertion(said))).constraints == "By contract"


def test_a_manifest_in_many_segments_is_one(monkeypatch) -> None:
    store = box(
        b"jumb", box(b"free", b"\0" * 200_000) + assertion(written(entry("cawg.data_mining", "notAllowed")))
    )
    assert parse_manifest(jpeg(store)).data_mining == PROHIBITED


def test_an_assertion_that_cannot_be_read_is_a_refusal() -> None:
    assert parse_manifest(jpeg(assertion(b"\xff\xff\xff"))).data_mining == PROHIBITED


def test_other_assertions_say_nothing_of_mining() -> None:
    other = assertion(written(entry("cawg.data_mining", "notAllowed")), b"c2pa.actions")
    assert parse_manifest(jpeg(other)).data_mining == ""


@given(st.binary(max_size=400))
def test_any_bytes_at_all_are_read_or_not(raw: bytes) -> None:
    for start in (b"", b"\xff\xd8\xff\xeb", b"\x89PNG\r\n\x1a\n", b"RIFF\0\0\0\0WEBP"):
        parse_manifest(start + raw)
    parse_manifest(jpeg(assertion(raw)))
    with contextlib.suppress(Unreadable):
        decode(raw)


@pytest.mark.parametrize(
    "raw", [b"\x81" * 50, b"\x9f" * 50, b"\x9b\xff\xff\xff\xff\xff\xff\xff\xff", b"", b"\x7b\xff"]
)
def test_cbor_that_is_made_to_do_harm_is_refused(raw: bytes) -> None:
    with pytest.raises(Unreadable):
        decode(raw)


def test_cbor_as_others_write_it_is_read() -> None:
    assert decode(b"\xbf\x61a\x9f\x01\x20\xff\x61b\x7f\x61x\x61y\xff\x61c\xf5\x61d\xc1\x18\x20\xff") == {
        "a": [1, -1], "b": "xy", "c": True, "d": 32,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("said", "reserves"),
    [("", False), (UNSPECIFIED, False), (ALLOWED, False), ("DMI-ALLOWED", False), (PROHIBITED, True),
     (TRAINING, True), (f"{PROHIBITED}-EXCEPTSEARCHENGINEINDEXING", True), ("no robots, please", True)],
)  # fmt: skip
def test_whatever_is_no_permission_keeps_it_from_models(said: str, reserves: bool) -> None:
    assert reserves_mining(said) is reserves


@given(
    st.lists(st.sampled_from(["", UNSPECIFIED, ALLOWED, GENERATIVE, TRAINING, SEE_CONSTRAINT, PROHIBITED]))
)
def test_the_strictest_does_not_depend_on_the_order(said: list[str]) -> None:
    assert strictest(said) == strictest(reversed(said))
    assert reserves_mining(strictest(said)) is any(map(reserves_mining, said))


def test_a_constraint_survives_its_own_writing() -> None:
    facts = PhotoFacts(data_mining=SEE_CONSTRAINT, constraints="By contract")
    assert parse_xmp(write_xmp(facts)) == facts


def test_a_real_cameras_picture_keeps_itself_from_models() -> None:
    shared = os.environ.get("DATELINE_SHARED")
    if not shared:
        pytest.skip("DATELINE_SHARED names no folder of samples")
    raw = (Path(shared) / "wire-samples" / "images" / "C_with_CAWG_data.jpg").read_bytes()
    assert parse_manifest(raw).data_mining == PROHIBITED
