"""Light, colour and sharpness of a picture, from its pixels alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from core.features.pictures.thumbnails import small

_LUMA = np.array([0.299, 0.587, 0.114], dtype=np.float32)  # ITU-R BT.601


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


def looks(image: Any) -> Looks:
    """Brightness, colourfulness and sharpness of a Pillow image in RGB, at thumbnail size.

    Sharpness depends on the size, so that all pictures are measured equally small.

    Source: colourfulness M of Hasler & Suesstrunk (2003); sharpness after Pech-Pacheco et al.
        (2000).
    """
    rgb = np.asarray(small(image), dtype=np.float32)
    luma = rgb @ _LUMA
    red_green = rgb[..., 0] - rgb[..., 1]
    yellow_blue = (rgb[..., 0] + rgb[..., 1]) / 2 - rgb[..., 2]
    spread = np.hypot(red_green.std(), yellow_blue.std())
    middle = np.hypot(red_green.mean(), yellow_blue.mean())
    return Looks(
        brightness=float(luma.mean() / 255),
        colourfulness=float(spread + 0.3 * middle),
        sharpness=_laplacian_variance(luma),
    )


def _laplacian_variance(luma: np.ndarray) -> float:
    if min(luma.shape) < 3:
        return 0.0
    inner = luma[1:-1, 1:-1]
    laplacian = luma[:-2, 1:-1] + luma[2:, 1:-1] + luma[1:-1, :-2] + luma[1:-1, 2:] - 4 * inner
    return float(laplacian.var())
