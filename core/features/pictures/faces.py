"""How many people look out of a picture: BlazeFace (Bazarevsky et al. 2019), short range."""

from __future__ import annotations

import queue
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

FACES_FILE = Path(__file__).with_name("shipped") / "blazeface_short_range.tflite"
FACES_VERSION = "BlazeFace short range"
SIDE_PIXELS = 128
# Of the detector. At MediaPipe's .5 it saw people in 5 of 103 photographs without any, cats among
# them; at .7 in none, and portraits keep theirs (.78 and .92).
MIN_SCORE = 0.7
_MAX_OVERLAP = 0.3  # two boxes that share more are one face
# (cells a side, boxes a cell): strides of 8 and 16 pixels, the second one three times.
_GRIDS = ((16, 2), (8, 6))
# Interpreters at rest: one holds the numbers of the picture at hand, so each caller takes its own.
_AT_REST: queue.SimpleQueue[tuple[Any, int, int]] = queue.SimpleQueue()


def people_count(image: Any) -> int:
    """Number of faces in a Pillow image in RGB, 0 or more.

    Made for pictures taken within two metres: small faces of a crowd and people seen from behind
    are not counted.
    """
    faces = _interpreter()
    interpreter, boxes_index, scores_index = faces
    interpreter.set_tensor(0, _square(image))
    interpreter.invoke()
    scores = interpreter.get_tensor(scores_index)[0, :, 0]
    boxes = interpreter.get_tensor(boxes_index)[0, :, :4]
    _AT_REST.put(faces)
    # The logistic function grows, so its inverse of the threshold does for all.
    certain = np.flatnonzero(scores > np.log(MIN_SCORE / (1 - MIN_SCORE)))
    return len(distinct_boxes(_decoded(boxes[certain], anchors()[certain]), scores[certain]))


@lru_cache(maxsize=1)
def anchors() -> np.ndarray:
    """(896, 2) float32: centre of each box before it is moved, x and y as shares of the side."""
    parts = []
    for cells, boxes in _GRIDS:
        y, x = np.divmod(np.arange(cells * cells), cells)
        centres = (np.stack([x, y], axis=1) + 0.5) / cells
        parts.append(np.repeat(centres, boxes, axis=0))
    return np.concatenate(parts).astype(np.float32)


def distinct_boxes(boxes: np.ndarray, scores: np.ndarray) -> list[int]:
    """Rows of the boxes left when each overlaps none of a higher score (greedy suppression).

    Args:
        boxes: (n, 4) left, top, right, bottom.
        scores: (n,), higher is more certain; of equal ones the first wins.
    """
    sizes = np.maximum(boxes[:, 2] - boxes[:, 0], 0) * np.maximum(boxes[:, 3] - boxes[:, 1], 0)
    left_over = [int(row) for row in np.argsort(-scores, kind="stable") if sizes[row] > 0]
    kept: list[int] = []
    while left_over:
        best, *rest = left_over
        kept.append(best)
        low = np.maximum(boxes[rest, :2], boxes[best, :2])
        high = np.minimum(boxes[rest, 2:], boxes[best, 2:])
        shared = np.prod(np.maximum(high - low, 0), axis=1)
        overlap = shared / (sizes[rest] + sizes[best] - shared)
        left_over = [row for row, share in zip(rest, overlap, strict=True) if share <= _MAX_OVERLAP]
    return kept


def _decoded(raw_boxes: np.ndarray, centres: np.ndarray) -> np.ndarray:
    """The network gives pixels: how far to move the centre, then width and height."""
    moved = raw_boxes[:, :2] / SIDE_PIXELS + centres
    half = raw_boxes[:, 2:] / SIDE_PIXELS / 2
    return np.concatenate([moved - half, moved + half], axis=1)


def _square(image: Any) -> np.ndarray:
    """(1, 128, 128, 3) float32 from -1 to 1: the whole picture, the rest black."""
    from PIL import Image

    width, height = image.size
    scale = SIDE_PIXELS / max(width, height)
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    small = np.asarray(image.resize(size, Image.Resampling.BILINEAR), dtype=np.float32)
    square = np.zeros((1, SIDE_PIXELS, SIDE_PIXELS, 3), dtype=np.float32)
    top, left = (SIDE_PIXELS - size[1]) // 2, (SIDE_PIXELS - size[0]) // 2
    square[0, top : top + size[1], left : left + size[0]] = small
    return square / 127.5 - 1


def _interpreter() -> tuple[Any, int, int]:
    """One that nobody uses, with the numbers of its boxes and scores."""
    try:
        return _AT_REST.get_nowait()
    except queue.Empty:
        pass
    from ai_edge_litert.interpreter import Interpreter

    interpreter = Interpreter(model_path=str(FACES_FILE), num_threads=1)
    interpreter.allocate_tensors()
    index = {part["name"]: part["index"] for part in interpreter.get_output_details()}
    return interpreter, index["regressors"], index["classificators"]
