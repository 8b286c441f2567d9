"""Pictures as numbers."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter

from core.features.pictures import describing
from core.features.pictures.describing import describe
from core.features.pictures.faces import anchors, distinct_boxes, people_count
from core.features.pictures.looks import looks
from core.features.pictures.network import class_names, look, middle_square
from tests.support.pictures import encoded, noise, picture


def test_bad_pictures_are_named_and_the_others_described(tmp_path: Path) -> None:
    (tmp_path / "good.png").write_bytes(picture(1, "PNG"))
    features = describe(
        [picture(0), b"", tmp_path / "good.png", tmp_path / "none.jpg", lambda: picture(0)]
    )
    assert len(features) == 5
    assert dict(features.rejected) == {
        1: "is empty",
        3: "cannot be read (No such file or directory)",
    }
    lengths = np.linalg.norm(features.vectors, axis=1)
    np.testing.assert_allclose(lengths, [1, 0, 1, 0, 1], atol=1e-5)
    assert features.vectors.shape == (5, 1280)
    np.testing.assert_array_equal(features.vectors[0], features.vectors[4])
    assert features.labels[1] == ()
    assert features.people_count.tolist()[1] == -1
    assert np.isnan(features.brightness[[1, 3]]).all()
    assert features.thumbnails[1] is None
    for place in (0, 2):
        made = features.thumbnails[place]
        assert made is not None
        assert (made.width, made.height) == (64, 48)
        assert 1 <= len(features.labels[place]) <= 3
        assert set(features.labels[place]) <= set(class_names())
        assert sum(features.label_probabilities[place]) <= 1.001
    made = features.thumbnails[2]
    assert made is not None
    assert made.picture_id == hashlib.sha256(picture(1, "PNG")).hexdigest()


def test_no_pictures_give_no_rows() -> None:
    features = describe([])
    assert features.vectors.shape == (0, 1280)
    assert len(features) == 0


@pytest.mark.slow
def test_the_order_and_the_threads_change_nothing() -> None:
    pictures = [picture(seed) for seed in range(10)]
    alone = describe(pictures)
    together = describe(pictures[::-1], threads=2)
    np.testing.assert_allclose(alone.vectors, together.vectors[::-1], atol=2e-3)
    assert alone.labels == together.labels[::-1]


def test_a_picture_seen_before_is_not_looked_at_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = describe([picture(3)], cache_dir=tmp_path)

    def never(_: np.ndarray) -> None:
        raise AssertionError("the network ran")

    monkeypatch.setattr(describing, "look", never)
    again = describe([picture(3)], cache_dir=tmp_path)
    np.testing.assert_array_equal(first.vectors, again.vectors)
    assert first.labels == again.labels
    assert first.sharpness.tolist() == again.sharpness.tolist()


def test_the_thumbnail_is_small_and_says_nothing_of_its_maker() -> None:
    exif = Image.Exif()
    exif[0x010F] = "Camera of Mira"
    data = encoded(noise(size=(900, 300)), exif=exif, comment=b"taken at home")
    made = describe([data]).thumbnails[0]
    assert made is not None
    assert b"Mira" in data
    assert b"Mira" not in made.jpeg
    assert b"home" not in made.jpeg
    with Image.open(io.BytesIO(made.jpeg)) as image:
        assert (image.format, image.size) == ("JPEG", (240, 80))


def test_probabilities_add_up_and_alike_pictures_are_near() -> None:
    images = [noise(seed, size=(256, 256)) for seed in (1, 2)]
    softer = images[0].resize((200, 200)).resize((256, 256))
    seen = look(np.stack([middle_square(image) for image in (*images, softer)]))
    np.testing.assert_allclose(seen.probabilities.sum(axis=1), 1, atol=1e-4)
    assert seen.probabilities.shape == (3, 1000)
    assert seen.vectors[0] @ seen.vectors[2] > seen.vectors[0] @ seen.vectors[1] + 0.05


def test_looks_by_hand() -> None:
    white = looks(Image.new("RGB", (20, 10), "white"))
    assert (white.brightness, white.colourfulness, white.sharpness) == (
        pytest.approx(1),
        pytest.approx(0, abs=1e-3),
        pytest.approx(0, abs=1e-3),
    )
    # Red: rg = 255, yb = 127.5, no spread, so .3 x sqrt(255^2 + 127.5^2).
    red = looks(Image.new("RGB", (20, 10), (255, 0, 0)))
    assert red.brightness == pytest.approx(76 / 255)  # .299 x 255, rounded
    assert red.colourfulness == pytest.approx(0.3 * np.hypot(255, 127.5), rel=1e-4)
    # A chessboard of single pixels: the Laplacian is +-4 x 255.
    board = np.indices((20, 20)).sum(axis=0) % 2 * 255
    sharp = looks(Image.fromarray(board.astype(np.uint8)).convert("RGB"))
    assert sharp.sharpness == pytest.approx((4 * 255) ** 2, rel=1e-3)


def test_anchors_are_those_of_the_detector() -> None:
    centres = anchors()
    assert centres.shape == (896, 2)
    np.testing.assert_allclose(centres[:3], [[1 / 32, 1 / 32]] * 2 + [[3 / 32, 1 / 32]])
    np.testing.assert_allclose(centres[-1], [15 / 16, 15 / 16])


def test_boxes_of_one_face_are_counted_once() -> None:
    boxes = np.array([[0, 0, 1, 1], [0.05, 0, 1, 1], [2, 2, 3, 3], [5, 5, 5, 6]], dtype=float)
    assert distinct_boxes(boxes, np.array([1.0, 2.0, 0.5, 9.0])) == [1, 2]
    assert distinct_boxes(np.zeros((0, 4)), np.zeros(0)) == []


def _face() -> Image.Image:
    """A drawn face with shoulders, 200 x 200."""
    image = Image.new("RGB", (200, 200), (90, 110, 130))
    draw = ImageDraw.Draw(image)
    draw.ellipse((60, 150, 140, 260), fill=(60, 60, 90))
    draw.rectangle((85, 120, 115, 165), fill=(205, 160, 135))
    draw.ellipse((50, 25, 150, 110), fill=(60, 40, 30))
    draw.ellipse((62, 40, 138, 150), fill=(225, 180, 155))
    for x in (84, 116):
        draw.ellipse((x - 11, 80, x + 11, 92), fill=(245, 245, 245))
        draw.ellipse((x - 5, 80, x + 5, 92), fill=(50, 30, 20))
        draw.arc((x - 14, 66, x + 14, 84), 190, 350, fill=(60, 40, 30), width=4)
    draw.polygon([(100, 88), (92, 112), (108, 112)], fill=(205, 155, 130))
    draw.ellipse((84, 120, 116, 134), fill=(175, 70, 75))
    draw.line((86, 127, 114, 127), fill=(110, 40, 45), width=2)
    return image.filter(ImageFilter.GaussianBlur(1.5))


def test_drawn_faces_are_people_and_walls_are_not() -> None:
    face = _face()
    assert people_count(face) == 1
    pair = Image.new("RGB", (400, 200))
    pair.paste(face, (0, 0))
    pair.paste(face, (200, 0))
    assert people_count(pair) == 2
    assert people_count(Image.new("RGB", (200, 120), (180, 170, 160))) == 0
    assert people_count(Image.new("RGB", (8, 400), (10, 10, 10))) == 0
