"""What a picture costs on one core, by its size: milliseconds of processor time a part.

    python -m bench.picture_speed [--pictures 48]

The fastest of five runs stands for each part; in all, the fastest and the spread of the five.

Pictures are soft spots with noise, saved as JPEG of quality 90, which takes as long to read as a
photograph of as many bytes. Times are of the process, so that a busy machine does not count.
"""

from __future__ import annotations

import argparse
import io
import statistics
import time
from collections.abc import Callable
from typing import Any

import numpy as np
from PIL import Image

from core.features.pictures.describing import describe
from core.features.pictures.faces import people_count
from core.features.pictures.looks import looks
from core.features.pictures.network import look, middle_square
from core.features.pictures.thumbnails import read_small

_SIZES = ((320, 240), (1080, 1080), (1920, 1080), (4032, 3024))
_BATCH = 8
_REPEATS = 5


def main() -> None:
    """Prints one row per size of picture."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pictures", type=int, default=16)
    count = parser.parse_args().pictures
    describe([_picture(0, (320, 240))])  # loads the networks
    print(
        "| pixels | KB | reading, thumbnail | square | network | faces | looks | in all, spread |"
    )
    print("|---|---|---|---|---|---|---|---|")
    for size in _SIZES:
        files = [_picture(seed, size) for seed in range(min(count, 16))]
        files = (files * (count // len(files) + 1))[:count]
        pictures = [read_small(file) for file in files]
        batches = [
            np.stack([middle_square(picture.image) for picture in pictures[start : start + _BATCH]])
            for start in range(0, count, _BATCH)
        ]
        parts = [
            _milliseconds(read_small, files),
            _milliseconds(lambda picture: middle_square(picture.image), pictures),
            _milliseconds(look, batches) / (count / len(batches)),
            _milliseconds(lambda picture: people_count(picture.image), pictures),
            _milliseconds(lambda picture: looks(picture.small), pictures),
        ]
        whole = [_once(describe, [files]) / count for _ in range(_REPEATS)]
        kilobytes = statistics.mean(len(file) for file in files) / 1000
        print(
            f"| {size[0]} x {size[1]} | {kilobytes:,.0f} | "
            + " | ".join(f"{part:.1f}" for part in parts)
            + f" | {min(whole):.1f} ± {statistics.stdev(whole):.1f} |"
        )


def _picture(seed: int, size: tuple[int, int]) -> bytes:
    rng = np.random.default_rng(seed)
    spots = rng.integers(0, 256, (24, 32, 3), dtype=np.uint8)
    pixels = np.asarray(Image.fromarray(spots).resize(size, Image.Resampling.BICUBIC), np.int16)
    noise = rng.normal(0, 4, (size[1], size[0], 1)).astype(np.int16)
    buffer = io.BytesIO()
    Image.fromarray((pixels + noise).clip(0, 255).astype(np.uint8)).save(buffer, "JPEG", quality=90)
    return buffer.getvalue()


def _milliseconds(work: Callable[[Any], object], inputs: list[Any]) -> float:
    """Processor time for one input, the least of several runs."""
    return min(_once(work, inputs) for _ in range(_REPEATS))


def _once(work: Callable[[Any], object], inputs: list[Any]) -> float:
    start = time.process_time()
    for item in inputs:
        work(item)
    return (time.process_time() - start) / len(inputs) * 1000


if __name__ == "__main__":
    main()
