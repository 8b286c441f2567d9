"""Drawn portraits: the same for the same id, diverse, small and real pictures."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from core.features.avatars.drawing import PARTS, SKINS, TILE_PX, avatar_png


def pixels(influencer_id: str, size_px: int = TILE_PX) -> np.ndarray:
    with Image.open(io.BytesIO(avatar_png(influencer_id, size_px))) as image:
        return np.asarray(image.convert("RGB"))


def test_the_same_id_has_the_same_portrait_and_others_another() -> None:
    avatar_png.cache_clear()
    first = avatar_png("creator-1")
    avatar_png.cache_clear()
    assert avatar_png("creator-1") == first
    assert len({avatar_png(f"creator-{i}", 48) for i in range(100)}) == 100


def test_an_empty_id_and_one_of_any_script_are_drawn() -> None:
    assert pixels("").shape == pixels("創作者 🌿", TILE_PX).shape == (TILE_PX, TILE_PX, 3)


def test_a_picture_of_a_table_is_small() -> None:
    sizes = [len(avatar_png(f"creator-{i}", 48)) for i in range(50)]
    assert sum(sizes) < 60_000  # 50 rows; 45 KB when it was written
    assert pixels("creator-1", 48).shape == (48, 48, 3)


@pytest.mark.slow
def test_skin_tones_are_spread_evenly() -> None:
    # The neck below the chin shows skin, whatever the clothes; a beard or long hair may hide it.
    tones = np.array([pixels(f"creator-{i}")[78, 48] for i in range(300)]).astype(int)
    shares = {}
    for skin in SKINS:
        colour = [int(skin[at : at + 2], 16) for at in (1, 3, 5)]
        shares[skin] = float((abs(tones - colour).max(axis=1) < 12).mean())
    assert all(0.1 < share < 0.25 for share in shares.values()), shares


def test_the_licence_lies_beside_the_parts() -> None:
    assert "CC0 1.0 Universal" in (PARTS / "CC0-1.0.txt").read_text(encoding="utf-8")
    origin = (PARTS / "ORIGIN.md").read_text(encoding="utf-8")
    assert all(file.name in origin for file in PARTS.glob("*.png"))
