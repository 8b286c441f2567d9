"""How much each part of the score counts, measured: item-item model, texts and rule points."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from core.evaluation.ranking import Scores, ranking_quality
from core.models.recommender.blend import BlendConfig, blended
from core.models.recommender.cold_start import with_cold_start
from core.models.recommender.factors import FactorsConfig, last_factors
from core.models.recommender.interactions import Interactions
from core.models.recommender.item_item import fit_item_item
from core.models.recommender.join import JoinWeights, few_data_weights, joined

FEWEST_BRANDS = 30
_SHARE_OUT = 0.2
_BRANDS_MAX = 300  # tables of brands x creators: at 100,000 creators 240 MB each
# Never 0: where two creators are alike by what was learned, the texts decide.
_GRID = (0.1, 0.2, 0.4, 0.8)
PENALTIES = (30.0, 100.0, 300.0, 1_000.0)
WEIGHTS = (0.2, 0.35, 0.5)
# Scores of these users and all items are looked at a dozen times: 2 s for 1,000 x 2,000, and at
# 100,000 items a hundred users have to do.
_MOST_SCORES = 10_000_000


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


@dataclass(frozen=True)
class TriedBlend:
    """Attributes:
    config: what was tried; the first is LightFM alone.
    ndcg: mean over users of the NDCG@10 on what was kept aside.
    gain, gain_error: mean difference to LightFM alone, and its standard error over users; 0 and
        NaN for LightFM alone.
    """

    config: BlendConfig
    ndcg: float
    gain: float
    gain_error: float


def best_blend(
    rest: Interactions,
    aside: Interactions,
    users: np.ndarray,
    factor_scores: Scores,
    *,
    seed: int,
) -> tuple[BlendConfig, tuple[TriedBlend, ...]]:
    """The best weight and penalty of the item-item model, and what was tried.

    LightFM alone, weight 0, unless the best blend raises the NDCG by more than one standard
    error: a blend is never worse than LightFM alone on what was kept aside.

    Args:
        rest, aside: what to learn from and what to judge by.
        users: rows to judge by; with fewer than 30 nothing is tried.
        factor_scores: of LightFM trained on `rest`.
    """
    most = max(FEWEST_BRANDS, _MOST_SCORES // max(rest.shape[1], 1))
    if len(users) > most:
        generator = np.random.default_rng(seed)
        users = np.sort(generator.choice(users, most, replace=False))
    alone = BlendConfig(weight=0.0)
    if len(users) < FEWEST_BRANDS:
        return alone, ()
    test, train = aside.matrix(), rest.matrix()
    places = np.full(rest.shape[0], -1)
    places[users] = np.arange(len(users))
    choices = train[users]
    counts = np.diff(choices.indptr)
    by_factors = factor_scores(users)

    def ndcg(table: np.ndarray) -> np.ndarray:
        return ranking_quality(lambda rows: table[places[rows]], test, train, users=users).ndcg

    plain = ndcg(by_factors)
    tried = [TriedBlend(alone, float(plain.mean()), 0.0, float("nan"))]
    for penalty in PENALTIES:
        by_choices = fit_item_item(rest, penalty).scores(choices)
        for weight in WEIGHTS:
            gain = ndcg(blended(by_factors, by_choices, weight, counts)) - plain
            tried.append(
                TriedBlend(
                    BlendConfig(weight, penalty),
                    float(plain.mean() + gain.mean()),
                    float(gain.mean()),
                    float(gain.std() / len(gain) ** 0.5),
                )
            )
    best = max(tried, key=lambda trial: trial.ndcg)
    return (best.config if best.gain > best.gain_error else alone), tuple(tried)
