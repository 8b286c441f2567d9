"""The small picture that a build keeps and pages show."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from typing import Any

from core.features.pictures.reading import read_picture, read_with_size

LONGEST_SIDE = 240
_QUALITY = 85


@dataclass(frozen=True)
class Thumbnail:
    """A picture as a build keeps it.

    Attributes:
        picture_id: SHA-256 of the file, in hex.
        jpeg: longest side at most 240 pixels, without any metadata of the file.
        width, height: of the picture in the file, upright, in pixels.
    """

    picture_id: str
    jpeg: bytes
    width: int
    height: int


@dataclass(frozen=True)
class ReadPicture:
    """Attributes:
    image: the picture as `read_picture` gives it, a Pillow image in RGB.
    small: the same at most 240 pixels long.
    thumbnail: `small` as a build keeps it.
    """

    image: Any
    small: Any
    thumbnail: Thumbnail


def read_small(data: bytes) -> ReadPicture:
    """The picture of a file, as it is and made small.

    Raises:
        PictureError: as `core.features.pictures.reading.read_picture`.
    """
    from PIL import Image

    image, width, height = read_with_size(data)
    small = image.copy()
    small.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.BICUBIC, reducing_gap=2.0)
    buffer = io.BytesIO()
    small.save(buffer, "JPEG", quality=_QUALITY)
    made = Thumbnail(hashlib.sha256(data).hexdigest(), buffer.getvalue(), width, height)
    return ReadPicture(image, small, made)


def square_jpeg(data: bytes, side_px: int) -> bytes:
    """The middle of a picture file as a JPEG of `side_px` on each side, without metadata.

    Raises:
        PictureError: as `core.features.pictures.reading.read_picture`.
    """
    from PIL import Image, ImageOps

    square = ImageOps.fit(read_picture(data), (side_px, side_px), Image.Resampling.BICUBIC)
    buffer = io.BytesIO()
    square.save(buffer, "JPEG", quality=_QUALITY)
    return buffer.getvalue()
