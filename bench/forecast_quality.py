"""Rolling-origin backtest of follower forecasts: real counts and demo histories.

    python -m bench.forecast_quality [--demo-seeds 42 43 44] [--creators 300] [--choose]

Real: `growth/series.csv` of SCOUT_EVAL_DATA (72 days; left out with a line when absent); the
settings of the trend were chosen on every other creator, and the others are judged. Demo: other
seeds than those the settings were chosen on (201, 202), 90 days and 30 ahead, then 270 days with
90 of them known, 30 and 90 ahead: 90 days from 90 days is what no such history can test. With
--choose the settings tried, on the creators and seeds kept for that.
"""

from __future__ import annotations

import argparse
from itertools import product

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.demo.config import DemoConfig
from core.demo.histories.events import make_events
from core.demo.histories.growth import make_growth
from core.demo.histories.schedule import make_schedule
from core.demo.people.cast import make_cast
from core.demo.words import load_words
from core.evaluation.forecast_quality import (
    NAIVE,
    OURS,
    Backtest,
    backtest,
    passing_quality,
    passing_reliability,
    summary,
)
from core.models.momentum import forecast as model
from core.models.momentum.curves import curves_of
from core.services.tables.histories import read_history
from core.settings import Settings

Case = tuple[NDArray[np.float64], NDArray[np.int64]]
_REAL_DAYS, _CHOSEN_ON = 72, (201, 202)


def main() -> None:
    """Prints the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--demo-seeds", type=int, nargs="+", default=[42, 43, 44])
    parser.add_argument("--creators", type=int, default=300)
    parser.add_argument("--choose", action="store_true")
    chosen = parser.parse_args()
    if chosen.choose:
        _choose(chosen.creators)
        return
    real = real_curves()
    if real is None:
        print("Real counts: left out, SCOUT_EVAL_DATA has no growth/series.csv.")
    else:
        values, codes = real[0][1::2], real[1][1::2]
        _print("Real counts, 72 days", [backtest(values, codes, (14, 30), (30, 34, 38, 41, 57))])
    seeds = ", ".join(map(str, chosen.demo_seeds))
    short = [demo_curves(seed, 90, chosen.creators) for seed in chosen.demo_seeds]
    _print(
        f"Demo data, 90 days, seeds {seeds}",
        [backtest(*case, (30,), (45, 52, 59)) for case in short],
    )
    long = [demo_curves(seed, 270, chosen.creators) for seed in chosen.demo_seeds]
    _print(
        f"Demo data, 270 days of which 90 are known, seeds {seeds}",
        [backtest(*case, (30, 90), (100, 140, 179), history_days=90) for case in long],
    )


def real_curves() -> Case | None:
    """Log counts of the real creators; None without the file."""
    file = Settings.from_env().eval_data / "growth" / "series.csv"
    if not file.is_file():
        return None
    table = read_history(file)
    values = curves_of(table.histories, days=_REAL_DAYS).values
    return values, np.zeros(len(values), dtype=np.int64)


def demo_curves(seed: int, days: int, creators_count: int) -> Case:
    """Log counts of demo creators over any number of days, without their texts."""
    posts = max(12, round(12 * days / 90))
    config = DemoConfig(creators_count=creators_count, days=days, posts_per_creator=posts)
    rng, words = np.random.default_rng(seed), load_words()
    cast = make_cast(config, words, rng)
    schedule = make_schedule(cast, config, words, rng)
    events = make_events(cast, schedule, config, rng)
    counts = make_growth(cast, schedule, events, config, rng).counts
    return np.log(np.maximum(counts, 1).astype(float)), cast.platform.astype(np.int64)


def _print(title: str, backtests: list[Backtest]) -> None:
    tables = pd.concat(
        [summary(backtest.errors).assign(run=run) for run, backtest in enumerate(backtests)]
    )
    tested = pd.concat([backtest.errors for backtest in backtests]).query("way == @OURS")
    print(f"\n{title}")
    print(
        f"{'days':>5} {'':22} {'MASE':>14} {'median':>7} {'coverage':>14} {'calm days':>14} "
        f"{'width':>7} {'MSIS':>8} {'forecasts':>9}"
    )
    for (horizon, way), part in tables.groupby(["horizon_days", "way"], sort=False):
        print(
            f"{horizon:>5} {way:22} {_spread(part['mase'], '{:7.2f}', '{:4.2f}')} "
            f"{part['median_scaled_error'].mean():7.2f} "
            f"{_spread(part['coverage'], '{:7.1%}', '{:4.1%}')} "
            f"{_spread(part['coverage_calm'], '{:7.1%}', '{:4.1%}')} "
            f"{part['width'].mean():7.1%} {part['interval_score'].mean():8.1f} "
            f"{part['forecasts'].sum():>9,}"
        )
    for horizon, part in tested.groupby("horizon_days"):
        spans = ", ".join(map(str, sorted(part["tested_days"].unique())))
        print(f"{horizon:>5} days: errors could be tested over {spans} days")
    passing = pd.concat([backtest.passing for backtest in backtests], ignore_index=True)
    for row in passing_quality(passing).to_dict("records"):
        print(
            f"Next tier within {row['horizon_days']} days: Brier {row['brier']:.4f} "
            f"({row['brier_of_share']:.4f} for always saying {row['passed_share']:.1%}), "
            f"calibration error {row['calibration_error']:.4f}"
        )
    bins = passing_reliability(passing)
    shown = [
        f"{mean:.0%} -> {share:.0%} ({number:,})"
        for mean, share, number in bins.itertuples(index=False)
    ]
    print("  said -> came (forecasts): " + ", ".join(shown))


def _spread(values: pd.Series, mean: str, deviation: str) -> str:
    """Mean and standard deviation over the seeds; of a single data set the figure alone."""
    shown = mean.format(values.mean())
    if len(values) > 1:
        shown += " ± " + deviation.format(values.std(ddof=0))
    return f"{shown:>14}"


def _choose(creators_count: int) -> None:
    """Mean error over that of naive, geometric mean over the cases kept for choosing."""
    cases: list[tuple[Case, tuple[int, ...], tuple[int, ...]]] = []
    real = real_curves()
    if real is not None:
        half = (real[0][::2], real[1][::2])
        cases.append((half, (14, 30), (30, 36, 41)))
    cases.append((demo_curves(_CHOSEN_ON[0], 90, creators_count), (30,), (45, 52, 59)))
    cases.append((demo_curves(_CHOSEN_ON[1], 270, creators_count), (30, 90), (100, 140, 179)))
    print(f"{'days':>5} {'cut':>5} {'damping':>8} {'error over naive':>17}")
    for model.TREND_DAYS, model.TRIM, model.DAMPING in product(
        (28, 56), (0.1, 0.2, 0.3), (0.95, 0.98, 0.99, 0.995, 1.0)
    ):
        ratios = []
        for case, horizons, origins in cases:
            by_way = summary(backtest(*case, horizons, origins, ways=(OURS, NAIVE)).errors)
            table = by_way.pivot(index="horizon_days", columns="way", values="mase")
            ratios += (table[OURS] / table[NAIVE]).tolist()
        print(
            f"{model.TREND_DAYS:>5} {model.TRIM:>5} {model.DAMPING:>8} "
            f"{np.exp(np.mean(np.log(ratios))):>17.3f}  "
            + " ".join(f"{ratio:.3f}" for ratio in ratios)
        )


if __name__ == "__main__":
    main()
