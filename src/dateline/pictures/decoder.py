"""A program of its own that opens pictures from strangers, under limits, so that no server process has to.

`decoder.py read` answers one JSON object: what the picture is and the blocks it carries. `decoder.py render`
answers the renditions asked for, each behind its length. Started by `metadata` and `renditions`; imports
nothing of ours, so that it starts in a tenth of a second. Refusals are JSON too: {"refused": "…"}.
"""

import base64
import io
import json
import resource
import struct
import sys
import warnings
from typing import Any

MEGABYTE = 1024 * 1024
# Six formats: a picture of any other kind is refused unread (19 of Pillow's CVEs of 2026 lie outside them).
FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "GIF", "TIFF")
QUALITY: dict[str, dict[str, Any]] = {
    # AVIF at speed 8: a 1920 px picture in 0.37 s instead of 0.96 s at 6, for a third more bytes.
    "avif": {"format": "AVIF", "quality": 58, "speed": 8, "max_threads": 1},
    "webp": {"format": "WEBP", "quality": 79, "method": 4},
    "jpeg": {"format": "JPEG", "quality": 82, "progressive": True, "optimize": True, "subsampling": "4:2:0"},
}


def limit(*, memory: int, seconds: int) -> None:
    """Bound this process: bytes of memory, seconds of CPU, no file written, nothing started."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    """Do the one job named on the command line."""
    job, most_pixels = sys.argv[1], int(sys.argv[2])
    limit(memory=(512 if job == "read" else 1024) * MEGABYTE, seconds=5 if job == "read" else 60)
    warnings.simplefilter("ignore")  # A crooked tag is no reason to lose a picture.
    sent = sys.stdin.buffer.read()
    try:
        answer = read(sent, most_pixels) if job == "read" else render(sent, most_pixels)
    except Exception as cause:  # noqa: BLE001 - whatever hostile bytes raise becomes a refusal, here at the edge
        answer = json.dumps({"refused": f"{type(cause).__name__}: {cause}"[:300]}).encode()
    sys.stdout.buffer.write(answer)


def read(raw: bytes, most_pixels: int) -> bytes:
    """What it is, decoded to the last byte to be sure."""
    image = _open(raw, most_pixels)
    width, height = image.size
    exif, camera = _exif(image)
    answer = {
        "format": "JPEG" if image.format == "MPO" else image.format,
        "width": width,
        "height": height,
        "orientation": _orientation(exif),
        "xmp": _base64(_xmp(image)),
        "iim": _base64(_iim(image)),
        "artist": str(exif.get(0x013B, ""))[:300],
        "copyright": str(exif.get(0x8298, ""))[:1000],
        "taken": f"{camera.get(0x9003, '')}{camera.get(0x9011, '')}"[:40],
    }
    # A JPEG decoded at an eighth has still had all of its bytes read.
    image.draft(image.mode, (max(1, width // 8), max(1, height // 8)))
    image.load()
    return json.dumps(answer).encode()


def render(sent: bytes, most_pixels: int) -> bytes:
    """The renditions that the header asks for, in its order."""
    (length,) = struct.unpack_from(">I", sent)
    order = json.loads(sent[4 : 4 + length])
    xmp, iim = base64.b64decode(order["xmp"]), base64.b64decode(order["iim"])
    image = _upright_in_srgb(
        _open(sent[4 + length :], most_pixels), max(width for width, _ in order["wanted"])
    )
    sized: dict[int, Any] = {}  # Three formats of a width are one making smaller.
    answer = b""
    for width, ext in order["wanted"]:
        small = sized.get(width) or sized.setdefault(width, _made_smaller(image, width))
        rendition = _rendition(small, ext, xmp=xmp, iim=iim)
        answer += struct.pack(">I", len(rendition)) + rendition
    return b"OK" + answer


def _open(raw: bytes, most_pixels: int) -> Any:
    from PIL import Image  # Behind the limits: importing is work too.

    Image.MAX_IMAGE_PIXELS = most_pixels
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    image = Image.open(io.BytesIO(raw), formats=FORMATS)
    if image.width * image.height > most_pixels or min(image.size) < 1:
        raise ValueError(f"{image.width} x {image.height} pixels are more than {most_pixels:,}")
    return image


def _made_smaller(image: Any, width: int) -> Any:
    from PIL import Image

    height = max(1, round(image.height * width / image.width))
    small = image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)
    small.info = {}  # Nothing of the original's blocks but what is said beside it: no EXIF, so no GPS.
    return small


def _rendition(small: Any, ext: str, *, xmp: bytes, iim: bytes) -> bytes:
    from PIL import Image

    if ext == "jpeg" and small.mode == "RGBA":
        paper = Image.new("RGB", small.size, "white")
        paper.paste(small, mask=small.getchannel("A"))
        small = paper
    blocks: dict[str, Any] = {"xmp": xmp} if xmp else {}
    if ext == "jpeg" and iim:
        blocks["extra"] = iim
    written = io.BytesIO()
    small.save(written, **QUALITY[ext], **blocks)
    return written.getvalue()


def _upright_in_srgb(image: Any, widest: int) -> Any:
    """As it is to be seen: turned as its EXIF says, its colours in sRGB."""
    from PIL import ImageOps

    image.draft(image.mode, (widest * 2, widest * 2))
    profile = image.info.get("icc_profile")
    upright = ImageOps.exif_transpose(image)
    return _in_srgb(upright, profile)


def _in_srgb(image: Any, profile: bytes | None) -> Any:
    from PIL import ImageCms

    if image.mode.startswith(("I", "F")):  # 16 bits a channel: keep the upper eight.
        image = image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    has_alpha = "A" in image.getbands() or "transparency" in image.info
    if profile and image.mode in ("RGB", "CMYK", "L"):
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(
                image, source, ImageCms.createProfile("sRGB"), outputMode="RGB"
            )
            return converted or image.convert("RGB")
        except (ImageCms.PyCMSError, OSError, ValueError):
            pass  # A broken profile: the plain numbers are the best that we know.
    return image.convert("RGBA" if has_alpha else "RGB")


def _exif(image: Any) -> tuple[Any, Any]:
    """EXIF and the camera's part of it; empty where it is broken, as many are."""
    try:
        exif = image.getexif()
        return exif, exif.get_ifd(0x8769)
    except Exception:  # noqa: BLE001 - Pillow raises whatever its parser stumbled over
        return {}, {}


def _orientation(exif: Any) -> int:
    turned = exif.get(0x0112, 1)
    return turned if isinstance(turned, int) and 1 <= turned <= 8 else 1


def _xmp(image: Any) -> bytes:
    block = image.info.get("xmp") or image.info.get("XML:com.adobe.xmp") or b""
    if not block and hasattr(image, "tag_v2"):
        block = image.tag_v2.get(700, b"")
    return _bytes(block)[:1_000_001]


def _iim(image: Any) -> bytes:
    resources = image.info.get("photoshop")
    if isinstance(resources, dict):
        return _bytes(resources.get(0x0404, b""))[:500_000]
    return _bytes(image.tag_v2.get(33723, b""))[:500_000] if hasattr(image, "tag_v2") else b""


def _bytes(block: object) -> bytes:
    return block.encode() if isinstance(block, str) else block if isinstance(block, bytes) else b""


def _base64(block: bytes) -> str:
    return base64.b64encode(block).decode()


if __name__ == "__main__":
    main()
