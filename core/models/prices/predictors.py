"""Ways to predict the log price of a post or story from what is known of a creator."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Predictor = Callable[[pd.DataFrame], NDArray[np.float64]]
Fit = Callable[[pd.DataFrame, NDArray[np.float64], int], Predictor]

BASELINE, TREES = "median of the tier", "boosted trees"
_NAMES = ("tier", "platform", "niche", "country")
_NUMBERS = ("followers_count", "engagement_rate", "avg_views")
# A niche or country with fewer priced creators says nothing of its own.
_NAME_LEAST = 10
_CELL_LEAST = 5
_GROUPS_MOST = 60
_PENALTIES = (0.3, 1.0, 3.0, 10.0, 30.0)


def by_tier(creators: pd.DataFrame, log_prices: NDArray[np.float64], seed: int) -> Predictor:
    """Median log price of the tier; of all for a tier without prices. The baseline."""
    return _medians(creators, log_prices, ["tier"])


def by_tier_and_platform(
    creators: pd.DataFrame, log_prices: NDArray[np.float64], seed: int
) -> Predictor:
    """Median log price of the tier on the platform, of the tier where that has under 5 prices."""
    return _medians(creators, log_prices, ["tier", "platform"])


def ridge(creators: pd.DataFrame, log_prices: NDArray[np.float64], seed: int) -> Predictor:
    """Linear in the logs of followers, engagement and views, with tier, platform, niche, country.

    The penalty is chosen by leave-one-out errors; numbers outside the range of the priced creators
    count as its nearest end.
    """
    from sklearn.linear_model import RidgeCV

    columns = _Columns(creators)
    model = RidgeCV(alphas=_PENALTIES).fit(columns.matrix(creators), log_prices)
    return lambda others: np.asarray(model.predict(columns.matrix(others)), dtype=float)


def boosted_trees(creators: pd.DataFrame, log_prices: NDArray[np.float64], seed: int) -> Predictor:
    """Gradient boosting with shallow trees on what `ridge` knows, groups as codes."""
    return _trees(creators, log_prices, seed, {"loss": "squared_error"})


def boosted_quantile(
    creators: pd.DataFrame, log_prices: NDArray[np.float64], quantile: float, seed: int
) -> Predictor:
    """The same trees for a quantile (0-1) of the log price; what ranges are compared with."""
    return _trees(creators, log_prices, seed, {"loss": "quantile", "quantile": quantile})


def _trees(
    creators: pd.DataFrame, log_prices: NDArray[np.float64], seed: int, loss: dict[str, Any]
) -> Predictor:
    from sklearn.ensemble import HistGradientBoostingRegressor

    columns = _Columns(creators)
    model = HistGradientBoostingRegressor(
        max_iter=100,
        learning_rate=0.07,
        max_leaf_nodes=8,
        min_samples_leaf=15,
        max_bins=63,
        l2_regularization=1.0,
        early_stopping=False,
        categorical_features=columns.code_places,
        random_state=seed,
        **loss,
    ).fit(columns.codes(creators), log_prices)
    return lambda others: np.asarray(model.predict(columns.codes(others)), dtype=float)


PREDICTORS: dict[str, Fit] = {
    BASELINE: by_tier,
    "median of the tier on the platform": by_tier_and_platform,
    "ridge": ridge,
    TREES: boosted_trees,
}


def _medians(creators: pd.DataFrame, log_prices: NDArray[np.float64], keys: list[str]) -> Predictor:
    """Medians of the finest of the groups `keys`, `keys[:1]` and all that has enough prices."""
    every = float(np.median(log_prices))
    prices = pd.Series(log_prices, creators.index)
    levels: list[tuple[list[str], dict[Any, float]]] = []
    for depth in range(1, len(keys) + 1):
        names = keys[:depth]
        groups = prices.groupby(labels(creators, names))
        medians = groups.median()[groups.size() >= (_CELL_LEAST if depth > 1 else 1)]
        levels.append((names, medians.to_dict()))

    def predict(others: pd.DataFrame) -> NDArray[np.float64]:
        predicted = pd.Series(every, others.index)
        for names, medians in levels:
            own = pd.Series(labels(others, names), others.index).map(medians)
            predicted = own.astype(float).fillna(predicted)
        return predicted.to_numpy(dtype=float)

    return predict


def labels(creators: pd.DataFrame, names: list[str]) -> NDArray[np.object_]:
    """(n,) the values of some columns as one text each; '' for what is missing."""
    texts = [creators[name].astype("object").fillna("").astype(str) for name in names]
    label = texts[0]
    for text in texts[1:]:
        label = label + "\n" + text
    return label.to_numpy(dtype=object)


class _Columns:
    """Numbers and groups of the creators it is made of, for them and for others."""

    def __init__(self, creators: pd.DataFrame) -> None:
        self._groups: dict[str, list[str]] = {}
        for name in _NAMES:
            counts = pd.Series(labels(creators, [name])).value_counts()
            # The most frequent, since a tree takes as many codes as it has bins.
            self._groups[name] = sorted(counts.index[counts >= _NAME_LEAST][:_GROUPS_MOST])
        known = {
            name: values[np.isfinite(values)]
            for name in _NUMBERS
            for values in [logs(creators[name])]
        }
        self._range = {
            name: (values.min(), values.max(), float(np.median(values)), max(values.std(), 1e-9))
            for name, values in known.items()
            if len(values)
        }

    def matrix(self, creators: pd.DataFrame) -> NDArray[np.float64]:
        """(n, columns): numbers in standard deviations of logs, what is unknown, groups 0 or 1."""
        columns = []
        for name, (low, high, middle, spread) in self._range.items():
            values = logs(creators[name])
            unknown = ~np.isfinite(values)
            values = np.clip(np.where(unknown, middle, values), low, high)
            columns += [(values - middle) / spread, unknown.astype(float)]
        for name, groups in self._groups.items():
            names = labels(creators, [name])
            columns += [(names == group).astype(float) for group in groups]
        return np.column_stack(columns) if columns else np.zeros((len(creators), 1))

    @property
    def code_places(self) -> list[int]:
        """Columns of `codes` that are groups."""
        return list(range(len(_NUMBERS), len(_NUMBERS) + len(_NAMES)))

    def codes(self, creators: pd.DataFrame) -> NDArray[np.float64]:
        """(n, columns): logs of the numbers, then a code for each group; NaN where unknown."""
        columns = [logs(creators[name]) for name in _NUMBERS]
        for name, groups in self._groups.items():
            places = {group: place for place, group in enumerate(groups)}
            columns.append(
                np.array([places.get(group, np.nan) for group in labels(creators, [name])])
            )
        return np.column_stack(columns)


def logs(values: pd.Series) -> NDArray[np.float64]:
    """(n,) natural logs; NaN for what is missing or not above 0."""
    numbers = pd.to_numeric(values, errors="coerce").to_numpy(dtype=float, na_value=np.nan)
    is_known = np.isfinite(numbers) & (numbers > 0)
    return np.log(np.where(is_known, numbers, np.nan))
