"""The small picture that a build keeps and pages show."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from typing import Any

from core.features.pictures.reading import read_with_size

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


def thumbnail(data: bytes) -> tuple[Any, Thumbnail]:
    """The picture of a file as a Pillow image, as `read_picture` gives it, and made small.

    Raises:
        PictureError: as `core.features.pictures.reading.read_picture`.
    """
    image, width, height = read_with_size(data)
    buffer = io.BytesIO()
    small(image).save(buffer, "JPEG", quality=_QUALITY)
    made = Thumbnail(hashlib.sha256(data).hexdigest(), buffer.getvalue(), width, height)
    return image, made


def small(image: Any) -> Any:
    """A Pillow image at most 240 pixels long; one that is smaller stays as it is."""
    from PIL import Image

    copy = image.copy()
    copy.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.BICUBIC, reducing_gap=2.0)
    return copy
