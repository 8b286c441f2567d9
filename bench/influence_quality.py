"""How well the more influential one of two is told, on public pairs and on the store's own task.

    python -m bench.influence_quality [--part pairs|store] [--seeds 3] [--trials N]

Pairs: people dealt into ten groups (three deals); the pairs between each two groups are judged
by models that met nobody of either, so every pair is judged once a deal by strangers. Folds are
ten sets of such blocks; differences are paired over them. Needs SCOUT_EVAL_DATA.

Store: demo stores of three seeds; who draws more reactions in the last 30 days, from what was
known before. People learnt from and people judged are apart.
"""

from __future__ import annotations

import argparse
import sys

import numpy as np
import pandas as pd

from core.evaluation.influence_quality import (
    left_out,
    pair_figures,
    reliability,
)
from core.models.influence.choosing import KINDS, MEAN, Search
from core.models.influence.model import one_thread
from core.serving.pair_table import read_pairs
from core.settings import Settings

GROUPS = 10
_SIMPLE = ("log differences", "followers only", "lists only")
_WAYS = ("auto", *KINDS, MEAN, *_SIMPLE)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--part", choices=("pairs", "store"), action="append")
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--trials", type=int, default=1, help="of the trees' settings, a block")
    chosen = parser.parse_args()
    if "pairs" in (chosen.part or ["pairs"]):
        public_pairs(chosen.seeds, chosen.trials)


def public_pairs(seeds: int, trials: int) -> None:
    """Prints the table of the public pairs."""
    file = Settings.from_env().eval_data / "influence" / "pairs_dev.csv"
    if not file.is_file():
        print(f"No {file}: set SCOUT_EVAL_DATA.", file=sys.stderr)
        return
    table = read_pairs(file)
    pairs = table.judged(table.names)
    search = Search(groups=4, tree_groups=3, tree_trials=trials)
    runs = []
    with one_thread():
        for seed in range(seeds):
            runs.append(left_out(pairs, GROUPS, seed=seed, search=search))
            print(f"deal {seed + 1} of {seeds} done", file=sys.stderr, flush=True)
    print(f"{len(pairs):,} pairs of {pairs.people_count:,} people, {seeds} deals")
    print("| way | ROC-AUC | accuracy | log loss | calibration error |\n|---|---|---|---|---|")
    for way in _WAYS:
        print(f"| {way} | " + " | ".join(_spread(runs, way)) + " |")
    print("\npaired over folds: auto less the other (AUC; log loss), mean, sd of folds, folds won")
    for way in _SIMPLE:
        print(_paired(runs, "auto", way))
    print("\nauto, said -> came true:")
    everything = pd.concat(runs)
    curve = reliability(everything["choice"].to_numpy(), everything["auto"].to_numpy())
    print(
        ", ".join(f"{row.mean_probability:.2f} -> {row.share_a:.2f}" for row in curve.itertuples())
    )


def _spread(runs: list[pd.DataFrame], way: str) -> list[str]:
    found = [pair_figures(one["choice"].to_numpy(), one[way].to_numpy()) for one in runs]
    cells = []
    for name in ("auc", "accuracy", "log_loss", "calibration_error"):
        values = [getattr(one, name) for one in found]
        cells.append(f"{np.mean(values):.4f} ± {np.std(values, ddof=min(1, len(values) - 1)):.4f}")
    return cells


def _paired(runs: list[pd.DataFrame], one: str, other: str) -> str:
    gaps = []
    for run in runs:
        for _, fold in run.groupby("fold"):
            choice = fold["choice"].to_numpy()
            mine, theirs = (pair_figures(choice, fold[way].to_numpy()) for way in (one, other))
            if mine.auc is not None and theirs.auc is not None:
                gaps.append((mine.auc - theirs.auc, mine.log_loss - theirs.log_loss))
    values = np.array(gaps)
    mean, sd = values.mean(axis=0), values.std(axis=0, ddof=1)
    return (
        f"{other}: AUC {mean[0]:+.4f} (sd {sd[0]:.4f}, won {np.mean(values[:, 0] > 0):.0%} of "
        f"{len(values)}), log loss {mean[1]:+.4f} (sd {sd[1]:.4f}, won "
        f"{np.mean(values[:, 1] < 0):.0%})"
    )


if __name__ == "__main__":
    main()
