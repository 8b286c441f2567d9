"""How well accounts are told apart, on labels that were not learned from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.models.accounts.labelled import LabelledAccounts
from core.models.accounts.model import fit

_BINS = 10

# Labelled sources, the sample's features and a seed in; P(fake) of the sample out.
Scorer = Callable[[Sequence[LabelledAccounts], pd.DataFrame, int], NDArray[np.float64]]


@dataclass(frozen=True)
class AccountFigures:
    """Attributes:
    roc_auc, average_precision: None when all labels are alike.
    accuracy: at a probability of .5.
    calibration_error: mean gap between probability and share of fakes over ten equal classes
        of probability, weighed by accounts (expected calibration error).
    """

    accounts_count: int
    fake_share: float
    roc_auc: float | None
    average_precision: float | None
    brier: float
    accuracy: float
    calibration_error: float


def figures(fake: NDArray[np.float64], probability: NDArray[np.float64]) -> AccountFigures | None:
    """Figures over the rows with a label; None when there are none.

    Args:
        fake: 1, 0 or NaN.
    """
    from sklearn.metrics import average_precision_score, roc_auc_score

    known = ~np.isnan(fake)
    if not known.any():
        return None
    y, p = fake[known] == 1, probability[known]
    both = y.any() and not y.all()
    return AccountFigures(
        len(y),
        float(y.mean()),
        float(roc_auc_score(y, p)) if both else None,
        float(average_precision_score(y, p)) if both else None,
        float(np.mean((p - y) ** 2)),
        float(np.mean((p >= 0.5) == y)),
        calibration_error(y, p),
    )


def calibration_error(fake: NDArray[np.bool_], probability: NDArray[np.float64]) -> float:
    """Expected calibration error over ten classes of equal width."""
    place = np.minimum((probability * _BINS).astype(int), _BINS - 1)
    count = np.bincount(place, minlength=_BINS)
    gap = np.bincount(place, probability - fake, minlength=_BINS)
    return float(np.abs(gap).sum() / count.sum())


def ours(
    sources: Sequence[LabelledAccounts], sample: pd.DataFrame, seed: int
) -> NDArray[np.float64]:
    """P(fake) as the product gives it, before the move to the sample's share of fakes."""
    return fit(sources, list(sample.columns), seed=seed).score(sample).probability


def plain_forest(
    sources: Sequence[LabelledAccounts], sample: pd.DataFrame, seed: int
) -> NDArray[np.float64]:
    """Baseline: one random forest on the columns that all sources and the sample share."""
    from sklearn.ensemble import RandomForestClassifier

    shared = [name for name in sample.columns if all(name in source.x for source in sources)]
    model = RandomForestClassifier(300, random_state=seed, n_jobs=2)
    model.fit(
        pd.concat([source.x[shared] for source in sources], ignore_index=True).fillna(-1),
        np.concatenate([source.fake for source in sources]),
    )
    return model.predict_proba(sample[shared].fillna(-1))[:, 1]


def plain_columns(x: pd.DataFrame) -> pd.DataFrame:
    """The features without comparisons between counts: what a plain forest is given."""
    return x[[name for name in x.columns if "_per_" not in name]]


def cross_source(
    scorer: Scorer, train: LabelledAccounts, test: LabelledAccounts, seed: int
) -> AccountFigures:
    """Figures on all of `test` of a model that learned from all of `train`."""
    scored = figures(test.fake.astype(float), scorer([train], test.x, seed))
    if scored is None:
        raise ValueError(f"{test.name} has no labelled accounts")
    return scored


def held_aside(
    scorer: Scorer, sources: Sequence[LabelledAccounts], folds: int, seed: int
) -> dict[tuple[str, str], AccountFigures]:
    """(source judged, learned from) -> figures on accounts kept aside in turn.

    Learned from is 'itself', 'the other' (all others) or 'both' (all sources); with one source
    'itself' alone. Folds are stratified by label within each source.
    """
    from sklearn.model_selection import StratifiedKFold

    splits = [
        list(StratifiedKFold(folds, shuffle=True, random_state=seed).split(source.x, source.fake))
        for source in sources
    ]
    ways = ("itself", "the other", "both") if len(sources) > 1 else ("itself",)
    scores = {(source.name, way): np.zeros(len(source.fake)) for source in sources for way in ways}
    for fold in range(folds):
        parts = [
            LabelledAccounts(
                source.name,
                source.x.iloc[split[fold][0]].reset_index(drop=True),
                source.fake[split[fold][0]],
            )
            for source, split in zip(sources, splits, strict=True)
        ]
        for place, (source, split) in enumerate(zip(sources, splits, strict=True)):
            aside = split[fold][1]
            for way, learned in (
                ("itself", [parts[place]]),
                ("the other", [part for i, part in enumerate(parts) if i != place]),
                ("both", parts),
            )[: len(ways)]:
                scores[source.name, way][aside] = scorer(learned, source.x.iloc[aside], seed)
    fakes = {source.name: source.fake.astype(float) for source in sources}
    scored = {key: figures(fakes[key[0]], p) for key, p in scores.items()}
    return {
        key: source_figures for key, source_figures in scored.items() if source_figures is not None
    }
