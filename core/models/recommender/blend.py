"""LightFM's factors and the item-item model as one score."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from core.models.recommender.factors import Factors
from core.models.recommender.interactions import Interactions
from core.models.recommender.item_item import ItemItem, fit_item_item
from core.models.recommender.join import standardised

# Choices at which the item-item model counts half of its weight: from a few its scores have
# outliers. A user placed by features stands well before its first choice, so that on demo data
# up to thirty choices made it worse when they counted like those of a trained user.
_CHOICES_FOR_HALF, _CHOICES_FOR_HALF_PLACED = 10, 100


@dataclass(frozen=True)
class BlendConfig:
    """Attributes:
    weight: of the item-item model, 0 (LightFM alone) to 1, for a user with many choices.
    penalty: of the item-item model.
    """

    weight: float = 0.0
    penalty: float = 300.0


@dataclass(frozen=True)
class Blend:
    """Attributes:
    factors: of all users and items.
    item_item: beside them; None where the factors stand alone.
    weight: as in `BlendConfig`.
    """

    factors: Factors
    item_item: ItemItem | None = None
    weight: float = 0.0

    @property
    def items_count(self) -> int:
        """How many items have a score."""
        return self.factors.items_count

    def scores(self, users: np.ndarray) -> np.ndarray:
        """(len(users), items); higher is better, comparable within a user only."""
        scores = self.factors.scores(users)
        if self.item_item is None:
            return scores
        return self.with_choices(scores, self.item_item.choices[users])

    def with_choices(
        self, factor_scores: np.ndarray, choices: Any, *, is_placed: bool = False
    ) -> np.ndarray:
        """(users, items) of users whose choices are given, since they may have grown.

        Args:
            factor_scores: (users, items), by the factors.
            choices: (users, items) CSR of weights.
            is_placed: the factors were not trained on these users but placed by features.
        """
        if self.item_item is None or not self.weight:
            return factor_scores
        return blended(
            factor_scores,
            self.item_item.scores(choices),
            self.weight,
            np.diff(choices.indptr),
            is_placed=is_placed,
        )


def fit_blend(factors: Factors, interactions: Interactions, config: BlendConfig) -> Blend:
    """The factors with an item-item model beside them, if it has a weight."""
    if not config.weight or not len(interactions.users):
        return Blend(factors)
    return Blend(factors, fit_item_item(interactions, config.penalty), config.weight)


def blended(
    factor_scores: np.ndarray,
    item_item_scores: np.ndarray,
    weight: float,
    counts: np.ndarray,
    *,
    is_placed: bool = False,
) -> np.ndarray:
    """(users, items) float64: both standardised per user, and averaged.

    Args:
        weight: of the item-item scores, 0-1.
        counts: (users,) choices of each; with 10 the weight counts half, with none nothing.
        is_placed: the users are placed by features; it takes 100 choices.
    """
    half = _CHOICES_FOR_HALF_PLACED if is_placed else _CHOICES_FOR_HALF
    share = (weight * counts / (counts + half))[:, None]
    return (1.0 - share) * standardised(factor_scores) + share * standardised(item_item_scores)
