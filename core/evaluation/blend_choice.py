"""How much the item-item model counts beside LightFM, judged on interactions kept aside."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.evaluation.ranking import Scores, ranking_quality
from core.models.recommender.blend import BlendConfig, blended
from core.models.recommender.interactions import Interactions
from core.models.recommender.item_item import fit_item_item

PENALTIES = (30.0, 100.0, 300.0, 1_000.0)
WEIGHTS = (0.2, 0.35, 0.5)
# Scores of these users and all items are looked at a dozen times: 2 s for 1,000 x 2,000, and at
# 100,000 items a hundred users have to do.
_MOST_SCORES = 10_000_000
_FEWEST_USERS = 30


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
    most = max(_FEWEST_USERS, _MOST_SCORES // max(rest.shape[1], 1))
    if len(users) > most:
        generator = np.random.default_rng(seed)
        users = np.sort(generator.choice(users, most, replace=False))
    alone = BlendConfig(weight=0.0)
    if len(users) < _FEWEST_USERS:
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
