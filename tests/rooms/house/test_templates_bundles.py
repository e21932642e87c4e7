"""The style sheet and the script: joined, small, legible, and true to the page's security policy."""

import re
from pathlib import Path

import brotli
import pytest

import dateline
from dateline.house import bundles
from dateline.house.words import KOREAN, said

ROOMS = Path(dateline.__file__).parent
TOKENS = (ROOMS / "house/static/house/tokens.css").read_text()


def colours(name: str) -> tuple[str, str]:
    """The light and the dark value of a token."""
    found = re.search(rf"--{name}: light-dark\((#\w+), (#\w+)\)", TOKENS)
    assert found, name
    return found[1], found[2]


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 has it."""
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """WCAG's ratio, from 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("ground", ["paper", "wash"])
@pytest.mark.parametrize("ink", ["ink", "quiet", "accent", "market-green", "market-red", "market-blue"])
def test_text_is_legible_on_every_ground_in_light_and_dark(ink: str, ground: str) -> None:
    for text, behind in zip(colours(ink), colours(ground), strict=True):
        assert contrast(text, behind) >= 4.5


def test_borders_of_fields_are_seen() -> None:
    for ground in ("paper", "wash"):
        for border, behind in zip(colours("field-border"), colours(ground), strict=True):
            assert contrast(border, behind) >= 3


def test_the_order_of_layers_is_stated_once_and_first() -> None:
    sheet = bundles.stylesheet().content.decode()
    statement = "@layer reset,tokens,base,layout,components,overrides;"
    assert sheet.startswith(statement)
    assert len(re.findall(r"@layer [^{};]+;", sheet)) == 1


def test_the_bundles_keep_their_budget() -> None:
    style, script = (
        len(brotli.compress(b.content, quality=5)) for b in (bundles.stylesheet(), bundles.script())
    )
    assert script <= 6_000
    assert style + script <= 14_000


def test_an_address_names_its_content() -> None:
    style = bundles.stylesheet()
    assert re.fullmatch(r"/static/dateline\.[0-9a-f]{12}\.css", style.address)
    assert bundles.stylesheet() is style


def test_small_css_leaves_strings_and_meaning_alone() -> None:
    full = '/* a "quote */ a :hover , b { content: "/* kept ;  */" ; margin: calc(1px + 2px) ; }\n'
    assert bundles.small_css(full) == 'a :hover,b{content:"/* kept ;  */";margin:calc(1px + 2px)}'


def test_small_js_leaves_code_alone() -> None:
    full = '/**\n * Says.\n */\n  // why\n  const a = "//kept"; // stays\n\n  go(a);\n'
    assert bundles.small_js(full) == 'const a = "//kept"; // stays\ngo(a);\n'


@pytest.mark.parametrize("script", sorted(ROOMS.glob("*/static/*/*.js")), ids=lambda path: path.name)
def test_a_script_builds_nodes_and_never_markup(script: Path) -> None:
    text = script.read_text()
    for forbidden in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", ".style."):
        assert forbidden not in text
    assert text.startswith("// @ts-check")
    assert not re.search(r"^(import|export) ", text, re.MULTILINE)


def test_every_phrase_of_the_pages_has_a_korean_one() -> None:
    phrases = {
        phrase
        for room in ("house", "stories")
        for template in ROOMS.glob(f"{room}/templates/**/*.html")
        for phrase in re.findall(r'"([^"]+)"\|said', template.read_text())
    }
    assert phrases <= KOREAN.keys()
    assert said("Search", "en") == "Search"
    assert said("Search", "ko") == "검색"
