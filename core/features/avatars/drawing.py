"""A small drawn portrait of a creator id, stacked from a few bundled parts.

The parts are Open Peeps by Pablo Stanley (CC0 1.0), see `parts/ORIGIN.md`. Nothing of a creator but
the id decides what is drawn, so a name, niche or country never stands for looks.
"""

from __future__ import annotations

import hashlib
import io
import json
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import numpy as np

PARTS = Path(__file__).resolve().parent / "parts"
TILE_PX = 96
SHEET_COLUMNS = 8

SKINS = ("#ffdbb4", "#f3c399", "#e5ac7c", "#d08b5b", "#b56a38", "#8f5636")
_HAIRS = (
    "#2c1b18", "#4a312c", "#724133", "#a55728", "#b58143", "#d6b370", "#e8e1e1", "#c93305",
    "#d77ba0", "#5b7fb5",
)  # fmt: skip
_CLOTHES = ("#8fa7df", "#69b578", "#ffcf77", "#d58ac4", "#e78276", "#7fc6c8", "#c9b458")
_PAPERS = ("#dbe7ea", "#e6e0f0", "#f3e3d3", "#dcebdc", "#f0dde0", "#e9e6d2", "#d9e2f3")
# Shares in which people wear them, as DiceBear draws them.
_BEARD_SHARE, _GLASSES_SHARE = 0.1, 0.2
_WITHOUT_BEARD = frozenset({"hijab"})
_COLOURS = 48  # of the palette; a drawing has few, and edges in between


@lru_cache(maxsize=4096)
def avatar_png(influencer_id: str, size_px: int = 96) -> bytes:
    """The portrait as a PNG of `size_px` on each side, about 2 KB at 96; same id, same bytes.

    Args:
        size_px: at most `TILE_PX` is sharp.
    """
    from PIL import Image

    picture = Image.fromarray(_drawn(influencer_id))
    if size_px != TILE_PX:
        picture = picture.resize((size_px, size_px), Image.Resampling.LANCZOS)
    buffer = io.BytesIO()
    picture.quantize(_COLOURS, Image.Quantize.FASTOCTREE).save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def _drawn(influencer_id: str) -> np.ndarray:
    """(TILE_PX, TILE_PX, 3) uint8."""
    draws = _draws(influencer_id)
    names = _names()
    head = _choice(names["head"], next(draws))
    skin, hair = _rgb(_choice(SKINS, next(draws))), _rgb(_choice(_HAIRS, next(draws)))
    clothes, paper = _rgb(_choice(_CLOTHES, next(draws))), _rgb(_choice(_PAPERS, next(draws)))
    expression = _choice(names["expression"], next(draws))
    canvas = np.broadcast_to(paper, (TILE_PX, TILE_PX, 3)).astype(np.float32)
    canvas = _over(canvas, _tile("body", "body"), skin, clothes)
    canvas = _over(canvas, _tile("head", head), skin, hair)
    canvas = _over(canvas, _tile("expression", expression), skin, hair)
    has_beard, beard = next(draws) < _BEARD_SHARE, _choice(names["facialHair"], next(draws))
    if has_beard and head not in _WITHOUT_BEARD:
        canvas = _over(canvas, _tile("facialHair", beard), skin, hair)
    has_glasses, glasses = next(draws) < _GLASSES_SHARE, _choice(names["accessories"], next(draws))
    if has_glasses:
        canvas = _over(canvas, _tile("accessories", glasses), skin, hair)
    return canvas.round().clip(0, 255).astype(np.uint8)


def _over(canvas: np.ndarray, tile: np.ndarray, skin: np.ndarray, free: np.ndarray) -> np.ndarray:
    """A tile laid over the canvas; where it covers and has no colour it is black ink."""
    white, of_skin, of_free, cover = (tile[..., place, None] for place in range(4))
    return canvas * (1 - cover) + white * 255 + of_skin * skin + of_free * free


@cache
def _names() -> dict[str, tuple[str, ...]]:
    """Component -> its parts, in the order of the tiles."""
    read = json.loads((PARTS / "names.json").read_text(encoding="utf-8"))
    return {component: tuple(parts) for component, parts in read.items()}


@cache
def _sheet(component: str) -> np.ndarray:
    """(rows, columns, 4) 0-1: how much of a pixel is white, skin, free colour, and covered."""
    from PIL import Image

    with Image.open(PARTS / f"{component}.png") as image:
        return np.asarray(image, dtype=np.float32) / 255


def _tile(component: str, part: str) -> np.ndarray:
    row, column = divmod(_names()[component].index(part), SHEET_COLUMNS)
    top, left = row * TILE_PX, column * TILE_PX
    return _sheet(component)[top : top + TILE_PX, left : left + TILE_PX]


def _draws(influencer_id: str) -> Any:
    """Numbers from 0 to 1 that only the id decides."""
    digest = hashlib.sha256(influencer_id.encode()).digest()
    return (int.from_bytes(digest[at : at + 2]) / 65_536 for at in range(0, len(digest), 2))


def _choice(options: tuple[str, ...], draw: float) -> str:
    return options[int(draw * len(options))]


def _rgb(colour: str) -> np.ndarray:
    return np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)], dtype=np.float32)
