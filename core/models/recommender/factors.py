"""Factors of users and items learned by LightFM, and the scores that follow from them."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from core.models.recommender.interactions import Interactions
from core.models.top_positions import top_positions
from core.progress import Report, silent

_ROWS_AT_ONCE = 2048
# Of a block of rows, which bounds its memory for many items. Each block reads the factors of all
# items once: with a quarter as many at once a million items take twice as long.
_SCORES_AT_ONCE = 16_000_000


@dataclass(frozen=True)
class FactorsConfig:
    """Attributes:
    components: length of a factor.
    epochs: passes over the interactions.
    learning_rate, max_sampled: of WARP. A lower rate and more tries for a negative than
        LightFM's defaults (.05, 10) gave .259 against .247 precision@10 on MovieLens-100k.
    models: learned from different seeds, whose mean score counts: .265 against .259.
    user_feature_weight, item_feature_weight: length of a row of features beside the row's own
        identity feature of 1; 0 leaves the features out.
    """

    components: int = 64
    epochs: int = 25
    learning_rate: float = 0.03
    max_sampled: int = 50
    models: int = 3
    user_feature_weight: float = 0.0
    item_feature_weight: float = 0.0


@dataclass(frozen=True)
class Factors:
    """Attributes:
    user_factors (n, components), user_biases (n,): float32, rows as in the interactions.
    item_factors (m, components), item_biases (m,): float32.
    """

    user_factors: np.ndarray
    user_biases: np.ndarray
    item_factors: np.ndarray
    item_biases: np.ndarray

    @property
    def items_count(self) -> int:
        """How many items have a score."""
        return len(self.item_biases)

    def scores(self, users: np.ndarray) -> np.ndarray:
        """(len(users), items) float32, as LightFM's own `predict`; higher is better.

        Comparable within a user only.
        """
        scores = self.user_factors[users] @ self.item_factors.T
        scores += self.item_biases
        scores += self.user_biases[users][:, None]
        return scores


class Scorer(Protocol):
    """What gives users' scores of all items: factors alone, or blended with another model."""

    @property
    def items_count(self) -> int:
        """How many items have a score."""

    def scores(self, users: np.ndarray) -> np.ndarray:
        """(len(users), items) of any float, a new array; higher is better."""


def fit_factors(
    interactions: Interactions,
    config: FactorsConfig,
    *,
    seed: int,
    user_features: Any = None,
    item_features: Any = None,
    every: int = 0,
) -> Iterator[tuple[int, Factors]]:
    """Epochs done and the factors then: every so many epochs and at the end.

    Args:
        user_features, item_features: (users, features) and (items, features) CSR of unit rows,
            or None.
        every: 0 gives the last ones alone.
    Source: LightFM (Kula 2015), WARP loss (Weston et al. 2011). On one thread, which makes it
    the same for a seed.
    """
    from lightfm import LightFM
    from scipy.sparse import coo_matrix

    users_count, items_count = interactions.shape
    table = coo_matrix(
        (np.ones(len(interactions.users), np.float32), (interactions.users, interactions.items)),
        shape=interactions.shape,
    )
    # Weights around 1, so that the learning rate means the same whatever their unit is.
    weights = interactions.weights / max(float(interactions.weights.mean()), 1e-12)
    sample_weight = None
    if np.ptp(weights) > 1e-6:
        sample_weight = coo_matrix(
            (weights.astype(np.float32), (interactions.users, interactions.items)),
            shape=interactions.shape,
        )
    used_users = _with_identity(user_features, users_count, config.user_feature_weight)
    used_items = _with_identity(item_features, items_count, config.item_feature_weight)
    model = LightFM(
        no_components=config.components,
        loss="warp",
        learning_rate=config.learning_rate,
        max_sampled=config.max_sampled,
        random_state=seed,
    )
    done = 0
    while done < config.epochs:
        step = min(every or config.epochs, config.epochs - done)
        model.fit_partial(
            table,
            user_features=used_users,
            item_features=used_items,
            sample_weight=sample_weight,
            epochs=step,
            num_threads=1,
        )
        done += step
        user_biases, user_factors = model.get_user_representations(used_users)
        item_biases, item_factors = model.get_item_representations(used_items)
        yield done, Factors(user_factors, user_biases, item_factors, item_biases)


