"""The ranker on brands it has not seen, beside plain cosines and what else was tried.

    SCOUT_EVAL_DATA=../shared/data python -m bench.ranking_quality --deals 3 --trials

Five brand-disjoint folds for each deal; the candidates of a fold are all creators of its brands and
are taken out of training. Everything that is chosen sees the training brands alone.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from core.evaluation.brand_ranking.figures import (
    MEASURES,
    BrandFigures,
    averaged,
    brand_figures,
    brand_folds,
    gain_interval,
    together,
)
from core.evaluation.brand_ranking.report import RANKER, RankingReport, ranking_report
from core.models.ranking.balance import balanced
from core.models.ranking.parts import SHARED, Parts, fit_parts
from core.models.ranking.ranker import RankerConfig, joined
from core.models.ranking.views import Collaborations, Vectors
from core.services.tables.rank_views import read_accounts, read_pairs, shared_views
from core.settings import Settings

FOLDS = 5
BRAND_COUNTS = (2, 5, 10, 20, 30, 40)
_SHOWN = [name for name in MEASURES if name != "cAUC"]


def trial_scores(training: Collaborations, sample: Collaborations, seed: int) -> dict[str, Vectors]:
    """Other ways to score `sample`, trained on `training`."""
    fitted = fit_parts(training, seed=seed)
    parts = fitted.of(sample.brands, sample.creators)
    config = RankerConfig()
    without = {f"without {name}": _without(parts, name) for name in parts if config.weight(name)}
    scores = {
        name: balanced(joined(kept, config), config.temperature) for name, kept in without.items()
    }
    scores["without balance"] = joined(parts, config)
    scores["shared directions alone"] = parts[SHARED]
    inner = _inner_parts(training, seed)
    scores["LightGBM lambdarank on the parts"] = _lambdarank(inner, parts, seed)
    scores["logistic regression on the parts"] = _logistic(inner, parts)
    scores["bilinear, pairwise, hard negatives"] = _bilinear(training, sample, seed)
    return scores


def _without(parts: Parts, name: str) -> Parts:
    return {other: values for other, values in parts.items() if other != name}


def _inner_parts(training: Collaborations, seed: int) -> list[tuple[Parts, NDArray[np.bool_]]]:
    """Parts of training brands by models that had not seen them, and who worked with them."""
    inner = []
    usable = np.flatnonzero(training.positives.any(axis=1))
    for fold in brand_folds(training.positives[usable], FOLDS, seed=seed):
        fitted = fit_parts(
            training.among(usable[fold.train_brands], fold.train_creators), seed=seed
        )
        held_out = training.among(usable[fold.test_brands], fold.test_creators)
        inner.append((fitted.of(held_out.brands, held_out.creators), held_out.positives))
    return inner


def _features(parts: Parts) -> NDArray[np.float64]:
    """(pairs, features): each part as it is, balanced, and against the brand's ten best."""
    config = RankerConfig()
    columns = []
    for values in [*(parts[name] for name in parts if config.weight(name)), joined(parts, config)]:
        best = np.sort(values, axis=1)[:, -10:].mean(axis=1, keepdims=True)
        columns += [values, balanced(values, config.temperature), values - best]
    return np.stack([column.ravel() for column in columns], axis=1)


def _lambdarank(inner: list[tuple[Parts, NDArray[np.bool_]]], parts: Parts, seed: int) -> Vectors:
    import lightgbm

    features = np.vstack([_features(part) for part, _ in inner])
    hits = np.concatenate([hit.ravel() for _, hit in inner]).astype(int)
    groups = [hit.shape[1] for _, hit in inner for _ in range(len(hit))]
    settings = {
        "objective": "lambdarank", "num_leaves": 8, "learning_rate": 0.05, "verbose": -1,
        "min_data_in_leaf": 200, "feature_fraction": 0.5, "bagging_fraction": 0.7,
        "bagging_freq": 1, "lambda_l2": 10.0, "seed": seed, "num_threads": 1,
    }  # fmt: skip
    model = lightgbm.train(settings, lightgbm.Dataset(features, hits, group=groups), 150)
    shape = next(iter(parts.values())).shape
    return np.asarray(model.predict(_features(parts))).reshape(shape)


def _logistic(inner: list[tuple[Parts, NDArray[np.bool_]]], parts: Parts) -> Vectors:
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    model = make_pipeline(StandardScaler(), LogisticRegression(C=1e-3, max_iter=300))
    hits = np.concatenate([hit.ravel() for _, hit in inner])
    model.fit(np.vstack([_features(part) for part, _ in inner]), hits)
    shape = next(iter(parts.values())).shape
    return np.asarray(model.decision_function(_features(parts)).reshape(shape))


def _bilinear(training: Collaborations, sample: Collaborations, seed: int) -> Vectors:
    """One linear map for both sides, from the identity, by a margin over sampled negatives.

    Each epoch draws three random negatives a pair and the hardest of twenty others.
    """
    import torch

    generator = np.random.default_rng(seed)
    fitted = fit_parts(training, seed=seed)
    left, right, other_left, other_right = (
        torch.tensor(
            np.nan_to_num(
                np.hstack([getattr(space, side)(accounts.arrays[name])
                           for name, space in fitted.spaces.items()])
            ),
            dtype=torch.float32,
        )
        for accounts, side in (
            (training.brands, "brands"), (training.creators, "creators"),
            (sample.brands, "brands"), (sample.creators, "creators"),
        )
    )  # fmt: skip
    rows, columns = np.nonzero(training.positives)
    identity = torch.eye(left.shape[1])
    weights = identity.clone().requires_grad_()
    optimiser = torch.optim.Adam([weights], lr=2e-3)
    unit = torch.nn.functional.normalize
    for _ in range(60):
        scores = unit(left @ weights) @ unit(right @ weights).T
        drawn = generator.integers(0, right.shape[0], (len(rows), 23))
        known = training.positives[rows[:, None], drawn]
        values = scores[rows[:, None], drawn].masked_fill(torch.tensor(known), -1.0)
        negatives = torch.cat([values[:, :3], values[:, 3:].max(dim=1, keepdim=True).values], dim=1)
        margin = 0.3 - scores[rows, columns][:, None] + negatives
        loss = torch.relu(margin).mean() + 0.3 * ((weights - identity) ** 2).sum() / len(identity)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    with torch.no_grad():
        found = unit(other_left @ weights) @ unit(other_right @ weights).T
    return np.asarray(found.numpy(), dtype=np.float64)


