"""Spikes and growth of every creator, beside a loop over creators."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from bench.versus.jobs import Job, Target, Topic, Way, Work
from core.domain.histories import Histories
from core.models.caution.reasons import CautionConfig
from core.models.caution.score import caution_scores

_DAYS, _LOOPED = 90, 2_000
_COUNTS = "counts.npy"


def _write(folder: Path, size: int) -> None:
    rng = np.random.default_rng(1)
    steps = rng.integers(-20, 60, (size, _DAYS), dtype=np.int32)
    # Some get followers at once, which is what the spikes are.
    buyers = rng.random(size) < 0.2
    steps[buyers, rng.integers(1, _DAYS, buyers.sum())] += 2_000
    counts = steps.cumsum(axis=1, dtype=np.int64) + rng.integers(1_000, 100_000, size)[:, None]
    np.save(folder / _COUNTS, np.maximum(counts, 0))


def _share(size: int) -> float:
    return min(1.0, _LOOPED / size)


def _open_ours(folder: Path) -> Work:
    counts = np.load(folder / _COUNTS)
    size = len(counts)
    histories = Histories(
        np.arange(size + 1, dtype=np.int64) * _DAYS,
        np.tile(np.arange(_DAYS, dtype=np.int64), size),
        counts.ravel(),
    )
    followers = counts[:, -1].astype(float)
    engagements = followers * 0.03

    def work() -> pd.DataFrame:
        scores = caution_scores(histories, followers, engagements).scores
        return scores[["spike_count", "growth_percent"]]

    return work


def _open_pandas(folder: Path) -> Work:
    counts = np.load(folder / _COUNTS)[:_LOOPED]
    table = pd.DataFrame(
        {
            "influencer_id": np.repeat(np.arange(len(counts)), _DAYS),
            "followers": counts.ravel(),
        }
    )
    sds = CautionConfig().spike_sds

    def work() -> pd.DataFrame:
        rows = []
        for _, part in table.groupby("influencer_id"):
            followers = part["followers"]
            changes = followers.diff().dropna()
            threshold = changes.mean() + sds * changes.std(ddof=0)
            growth = (followers.iloc[-1] - followers.iloc[0]) / followers.iloc[0] * 100
            rows.append(((changes > threshold).sum(), growth))
        return pd.DataFrame(rows, columns=["spike_count", "growth_percent"])

    return work


def _open_numpy(folder: Path) -> Work:
    counts = np.load(folder / _COUNTS)[:_LOOPED]
    sds = CautionConfig().spike_sds

    def work() -> pd.DataFrame:
        rows = []
        for followers in counts:
            changes = np.diff(followers)
            threshold = changes.mean() + sds * changes.std()
            growth = (followers[-1] - followers[0]) / followers[0] * 100
            rows.append(((changes > threshold).sum(), growth))
        return pd.DataFrame(rows, columns=["spike_count", "growth_percent"])

    return work


def _agreement(ours: pd.DataFrame, theirs: pd.DataFrame) -> str:
    looped = ours.head(len(theirs)).astype(float).to_numpy()
    other = theirs.astype(float).to_numpy()
    is_same = np.isclose(looped, other, rtol=1e-9).all(axis=1)
    return "equal" if is_same.all() else f"{is_same.mean():.2%} of the creators equal"


TOPIC = Topic(
    name="growth_signals",
    title="Spikes of every creator",
    about=(
        f"{_DAYS} daily counts of each creator, drawn by chance, one in five with a jump. A spike "
        "is a day above mean + 2 sd of the daily changes. Ours (`caution_scores`) also gives "
        "engagement, points, the days of the spikes and the reasons in words. Loops cover the "
        f"first {_LOOPED:,} creators; their time is proportional to the creators."
    ),
    unit="creators",
    sizes=(10_000, 100_000, 1_000_000),
    write=_write,
    jobs=(
        Job(
            "spikes and growth of all creators",
            Way("`caution_scores`", _open_ours),
            (
                Way("pandas, `groupby` loop", _open_pandas, _share),
                Way("numpy, loop", _open_numpy, _share),
            ),
            _agreement,
            Target(1_000_000, ratio=50),
        ),
    ),
    packages=("numpy", "pandas"),
)
