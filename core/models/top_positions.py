"""The highest of many numbers without sorting them."""

from __future__ import annotations

import numpy as np

_CHUNK = 128


def top_positions(values: np.ndarray, count: int) -> np.ndarray:
    """Positions of the highest values, best first; of equal ones the lower position.

    Args:
        values: (n,) of any float, without NaN.
        count: most positions that come back.
    Returns:
        (min(count, n),) int64.
    """
    k = min(count, len(values))
    if k <= 0:
        return np.zeros(0, dtype=np.int64)
    candidates = _candidates(values, k)
    near = values[candidates]
    lowest = np.partition(near, len(near) - k)[len(near) - k]
    # Thousands may equal the lowest; only the first of them are needed.
    above = candidates[near > lowest]
    chosen = np.concatenate([above, candidates[near == lowest][: k - len(above)]])
    return chosen[np.lexsort((chosen, -values[chosen]))]


def _candidates(values: np.ndarray, k: int) -> np.ndarray:
    """Ascending positions that hold the k highest, and few others.

    The highest k of the chunks' maxima are k values, so no value below the lowest of them is
    among the k highest. One pass over the values, where a partition moves them several times.
    """
    chunk = min(_CHUNK, len(values) // (4 * k))
    if chunk < 8:
        return np.arange(len(values))
    whole = len(values) // chunk * chunk
    maxima = values[:whole].reshape(-1, chunk).max(axis=1)
    lowest = np.partition(maxima, len(maxima) - k)[len(maxima) - k]
    return np.flatnonzero(values >= lowest)
