"""Marks of the report's axes."""

from __future__ import annotations

import numpy as np
import pytest

from core.report.drawing import tick_texts


@pytest.mark.parametrize(
    ("values", "texts"),
    [
        ([4.65e6, 4.7e6, 4.75e6, 4.8e6], ["4.65M", "4.70M", "4.75M", "4.80M"]),
        ([0, 500, 1000, 1500], ["0", "0.5k", "1.0k", "1.5k"]),
        ([-50, 0, 50, 100], ["-50", "0", "50", "100"]),
        ([0, 0.5, 1], ["0", "0.5", "1.0"]),
        ([12_000, 14_000, 16_000], ["12k", "14k", "16k"]),
    ],
)
def test_ticks_by_hand(values: list[float], texts: list[str]) -> None:
    assert tick_texts(values) == texts


def test_ticks_always_differ() -> None:
    rng = np.random.default_rng(2)
    for _ in range(300):
        step = 10.0 ** rng.integers(0, 6) * rng.choice([1, 2, 5])
        low = step * rng.integers(0, 2_000)
        texts = tick_texts([low + step * number for number in range(5)])
        assert len(set(texts)) == 5, texts
