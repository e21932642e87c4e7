"""Blocks that pictures carry: XMP and IIM, read from anything and written so that they are read back."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.pictures.parsers.iim import parse_iim, write_iim
from dateline.pictures.parsers.words import clean, iim_moment, moment
from dateline.pictures.parsers.xmp import parse_xmp, write_xmp
from dateline.pictures.rules import PhotoFacts

FULL = PhotoFacts(
    caption="조선소의 크레인 — cranes over dry dock 3",
    credit="Han Jiwon/Harbour Wire",
    photographer="Han Jiwon",
    copyright="© 2026 Harbour Wire & Sons",
    usage_terms="No <archive> use after 30 days",
    alt="Three red cranes against a yellow sky",
    data_mining="http://ns.useplus.org/ldf/vocab/DMI-PROHIBITED",
    taken_at=datetime(2026, 11, 20, 8, 15, tzinfo=UTC),
)
words = st.text().map(lambda text: clean(text, longest=200))
facts = st.builds(
    PhotoFacts,
    caption=words,
    credit=words,
    photographer=words,
    copyright=words,
    usage_terms=words,
    alt=words,
    data_mining=words,
    taken_at=st.none() | st.datetimes(timezones=st.just(UTC)).map(lambda at: at.replace(microsecond=0)),
)


@given(st.binary())
def test_any_bytes_are_an_xmp_block_or_say_nothing(raw):
    assert isinstance(parse_xmp(raw), PhotoFacts)


@given(st.binary())
def test_any_bytes_are_an_iim_block_or_say_nothing(raw):
    assert isinstance(parse_iim(raw), PhotoFacts)
    assert isinstance(parse_iim(b"\x1c\x02\x78" + raw), PhotoFacts)


@given(facts)
def test_what_xmp_is_written_with_is_read_back(said):
    assert parse_xmp(write_xmp(said)) == said


def test_iim_keeps_what_it_has_a_place_for():
    segment = write_iim(FULL)
    read = parse_iim(segment[segment.index(b"\x1c\x01\x5a") :])
    assert read == PhotoFacts(
        caption=FULL.caption,
        credit=FULL.credit,
        photographer=FULL.photographer,
        copyright=FULL.copyright,
        taken_at=FULL.taken_at,
    )


@given(facts)
def test_an_iim_segment_is_as_long_as_it_says(said):
    segment = write_iim(said)
    assert segment[:2] == b"\xff\xed"
    assert int.from_bytes(segment[2:4], "big") == len(segment) - 2
    segment.decode("utf-8", "ignore")


def test_iim_is_cut_between_characters():
    segment = write_iim(PhotoFacts(credit="한" * 20))
    assert parse_iim(segment[segment.index(b"\x1c\x01\x5a") :]).credit == "한" * 10


def test_an_attribute_is_as_good_as_an_element():
    raw = (
        b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        b'<rdf:Description rdf:about="" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" '
        b'photoshop:Credit="Harbour Wire"/></rdf:RDF></x:xmpmeta>'
    )
    assert parse_xmp(raw).credit == "Harbour Wire"


def test_the_default_language_is_taken_before_the_others():
    raw = (
        b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" '
        b'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:description><rdf:Alt>'
        b'<rdf:li xml:lang="fr">Grues</rdf:li><rdf:li xml:lang="x-default">Cranes</rdf:li>'
        b"</rdf:Alt></dc:description></rdf:Description></rdf:RDF>"
    )
    assert parse_xmp(raw).caption == "Cranes"


def test_a_doctype_in_xmp_is_not_read():
    raw = b'<!DOCTYPE x [<!ENTITY a "b">]>' + write_xmp(FULL)
    assert parse_xmp(raw) == PhotoFacts()


@pytest.mark.parametrize("said", ["2026-11-20T08:15:00", "yesterday", "", "9999-99-99T00:00Z"])
def test_a_moment_without_a_zone_is_no_moment(said):
    assert moment(said) is None


def test_moments_are_read_into_utc():
    assert moment("2026-11-20T17:15:00+09:00") == FULL.taken_at
    assert iim_moment("20261120", "171500+0900") == FULL.taken_at
    assert iim_moment("20261120", "171500") is None


@given(st.text())
def test_words_hold_no_controls(text):
    assert not any(ord(character) < 32 or 0xD800 <= ord(character) < 0xE000 for character in clean(text))
