"""All signals of the follower counts of a window, by name."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.models.growth.signals.density import density_signals
from core.models.growth.signals.jumps import Jumps, find_jumps, jump_signals
from core.models.growth.signals.noise import Standardised
from core.models.growth.signals.runs import Runs, even_runs, run_signals
from core.models.growth.signals.spikes import spike_signals


def count_signals(data: Standardised) -> tuple[pd.DataFrame, Jumps, Runs, Runs]:
    """Signals (w rows), and the rises, even runs and spaced runs they were read from.

    All are the same when every count is multiplied by a constant, and none knows a date.
    """
    jumps = find_jumps(data)
    daily, spaced = even_runs(data, spaced=False), even_runs(data, spaced=True)
    signals = (
        _general(data)
        | jump_signals(data, jumps)
        | density_signals(data)
        | spike_signals(data)
        | run_signals(data, daily, "daily")
        | run_signals(data, spaced, "spaced")
    )
    return pd.DataFrame(signals), jumps, daily, spaced


def _general(data: Standardised) -> dict[str, NDArray[np.float64]]:
    steps = np.maximum(data.steps_known, 1)
    with np.errstate(divide="ignore"):  # whoever lost all followers grew by a factor of 0, log -inf
        growth = np.log1p(data.rates).sum(axis=1)
    return {
        "noise": np.log(data.scale),
        "unit_of_noise": data.unit / data.scale,
        "base_of_noise": data.base / data.scale,
        "still_share": ((data.rates == 0) & data.known).sum(axis=1) / steps,
        "negative_share": ((data.rates < 0) & data.known).sum(axis=1) / steps,
        "growth": growth,
    }
