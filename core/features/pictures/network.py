"""What a convolutional network sees in a picture: 1,280 numbers and the ImageNet classes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

_SHIPPED = Path(__file__).with_name("shipped")
NETWORK_FILE = _SHIPPED / "efficientnet_lite0.onnx"
CLASSES_FILE = _SHIPPED / "imagenet_classes.txt"
NETWORK_VERSION = "EfficientNet-lite0 ImageNet"
SIDE_PIXELS = 224
DIMENSION = 1280


@dataclass(frozen=True)
class Seen:
    """Attributes:
    vectors: (n, 1280) float32, unit rows: the last layer before the classes.
    probabilities: (n, 1000) float32, in the order of `class_names`.
    """

    vectors: np.ndarray
    probabilities: np.ndarray


def look(pixels: np.ndarray) -> Seen:
    """What EfficientNet-lite0 (Tan & Le 2019; trained on ImageNet) sees in pictures.

    One core works, whatever the machine has; several threads may call at once.

    Args:
        pixels: (n, 224, 224, 3) uint8, RGB.
    """
    vectors, probabilities = _session().run(["vectors", "probabilities"], {"pixels": pixels})
    lengths = np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
    return Seen(vectors / lengths, probabilities)


@lru_cache(maxsize=1)
def class_names() -> tuple[str, ...]:
    """Names of the 1,000 ImageNet classes, in the order of the probabilities."""
    return tuple(CLASSES_FILE.read_text(encoding="utf-8").splitlines())


def middle_square(image: Any) -> np.ndarray:
    """The largest square in the middle of a Pillow image, (224, 224, 3) uint8."""
    from PIL import Image

    width, height = image.size
    side = min(width, height)
    left, top = (width - side) / 2, (height - side) / 2
    return np.asarray(
        image.resize(
            (SIDE_PIXELS, SIDE_PIXELS),
            Image.Resampling.BICUBIC,
            box=(left, top, left + side, top + side),
            reducing_gap=2.0,
        )
    )


@lru_cache(maxsize=1)
def _session() -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    # Several pictures at once beat several threads for one: they wait for each other at each layer.
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(
        str(NETWORK_FILE), options, providers=["CPUExecutionProvider"]
    )
