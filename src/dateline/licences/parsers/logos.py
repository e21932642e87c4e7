"""A partner's logo, made clean: an SVG of shapes and colours that can do nothing else.

The picture is built anew from what is known, so that nothing strange can hide in what is left: no script,
no style sheet, no event, no foreign object, no address but one within the picture.
"""

import re
from typing import Any

from lxml import etree

from dateline.licences.errors import UnreadableLogo

LARGEST_BYTES = 200_000
MOST_ELEMENTS = 3_000
DEEPEST = 40

_SVG = "http://www.w3.org/2000/svg"
_HREF = "{http://www.w3.org/1999/xlink}href"
_SHAPES = frozenset(("path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text"))
_WORDS = frozenset(("text", "tspan", "title", "desc"))
_GRADIENTS = frozenset(("linearGradient", "radialGradient"))
_ELEMENTS = _SHAPES | _WORDS | _GRADIENTS | {"svg", "g", "defs", "stop", "clipPath", "mask"}
_LOOKS = frozenset(
    ("fill", "fill-opacity", "fill-rule", "stroke", "stroke-width", "stroke-opacity", "stroke-linecap",
     "stroke-linejoin", "stroke-miterlimit", "stroke-dasharray", "opacity", "clip-path", "clip-rule", "mask",
     "stop-color", "stop-opacity", "color", "font-family", "font-size", "font-weight", "letter-spacing",
     "text-anchor")
)  # fmt: skip
_ATTRIBUTES = _LOOKS | frozenset(
    ("id", "viewBox", "width", "height", "preserveAspectRatio", "transform", "d", "points", "x", "y", "x1",
     "y1", "x2", "y2", "cx", "cy", "r", "rx", "ry", "fx", "fy", "dx", "dy", "offset", "gradientUnits",
     "gradientTransform", "spreadMethod", "clipPathUnits", "maskUnits", "maskContentUnits")
)  # fmt: skip
# Numbers, names, colours, transforms, and a place within the picture: url(#name).
_PLAIN = re.compile(r"[\w\s.,#%()+'-]*")
_URL = re.compile(r"url\(\s*['\"]?#([\w.-]+)['\"]?\s*\)")
_LOCAL = re.compile(r"#[\w.-]+")
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_NUMBER = re.compile(r"(\d+(?:\.\d+)?)(?:px)?")


def clean_logo(raw: bytes) -> str:
    """The logo as SVG text without an XML declaration; cleaning it again changes nothing.

    Raises UnreadableLogo when it is not an SVG picture, or nothing that can be seen is left of it.
    """
    root = _parsed(raw)
    styles = _class_styles(root)
    clean = _rebuilt(root, styles, depth=0)
    if clean is None or not any(_name(element) in _SHAPES for element in clean.iter()):
        raise UnreadableLogo("it holds no shapes; export it as plain paths")
    _give_size(clean)
    etree.cleanup_namespaces(clean)
    return etree.tostring(clean, encoding="unicode")


def _parsed(raw: bytes) -> etree._Element:
    if len(raw) > LARGEST_BYTES:
        raise UnreadableLogo(f"it is over {LARGEST_BYTES:,} bytes; export it smaller")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True,
        remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(raw, parser)
    except (etree.XMLSyntaxError, ValueError) as cause:
        raise UnreadableLogo(f"it is not an SVG picture ({cause}); export it as SVG") from cause
    if root.tag not in (f"{{{_SVG}}}svg",):
        raise UnreadableLogo("it is not an SVG picture; export it as SVG")
    subset: Any = root.getroottree().docinfo.internalDTD  # its stubs know no entities
    if subset is not None and list(subset.entities()):
        raise UnreadableLogo("it declares entities of its own; export it without a DOCTYPE")
    if sum(1 for _ in root.iter()) > MOST_ELEMENTS:
        raise UnreadableLogo(f"it has over {MOST_ELEMENTS:,} parts; export it simpler")
    return root


def _rebuilt(old: etree._Element, styles: dict[str, dict[str, str]], *, depth: int) -> etree._Element | None:
    """The element with what is known of it and in it; None when it is not known itself."""
    name = _name(old)
    if name not in _ELEMENTS or depth > DEEPEST:
        return None
    new = etree.Element(f"{{{_SVG}}}{name}", nsmap={None: _SVG})  # type: ignore[dict-item]  # None is the default namespace
    for key, value in _attributes(old, name, styles).items():
        new.set(key, value)
    if name in _WORDS:
        new.text = old.text
    for child in old:
        kept = _rebuilt(child, styles, depth=depth + 1)
        if kept is not None:
            kept.tail = child.tail if name == "text" else None
            new.append(kept)
    return new


def _attributes(old: etree._Element, name: str, styles: dict[str, dict[str, str]]) -> dict[str, str]:
    """Attributes and styles as attributes, in order of strength: own style, class, attribute."""
    given = {str(key): str(value) for key, value in old.attrib.items()}
    looks: dict[str, str] = {}
    for word in given.get("class", "").split():
        looks |= styles.get(word, {})
    looks |= _declarations(given.get("style", ""))
    kept = {key: value for key, value in (given | looks).items() if key in _ATTRIBUTES and _is_plain(value)}
    target = given.get("href", given.get(_HREF, ""))
    if name in _GRADIENTS and _LOCAL.fullmatch(target):
        kept["href"] = target
    return dict(sorted(kept.items()))


def _is_plain(value: str) -> bool:
    """Whether a value says nothing but numbers, colours and places within the picture."""
    without_places = _URL.sub("", value)
    return "url" not in without_places.lower() and _PLAIN.fullmatch(without_places) is not None


def _class_styles(root: etree._Element) -> dict[str, dict[str, str]]:
    """What the drawing programs' style sheets say of single classes: `.cls-1, .cls-2 { fill: #012 }`."""
    styles: dict[str, dict[str, str]] = {}
    for sheet in root.iter(f"{{{_SVG}}}style"):
        for selectors, declarations in _RULE.findall("".join(map(str, sheet.itertext()))):
            for selector in selectors.split(","):
                word = selector.strip().removeprefix(".")
                if selector.strip().startswith(".") and re.fullmatch(r"[\w-]+", word):
                    styles[word] = styles.get(word, {}) | _declarations(declarations)
    return styles


def _declarations(css: str) -> dict[str, str]:
    pairs = (part.partition(":") for part in css.split(";"))
    return {key.strip(): value.strip() for key, _, value in pairs if key.strip() in _LOOKS}


def _give_size(svg: etree._Element) -> None:
    """A picture needs its own coordinates; width and height alone are made into a viewBox."""
    if len(svg.get("viewBox", "").replace(",", " ").split()) == 4:
        return
    width, height = (_NUMBER.fullmatch(svg.get(side, "")) for side in ("width", "height"))
    if not (width and height):
        raise UnreadableLogo("it has no size; export it with a viewBox")
    svg.set("viewBox", f"0 0 {width[1]} {height[1]}")


def _name(element: etree._Element) -> str:
    """The local name of an SVG element, "" of anything else."""
    tag = element.tag
    return tag.removeprefix(f"{{{_SVG}}}") if isinstance(tag, str) and tag.startswith(f"{{{_SVG}}}") else ""
