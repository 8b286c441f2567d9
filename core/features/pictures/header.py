"""Format and size of a picture from its first bytes, before anything is decoded."""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass

from core.errors import PictureError

FORMATS = "JPEG, PNG, WebP or GIF"

# What people upload instead, by how such files begin.
_OTHER_FORMATS = (
    (b"%PDF", "a PDF"),
    (b"BM", "a BMP"),
    (b"II*\x00", "a TIFF"),
    (b"MM\x00*", "a TIFF"),
    (b"PK\x03\x04", "a ZIP"),
    (b"8BPS", "a Photoshop file"),
    (b"\x00\x00\x01\x00", "an icon"),
)
_BRANDS = {b"heic": "HEIC", b"heix": "HEIC", b"mif1": "HEIC", b"avif": "AVIF"}
# Start-of-frame markers of JPEG; C4, C8 and CC in between are tables.
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_MARKER = re.compile(b"\xff[^\xff]", re.DOTALL)
_MAX_SEGMENTS = 10_000  # before the picture; cameras write some twenty
_WITHOUT_LENGTH = frozenset({0x01, *range(0xD0, 0xD9)})


@dataclass(frozen=True)
class Header:
    """Attributes:
    format: as Pillow calls it.
    width, height: in pixels, as the file says.
    """

    format: str
    width: int
    height: int


def picture_header(data: bytes) -> Header:
    """What kind of picture the bytes hold, and its size.

    Raises:
        PictureError: they hold none that is read, or the header is cut off.
    """
    if not data:
        raise PictureError("is empty")
    try:
        if data.startswith(b"\x89PNG\r\n\x1a\n"):
            return Header("PNG", *_png(data))
        if data.startswith((b"GIF87a", b"GIF89a")):
            return Header("GIF", *struct.unpack_from("<HH", data, 6))
        if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
            return Header("WEBP", *_webp(data))
        if data.startswith(b"\xff\xd8\xff"):
            return Header("JPEG", *_jpeg(data))
    except (struct.error, IndexError) as error:
        raise PictureError("is cut off in its header") from error
    raise PictureError(f"is {_other(data)}, expected {FORMATS}")


def _png(data: bytes) -> tuple[int, int]:
    if data[12:16] != b"IHDR":
        raise PictureError("is a PNG without a header")
    width, height = struct.unpack_from(">II", data, 16)
    return width, height


def _webp(data: bytes) -> tuple[int, int]:
    kind = data[12:16]
    if kind == b"VP8X":
        width, height = (
            int.from_bytes(data[start : start + 3], "little") + 1 for start in (24, 27)
        )
        if len(data) < 30:
            raise PictureError("is cut off in its header")
        return width, height
    if kind == b"VP8L":
        (bits,) = struct.unpack_from("<I", data, 21)
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if kind == b"VP8 ":
        width, height = struct.unpack_from("<HH", data, 26)
        return width & 0x3FFF, height & 0x3FFF
    raise PictureError("is a WebP without a picture")


def _jpeg(data: bytes) -> tuple[int, int]:
    """Size in the first frame header, going from segment to segment."""
    at = 2
    for _ in range(_MAX_SEGMENTS):
        match = _MARKER.search(data, at)
        if match is None:
            raise PictureError("is cut off in its header")
        marker, at = match[0][-1], match.end()
        if marker in _FRAMES:
            height, width = struct.unpack_from(">HH", data, at + 3)
            return width, height
        if marker in _WITHOUT_LENGTH:
            continue
        if marker in (0xD9, 0xDA):
            break
        (length,) = struct.unpack_from(">H", data, at)
        at += max(length, 2)
    raise PictureError("is a JPEG without a picture")


def _other(data: bytes) -> str:
    for start, name in _OTHER_FORMATS:
        if data.startswith(start):
            return name
    if data[4:8] == b"ftyp":
        return f"a {_BRANDS.get(data[8:12], 'film or HEIC')} file"
    text = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if b"<svg" in text:
        return "an SVG drawing"
    if text.startswith((b"<!doctype html", b"<html")):
        return "a web page"
    # Text has no control characters but tabs and line ends.
    is_text = bool(text) and not any(byte < 9 or 13 < byte < 32 for byte in text)
    return "text" if is_text else "no picture that is known"
