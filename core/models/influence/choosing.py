"""Which kind of model, and how smooth, by pairs of people that it has not met."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from core.models.influence.basis import fit_basis
from core.models.influence.boosted import DEFAULTS, fit_boosted
from core.models.influence.pairs import Block, Floats, Pairs, person_blocks
from core.models.influence.strength import fit_weights, least_weights
from core.progress import Report, silent

SHAPE_OF = {
    "logistic": "linear",
    "additive": "additive",
    "monotone": "ramps",
    "smooth": "smooth",
}
KINDS = ("logistic", "additive", "smooth", "boosted")
# What the mean of several is made of, in log odds.
MEAN, MEAN_OF = "mean", ("smooth", "boosted")
_RIDGES = {
    "logistic": (0.1, 1.0, 10.0, 30.0, 100.0),
    "additive": (10.0, 30.0, 100.0, 300.0),
    "monotone": (3.0, 10.0, 30.0, 100.0),
    "smooth": (1.0, 3.0, 10.0),
}
_WIDTHS = {"smooth": (0.3, 0.6, 1.0)}


@dataclass(frozen=True)
class Search:
    """How long to look.

    Attributes:
        groups: of people, for the choice; each two of them are left out in turn.
        tree_groups: the same for each trial of the trees, which take longer.
        tree_trials: trials of the Bayesian search (Optuna's tree-structured Parzen estimator).
    """

    groups: int = 8
    tree_groups: int = 4
    tree_trials: int = 15


@dataclass(frozen=True)
class Tuned:
    """Attributes:
    settings: of the model. log_loss: of `log_odds`.
    log_odds: (n,) of pairs whose two people the model that judged them had not met; NaN for
        pairs that could not be tested.
    """

    kind: str
    settings: Mapping[str, float]
    log_odds: Floats = field(repr=False)
    log_loss: float


def probability(log_odds: Floats) -> Floats:
    """The logistic curve."""
    from scipy.special import expit

    return np.asarray(expit(log_odds), dtype=np.float64)


def log_loss(choice: Floats, log_odds: Floats) -> float:
    """Mean negative log likelihood over the pairs that are known."""
    known = np.isfinite(log_odds)
    signed = np.where(choice[known] > 0.5, log_odds[known], -log_odds[known])
    return float(np.logaddexp(0, -signed).mean()) if known.any() else float("inf")


def tuned(
    pairs: Pairs,
    kinds: Sequence[str],
    search: Search,
    *,
    seed: int,
    blocks: Sequence[Block] | None = None,
    increasing: Sequence[int] = (),
    report: Report = silent,
) -> list[Tuned]:
    """The best settings of each kind, and the mean of `MEAN_OF` where all of it is asked for.

    Args:
        blocks: splits to judge by, in place of those of `person_blocks`.
        increasing: as for `fit_strength`; of no account for trees.
    """
    blocks = blocks or list(person_blocks(pairs, search.groups, seed=seed))
    candidates: list[Tuned] = []
    for number, kind in enumerate(kinds):
        report("influence", number, len(kinds), kind)
        if kind == "boosted":
            candidates.append(_tuned_trees(pairs, blocks, search, seed=seed))
        else:
            candidates.append(_tuned_strength(pairs, kind, blocks, increasing, seed=seed))
    report("influence", len(kinds), len(kinds), "")
    by_kind = {candidate.kind: candidate for candidate in candidates}
    if all(kind in by_kind for kind in MEAN_OF):
        both = np.mean([by_kind[kind].log_odds for kind in MEAN_OF], axis=0)
        candidates.append(Tuned(MEAN, {}, both, log_loss(pairs.choice, both)))
    return candidates


def taken(choice: Floats, candidates: Sequence[Tuned]) -> Tuned:
    """The mean of several, unless a kind has a clearly lower log loss (by two standard errors).

    Picking among near ties is a gamble that costs more than the mean, which is steadier.
    """
    best = min(candidates, key=lambda candidate: candidate.log_loss)
    mean = next((candidate for candidate in candidates if candidate.kind == MEAN), None)
    if mean is None or best.kind == MEAN:
        return best
    known = np.isfinite(mean.log_odds) & np.isfinite(best.log_odds)
    sign = np.where(choice[known] > 0.5, -1.0, 1.0)
    worse = np.logaddexp(0, sign * mean.log_odds[known]) - np.logaddexp(
        0, sign * best.log_odds[known]
    )
    return mean if worse.mean() <= 2 * worse.std() / np.sqrt(max(len(worse), 1)) else best


def _tuned_strength(
    pairs: Pairs, kind: str, blocks: Sequence[Block], increasing: Sequence[int], *, seed: int
) -> Tuned:
    shape = SHAPE_OF[kind]
    grid = [(w, r) for w in _WIDTHS.get(kind, (0.5,)) for r in _RIDGES[kind]]
    log_odds = {place: np.full(len(pairs), np.nan) for place in grid}
    for block in blocks:
        train, test = pairs[block.train], pairs[block.test]
        for width in _WIDTHS.get(kind, (0.5,)):
            basis = fit_basis(np.vstack([train.a, train.b]), shape, width=width, seed=seed)
            learned = basis.columns(train.a) - basis.columns(train.b)
            asked = basis.columns(test.a) - basis.columns(test.b)
            least = least_weights(basis, increasing)
            for ridge in _RIDGES[kind]:
                weights = fit_weights(learned, train.choice, None, ridge, least)
                log_odds[width, ridge][block.test] = asked @ weights
    losses = {place: log_loss(pairs.choice, values) for place, values in log_odds.items()}
    best = min(grid, key=losses.__getitem__)
    return Tuned(kind, {"width": best[0], "ridge": best[1]}, log_odds[best], losses[best])


def _tuned_trees(pairs: Pairs, blocks: Sequence[Block], search: Search, *, seed: int) -> Tuned:
    import optuna

    optuna.logging.set_verbosity(optuna.logging.WARNING)
    few = list(person_blocks(pairs, search.tree_groups, seed=seed))

    def loss(trial: Any) -> float:
        settings = {
            "num_boost_round": trial.suggest_int("num_boost_round", 60, 300),
            "learning_rate": trial.suggest_float("learning_rate", 0.02, 0.08, log=True),
            "num_leaves": trial.suggest_int("num_leaves", 3, 16),
            "min_data_in_leaf": trial.suggest_int("min_data_in_leaf", 10, 120, log=True),
            "bagging_fraction": trial.suggest_float("bagging_fraction", 0.4, 0.9),
            "feature_fraction": trial.suggest_float("feature_fraction", 0.2, 0.8),
            "lambda_l2": trial.suggest_float("lambda_l2", 0.1, 50.0, log=True),
        }
        log_odds = _trees_log_odds(pairs, few, settings, seed=seed)
        return log_loss(pairs.choice, log_odds)

    study = optuna.create_study(sampler=optuna.samplers.TPESampler(seed=seed))
    study.enqueue_trial(dict(DEFAULTS))
    study.optimize(loss, n_trials=max(search.tree_trials, 1))
    settings = dict(study.best_params)
    log_odds = _trees_log_odds(pairs, blocks, settings, seed=seed)
    return Tuned("boosted", settings, log_odds, log_loss(pairs.choice, log_odds))


def _trees_log_odds(
    pairs: Pairs,
    blocks: Sequence[Block],
    settings: Mapping[str, float],
    *,
    seed: int,
) -> Floats:
    log_odds = np.full(len(pairs), np.nan)
    for block in blocks:
        model = fit_boosted(pairs[block.train], settings, seed=seed)
        test = pairs[block.test]
        log_odds[block.test] = model.log_odds(test.a, test.b)
    return log_odds
