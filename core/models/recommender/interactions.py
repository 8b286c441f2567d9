"""Who did something with what, as a sparse matrix."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from core.errors import ModelError


@dataclass(frozen=True)
class Interactions:
    """Positive interactions of users with items.

    Attributes:
        user_ids, item_ids: every known id, sorted; also of those without interaction.
        users, items: (n,) rows into the ids, one entry a pair; no pair twice.
        weights: (n,) float32 above 0; a pair's weights added up.
        times: (n,) float64, latest time of the pair in any unit; NaN when unknown.
    """

    user_ids: tuple[str, ...]
    item_ids: tuple[str, ...]
    users: np.ndarray
    items: np.ndarray
    weights: np.ndarray
    times: np.ndarray

    @property
    def shape(self) -> tuple[int, int]:
        """(users, items) of the matrix."""
        return len(self.user_ids), len(self.item_ids)

    def matrix(self) -> Any:
        """(users, items) float32 CSR of the weights."""
        from scipy.sparse import csr_array

        return csr_array((self.weights, (self.users, self.items)), shape=self.shape)

    def part(self, chosen: np.ndarray) -> Interactions:
        """The same ids with the chosen interactions alone; `chosen` is a mask or rows."""
        return Interactions(
            self.user_ids,
            self.item_ids,
            self.users[chosen],
            self.items[chosen],
            self.weights[chosen],
            self.times[chosen],
        )


def interactions_of(
    user_ids: Sequence[str],
    item_ids: Sequence[str],
    weights: np.ndarray | None = None,
    times: np.ndarray | None = None,
    *,
    more_users: Sequence[str] = (),
    more_items: Sequence[str] = (),
) -> Interactions:
    """Interactions of parallel sequences, one entry an event.

    Args:
        weights: how much each says, above 0; 1 each when None.
        times: when each was, in any unit; NaN where unknown.
        more_users, more_items: ids that are known without any interaction.
    Raises:
        ModelError: a weight is not above 0.
    """
    count = len(user_ids)
    amounts = np.ones(count) if weights is None else np.asarray(weights, dtype=np.float64)
    moments = np.full(count, np.nan) if times is None else np.asarray(times, dtype=np.float64)
    if count and not (amounts > 0).all():
        raise ModelError("Expected weights above 0, found others. Leave those interactions out.")
    all_users, user_rows = _rows(user_ids, more_users)
    all_items, item_rows = _rows(item_ids, more_items)
    pairs = user_rows.astype(np.int64) * max(len(all_items), 1) + item_rows
    unique, first, inverse = np.unique(pairs, return_index=True, return_inverse=True)
    sums = np.bincount(inverse, weights=amounts, minlength=len(unique))
    latest = np.full(len(unique), -np.inf)
    np.maximum.at(latest, inverse, np.where(np.isnan(moments), -np.inf, moments))
    return Interactions(
        all_users,
        all_items,
        user_rows[first],
        item_rows[first],
        sums.astype(np.float32),
        np.where(np.isinf(latest), np.nan, latest),
    )


def unit_rows(factors: np.ndarray) -> np.ndarray:
    """The rows at length 1; a zero row stays zero."""
    lengths = np.linalg.norm(factors, axis=1, keepdims=True)
    return np.divide(factors, lengths, out=np.zeros_like(factors), where=lengths > 0)


def _rows(ids: Sequence[str], more: Sequence[str]) -> tuple[tuple[str, ...], np.ndarray]:
    names = sorted({*ids, *more})
    places = {name: row for row, name in enumerate(names)}
    return tuple(names), np.array([places[name] for name in ids], dtype=np.int64)
