"""Posts as the attention network reads them: what the parts of the profiler say of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.models.profiling.part_inputs import SIDES, TEXT
from core.models.profiling.pooling import agreement
from core.models.profiling.posts import Posts

_MIN_SPREAD = 1e-6
# Far outliers would rule the network.
_FARTHEST = 6.0


@dataclass(frozen=True)
class PostInputs:
    """Posts as the network reads them.

    Attributes:
        account_rows: (n_posts,) ascending.
        accounts_count: number of accounts.
        text, picture: (n_posts, columns) float32 scaled scores of the parts of a side, zeros where
            a part says nothing.
        numbers: (n_posts, numbers) float32 scaled, 0 unknown.
        has_text, has_picture: (n_posts,) whether a part of that side says anything.
        agreement: (n_posts,) float32, 0-1, with the other posts of the account.
    """

    account_rows: NDArray[np.int64]
    accounts_count: int
    text: NDArray[np.float32]
    picture: NDArray[np.float32]
    numbers: NDArray[np.float32]
    has_text: NDArray[np.bool_]
    has_picture: NDArray[np.bool_]
    agreement: NDArray[np.float32]

    @property
    def is_readable(self) -> NDArray[np.bool_]:
        """(n_posts,) whether any part says anything."""
        return self.has_text | self.has_picture

    def of_accounts(self, accounts: NDArray[np.int64]) -> PostInputs:
        """Inputs of some accounts, which become 0, 1, ... in the order given."""
        starts = np.searchsorted(self.account_rows, accounts)
        counts = np.searchsorted(self.account_rows, accounts + 1) - starts
        offsets = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
        rows = np.repeat(starts, counts) + offsets
        return PostInputs(
            np.repeat(np.arange(len(accounts)), counts).astype(np.int64),
            len(accounts),
            self.text[rows],
            self.picture[rows],
            self.numbers[rows],
            self.has_text[rows],
            self.has_picture[rows],
            self.agreement[rows],
        )


@dataclass(frozen=True)
class InputScale:
    """How scores of parts and numbers become inputs, fitted on training accounts alone.

    Attributes:
        centres, spreads: by part, (k,) mean and () standard deviation of its scores, each row less
            its own mean.
        number_means, number_spreads: (numbers,)
    """

    centres: Mapping[str, NDArray[np.float32]]
    spreads: Mapping[str, NDArray[np.float32]]
    number_means: NDArray[np.float32]
    number_spreads: NDArray[np.float32]

    def inputs(self, posts: Posts, scores: Mapping[str, NDArray[np.floating]]) -> PostInputs:
        """The inputs of posts.

        Args:
            scores: by part, (n_posts, k); NaN rows for posts that it cannot read.
        """
        sides: dict[bool, list[NDArray[np.float32]]] = {True: [], False: []}
        has = {side: np.zeros(len(posts), dtype=bool) for side in sides}
        totals, counts = np.zeros((len(posts), 0)), np.zeros(len(posts))
        for name, centre in self.centres.items():
            part = np.asarray(scores[name], dtype=np.float32)
            known = ~np.isnan(part).any(axis=1)
            scaled = part - part.mean(axis=1, keepdims=True) - centre
            scaled = np.clip(scaled / self.spreads[name], -_FARTHEST, _FARTHEST)
            scaled[~known] = 0
            is_text = SIDES[name] == TEXT
            sides[is_text].append(scaled)
            has[is_text] |= known
            totals = scaled + (totals if totals.shape[1] else 0)
            counts += known
        numbers = (posts.numbers - self.number_means) / self.number_spreads
        numbers = np.clip(np.nan_to_num(numbers, nan=0.0), -_FARTHEST, _FARTHEST)
        return PostInputs(
            posts.account_rows,
            posts.accounts_count,
            _joined(sides[True], len(posts)),
            _joined(sides[False], len(posts)),
            numbers.astype(np.float32),
            has[True],
            has[False],
            agreement(
                totals / np.maximum(counts, 1)[:, None], posts.account_rows, counts > 0
            ).astype(np.float32),
        )

    def arrays(self) -> dict[str, NDArray[Any]]:
        """All there is to save."""
        arrays: dict[str, NDArray[Any]] = {
            "number_means": self.number_means,
            "number_spreads": self.number_spreads,
        }
        for name in self.centres:
            arrays |= {f"centre.{name}": self.centres[name], f"spread.{name}": self.spreads[name]}
        return arrays


def fit_input_scale(posts: Posts, scores: Mapping[str, NDArray[np.floating]]) -> InputScale:
    """The scale of posts of training accounts.

    Args:
        scores: by part, of models that had not seen the account.
    """
    centres, spreads = {}, {}
    for name, given in scores.items():
        part = given[~np.isnan(given).any(axis=1)].astype(np.float64)
        part = part - part.mean(axis=1, keepdims=True)
        centre = part.mean(axis=0) if len(part) else np.zeros(given.shape[1])
        spread = float((part - centre).std()) if len(part) else 1.0
        centres[name] = centre.astype(np.float32)
        spreads[name] = np.array(max(spread, _MIN_SPREAD), dtype=np.float32)
    known = ~np.isnan(posts.numbers)
    counts = np.maximum(known.sum(axis=0), 1)
    means = np.where(known, posts.numbers, 0).sum(axis=0, dtype=np.float64) / counts
    squares = (np.where(known, posts.numbers - means, 0) ** 2).sum(axis=0) / counts
    deviations = np.sqrt(squares)
    return InputScale(
        centres,
        spreads,
        means.astype(np.float32),
        np.where(deviations > _MIN_SPREAD, deviations, 1).astype(np.float32),
    )


def input_scale_of(arrays: Mapping[str, NDArray[Any]]) -> InputScale:
    """The scale that wrote these arrays."""
    names = [name.removeprefix("centre.") for name in arrays if name.startswith("centre.")]
    return InputScale(
        {name: arrays[f"centre.{name}"] for name in names},
        {name: arrays[f"spread.{name}"] for name in names},
        arrays["number_means"],
        arrays["number_spreads"],
    )


def _joined(parts: list[NDArray[np.float32]], count: int) -> NDArray[np.float32]:
    return np.hstack(parts) if parts else np.zeros((count, 0), dtype=np.float32)
