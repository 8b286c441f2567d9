"""Light, colour and sharpness of a picture, from its pixels alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Looks:
    """Attributes:
    brightness: mean luma, 0 black to 1 white.
    colourfulness: 0 grey, about 15 slightly, 45 averagely, above 80 very colourful.
    sharpness: variance of the Laplacian of the luma; higher is sharper, 0 for a plain area.
    """

    brightness: float
    colourfulness: float
    sharpness: float


def looks(small: Any) -> Looks:
    """Brightness, colourfulness and sharpness of a thumbnail, a Pillow image in RGB.

    Sharpness depends on the size, so that all pictures are measured equally small.

    Source: colourfulness M of Hasler & Suesstrunk (2003); sharpness after Pech-Pacheco et al.
        (2000); luma of ITU-R BT.601.
    """
    # Twice the opponent colours, so that all stays in whole numbers.
    red, green, blue = np.moveaxis(np.asarray(small, dtype=np.int16), 2, 0)
    red_green = 2 * (red - green)
    yellow_blue = red + green - 2 * blue
    spread = np.hypot(red_green.std(), yellow_blue.std())
    middle = np.hypot(red_green.mean(), yellow_blue.mean())
    luma = np.asarray(small.convert("L"), dtype=np.int16)
    return Looks(
        brightness=float(luma.mean() / 255),
        colourfulness=float(spread + 0.3 * middle) / 2,
        sharpness=_laplacian_variance(luma),
    )


def _laplacian_variance(luma: np.ndarray) -> float:
    if min(luma.shape) < 3:
        return 0.0
    neighbours = luma[:-2, 1:-1] + luma[2:, 1:-1] + luma[1:-1, :-2] + luma[1:-1, 2:]
    return float((neighbours - 4 * luma[1:-1, 1:-1]).var())
