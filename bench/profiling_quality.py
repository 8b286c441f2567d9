"""The category of unseen accounts by their captions, against plain baselines on the same folds.

    SCOUT_EVAL_DATA=../shared/data python -m bench.profiling_quality --deals 0 1 2

Five folds by account for each deal. Everything that is chosen or fitted, the join and its
calibration included, sees the training folds alone. A deal takes some ten minutes on one core;
`--out` keeps its figures, `--read` prints the tables of deals that are kept.
"""

from __future__ import annotations

import argparse
import json
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.evaluation.profiling.baselines import plain_counts, plain_probabilities
from core.evaluation.profiling.figures import ProfileFigures, confusion, figures
from core.features.embeddings import Encoder
from core.models.profiling.assembling import even_folds
from core.models.profiling.averaging import KINDS, average_features, fit_averaging
from core.models.profiling.part_inputs import PostFeatures, post_features
from core.models.profiling.posts import posts_of_frame
from core.models.profiling.profiler import (
    Profiler,
    ProfilerConfig,
    fit_on_features,
    score_features,
)
from core.models.profiling.stack import fit_join
from core.services.tables.profile_table import read_profile_table
from core.services.tables.profiles import text_vectors
from core.settings import Settings

FOLDS = 5
BASELINES = {
    "TF-IDF words + LR": ("word",),
    "TF-IDF char_wb 2-5 + LR": ("char_wb",),
    "mean of the two": ("word", "char_wb"),
}
STACK = "**stack (ships)**"
LEAST_GAIN = 0.03
DISOWNED = 0.05
Scores = dict[str, NDArray[np.float64]]


def fold_scores(
    features: PostFeatures,
    plain: dict[str, Any],
    targets: NDArray[np.int64],
    classes: list[str],
    in_test: NDArray[np.bool_],
    seed: int,
    *,
    all_: bool,
) -> tuple[Scores, float]:
    """Scores of the test accounts by every way, trained on the others; seconds of the stack.

    Args:
        all_: also averaging and the remedies for label noise.
    """
    k = len(classes)
    train, test = np.flatnonzero(~in_test), np.flatnonzero(in_test)
    training, sample = features.of_accounts(train), features.of_accounts(test)
    by_analyzer = {
        analyzer: plain_probabilities(counts[train], targets[train], k, counts[test])
        for analyzer, counts in plain.items()
    }
    scores: Scores = {
        name: np.mean([by_analyzer[analyzer] for analyzer in analyzers], axis=0)
        for name, analyzers in BASELINES.items()
    }
    started = time.perf_counter()
    labels = [classes[target] for target in targets[train]]
    profiler = fit_on_features(training, labels, ProfilerConfig(), seed=seed)
    profiles, accounts = score_features(profiler, sample)
    seconds = time.perf_counter() - started
    scores[STACK] = profiles.probabilities
    scores["equal mean of the parts"] = _equal_mean(accounts)
    for name, values in accounts.items():
        scores[f"{name} alone"] = values.astype(np.float64)
    for name in accounts:
        scores[f"without {name}"] = _without(name, profiler, targets[train], accounts)
    if all_:
        scores |= _averaging(training, targets[train], k, sample, seed)
        scores |= _remedies(training, labels, profiler, sample, seed)
    return scores, seconds


def deal_scores(
    features: PostFeatures,
    plain: dict[str, Any],
    targets: NDArray[np.int64],
    classes: list[str],
    seed: int,
    *,
    all_: bool,
) -> tuple[Scores, float]:
    """The same of every account, each trained on the other folds; mean seconds of the stack."""
    folds = even_folds(targets, FOLDS, seed)
    scores: Scores = {}
    times = []
    for fold in range(FOLDS):
        of_fold, seconds = fold_scores(
            features, plain, targets, classes, folds == fold, seed, all_=all_
        )
        times.append(seconds)
        for name, values in of_fold.items():
            empty = np.full((len(targets), len(classes)), np.nan)
            scores.setdefault(name, empty)[folds == fold] = values
        print(f"deal {seed}, fold {fold}: stack in {seconds:.0f} s", flush=True)
    return scores, float(np.mean(times))


def _equal_mean(accounts: dict[str, NDArray[np.floating]]) -> NDArray[np.float64]:
    total = []
    for values in accounts.values():
        centred = values - values.mean(axis=1, keepdims=True)
        total.append(np.nan_to_num(centred / np.nanstd(centred)))
    return np.sum(total, axis=0, dtype=np.float64)


def _without(
    name: str,
    profiler: Profiler,
    targets: NDArray[np.int64],
    accounts: dict[str, NDArray[np.floating]],
) -> NDArray[np.float64]:
    kept = [other for other in accounts if other != name]
    assert profiler.held_out_scores is not None
    known = [profiler.held_out_scores[other] for other in kept]
    join = fit_join(known, targets, ProfilerConfig().join)
    return join.probabilities([accounts[other] for other in kept])


def _averaging(
    training: PostFeatures,
    targets: NDArray[np.int64],
    k: int,
    sample: PostFeatures,
    seed: int,
) -> Scores:
    means, others = average_features(training.posts), average_features(sample.posts)
    return {
        f"averaging, {kind}": fit_averaging(means, targets, k, kind, seed=seed).score(others)
        for kind in KINDS
    }


