"""How long to learn, with which features and what beside, judged on interactions kept aside."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from core.evaluation.join_choice import TriedBlend, best_blend
from core.evaluation.ranking import ranking_quality
from core.models.recommender.blend import BlendConfig
from core.models.recommender.cold_start import with_cold_start
from core.models.recommender.factors import (
    Factors,
    FactorsConfig,
    fit_factors,
    last_factors,
    no_factors,
)
from core.models.recommender.interactions import Interactions
from core.progress import Report, silent


@dataclass(frozen=True)
class ChoiceConfig:
    """Attributes:
    kept_share: share of each user's interactions kept aside, at least one of three.
    every, most_epochs, patience: the quality is looked at after so many epochs, until it has
        not risen for `patience` looks.
    feature_weights: tried for users and for items.
    fewest_users: with fewer to judge by, the defaults are taken.
    most_users: looked at.
    """

    kept_share: float = 0.15
    every: int = 5
    most_epochs: int = 60
    patience: int = 2
    feature_weights: tuple[float, ...] = (0.3, 1.0)
    fewest_users: int = 30
    most_users: int = 2_000


@dataclass(frozen=True)
class Tried:
    """Attributes:
    user_feature_weight, item_feature_weight: as in `FactorsConfig`.
    epochs: the best number.
    ndcg: mean over users of the NDCG@10 on what was kept aside.
    gain, gain_error: mean difference to the choice without features, and its standard error
        over users; 0 and NaN for that choice itself.
    """

    user_feature_weight: float
    item_feature_weight: float
    epochs: int
    ndcg: float
    gain: float
    gain_error: float


@dataclass(frozen=True)
class Choice:
    """Attributes:
    config: to learn the factors with.
    tried: what was tried to choose it; nothing on little data.
    blend: how the item-item model counts beside the factors.
    tried_blends: what was tried to choose that.
    """

    config: FactorsConfig
    tried: tuple[Tried, ...]
    blend: BlendConfig
    tried_blends: tuple[TriedBlend, ...]


def choose_config(
    interactions: Interactions,
    base: FactorsConfig,
    config: ChoiceConfig,
    *,
    seed: int,
    user_features: Any = None,
    item_features: Any = None,
    report: Report = silent,
) -> Choice:
    """The configuration to learn with, and what was tried; nothing tried on little data.

    Features are used when they raise the NDCG by more than one standard error: side features
    that say nothing were seen to cut precision to a third. The item-item model is chosen last,
    beside the best factors.
    """
    rest, aside, tested_users = validation_parts(interactions, config, seed=seed)
    if len(tested_users) < config.fewest_users:
        return Choice(base, (), BlendConfig(), ())
    options = [(0.0, 0.0)]
    if item_features is not None and item_features.shape[1]:
        options += [(0.0, weight) for weight in config.feature_weights]
    if user_features is not None and user_features.shape[1]:
        options += [(weight, 0.0) for weight in config.feature_weights]
    tried: list[Tried] = []
    factors_of: list[Factors] = []
    plain = np.zeros(0)
    for number, (user_weight, item_weight) in enumerate(options):
        report("choosing", number, len(options), "")
        weighted = replace(base, user_feature_weight=user_weight, item_feature_weight=item_weight)
        epochs, quality, factors = best_epochs(
            rest, aside, tested_users, weighted, config, seed, user_features, item_features
        )
        factors_of.append(factors)
        if number == 0:
            plain = quality
        gain = quality - plain
        error = float(gain.std() / len(gain) ** 0.5) if number else float("nan")
        tried.append(
            Tried(
                user_weight, item_weight, epochs, float(quality.mean()), float(gain.mean()), error
            )
        )
    report("choosing", len(options), len(options), "")
    best = tried[0]
    useful = [trial for trial in tried[1:] if trial.gain > trial.gain_error]
    if useful:
        best = max(useful, key=lambda trial: trial.ndcg)
    blend, tried_blends = best_blend(
        rest, aside, tested_users, factors_of[tried.index(best)].scores, seed=seed
    )
    chosen = replace(
        base,
        epochs=best.epochs,
        user_feature_weight=best.user_feature_weight,
        item_feature_weight=best.item_feature_weight,
    )
    return Choice(chosen, tuple(tried), blend, tried_blends)


def choose_blend(
    interactions: Interactions,
    factors_config: FactorsConfig,
    config: ChoiceConfig,
    *,
    seed: int,
    user_features: Any = None,
    item_features: Any = None,
) -> tuple[BlendConfig, tuple[TriedBlend, ...]]:
    """How the item-item model counts beside factors of a given configuration, and what was tried.

    Trains one model on what is not kept aside. On little data LightFM stands alone, and nothing
    is tried.
    """
    rest, aside, tested_users = validation_parts(interactions, config, seed=seed)
    if len(tested_users) < config.fewest_users or factors_config.epochs < 1:
        return BlendConfig(), ()
    features = {"user_features": user_features, "item_features": item_features}
    factors = last_factors(rest, replace(factors_config, models=1), seed=seed, **features)
    factors = with_cold_start(factors, rest, **features)
    return best_blend(rest, aside, tested_users, factors.scores, seed=seed)


def validation_parts(
    interactions: Interactions, config: ChoiceConfig, *, seed: int
) -> tuple[Interactions, Interactions, np.ndarray]:
    """What to learn from, what is kept aside, and the users to judge by, `most_users` at most."""
    kept = kept_aside(interactions, config, seed=seed)
    rest, aside = interactions.part(~kept), interactions.part(kept)
    users = np.unique(aside.users)
    if len(users) > config.most_users:
        generator = np.random.default_rng(seed)
        users = np.sort(generator.choice(users, config.most_users, replace=False))
    return rest, aside, users


def kept_aside(interactions: Interactions, config: ChoiceConfig, *, seed: int) -> np.ndarray:
    """(n,) mask of what is kept aside: each user's latest where times are known, else random."""
    generator = np.random.default_rng(seed)
    tie = generator.random(len(interactions.users))
    times = np.where(np.isnan(interactions.times), -np.inf, interactions.times)
    order = np.lexsort((tie, -times, interactions.users))
    users = interactions.users[order]
    starts = np.searchsorted(users, users, side="left")
    place = np.arange(len(users)) - starts
    counts = np.bincount(interactions.users, minlength=interactions.shape[0])[users]
    kept_counts = np.where(counts >= 3, np.maximum(1, np.floor(config.kept_share * counts)), 0)
    mask = np.zeros(len(users), dtype=bool)
    mask[order] = place < kept_counts
    return mask


def best_epochs(
    rest: Interactions,
    aside: Interactions,
    tested_users: np.ndarray,
    base: FactorsConfig,
    config: ChoiceConfig,
    seed: int,
    user_features: Any,
    item_features: Any,
) -> tuple[int, np.ndarray, Factors]:
    """The number of epochs with the highest mean NDCG@10 on `aside`, that NDCG a user, the factors.

    Args:
        rest, aside: what to learn from and what to judge by.
        judged: rows of users.
        base: its epochs do not matter; those of `config` do.
    """
    epochs, best, waited = 0, np.zeros(0), 0
    best_factors = no_factors(rest)
    test, train = aside.matrix(), rest.matrix()
    for done, factors in fit_factors(
        rest,
        replace(base, epochs=config.most_epochs),
        seed=seed,
        user_features=user_features,
        item_features=item_features,
        every=config.every,
    ):
        quality = ranking_quality(factors.scores, test, train, users=tested_users).ndcg
        if not len(best) or quality.mean() > best.mean():
            epochs, best, waited, best_factors = done, quality, 0, factors
        else:
            waited += 1
            if waited >= config.patience:
                break
    return epochs, best, best_factors
