"""Pictures in, numbers out: the one way by which builds, pages and commands describe pictures."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from core.errors import PictureError
from core.features.embedding_cache import EmbeddingCache, content_key
from core.features.pictures.faces import FACES_VERSION, people_count
from core.features.pictures.looks import looks
from core.features.pictures.network import (
    DIMENSION,
    NETWORK_VERSION,
    class_names,
    look,
    middle_square,
)
from core.features.pictures.thumbnails import ReadPicture, Thumbnail, read_small
from core.progress import Report, silent
from core.store.picture_files.paths import MAX_FILE_BYTES

MODEL_VERSION = f"{NETWORK_VERSION}, {FACES_VERSION}, 2"
LABELS = 3
_LEAST_PROBABILITY = 0.05  # of a second or third name
_BATCH = 8  # 16 and more are no faster on one core
# A row of the cache: the vector, then classes, their probabilities, people and looks.
_CLASSES = slice(DIMENSION, DIMENSION + LABELS)
_PROBABILITIES = slice(_CLASSES.stop, _CLASSES.stop + LABELS)
_PEOPLE, _BRIGHTNESS, _COLOURFULNESS, _SHARPNESS = range(
    _PROBABILITIES.stop, _PROBABILITIES.stop + 4
)
_ROW = _SHARPNESS + 1
_HALF_MAX = float(np.finfo(np.float16).max)

# The bytes of a file, its path, or what reads it and may raise PictureError.
Picture = bytes | Path | Callable[[], bytes]


@dataclass(frozen=True)
class PictureFeatures:
    """What is known of n pictures, in the order given.

    Attributes:
        vectors: (n, 1280) float32 unit rows; a zero row for a picture that cannot be read.
        labels: of each picture at most three ImageNet names, best first; () when unread.
        label_probabilities: of the labels, 0-1.
        people_count: (n,) int64, faces seen close by; -1 when unread.
        brightness: (n,) float64, 0-1; NaN when unread, as the next two.
        colourfulness: (n,) float64, 0 grey to above 80.
        sharpness: (n,) float64, variance of the Laplacian at thumbnail size.
        thumbnails: the small pictures; None when unread.
        rejected: place -> why that picture cannot be read, in words that follow its name.
    """

    vectors: np.ndarray
    labels: tuple[tuple[str, ...], ...]
    label_probabilities: tuple[tuple[float, ...], ...]
    people_count: np.ndarray
    brightness: np.ndarray
    colourfulness: np.ndarray
    sharpness: np.ndarray
    thumbnails: tuple[Thumbnail | None, ...]
    rejected: Mapping[int, str]

    def __len__(self) -> int:
        return len(self.labels)


def describe(
    pictures: Sequence[Picture],
    report: Report = silent,
    *,
    threads: int = 1,
    cache_dir: Path | None = None,
    step: str = "pictures",
) -> PictureFeatures:
    """Features of picture files; bad ones are named in `rejected`, never raised.

    Args:
        threads: pictures described at once, each on one core.
        cache_dir: keep what the networks see there, by the hash of the file.
    """
    cache = EmbeddingCache(cache_dir, _ROW) if cache_dir else None
    batches = [pictures[start : start + _BATCH] for start in range(0, len(pictures), _BATCH)]
    table = np.full((len(pictures), _ROW), np.nan, dtype=np.float32)
    small: list[Thumbnail | None] = []
    rejected: dict[int, str] = {}
    report(step, 0, len(pictures), "")
    with ThreadPoolExecutor(max(1, min(threads, os.cpu_count() or 1))) as pool:
        for part in pool.map(lambda batch: _described(batch, cache), batches):
            start = len(small)
            table[start : start + len(part.rows)] = part.rows
            small += part.thumbnails
            rejected |= {start + place: reason for place, reason in part.rejected.items()}
            report(step, len(small), len(pictures), "")
    vectors = np.nan_to_num(table[:, :DIMENSION])
    # Unit length again after the rounding of the cache.
    vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
    named = [_labels(row) for row in table]
    return PictureFeatures(
        vectors=vectors,
        labels=tuple(tuple(name for name, _ in labels) for labels in named),
        label_probabilities=tuple(
            tuple(probability for _, probability in labels) for labels in named
        ),
        people_count=np.nan_to_num(table[:, _PEOPLE], nan=-1).astype(np.int64),
        brightness=table[:, _BRIGHTNESS].astype(np.float64),
        colourfulness=table[:, _COLOURFULNESS].astype(np.float64),
        sharpness=table[:, _SHARPNESS].astype(np.float64),
        thumbnails=tuple(small),
        rejected=rejected,
    )


@dataclass(frozen=True)
class _Part:
    """Features of one batch: `rows` is (n, _ROW) float32, NaN for unread pictures."""

    rows: np.ndarray
    thumbnails: list[Thumbnail | None]
    rejected: dict[int, str]


def _described(pictures: Sequence[Picture], cache: EmbeddingCache | None) -> _Part:
    read: dict[int, ReadPicture] = {}
    small: list[Thumbnail | None] = []
    rejected = {}
    for place, picture in enumerate(pictures):
        try:
            read[place] = read_small(_bytes_of(picture))
        except PictureError as error:
            small.append(None)
            rejected[place] = str(error)
        else:
            small.append(read[place].thumbnail)
    rows = np.full((len(pictures), _ROW), np.nan, dtype=np.float32)
    keys = {
        place: content_key(MODEL_VERSION, made.picture_id)
        for place, made in enumerate(small)
        if made is not None
    }
    known = cache.get(list(keys.values())) if cache else {}
    missing = [place for place, key in keys.items() if key not in known]
    for place, key in keys.items():
        if key in known:
            rows[place] = known[key]
    if missing:
        rows[missing] = _seen([read[place] for place in missing])
        if cache:
            cache.put([(keys[place], rows[place]) for place in missing])
    return _Part(rows, small, rejected)


def _bytes_of(picture: Picture) -> bytes:
    if isinstance(picture, bytes):
        return picture
    if callable(picture):
        return picture()
    try:
        with picture.open("rb") as file:
            return file.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        raise PictureError(f"cannot be read ({error.strerror or error})") from error


def _seen(pictures: Sequence[ReadPicture]) -> np.ndarray:
    """(n, _ROW) float32, rounded as the cache rounds, so that it gives the same numbers."""
    seen = look(np.stack([middle_square(picture.image) for picture in pictures]))
    rows = np.zeros((len(pictures), _ROW), dtype=np.float32)
    rows[:, :DIMENSION] = seen.vectors
    best = np.argsort(-seen.probabilities, axis=1, kind="stable")[:, :LABELS]
    rows[:, _CLASSES] = best
    rows[:, _PROBABILITIES] = np.take_along_axis(seen.probabilities, best, axis=1)
    for row, picture in zip(rows, pictures, strict=True):
        appearance = looks(picture.small)
        row[_PEOPLE] = people_count(picture.image)
        row[_BRIGHTNESS] = appearance.brightness
        row[_COLOURFULNESS] = appearance.colourfulness
        row[_SHARPNESS] = min(appearance.sharpness, _HALF_MAX)
    return rows.astype(np.float16).astype(np.float32)


def _labels(row: np.ndarray) -> list[tuple[str, float]]:
    """Names with probabilities: the best one, and others that are likely enough."""
    if np.isnan(row[_PEOPLE]):
        return []
    names = class_names()
    numbered = zip(row[_CLASSES], row[_PROBABILITIES], strict=True)
    return [
        (names[int(number)], round(float(probability), 4))
        for place, (number, probability) in enumerate(numbered)
        if place == 0 or probability >= _LEAST_PROBABILITY
    ]
