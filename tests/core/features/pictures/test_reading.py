"""Pictures of strangers: what is read, and what is refused with which words."""

from __future__ import annotations

import struct
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from core.errors import PictureError
from core.features.pictures.reading import read_picture, read_with_size
from core.store.picture_files.paths import MAX_FILE_BYTES
from tests.support.pictures import encoded, noise, picture, png_saying


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_each_format_comes_as_rgb(kind: str) -> None:
    image, width, height = read_with_size(picture(1, kind))
    assert (image.mode, image.size, width, height) == ("RGB", (64, 48), 64, 48)
    # GIF has 256 colours; the others are close.
    assert np.abs(np.asarray(image).astype(int) - np.asarray(noise(1))).mean() < 12


def _many_frames() -> bytes:
    frames = [Image.new("P", (16, 16), color=number % 256) for number in range(1000)]
    return encoded(frames[0], "GIF", save_all=True, append_images=frames[1:], duration=20)


def _many_passes() -> bytes:
    data = picture()
    at = data.index(b"\xff\xda")
    return data[:at] + data[at:] * 150


BAD = {
    "no bytes": (b"", "is empty"),
    "60,000 x 60,000": (png_saying(60_000, 60_000), "has 60,000 x 60,000 pixels, expected at most"),
    "1 x 1": (encoded(Image.new("RGB", (1, 1)), "PNG"), "has 1 x 1 pixels, expected at least"),
    "0 x 0": (png_saying(0, 0), "has 0 x 0 pixels"),
    "truncated JPEG": (encoded(noise(), quality=95)[:-900], "is a damaged JPEG"),
    "truncated PNG": (picture(0, "PNG")[:-700], "is a damaged PNG"),
    "truncated WebP": (picture(0, "WEBP")[:-100], "is a damaged WEBP"),
    "truncated GIF": (picture(0, "GIF")[:-900], "is a damaged GIF"),
    "no end of segments": (b"\xff\xd8" + b"\xff\xe0\x00\x02" * 200_000, "is a JPEG without"),
    "no end of filling": (b"\xff\xd8" + b"\xff" * 5_000_000, "is cut off in its header"),
    "header alone": (b"\xff\xd8\xff\xe0", "is cut off in its header"),
    "PNG without rows": (png_saying(200, 200), "is a damaged PNG"),
    "SVG": (b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', "is an SVG drawing"),
    "text": (b"this is a picture, trust me\n", "is text, expected JPEG, PNG, WebP or GIF"),
    "HTML": (b"<!DOCTYPE html><html></html>", "is a web page"),
    "TIFF": (encoded(noise(), "TIFF"), "is a TIFF"),
    "BMP": (encoded(noise(), "BMP"), "is a BMP"),
    "HEIC": (b"\x00\x00\x00\x18ftypheic" + bytes(40), "is a HEIC file"),
    "PDF": (b"%PDF-1.7 ...", "is a PDF"),
    "noise": (bytes(range(1, 9)) * 40, "is no picture that is known"),
    "too many bytes": (b"\xff\xd8\xff" + bytes(MAX_FILE_BYTES), "has 20.0 MB, expected at most"),
    "many passes": (_many_passes(), "is a JPEG of more than 100 passes"),
    "huge GIF": (b"GIF89a" + struct.pack("<HH", 60_000, 60_000) + bytes(20), "has 60,000 x 60,000"),
    "huge WebP": (
        b"RIFF" + bytes(4) + b"WEBPVP8X" + bytes(8) + b"\xff\xff\x00\xff\xff\x00" + bytes(8),
        "has 65,536 x 65,536 pixels",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_a_bad_picture_is_refused_in_words_and_at_once(name: str) -> None:
    data, words = BAD[name]
    start = time.perf_counter()
    with pytest.raises(PictureError, match=f"^{words}"):
        read_picture(data)
    assert time.perf_counter() - start < 2


def test_a_gif_of_a_thousand_frames_is_its_first() -> None:
    data = _many_frames()
    start = time.perf_counter()
    image = read_picture(data)
    assert image.size == (16, 16)
    assert time.perf_counter() - start < 0.5


def test_a_photograph_of_a_phone_lying_on_its_side_stands_upright() -> None:
    sideways = Image.new("RGB", (40, 20), "white")
    sideways.paste((255, 0, 0), (0, 0, 10, 20))  # red on the left
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was turned: left is up
    image, width, height = read_with_size(encoded(sideways, exif=exif, quality=95))
    assert (image.size, width, height) == ((20, 40), 20, 40)
    pixels = np.asarray(image).astype(int)
    assert pixels[3, 10, 1] < 60
    assert pixels[30, 10, 1] > 200
    assert not image.getexif()
    assert not image.info


def test_metadata_that_makes_no_sense_does_not_matter() -> None:
    data = encoded(noise(), exif=b"Exif\x00\x00MM\x00*\xff\xff\xff\xff")
    assert read_picture(data).size == (64, 48)


def test_print_colours_and_grey_become_rgb() -> None:
    red = Image.new("RGB", (16, 16), (200, 30, 30))
    for mode in ("CMYK", "L"):
        pixel = read_picture(encoded(red.convert(mode), quality=95)).getpixel((8, 8))
        expected = (200, 30, 30) if mode == "CMYK" else (81, 81, 81)
        assert np.abs(np.array(pixel) - expected).max() < 25, mode


def test_sixteen_bits_of_grey_keep_their_shades() -> None:
    grey = Image.fromarray(np.full((16, 16), 32_768, dtype=np.uint16))
    assert read_picture(encoded(grey, "PNG")).getpixel((0, 0)) == (128, 128, 128)


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
def test_what_is_transparent_is_white(mode: str) -> None:
    image = Image.new("RGBA", (16, 16), (0, 0, 0, 0))
    image.paste((10, 20, 30, 255), (0, 0, 8, 16))
    read = read_picture(encoded(image.convert(mode), "PNG"))
    assert read.getpixel((12, 8)) == (255, 255, 255)
    assert max(read.getpixel((2, 8))) < 60


def test_one_bit_and_palettes_with_a_transparent_entry_are_read() -> None:
    assert read_picture(encoded(noise().convert("1"), "PNG")).mode == "RGB"
    assert read_picture(encoded(noise().convert("P"), "PNG", transparency=3)).mode == "RGB"


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
@pytest.mark.slow
def test_a_large_photograph_comes_smaller_but_keeps_its_size_in_words(kind: str) -> None:
    image, width, height = read_with_size(encoded(noise(size=(3000, 2000)), kind))
    assert (width, height) == (3000, 2000)
    assert 240 <= min(image.size) <= 500


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(st.data())
def test_any_damage_is_refused_or_read_and_never_raises_anything_else(data: st.DataObject) -> None:
    good = picture(2, data.draw(st.sampled_from(["JPEG", "PNG", "WEBP", "GIF"])))
    cut = data.draw(st.integers(0, len(good)))
    damage = data.draw(st.binary(max_size=24))
    try:
        image = read_picture(good[:cut] + damage + good[cut + len(damage) :])
    except PictureError:
        return
    assert image.mode == "RGB"
