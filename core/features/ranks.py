"""Where a value stands among others."""

from __future__ import annotations

from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray


def percentile_ranks(
    values: ArrayLike, *, ties: Literal["min", "average"] = "min"
) -> NDArray[np.float64]:
    """(n,) place among the known values, from 0 (the lowest) to 1 (the highest); NaN unknown.

    A value that is the only one known stands at 0.

    Args:
        values: (n,) numbers, NaN where unknown.
        ties: equal values share the lowest of their places, or the mean of them.
    """
    numbers = pd.Series(np.asarray(values, dtype=float))
    below = numbers.rank(method=ties) - 1
    return (below / max(int(numbers.notna().sum()) - 1, 1)).to_numpy(dtype=float)
