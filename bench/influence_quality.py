"""How well the more influential one of two is told, on public pairs and on the store's own task.

    python -m bench.influence_quality [--part pairs|store] [--seeds 3] [--trials N]

Pairs: people dealt into ten groups (three deals); the pairs between each two groups are judged
by models that met nobody of either, so every pair is judged once a deal by strangers. Folds are
ten sets of such blocks; differences are paired over them. Needs SCOUT_EVAL_DATA.

Store: demo stores of three seeds; who draws more reactions in the last 30 days, from what was
known before. People learned from and people judged are apart.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from datetime import timedelta
from pathlib import Path

import numpy as np
import pandas as pd

from core.demo.generator import DemoConfig, generate
from core.evaluation.influence_quality import (
    PairFigures,
    left_out,
    pair_figures,
    reliability,
    store_figures,
)
from core.models.influence.choosing import KINDS, MEAN, Search
from core.models.influence.model import one_thread
from core.pipeline.steps import influence
from core.services.influence.pair_table import read_pairs
from core.settings import Settings
from core.store import tables
from core.store.connect import create_schema, open_store

GROUPS = 10
_CREATORS = 2_000
_FIRST_SEED = 71  # not those of other benchmarks
_SIMPLE = ("log differences", "followers only", "lists only")
_WAYS = ("auto", *KINDS, MEAN, *_SIMPLE)


def main() -> None:
    """Prints the tables of the chosen parts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--part", choices=("pairs", "store"), action="append")
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--trials", type=int, default=1, help="of the trees' settings, a block")
    chosen = parser.parse_args()
    parts = chosen.part or ["pairs", "store"]
    if "pairs" in parts:
        public_pairs(chosen.seeds, chosen.trials)
    if "store" in parts:
        demo_stores(chosen.seeds)


def public_pairs(seeds: int, trials: int) -> None:
    """Prints the table of the public pairs."""
    file = Settings.from_env().eval_data / "influence" / "pairs_dev.csv"
    if not file.is_file():
        print(f"No {file}: set SCOUT_EVAL_DATA.", file=sys.stderr)
        return
    table = read_pairs(file)
    pairs = table.labelled_pairs(table.names)
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


def demo_stores(seeds: int) -> None:
    """Prints the table of the store's own task."""
    runs: list[dict[str, PairFigures]] = []
    for seed in range(seeds):
        data = generate(DemoConfig(creators_count=_CREATORS), seed=_FIRST_SEED + seed)
        with tempfile.TemporaryDirectory() as folder:
            settings = Settings.from_env(Path(folder))
            con = open_store(Path(folder) / "store.duckdb", settings, read_only=False)
            create_schema(con)
            for table in ("influencers", "posts", "follower_history"):
                tables.append_frame(con, table, data.tables[table])
            as_of = data.tables["posts"]["posted_at"].max().date()
            model = influence.learned(con, as_of - timedelta(days=influence.WINDOW_DAYS), seed=seed)
            con.close()
        if model is None:
            raise SystemExit("The demo has too few creators with posts.")
        runs.append(store_figures(model))
        print(f"store {seed + 1} of {seeds} done", file=sys.stderr, flush=True)
    print(f"{seeds} demo stores of {_CREATORS:,} creators")
    print("| pairs | way | ROC-AUC | accuracy | log loss | calibration error |")
    print("|---|---|---|---|---|---|")
    for way in runs[0]:
        name, _, alike = way.partition(", ")
        cells = _cells([run[way] for run in runs])
        print(f"| {'near in size' if alike else 'all'} | {name} | " + " | ".join(cells) + " |")


def _spread(runs: list[pd.DataFrame], way: str) -> list[str]:
    figures_by_run = [pair_figures(run["choice"].to_numpy(), run[way].to_numpy()) for run in runs]
    return _cells(figures_by_run)


def _cells(runs: list[PairFigures]) -> list[str]:
    """Mean and standard deviation over the runs of each figure."""
    cells = []
    for name in ("auc", "accuracy", "log_loss", "calibration_error"):
        values = [getattr(run, name) for run in runs]
        cells.append(f"{np.mean(values):.4f} ± {np.std(values, ddof=min(1, len(values) - 1)):.4f}")
    return cells


def _paired(runs: list[pd.DataFrame], left: str, right: str) -> str:
    gaps = []
    for run in runs:
        for _, fold in run.groupby("fold"):
            choice = fold["choice"].to_numpy()
            mine, theirs = (pair_figures(choice, fold[way].to_numpy()) for way in (left, right))
            if mine.auc is not None and theirs.auc is not None:
                gaps.append((mine.auc - theirs.auc, mine.log_loss - theirs.log_loss))
    values = np.array(gaps)
    mean, sd = values.mean(axis=0), values.std(axis=0, ddof=1)
    return (
        f"{right}: AUC {mean[0]:+.4f} (sd {sd[0]:.4f}, won {np.mean(values[:, 0] > 0):.0%} of "
        f"{len(values)}), log loss {mean[1]:+.4f} (sd {sd[1]:.4f}, won "
        f"{np.mean(values[:, 1] < 0):.0%})"
    )


if __name__ == "__main__":
    main()