def _remedies(
    training: PostFeatures,
    labels: list[str],
    profiler: Profiler,
    sample: PostFeatures,
    seed: int,
) -> Scores:
    """Trained without the accounts whose label cross-validation finds least likely."""
    assert profiler.held_out is not None
    places = np.array([profiler.classes.index(label) for label in labels])
    likely = profiler.held_out.probabilities[np.arange(len(labels)), places]
    kept: list[str | None] = [
        label if chance >= DISOWNED else None for label, chance in zip(labels, likely, strict=True)
    ]
    refitted = fit_on_features(training, kept, ProfilerConfig(), seed=seed)
    return {"stack, disowned labels dropped": score_features(refitted, sample)[0].probabilities}


def _print_tables(deals: list[dict[str, Any]]) -> None:
    print("| way | macro-F1 | accuracy | log loss | calibration error |\n|---|---|---|---|---|")
    for name in deals[0]["figures"]:
        runs = [
            ProfileFigures(**deal["figures"][name]) for deal in deals if name in deal["figures"]
        ]
        cells = []
        for measure in ("macro_f1", "accuracy", "log_loss", "calibration_error"):
            values = np.array([getattr(run, measure) for run in runs])
            spread = f" ± {values.std():.4f}" if len(values) > 1 else ""
            cells.append(f"{values.mean():.4f}{spread}" if not np.isnan(values).any() else "-")
        print(f"| {name} | {' | '.join(cells).replace('0.', '.')} |")
    _print_gain(deals)
    classes = deals[0]["classes"]
    counts = np.mean([deal["confusion"] for deal in deals], axis=0)
    print(f"\n| true category | accounts | {' | '.join(classes)} |")
    print("|---|---|" + "---|" * len(classes))
    for name, row in zip(classes, counts, strict=True):
        shares = " | ".join(f"{share:.0%}" for share in row / row.sum())
        print(f"| {name} | {row.sum():,.0f} | {shares} |")
    print("\n| highest probability | accounts | right |\n|---|---|---|")
    for low, (count, right) in zip(np.arange(0, 1, 0.1), deals[0]["bins"], strict=True):
        if count:
            print(f"| {low:.0%}-{low + 0.1:.0%} | {count:,} | {right:.0%} |")
    print(f"\nSeconds of one stack, trained and scored: {[d['seconds'] for d in deals]}")


def _print_gain(deals: list[dict[str, Any]]) -> None:
    """Macro-F1 of the stack above the best plain baseline, on the same folds of each deal."""
    scores = {
        name: np.array([deal["figures"][name]["macro_f1"] for deal in deals])
        for name in (STACK, *BASELINES)
    }
    best = max(BASELINES, key=lambda name: scores[name].mean())
    gains = scores[STACK] - scores[best]
    print(
        f"\nStack above the best baseline ({best}): {gains.mean():+.4f} ± {gains.std():.4f}, least "
        f"{gains.min():+.4f} (aim: +{LEAST_GAIN})."
    )


def _bins(targets: NDArray[np.int64], scores: NDArray[np.float64]) -> list[tuple[int, float]]:
    known = ~np.isnan(scores).any(axis=1)
    highest, is_right = scores[known].max(axis=1), scores[known].argmax(axis=1) == targets[known]
    bins = np.minimum((highest * 10).astype(int), 9)
    return [
        (int((bins == number).sum()), float(is_right[bins == number].mean()))
        if (bins == number).any()
        else (0, 0.0)
        for number in range(10)
    ]


def main() -> None:
    """Prints the tables."""
    settings = Settings.from_env()
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--posts", type=Path, default=settings.eval_data / "niches/posts_dev.csv")
    parser.add_argument("--deals", type=int, nargs="+", default=[0, 1, 2])
    parser.add_argument("--all-in", type=int, default=-1, help="deal with averaging and remedies")
    parser.add_argument("--out", type=Path, help="folder for the figures of each deal")
    parser.add_argument("--read", action="store_true", help="print deals kept in --out")
    options = parser.parse_args()
    if options.read:
        _print_tables(
            [json.loads(file.read_text()) for file in sorted(options.out.glob("deal_*.json"))]
        )
        return
    if not options.posts.is_file():
        print(f"Nothing at {options.posts}: set SCOUT_EVAL_DATA or give --posts.")
        return
    table = read_profile_table(options.posts)
    categories = table.categories
    built = posts_of_frame(table.frame, sorted(categories))
    posts = built.posts.with_vectors(text_vectors(built.posts, Encoder(settings)))
    classes = sorted(set(categories.values()))
    targets = np.array([classes.index(categories[name]) for name in built.account_ids])
    features = post_features(posts, ProfilerConfig().parts)
    plain = {name: plain_counts(posts, name) for name in ("word", "char_wb")}
    deals = []
    for seed in options.deals:
        scores, seconds = deal_scores(
            features, plain, targets, classes, seed, all_=seed == options.all_in
        )
        deal = {
            "classes": classes,
            "figures": {name: asdict(figures(targets, values)) for name, values in scores.items()},
            "confusion": confusion(targets, scores[STACK]).tolist(),
            "bins": _bins(targets, scores[STACK]),
            "seconds": round(seconds, 1),
        }
        deals.append(deal)
        if options.out:
            options.out.mkdir(parents=True, exist_ok=True)
            (options.out / f"deal_{seed}.json").write_text(json.dumps(deal))
    _print_tables(deals)


if __name__ == "__main__":
    main()
