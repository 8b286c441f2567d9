"""Pictures of strangers, read safely: format and size are checked before anything is decoded."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

import numpy as np

from core.errors import PictureError
from core.features.pictures.header import Header, picture_header
from core.store.picture_files.paths import MAX_FILE_BYTES, too_large

# Phones make 50 megapixels; decoded they take 150 MB, in four channels 200 MB.
MAX_PIXELS = 50_000_000
MIN_SIDE = 8  # below it a picture is a counting pixel
# A progressive JPEG of a camera has about ten; each one costs the time of a whole picture.
_MAX_PASSES = 100
# A JPEG is decoded at a fraction of its size, but no smaller: what the network and thumbnails need.
_DECODED_SIDE = 240
_PAPER = (255, 255, 255)  # what shows through transparent parts

# All that Pillow and its codecs raise on damaged files.
_DAMAGED = (
    OSError, SyntaxError, ValueError, EOFError, LookupError, ArithmeticError, TypeError,
    AttributeError, RuntimeError, MemoryError, struct.error, zlib.error,
)  # fmt: skip


def read_picture(data: bytes) -> Any:
    """The picture as a Pillow image in RGB, upright, the first frame of an animation.

    A large picture comes smaller, its shorter side `_DECODED_SIDE` or more. Transparent parts are
    white.

    Raises:
        PictureError: the bytes are too large, of another format, damaged, or the picture has more
            than `MAX_PIXELS` or a side under `MIN_SIDE`.
    """
    return _read(data)[0]


def read_with_size(data: bytes) -> tuple[Any, int, int]:
    """As `read_picture`, with the width and height of the upright picture in the file.

    Raises:
        PictureError: as `read_picture`.
    """
    image, header, is_turned = _read(data)
    width, height = header.width, header.height
    return (image, height, width) if is_turned else (image, width, height)


def _read(data: bytes) -> tuple[Any, Header, bool]:
    from PIL import Image

    if len(data) > MAX_FILE_BYTES:
        raise PictureError(too_large(len(data)))
    header = picture_header(data)
    _check_size(header.width, header.height)
    if header.format == "JPEG" and data.count(b"\xff\xda") > _MAX_PASSES:
        raise PictureError(f"is a JPEG of more than {_MAX_PASSES} passes")
    try:
        with Image.open(io.BytesIO(data), formats=(header.format,)) as image:
            _check_size(*image.size)
            if header.format == "JPEG":
                image.draft("RGB", (_DECODED_SIDE, _DECODED_SIDE))
            image.load()
            orientation = _orientation(image)
            return _upright(_smaller(_rgb(image)), orientation), header, orientation >= 5
    except (*_DAMAGED, Image.DecompressionBombError) as error:
        said = str(error).splitlines()[0][:120] if str(error) else type(error).__name__
        raise PictureError(f"is a damaged {header.format} ({said})") from error


def _check_size(width: int, height: int) -> None:
    if width * height > MAX_PIXELS:
        raise PictureError(
            f"has {width:,} x {height:,} pixels, expected at most {MAX_PIXELS // 1_000_000} million"
        )
    if min(width, height) < MIN_SIDE:
        raise PictureError(
            f"has {width:,} x {height:,} pixels, expected at least {MIN_SIDE} on each side"
        )


def _rgb(image: Any) -> Any:
    from PIL import Image

    if image.mode.startswith("I"):
        # 16-bit grey: Pillow would cut off all above 255 instead of scaling it.
        grey = np.asarray(image).astype(np.int64)
        return Image.fromarray((grey >> 8).clip(0, 255).astype(np.uint8)).convert("RGB")
    if image.mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in image.info:
        layered = image.convert("RGBA")
        paper = Image.new("RGB", layered.size, _PAPER)
        paper.paste(layered, mask=layered.getchannel("A"))
        return paper
    return image if image.mode == "RGB" else image.convert("RGB")


def _smaller(image: Any) -> Any:
    """At most about four times the side that is needed: several pictures are in memory at once."""
    factor = min(image.size) // (2 * _DECODED_SIDE)
    return image.reduce(factor) if factor >= 2 else image


def _orientation(image: Any) -> int:
    """How a camera was held, 1-8 as in EXIF; 1 where nothing readable is said."""
    try:
        value = image.getexif().get(0x0112, 1)
    except _DAMAGED:
        return 1
    return value if isinstance(value, int) and 1 <= value <= 8 else 1


def _upright(image: Any, orientation: int) -> Any:
    from PIL import Image

    turn = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_270,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_90,
    }.get(orientation)
    # A copy of the pixels alone: text, profiles and places of the file stay behind.
    upright = image.transpose(turn) if turn is not None else image.copy()
    upright.info.clear()
    return upright
