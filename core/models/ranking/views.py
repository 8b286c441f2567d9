"""What is known of accounts as vectors, one table a view, and how a view is made comparable."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float64]

_ROWS_SUM_TO_ONE = 1e-3
_TINY = 1e-12


@dataclass(frozen=True)
class AccountViews:
    """Brands, or creators, in rows.

    Attributes:
        ids: (n,) each once.
        arrays: view -> (n, d); a row with NaN is unknown and counts neither for nor against.
        categories: (n,) or None when not given; None in a place that has none.
    """

    ids: tuple[str, ...]
    arrays: Mapping[str, Vectors]
    categories: tuple[str | None, ...] | None = None

    def rows(self, places: NDArray[np.int64]) -> AccountViews:
        """The accounts in these places, in this order."""
        return AccountViews(
            tuple(self.ids[place] for place in places.tolist()),
            {name: array[places] for name, array in self.arrays.items()},
            self.categories and tuple(self.categories[place] for place in places.tolist()),
        )

    def of_views(self, names: Collection[str]) -> AccountViews:
        """The same accounts with these views alone."""
        arrays = {name: array for name, array in self.arrays.items() if name in names}
        return replace(self, arrays=arrays)


@dataclass(frozen=True)
class Collaborations:
    """Attributes:
    brands, creators: accounts with the same views.
    positives: (brands, creators) True where they worked together; the rest is unknown, not
        unfit.
    """

    brands: AccountViews
    creators: AccountViews
    positives: NDArray[np.bool_]

    def among(
        self, brand_places: NDArray[np.int64], creator_places: NDArray[np.int64]
    ) -> Collaborations:
        """Those of these brands with these creators."""
        return Collaborations(
            self.brands.rows(brand_places),
            self.creators.rows(creator_places),
            self.positives[np.ix_(brand_places, creator_places)],
        )

    def of_views(self, names: Collection[str]) -> Collaborations:
        """The same with these views alone."""
        return replace(
            self, brands=self.brands.of_views(names), creators=self.creators.of_views(names)
        )


@dataclass(frozen=True)
class ViewSpace:
    """How one view of brands and creators is made comparable, from training accounts alone.

    Attributes:
        is_distribution: rows are shares, as of topics: their square roots are compared, whose
            product is the Bhattacharyya coefficient.
        brand_mean, creator_mean: (d,) what all brands, all creators have in common.
        scale: mean length of a centred row.
        whitener: (d, d) takes the spread of each direction away; directions with little spread
            are held back by `WHITENING_RIDGE`.
    """

    is_distribution: bool
    brand_mean: Vectors
    creator_mean: Vectors
    scale: float
    whitener: Vectors

    def brands(self, array: Vectors) -> Vectors:
        """Centred rows of brands, mean length 1; NaN where unknown."""
        return (_comparable(array, self.is_distribution) - self.brand_mean) / self.scale

    def creators(self, array: Vectors) -> Vectors:
        """Centred rows of creators, mean length 1; NaN where unknown."""
        return (_comparable(array, self.is_distribution) - self.creator_mean) / self.scale


WHITENING_RIDGE = 0.1  # of the mean spread; .03 to .3 rank alike


def fit_view(brands: Vectors, creators: Vectors, *, with_roots: bool = True) -> ViewSpace:
    """The space of one view, from the training accounts.

    Args:
        brands: (n, d), creators: (m, d); NaN rows are left out.
        with_roots: compare square roots where all rows are shares.
    """
    known_brands, known_creators = _known_rows(brands), _known_rows(creators)
    both = np.vstack([known_brands, known_creators])
    is_distribution = with_roots and bool(
        len(both)
        and both.min() >= 0
        and both.shape[1] > 1
        and np.abs(both.sum(axis=1) - 1).max() < _ROWS_SUM_TO_ONE
    )
    known_brands = _comparable(known_brands, is_distribution)
    known_creators = _comparable(known_creators, is_distribution)
    brand_mean, creator_mean = _mean(known_brands), _mean(known_creators)
    centred = np.vstack([known_brands - brand_mean, known_creators - creator_mean])
    width = brands.shape[1]
    scale = float(np.sqrt((centred**2).sum(axis=1).mean())) if len(centred) else 0.0
    if scale < _TINY:  # all alike: nothing to compare, and nothing to divide by
        return ViewSpace(is_distribution, brand_mean, creator_mean, 1.0, np.eye(width))
    spread, directions = np.linalg.eigh((centred.T @ centred) / len(centred) / scale**2)
    whitener = directions / np.sqrt(np.maximum(spread, 0) + WHITENING_RIDGE * spread.mean())
    return ViewSpace(is_distribution, brand_mean, creator_mean, scale, whitener)


def cosines(brands: Vectors, creators: Vectors) -> Vectors:
    """(n, m) cosine of each row of (n, d) with each of (m, d); NaN where a row is unknown or 0."""
    return np.asarray(_unit(brands) @ _unit(creators).T)


def _unit(rows: Vectors) -> Vectors:
    length = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.divide(rows, length, out=np.full_like(rows, np.nan), where=length > _TINY)


def _comparable(array: Vectors, is_distribution: bool) -> Vectors:
    return np.sqrt(np.maximum(array, 0)) if is_distribution else array


def _known_rows(array: Vectors) -> Vectors:
    return array[np.isfinite(array).all(axis=1)]


def _mean(rows: Vectors) -> Vectors:
    return rows.mean(axis=0) if len(rows) else np.zeros(rows.shape[1])
