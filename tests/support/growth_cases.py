"""Single creators with known growth, and their rows of `follower_history`."""

from __future__ import annotations

import numpy as np
import pandas as pd

from tests.support.series import calm, with_gains

FIRST = pd.Timestamp("2026-01-01")


def known_counts() -> dict[str, np.ndarray]:
    """Counts by creator: 30 honest ones, those who bought, and some that are too short."""
    rng = np.random.default_rng(3)
    counts = {f"c{number:02d}": calm(rng, noise=0.002) for number in range(30)}
    counts["bought"] = with_gains(calm(rng, noise=0.001), {40: 0.08})
    counts["daily"] = with_gains(calm(rng, noise=0.001), dict.fromkeys(range(40, 60, 4), 0.02))
    counts["long"] = with_gains(calm(rng, days=400, noise=0.001), {100: 0.06, 300: 0.06})
    for one in list(counts)[:32]:
        counts[one] = counts[one].copy()
        counts[one][60:] = np.rint(counts[one][60:] * 0.97)  # a purge
    return counts | {"one": np.array([5]), "two": np.array([5, 9]), "flat": np.full(30, 700)}


def history_rows(one: str, values: np.ndarray, step_days: int = 1) -> pd.DataFrame:
    """One row a count, from FIRST on."""
    days = FIRST + pd.to_timedelta(np.arange(len(values)) * step_days, unit="D")
    return pd.DataFrame({"influencer_id": one, "day": days, "followers_count": values})