def last_factors(
    interactions: Interactions,
    config: FactorsConfig,
    *,
    seed: int,
    user_features: Any = None,
    item_features: Any = None,
    report: Report = silent,
) -> Factors:
    """The factors after all epochs, of all models together; see `fit_factors`.

    The factors of several models stand side by side, so that one product gives the mean score.
    """
    every, done = 5, [0] * config.models

    def learn(number: int) -> Factors | None:
        latest: Factors | None = None
        for epochs, factors in fit_factors(
            interactions,
            config,
            seed=seed + number,
            user_features=user_features,
            item_features=item_features,
            every=every,
        ):
            done[number] = epochs
            latest = factors
        return latest

    # LightFM lets go of the interpreter while it learns, so models learn side by side; each on
    # one thread, which keeps it the same for a seed. All at once: three models in turns on two
    # cores would leave one core idle for a quarter of the time.
    with ThreadPoolExecutor(max(1, config.models)) as pool:
        waiting = [pool.submit(learn, number) for number in range(config.models)]
        while not all(model.done() for model in waiting):
            wait(waiting, timeout=0.3)
            report("learning", sum(done), config.models * config.epochs, "")
        trained = [factors for model in waiting if (factors := model.result()) is not None]
    if not trained:
        return no_factors(interactions)
    share = np.float32(len(trained) ** -0.5)
    return Factors(
        np.hstack([model.user_factors for model in trained]) * share,
        np.mean([model.user_biases for model in trained], axis=0),
        np.hstack([model.item_factors for model in trained]) * share,
        np.mean([model.item_biases for model in trained], axis=0),
    )


def no_factors(interactions: Interactions) -> Factors:
    """Factors that know nothing but how often an item was chosen, for want of anything else."""
    users_count, items_count = interactions.shape
    popularity = np.bincount(interactions.items, interactions.weights, minlength=items_count)
    return Factors(
        np.zeros((users_count, 0), np.float32),
        np.zeros(users_count, np.float32),
        np.zeros((items_count, 0), np.float32),
        np.log1p(popularity).astype(np.float32),
    )


def top_items(
    model: Scorer,
    users: np.ndarray,
    count: int,
    *,
    excluded: Any = None,
    unlisted: np.ndarray | None = None,
) -> tuple[np.ndarray, np.ndarray]:
    """Rows of the best items of each user and their scores, best first, by matrix products.

    Args:
        excluded: (all users, items) CSR; what is stored for a user is left out.
        unlisted: rows of items that are left out for everyone.
    Returns:
        (len(users), k) int64 and float32, k = min(count, items); -1 and -inf where fewer are
        left. Equal scores go to the lower row.
    """
    k = min(count, model.items_count)
    rows = np.full((len(users), k), -1, dtype=np.int64)
    best = np.full((len(users), k), -np.inf, dtype=np.float32)
    at_once = max(1, min(_ROWS_AT_ONCE, _SCORES_AT_ONCE // max(model.items_count, 1)))
    for start in range(0, len(users) if k else 0, at_once):
        block = users[start : start + at_once]
        scores = model.scores(block).astype(np.float32, copy=False)
        if unlisted is not None:
            scores[:, unlisted] = -np.inf
        if excluded is not None:
            part = excluded[block]
            scores[np.repeat(np.arange(len(block)), np.diff(part.indptr)), part.indices] = -np.inf
        for number, row_scores in enumerate(scores, start):
            rows[number] = top_positions(row_scores, k)
            best[number] = row_scores[rows[number]]
    rows[np.isneginf(best)] = -1
    return rows, best


def _with_identity(features: Any, count: int, weight: float) -> Any:
    from scipy.sparse import csr_matrix, hstack, identity

    identities = identity(count, dtype=np.float32, format="csr")
    if features is None or weight <= 0 or not features.shape[1]:
        return csr_matrix(identities)
    return csr_matrix(
        hstack([identities, csr_matrix(features) * np.float32(weight)]), dtype=np.float32
    )
