"""How good probabilities of pairs are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.models.influence.basis import signed_log
from core.models.influence.choosing import KINDS, MEAN, MEAN_OF, Search, probability, taken, tuned
from core.models.influence.model import fitted, fitted_slope
from core.models.influence.pairs import Pairs, person_blocks
from core.models.influence.store_model import StoreModel
from core.progress import Report, silent

_BINS = 10
# Way -> names that its one feature may have.
SINGLE: Mapping[str, Sequence[str]] = {
    "followers only": ("follower_count", "followers_count", "followers"),
    "lists only": ("listed_count",),
}


@dataclass(frozen=True)
class PairFigures:
    """Attributes:
    auc: of the probability for A; None when all choices are alike.
    accuracy: share of pairs whose likelier side was chosen; even odds count half.
    log_loss: mean negative log likelihood.
    calibration_error: mean distance of probability and share over ten bins of as many pairs.
    """

    pairs_count: int
    auc: float | None
    accuracy: float
    log_loss: float
    calibration_error: float


def pair_figures(choice: NDArray[np.float64], probability: NDArray[np.float64]) -> PairFigures:
    """Figures of (n,) probabilities that A is chosen against (n,) choices, 1 for A."""
    from sklearn.metrics import log_loss, roc_auc_score

    choice = np.asarray(choice, dtype=float)
    right = np.where(probability == 0.5, 0.5, (probability > 0.5) == (choice > 0.5))
    curve = reliability(choice, probability)
    gap = (curve["mean_probability"] - curve["share_a"]).abs()
    return PairFigures(
        len(choice),
        float(roc_auc_score(choice, probability)) if 0 < choice.sum() < len(choice) else None,
        float(right.mean()),
        float(log_loss(choice, np.clip(probability, 1e-6, 1 - 1e-6), labels=[0, 1])),
        float(np.average(gap, weights=curve["pairs_count"])),
    )


def reliability(choice: NDArray[np.float64], probability: NDArray[np.float64]) -> pd.DataFrame:
    """Mean probability, share of A and number of pairs in ten bins of as many pairs each."""
    order = np.argsort(probability, kind="stable")
    bins = [rows for rows in np.array_split(order, _BINS) if len(rows)]
    return pd.DataFrame(
        {
            "mean_probability": [float(probability[rows].mean()) for rows in bins],
            "share_a": [float(choice[rows].mean()) for rows in bins],
            "pairs_count": [len(rows) for rows in bins],
        }
    )


def left_out(
    pairs: Pairs, groups: int, *, seed: int, search: Search, report: Report = silent
) -> pd.DataFrame:
    """Probabilities of each pair by models that have met neither of its people.

    Everything that is chosen, smoothness and kind alike, is chosen inside the pairs learned from.

    Returns:
        One row per pair that could be tested: fold, choice, and a probability per way: each kind,
        "auto", and the simple ways of `baseline_probabilities`.
    """
    blocks = list(person_blocks(pairs, groups, seed=seed))
    frames = []
    for number, block in enumerate(blocks):
        report("influence", number, len(blocks), "")
        train, test = pairs[block.train], pairs[block.test]
        ways = dict(baseline_probabilities(train, test.a, test.b))
        searched = tuned(train, KINDS, search, seed=seed)
        ready = {
            model.kind: fitted(train, model, seed=seed, resamples=0) for model in searched[:-1]
        }
        for model in searched:
            members = [ready[name] for name in (MEAN_OF if model.kind == MEAN else (model.kind,))]
            odds = np.mean([member.log_odds(test.a, test.b) for member in members], axis=0)
            ways[model.kind] = probability(fitted_slope(train.choice, model.log_odds) * odds)
        ways["auto"] = ways[taken(train.choice, searched).kind]
        frames.append(pd.DataFrame({"fold": block.fold, "choice": test.choice, **ways}))
    return pd.concat(frames, ignore_index=True)


def baseline_probabilities(
    train: Pairs,
    a: NDArray[np.float64],
    b: NDArray[np.float64],
    *,
    single: Mapping[str, Sequence[str]] = SINGLE,
) -> dict[str, NDArray[np.float64]]:
    """Logistic regression on log differences: of all features, and of single well-known ones.

    Args:
        a, b: (n, d) features of the pairs to judge, in the order of `train.names`.
        single: way -> names its one feature may have.
    Returns:
        Way -> (n,) probability for A; ways whose feature is not there are left out.
    """
    ways = {"log differences": _simple(train, a, b, list(range(len(train.names))))}
    for way, names in single.items():
        place = next((train.names.index(name) for name in names if name in train.names), None)
        if place is not None:
            ways[way] = _simple(train, a, b, [place])
    return ways


def _simple(
    train: Pairs, a: NDArray[np.float64], b: NDArray[np.float64], places: list[int]
) -> NDArray[np.float64]:
    from sklearn.linear_model import LogisticRegression

    def difference(left: NDArray[np.float64], right: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.nan_to_num(signed_log(left[:, places]) - signed_log(right[:, places]))

    learned = difference(train.a, train.b)
    scale = np.maximum(np.sqrt((learned**2).mean(axis=0)), 1e-9)
    model = LogisticRegression(fit_intercept=False, max_iter=1000)
    # Both orders, so that a file with one kind of choice can be learned from as well.
    model.fit(np.vstack([learned, -learned]) / scale, np.r_[train.choice, 1 - train.choice])
    return np.asarray(model.predict_proba(difference(a, b) / scale)[:, 1])


STORE_SINGLE = {"followers only": ("followers_count",), "reactions only": ("reactions_per_post",)}


def store_figures(model: StoreModel) -> dict[str, PairFigures]:
    """The model of a store and simpler ways, each on pairs of creators in a fold left out.

    Returns:
        Way -> figures: 'model', then each kind that was compared, then the simple ways; once
        more with ', alike' for the pairs near each other in size.
    """
    pairs = model.made.pairs
    ways = {"model": model.held_out}
    for compared in model.compared:
        slope = fitted_slope(pairs.choice, compared.log_odds)
        ways[compared.kind] = probability(slope * compared.log_odds)
    for block in model.made.blocks:
        train, test = pairs[block.train], pairs[block.test]
        simple = baseline_probabilities(train, test.a, test.b, single=STORE_SINGLE)
        for way, values in simple.items():
            ways.setdefault(way, np.full(len(pairs), np.nan))[block.test] = values
    by_way = {way: pair_figures(pairs.choice, values) for way, values in ways.items()}
    near = model.made.alike
    if near.any():
        for way, values in ways.items():
            by_way[f"{way}, alike"] = pair_figures(pairs.choice[near], values[near])
    return by_way
