"""Follower counts with known contents, for the tests of growth evidence."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from core.domain.histories import Histories
from core.models.growth.cohort import cohort_days, size_groups
from core.models.growth.evidence.reading import GrowthData, read_growth
from core.models.growth.learner import GrowthModel, score
from core.models.growth.signals.noise import Standardised, standardised
from core.models.growth.signals.steps import Windows, regular_windows

FIRST_DAY = 20_000


def histories(
    counts: Sequence[NDArray[np.int64] | Sequence[int]],
    *,
    first_day: int = FIRST_DAY,
    step_days: int = 1,
) -> Histories:
    """Counts without gaps, one array a creator, all from the same day on."""
    lengths = [len(one) for one in counts]
    return Histories(
        np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64),
        np.concatenate(
            [first_day + step_days * np.arange(n, dtype=np.int64) for n in lengths]
            or [np.zeros(0, np.int64)]
        ),
        np.concatenate([np.asarray(one, np.int64) for one in counts] or [np.zeros(0, np.int64)]),
    )


def growth_data(counts: Sequence[NDArray[np.int64]], **options: int) -> GrowthData:
    """The same as what the model reads: one platform, nothing else known."""
    return GrowthData(histories(counts, **options), np.zeros(len(counts), np.int64))


def calm(
    rng: np.random.Generator, *, days: int = 90, size: float = 100_000, noise: float = 0.001
) -> NDArray[np.int64]:
    """An account that grows by 0.2% a day, give or take `noise`."""
    rates = 0.002 + rng.normal(0, noise, days - 1)
    return np.rint(size * np.cumprod(np.concatenate([[1.0], 1 + rates]))).astype(np.int64)


def with_gains(counts: NDArray[np.int64], gains: dict[int, float]) -> NDArray[np.int64]:
    """The counts with followers on top from a day on: day -> share of the count before."""
    found = counts.astype(float)
    for day, share in gains.items():
        found[day:] += share * counts[day - 1]
    return np.rint(found).astype(np.int64)


def read(counts: Sequence[NDArray[np.int64]], **options: int) -> tuple[Windows, Standardised]:
    """Windows and noise of accounts that have nobody to be compared with."""
    windows = regular_windows(histories(counts, **options))
    return windows, standardised(windows, np.zeros(windows.rates.shape))


def medians(windows: Windows) -> NDArray[np.float64]:
    """Same-day medians of accounts of one platform and size."""
    creators = int(windows.creator.max()) + 1
    codes = np.zeros(creators, np.int64)
    return cohort_days(windows, codes, size_groups(np.full(creators, 1.0), codes)).medians


def probabilities(
    given: GrowthData, model: GrowthModel, creators: NDArray[np.int64]
) -> NDArray[np.float64]:
    """(c,) of some creators with one window each, read among all."""
    reading = read_growth(given)
    place = {int(creator): row for row, creator in enumerate(reading.windows.creator)}
    rows = np.array([place[int(one)] for one in creators])
    return score(model, reading.block(rows).signals)[0]
