"""One expert: what the labelled accounts of one source say, as additive log odds.

Three models are averaged because they fail differently when the source changes: boosted trees
on all features, boosted trees on plain facts with monotone constraints, and a logistic
regression on splines, which goes on in a straight line where trees stop at the largest value
seen. Each is additive over features, so that the mean has exact contributions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.models.accounts.features import BY_NAME

_LOGIT_MAX = 8.0  # a straight line into nowhere must not outvote the two others
_TREES: dict[str, Any] = {
    "n_estimators": 150,
    "learning_rate": 0.05,
    "num_leaves": 7,
    "max_depth": 4,
    "min_child_samples": 15,
    "reg_lambda": 5.0,
    "subsample": 0.7,
    "subsample_freq": 1,
    "colsample_bytree": 0.6,
    "verbose": -1,
    "deterministic": True,
    "force_row_wise": True,
}
_PENALTY_C = 0.2
_KNOTS = 6
# Below this many accounts, threads cost more than they bring.
_THREADS_FROM = 200_000


@dataclass(frozen=True)
class Expert:
    """Attributes:
    features: columns it reads, all with more than one value in its training.
    """

    features: tuple[str, ...]
    _trees: tuple[tuple[tuple[str, ...], Any], ...]
    _curves: _Curves

    def opinion(self, x: pd.DataFrame) -> Opinion:
        """What this expert says of each row.

        Args:
            x: frame of `feature_frame`; a feature that is not there counts as unknown.
        """
        x = x.reindex(columns=list(self.features))
        start, parts = self._curves.contributions(x)
        members = [start + parts.sum(axis=1).to_numpy()]
        for names, model in self._trees:
            contributions = np.asarray(model.predict(x[list(names)], pred_contrib=True))
            members.append(contributions.sum(axis=1))
            # The last column is what all rows start from.
            start += float(contributions[0, -1]) if len(contributions) else 0.0
            parts[list(names)] += contributions[:, :-1]
        return Opinion(start / len(members), parts / len(members), tuple(members))


@dataclass(frozen=True)
class Opinion:
    """Log odds of each row taken apart.

    Attributes:
        start: what all rows start from.
        parts: what each feature adds.
        members: log odds of each row by each of the models; their mean is start plus parts.
    """

    start: float
    parts: pd.DataFrame
    members: tuple[NDArray[np.float64], ...]


def fit_expert(
    x: pd.DataFrame, fake: NDArray[np.bool_], weights: NDArray[np.float64], *, seed: int,
    threads: int = 1,
) -> Expert:  # fmt: skip
    """An expert of these accounts.

    Args:
        x: frame of `feature_frame`.
        weights: of each account; only their ratios count.
    """
    features = [name for name in x.columns if x[name].nunique() > 1]
    weights = weights * (len(weights) / weights.sum())
    basic = [name for name in features if BY_NAME[name].is_basic]
    trees = []
    for names, is_monotone in ((features, False), (basic, True)):
        if names:
            model = _boosted(x[names], fake, weights, is_monotone, seed=seed, threads=threads)
            trees.append((tuple(names), model))
    return Expert(tuple(features), tuple(trees), _fit_curves(x[features], fake, weights))


def _boosted(
    x: pd.DataFrame, fake: NDArray[np.bool_], weights: NDArray[np.float64], is_monotone: bool, *,
    seed: int, threads: int,
) -> Any:  # fmt: skip
    from lightgbm import LGBMClassifier

    more: dict[str, Any] = (
        {"monotone_constraints": [BY_NAME[name].sign for name in x.columns]} if is_monotone else {}
    )
    model = LGBMClassifier(
        **_TREES, **more, random_state=seed, n_jobs=threads if len(x) >= _THREADS_FROM else 1
    )
    # The booster itself reads rows with fewer checks, and takes frames without a warning.
    return model.fit(x, fake, sample_weight=weights).booster_


@dataclass(frozen=True)
class _Curves:
    """A logistic regression on standardised features, those with many values as splines."""

    features: tuple[str, ...]
    means: NDArray[np.float64]
    spreads: NDArray[np.float64]
    splines: tuple[Any, ...]
    coefficients: tuple[NDArray[np.float64], ...]
    centres: NDArray[np.float64]
    intercept: float

    def contributions(self, x: pd.DataFrame) -> tuple[float, pd.DataFrame]:
        raw = np.column_stack(
            [
                basis @ weights
                for basis, weights in zip(
                    _bases(x, self.means, self.spreads, self.splines),
                    self.coefficients,
                    strict=True,
                )
            ]
        ) if self.features else np.zeros((len(x), 0))  # fmt: skip
        parts = raw - self.centres
        start = self.intercept + float(self.centres.sum())
        total = start + parts.sum(axis=1)
        # Shrunk together, so that they still add up.
        kept = np.clip(total, -_LOGIT_MAX, _LOGIT_MAX) - start
        spread = parts.sum(axis=1)
        shrink = np.divide(kept, spread, out=np.ones_like(kept), where=np.abs(total) > _LOGIT_MAX)
        return start, pd.DataFrame(
            parts * shrink[:, None], columns=list(self.features), index=x.index
        )


def _fit_curves(x: pd.DataFrame, fake: NDArray[np.bool_], weights: NDArray[np.float64]) -> _Curves:
    from sklearn.linear_model import LogisticRegression
    from sklearn.preprocessing import SplineTransformer

    means = np.array([x[name].mean() for name in x.columns])
    spreads = np.array([x[name].std(ddof=0) for name in x.columns])
    scaled = _scaled(x, means, spreads)
    splines: list[Any] = []
    for column in scaled.T:
        knots = np.unique(np.quantile(column, np.linspace(0, 1, _KNOTS)))
        # Yes-or-no facts, and counts that hardly ever differ, are straight lines.
        if len(np.unique(column)) <= 3 or len(knots) < 3:
            splines.append(None)
        else:
            spline = SplineTransformer(knots=knots[:, None], extrapolation="linear")
            splines.append(spline.fit(column[:, None]))
    bases = _bases(x, means, spreads, splines)
    model = LogisticRegression(C=_PENALTY_C, max_iter=2000)
    model.fit(np.column_stack(bases), fake, sample_weight=weights)
    edges = np.cumsum([basis.shape[1] for basis in bases])[:-1]
    coefficients = tuple(np.split(model.coef_[0], edges))
    centres = np.array(
        [
            np.average(basis @ each, weights=weights)
            for basis, each in zip(bases, coefficients, strict=True)
        ]
    )
    return _Curves(
        tuple(x.columns), means, spreads, tuple(splines), coefficients, centres,
        float(model.intercept_[0]),
    )  # fmt: skip


def _scaled(
    x: pd.DataFrame, means: NDArray[np.float64], spreads: NDArray[np.float64]
) -> NDArray[np.float64]:
    # What is unknown stands for the mean: it says nothing.
    return np.nan_to_num((x.to_numpy(dtype=np.float64) - means) / spreads, nan=0.0)


def _bases(
    x: pd.DataFrame,
    means: NDArray[np.float64],
    spreads: NDArray[np.float64],
    splines: Sequence[Any],
) -> list[NDArray[np.float64]]:
    columns = _scaled(x, means, spreads).T[:, :, None]
    return [
        column if spline is None else spline.transform(column)
        for column, spline in zip(columns, splines, strict=True)
    ]
