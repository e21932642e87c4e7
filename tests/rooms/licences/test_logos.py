"""Logos: shapes and colours, and nothing that could act."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from dateline.licences import queries
from dateline.licences.errors import UnreadableLogo
from dateline.licences.models import Partner
from dateline.licences.parsers import clean_logo
from dateline.licences.printing import Logos

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
OPEN = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9"'
SHAPE = '<path d="M0 0h9v9z" fill="#0b4f63"/>'


def cleaned(inside: str, attributes: str = "") -> str:
    return clean_logo(f"{OPEN}{attributes}>{SHAPE}{inside}</svg>".encode())


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        '<script href="https://evil.example/x.js"/>',
        "<style>@import 'https://evil.example/x.css';</style>",
        "<foreignObject><img xmlns='http://www.w3.org/1999/xhtml' onerror='alert(1)'/></foreignObject>",
        '<image href="https://evil.example/x.png"/>',
        '<use href="https://evil.example/x.svg#a"/>',
        '<a href="javascript:alert(1)"><path d="M0 0"/></a>',
        '<animate attributeName="href" to="javascript:alert(1)"/>',
        '<set attributeName="onload" to="alert(1)"/>',
        '<path onclick="alert(1)" d="M0 0"/>',
        '<path fill="url(https://evil.example/x)" d="M0 0"/>',
        '<path style="fill:url(//evil.example/x);background:url(x)" d="M0 0"/>',
        '<linearGradient id="a" href="https://evil.example/x"/>',
        '<iframe xmlns="http://www.w3.org/1999/xhtml" src="javascript:alert(1)"/>',
        "<!-- <script>alert(1)</script> --><?xml-stylesheet href='https://evil.example/x.css'?>",
    ],
)
def test_what_could_act_is_gone_and_the_shapes_stay(inside):
    svg = cleaned(inside, ' onload="alert(1)"')
    assert 'd="M0 0h9v9z"' in svg
    for word in ("script", "evil", "alert", "style", "onload", "onclick", "http:", "https:", "javascript"):
        assert word not in svg.replace("http://www.w3.org/2000/svg", "")


def test_colours_of_drawing_programs_become_attributes():
    svg = cleaned(
        '<style>.cls-1, .b{fill:#c00;stroke:none}</style><path class="cls-1" style="opacity:.5" d="M1 1"/>'
    )
    assert '<path d="M1 1" fill="#c00" opacity=".5" stroke="none"/>' in svg


def test_gradients_keep_their_places_within_the_picture():
    svg = cleaned(
        '<defs><linearGradient id="a"><stop offset="0" stop-color="#fff"/></linearGradient>'
        '<linearGradient id="b" xlink:href="#a"/></defs><rect width="3" height="3" fill="url(#b)"/>'
    )
    assert '<linearGradient href="#a" id="b"/>' in svg
    assert 'fill="url(#b)"' in svg


def test_a_size_in_width_and_height_becomes_a_view_box():
    svg = clean_logo(
        f'<svg xmlns="http://www.w3.org/2000/svg" width="90px" height="30">{SHAPE}</svg>'.encode()
    )
    assert 'viewBox="0 0 90 30"' in svg


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "not an SVG picture"),
        (b"\x89PNG\r\n\x1a\n", "not an SVG picture"),
        (b"<html xmlns='http://www.w3.org/1999/xhtml'/>", "not an SVG picture"),
        (f"{OPEN}/>".encode(), "no shapes"),
        (f"{OPEN}><script/></svg>".encode(), "no shapes"),
        (f'<svg xmlns="http://www.w3.org/2000/svg">{SHAPE}</svg>'.encode(), "no size"),
        (f'<!DOCTYPE svg [<!ENTITY a "b">]>{OPEN}>{SHAPE}&a;</svg>'.encode(), "entities of its own"),
        (
            f'<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>{OPEN}>{SHAPE}</svg>'.encode(),
            "entities",
        ),
        (f"{OPEN}>{SHAPE * 3001}</svg>".encode(), "over 3,000 parts"),
        (b" " * 200_001, "over 200,000 bytes"),
        (f"{OPEN}>{'<g>' * 300}{SHAPE}{'</g>' * 300}</svg>".encode(), "not an SVG picture"),
    ],
)
def test_what_is_no_picture_is_refused_with_the_remedy(raw, reason):
    with pytest.raises(UnreadableLogo, match=reason):
        clean_logo(raw)


@given(
    st.binary(max_size=200) | st.text(max_size=80).map(lambda text: f"{OPEN}>{SHAPE}{text}</svg>".encode())
)
def test_any_bytes_are_made_clean_or_say_why(raw):
    try:
        svg = clean_logo(raw)
    except UnreadableLogo:
        return
    assert clean_logo(svg.encode()) == svg


def test_a_corpus_of_attacks_is_made_clean_or_refused(shared_folder: Path):
    texts = [
        line
        for path in sorted((shared_folder / "bad-inputs" / "xss-payload-list").rglob("*.txt"))
        for line in path.read_text(errors="replace").splitlines()
    ]
    assert texts
    for text in texts:
        try:
            svg = cleaned(text)
        except UnreadableLogo:
            continue
        for element in etree.fromstring(svg).iter():
            assert etree.QName(element).localname not in (
                "script",
                "style",
                "foreignObject",
                "a",
                "image",
                "use",
            )
            assert not [key for key in element.attrib if str(key).startswith("on")]
            assert not [value for value in element.attrib.values() if ":" in str(value)]


@pytest.mark.django_db
def test_a_logo_is_printed_at_an_address_of_its_own_bytes():
    svg = cleaned("")
    Partner.objects.create(slug="harbour-wire", name="Harbour Wire", logo_svg=svg, loaded_at=NOON)
    [path] = Logos().paths()
    sheet = Logos().print(path, NOON)
    assert path == queries.logo_address(svg)
    assert sheet is not None
    assert (sheet.body.decode(), sheet.content_type) == (svg, "image/svg+xml; charset=utf-8")
    assert dict(sheet.headers)["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert Logos().print("/pictures/0/logo.svg", NOON) is None