def trials(known: Collaborations, deals: int, seed: int) -> dict[str, list[BrandFigures]]:
    """Method -> figures of each deal, on the folds of `ranking_report`."""
    found: dict[str, list[BrandFigures]] = {}
    for deal in range(deals):
        of_folds: dict[str, list[BrandFigures]] = {}
        for fold in brand_folds(known.positives, FOLDS, seed=seed + 1_000 * deal):
            training = known.among(fold.train_brands, fold.train_creators)
            sample = known.among(fold.test_brands, fold.test_creators)
            for name, scores in trial_scores(training, sample, seed).items():
                of_folds.setdefault(name, []).append(
                    brand_figures(scores, sample.positives, rows=fold.test_brands)
                )
        for name, parts in of_folds.items():
            found.setdefault(name, []).append(together(parts))
    return found


def balance_by_brands(known: Collaborations, seed: int) -> dict[int, tuple[float, float]]:
    """Brands ranked together -> MAP without and with balance, whatever its least number."""
    from core.models.ranking import balance

    rng = np.random.default_rng(seed)
    config = RankerConfig()
    found: dict[int, list[tuple[float, float]]] = {count: [] for count in BRAND_COUNTS}
    least, balance.FEWEST_BRANDS = balance.FEWEST_BRANDS, 1
    try:
        for fold in brand_folds(known.positives, FOLDS, seed=seed):
            sample = known.among(fold.test_brands, fold.test_creators)
            training = known.among(fold.train_brands, fold.train_creators)
            scores = joined(
                fit_parts(training, seed=seed).of(sample.brands, sample.creators), config
            )
            for count in BRAND_COUNTS:
                for _ in range(120 // count):
                    rows = rng.choice(len(scores), count, replace=False)
                    hits = sample.positives[rows]
                    plain = brand_figures(scores[rows], hits).means()["MAP"]
                    after = balanced(scores[rows], config.temperature)
                    found[count].append((plain, brand_figures(after, hits).means()["MAP"]))
    finally:
        balance.FEWEST_BRANDS = least
    return {count: tuple(np.mean(pairs, axis=0).tolist()) for count, pairs in found.items()}


def _table(deals: dict[str, list[BrandFigures]]) -> None:
    print(f"| method | {' | '.join(_SHOWN)} | MedR |\n|---|{'---|' * (len(_SHOWN) + 1)}")
    for name, figures in deals.items():
        means = averaged(figures).means()
        of_deals = [deal.means() for deal in figures]
        cells = []
        for measure in _SHOWN:
            spread = np.std([deal[measure] for deal in of_deals], ddof=1) if len(figures) > 1 else 0
            cells.append(f"{means[measure]:.3f} ± {spread:.3f}".replace("0.", "."))
        shown = f"**{name}**" if name == RANKER else name
        print(f"| {shown} | {' | '.join(cells)} | {means['MedR']:.1f} |", flush=True)


def _gains(report: RankingReport) -> None:
    print("\n| measure | over | gain | 95% interval |\n|---|---|---|---|")
    for name, (better, gain, low, high) in report.gains().items():
        if name in _SHOWN:
            print(f"| {name} | {better} | {gain:+.3f} | {low:+.3f} to {high:+.3f} |")


def main() -> None:
    """Prints the tables."""
    settings = Settings.from_env()
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--folder", type=Path, default=settings.eval_data / "ranking")
    parser.add_argument("--deals", type=int, default=3)
    parser.add_argument("--seed", type=int, default=500)
    parser.add_argument("--trials", action="store_true", help="also what else was tried")
    options = parser.parse_args()
    if not options.folder.is_dir():
        print(f"Nothing at {options.folder}: set SCOUT_EVAL_DATA or give --folder.")
        return
    brands, creators = shared_views(
        read_accounts(options.folder / "brands_train.npz"),
        read_accounts(options.folder / "influencers_train.npz"),
    )
    known = read_pairs(options.folder / "positives_train.csv", brands, creators).collaborations
    started = time.perf_counter()
    report = ranking_report(known, folds=FOLDS, deals=options.deals, seed=options.seed)
    seconds = time.perf_counter() - started
    _table(dict(report.deals))
    _gains(report)
    folds_count = FOLDS * options.deals
    print(f"\nSeconds to choose, train and score a fold: {seconds / folds_count:.1f}")
    if options.trials:
        found = trials(known, options.deals, options.seed)
        print()
        _table(found)
        print("\n| against the ranker | MAP | 95% interval |\n|---|---|---|")
        ranker = averaged(report.deals[RANKER])
        for name, figures in found.items():
            gain, low, high = gain_interval(averaged(figures), ranker, seed=options.seed)["MAP"]
            print(f"| {name} | {gain:+.3f} | {low:+.3f} to {high:+.3f} |")
        print("\n| brands ranked together | MAP alone | MAP balanced |\n|---|---|---|")
        for count, (plain, after) in balance_by_brands(known, options.seed).items():
            print(f"| {count} | {plain:.3f} | {after:.3f} |")


if __name__ == "__main__":
    main()
