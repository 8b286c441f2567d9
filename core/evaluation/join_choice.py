"""How much texts and rule points count for a brand without interactions, measured."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from core.evaluation.ranking import Scores, ranking_quality
from core.models.recommender.cold_start import with_cold_start
from core.models.recommender.factors import FactorsConfig, last_factors
from core.models.recommender.interactions import Interactions
from core.models.recommender.join import JoinWeights, few_data_weights, joined

FEWEST_BRANDS = 30
_SHARE_OUT = 0.2
_BRANDS_MAX = 300  # tables of brands x creators: at 100,000 creators 240 MB each
# Never 0: where two creators are alike by what was learned, the texts decide.
_GRID = (0.1, 0.2, 0.4, 0.8)


def choose_join(
    interactions: Interactions,
    config: FactorsConfig,
    semantic: Scores,
    points: Scores,
    *,
    seed: int,
    user_features: Any = None,
    item_features: Any = None,
) -> JoinWeights:
    """The weights with the highest NDCG@10 for a fifth of the brands, learned without them.

    With fewer than 30 brands that have acted, `few_data_weights`.
    """
    acted = np.unique(interactions.users)
    if len(acted) < FEWEST_BRANDS:
        return few_data_weights(len(acted))
    out = brands_out(interactions, seed=seed, share=_SHARE_OUT)
    left = np.isin(interactions.users, out)
    rest, aside = interactions.part(~left), interactions.part(left)
    factors = last_factors(
        rest,
        replace(config, models=1),
        seed=seed,
        user_features=user_features,
        item_features=item_features,
    )
    factors = with_cold_start(
        factors, rest, user_features=user_features, item_features=item_features
    )
    out = some_of(out, _BRANDS_MAX, seed=seed)
    parts = {"trained": factors.scores(out), "semantic": semantic(out), "points": points(out)}
    places = np.full(interactions.shape[0], -1)
    places[out] = np.arange(len(out))
    test, train = aside.matrix(), rest.matrix()
    best, highest = JoinWeights(), -np.inf
    for semantic_weight in _GRID:
        for points_weight in _GRID:
            weights = JoinWeights(1.0, semantic_weight, points_weight)
            table = joined(parts, weights)
            ndcg = ranking_quality(
                lambda rows, table=table: table[places[rows]],  # type: ignore[misc]
                test,
                train,
                users=out,
            ).ndcg
            if len(ndcg) and ndcg.mean() > highest:
                best, highest = weights, float(ndcg.mean())
    return best


def brands_out(interactions: Interactions, *, seed: int, share: float) -> np.ndarray:
    """Rows of some of the brands that have acted, drawn at random; at least one."""
    acted = np.unique(interactions.users)
    count = max(1, round(share * len(acted)))
    return np.sort(np.random.default_rng(seed).choice(acted, count, replace=False))


def some_of(brands: np.ndarray, most: int, *, seed: int) -> np.ndarray:
    """The brands, or that many drawn of them, in their order: enough to judge by."""
    if len(brands) <= most:
        return brands
    return np.sort(np.random.default_rng(seed).choice(brands, most, replace=False))
