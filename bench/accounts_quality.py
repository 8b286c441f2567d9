"""How well accounts labelled fake are told apart, within and across sources, over seeds.

    python -m bench.accounts_quality [--seeds 0 1 2 3 4]

Reads `accounts/*.csv` of SCOUT_EVAL_DATA (left out with a line when absent), then makes demo
accounts. Five stratified folds a source and seed: a model learns from four fifths of one source,
of the other or of both and is judged on the fifth kept aside; 'all of the other' learns from the
whole other source. Each row: mean and standard deviation over the seeds, beside a plain random
forest on the shared plain columns. Below, the share of fakes: its error and how often the 95%
interval holds it, for models of one source on samples of the other with 2% to 80% fakes.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from core.demo.people.accounts import labelled_accounts
from core.evaluation.account_quality import (
    AccountFigures,
    Scorer,
    cross_source,
    held_aside,
    ours,
    plain_columns,
    plain_forest,
)
from core.models.accounts.audit import audit
from core.models.accounts.features import feature_frame
from core.models.accounts.labelled import LabelledAccounts
from core.models.accounts.model import fit
from core.services.audit.audit import labelled
from core.services.audit.table import read_profiles
from core.settings import Settings

FOLDS = 5
SHARES = (0.02, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8)
SAMPLE = 200
ROUNDS = 10
WITHOUT = {
    "all shared columns": (),
    "without private": ("is_private",),
    "without picture and private": ("is_private", "has_profile_picture"),
    "without posts": ("log_posts", "log_posts_per_follower", "log_posts_per_following"),
}


def _forest(
    sources: Sequence[LabelledAccounts], sample: pd.DataFrame, seed: int
) -> np.ndarray:  # fmt: skip
    plain = [
        LabelledAccounts(source.name, plain_columns(source.x), source.fake) for source in sources
    ]
    return plain_forest(plain, plain_columns(sample), seed)


METHODS: tuple[tuple[str, Scorer], ...] = (("plain forest", _forest), ("**this product**", ours))


def _row(tested: str, learned: str, method: str, runs: list[AccountFigures]) -> None:
    cells = []
    for name in ("roc_auc", "average_precision", "brier", "calibration_error"):
        values = [getattr(run, name) for run in runs]
        cells.append(f"{np.mean(values):.4f} ± {np.std(values):.4f}".replace("0.", "."))
    print(f"| {tested} | {learned} | {method} | {' | '.join(cells)} |", flush=True)


def _sources(folder: Path) -> list[LabelledAccounts]:
    return labelled([read_profiles(file) for file in sorted(folder.glob("*.csv"))])


def _within(sources: list[LabelledAccounts], seeds: list[int]) -> None:
    for method, scorer in METHODS:
        results: dict[tuple[str, str], list[AccountFigures]] = {}
        for seed in seeds:
            for key, source_figures in held_aside(scorer, sources, FOLDS, seed).items():
                results.setdefault(key, []).append(source_figures)
        for (tested, learned), runs in results.items():
            _row(tested, learned, method, runs)


def _across(sources: list[LabelledAccounts], seeds: list[int]) -> None:
    for words, left_out in WITHOUT.items():
        for method, scorer in METHODS:
            means = []
            for left, right in (sources, sources[::-1]):
                shared = [name for name in left.x if name in right.x and name not in left_out]
                parts = [LabelledAccounts(s.name, s.x[shared], s.fake) for s in (left, right)]
                runs = [cross_source(scorer, parts[0], parts[1], seed) for seed in seeds]
                _row(right.name, f"all of the other, {words}", method, runs)
                means.append([np.nan if run.roc_auc is None else run.roc_auc for run in runs])
            both = np.mean(means, axis=0)
            print(f"| mean of both directions | {words} | {method} | {both.mean():.4f} | | | |")


def _shares(sources: list[LabelledAccounts]) -> None:
    errors, held = [], []
    for train, test in (sources, sources[::-1]):
        shared = [name for name in train.x if name in test.x]
        model = fit([train], shared, seed=0)
        for share in SHARES:
            share_errors = []
            for turn in range(ROUNDS):
                rng = np.random.default_rng(turn)
                fakes = round(share * SAMPLE)
                reals = SAMPLE - fakes
                rows = np.concatenate(
                    [
                        rng.choice(np.flatnonzero(test.fake), fakes),
                        rng.choice(np.flatnonzero(~test.fake), reals),
                    ]
                )
                x = test.x[shared].iloc[rows].reset_index(drop=True)
                audited = audit(model, model.score(x), seed=turn)
                assert audited.share is not None
                assert audited.low is not None
                assert audited.high is not None
                share_errors.append(audited.share - share)
                held.append(audited.low <= share <= audited.high)
            errors.append(np.mean(share_errors))
            print(
                f"| {test.name} | {share:.0%} | {share + np.mean(share_errors):.1%} "
                f"| {np.std(share_errors):.1%} |"
            )
    print(
        f"\nError of the share, root mean square over sources and shares: "
        f"{np.sqrt(np.mean(np.square(errors))):.3f}; the 95% interval holds the truth in "
        f"{np.mean(held):.0%} of {len(held)} samples of {SAMPLE}."
    )


def main() -> None:
    """Prints the tables."""
    settings = Settings.from_env()
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--accounts", type=Path, default=settings.eval_data / "accounts")
    parser.add_argument("--seeds", type=int, nargs="+", default=[0, 1, 2, 3, 4])
    options = parser.parse_args()
    print("| judged on | learned from | way | ROC-AUC | average precision | Brier | calibration |")
    print("|---|---|---|---|---|---|---|")
    sources = _sources(options.accounts) if options.accounts.is_dir() else []
    if len(sources) == 2:
        _within(sources, options.seeds)
        _across(sources, options.seeds)
    for method, scorer in METHODS:
        runs = []
        for seed in options.seeds:
            frame = labelled_accounts(seed=seed)
            flags = {"profile_picture": "has_profile_picture", "private": "is_private",
                     "external_url": "has_external_url", "followers": "followers_count",
                     "following": "following_count", "posts": "posts_count"}  # fmt: skip
            known = frame.rename(columns=flags).drop(columns="fake").replace({"yes": 1, "no": 0})
            demo = LabelledAccounts("demo", feature_frame(known), frame["fake"].to_numpy() == 1)
            runs.append(held_aside(scorer, [demo], FOLDS, seed)["demo", "itself"])
        _row("demo accounts", "itself", method, runs)
    if len(sources) == 2:
        print("\n| sample of | true share | estimated | sd |\n|---|---|---|---|")
        _shares(sources)
    else:
        print(f"\nNo two files at {options.accounts}: set SCOUT_EVAL_DATA or give --accounts.")


if __name__ == "__main__":
    main()
