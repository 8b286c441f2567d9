"""The order in which creators fit a brand, learned from the collaborations of other brands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from core.errors import ModelError
from core.models.ranking.balance import balanced
from core.models.ranking.parts import (
    CENTRED,
    POPULARITY,
    SHARED,
    SIMILAR_BRANDS,
    WHITENED,
    FittedParts,
    Parts,
    fit_parts,
)
from core.models.ranking.views import AccountViews, Collaborations, Vectors

MODEL_VERSION = "ranking-2"
_FEWEST_BRANDS = 2
_CREATORS_AT_ONCE = 10_000  # all parts of 360 brands and as many creators take 200 MB


@dataclass(frozen=True)
class RankerConfig:
    """How much each part counts; at least 0.

    Attributes:
        kinds: kind of part -> weight: each view as it is and whitened, what collaborations have
            in common, popularity and the creators of similar brands.
        views: part -> weight, in place of that of its kind.
        temperature: of `balanced`; 0 leaves the scores as they are.
    """

    kinds: Mapping[str, float] = field(
        default_factory=lambda: {
            CENTRED: 0.5,
            WHITENED: 0.5,
            SHARED: 1.0,
            POPULARITY: 0.0,
            SIMILAR_BRANDS: 0.0,
        }
    )
    views: Mapping[str, float] = field(default_factory=dict)
    temperature: float = 0.75

    def weight(self, part: str) -> float:
        """The weight of one part."""
        return self.views.get(part, self.kinds[part.rsplit(", ", 1)[-1]])


@dataclass(frozen=True)
class Ranker:
    """Attributes:
    config: of the parts.
    parts: as fitted.
    """

    config: RankerConfig
    parts: FittedParts

    def score(
        self, brands: AccountViews, creators: AccountViews, *, balance: bool = False
    ) -> Vectors:
        """(brands, creators) float64, higher fits better; comparable within a brand.

        Args:
            balance: for many brands that are ranked together over the same creators.
        Raises:
            ModelError: a view is missing or of another length.
        """
        _check(self.parts, brands)
        _check(self.parts, creators)
        scores = np.zeros((len(brands.ids), len(creators.ids)))
        for start in range(0, len(creators.ids), _CREATORS_AT_ONCE):
            places = np.arange(start, min(start + _CREATORS_AT_ONCE, len(creators.ids)))
            parts = self._parts(brands, creators.rows(places))
            if parts:
                scores[:, start : places[-1] + 1] = joined(parts, self.config)
        if balance and self.config.temperature > 0:
            scores = balanced(scores, self.config.temperature)
        return scores

    def contributions(self, brands: AccountViews, creators: AccountViews) -> Parts:
        """View, or part that is of no single view -> (brands, creators) what it adds to the score.

        They add up to the score before balancing; 0 is what it adds for a usual pair.

        Raises:
            ModelError: a view is missing or of another length.
        """
        _check(self.parts, brands)
        _check(self.parts, creators)
        parts = self._parts(brands, creators)
        total = sum(self.config.weight(name) for name in parts)
        added: Parts = {}
        for name, values in parts.items():
            view = name.rsplit(", ", 1)[0]
            share = self.config.weight(name) / total * values
            added[view] = added[view] + share if view in added else share
        return added

    def _parts(self, brands: AccountViews, creators: AccountViews) -> Parts:
        return self.parts.of(brands, creators, wanted=lambda name: self.config.weight(name) > 0)


def joined(parts: Parts, config: RankerConfig) -> Vectors:
    """Mean of the standardised parts by their weights; 0 when no part has one."""
    weights = {name: config.weight(name) for name in parts}
    total = sum(weights.values())
    scores = sum(
        (weights[name] * values for name, values in parts.items() if weights[name]),
        np.zeros(next(iter(parts.values())).shape),
    )
    return np.asarray(scores / total if total else scores)


def fit_ranker(
    training: Collaborations, config: RankerConfig | None = None, *, seed: int
) -> Ranker:
    """A ranker from brands and the creators they worked with.

    Raises:
        ModelError: fewer than two brands, or no view that both sides have.
    """
    brands_count, views_count = len(training.brands.ids), len(training.brands.arrays)
    if brands_count < _FEWEST_BRANDS or not views_count:
        raise ModelError(
            f"Expected at least {_FEWEST_BRANDS} brands and one view to learn a ranking from, "
            f"found {brands_count} brands and {views_count} views."
        )
    return Ranker(config or RankerConfig(), fit_parts(training, seed=seed))


def _check(parts: FittedParts, accounts: AccountViews) -> None:
    for name, space in parts.spaces.items():
        array = accounts.arrays.get(name)
        width = len(space.brand_mean)
        if array is None or array.shape[1] != width:
            found = "none" if array is None else f"{array.shape[1]}"
            raise ModelError(
                f"Expected {width} numbers an account in the view '{name}', found {found}. Use "
                "the same views as in training."
            )
