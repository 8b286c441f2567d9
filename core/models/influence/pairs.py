"""Pairs of people with a judgement, and splits of them that keep people apart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Pairs:
    """Attributes:
    names: of the features, (d,).
    a, b: (n, d) features of both sides, NaN where unknown.
    choice: (n,) 1 when A is the more influential one, 0 when B is.
    person_a, person_b: (n,) the same number wherever the same person stands.
    """

    names: tuple[str, ...]
    a: Floats
    b: Floats
    choice: Floats
    person_a: NDArray[np.int64]
    person_b: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.choice)

    def __getitem__(self, rows: NDArray[np.bool_] | NDArray[np.int64]) -> Pairs:
        return Pairs(
            self.names,
            self.a[rows],
            self.b[rows],
            self.choice[rows],
            self.person_a[rows],
            self.person_b[rows],
        )

    @property
    def people_count(self) -> int:
        """Different people in the pairs."""
        return len(np.union1d(self.person_a, self.person_b))


def same_people(a: Floats, b: Floats) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Numbers of people known by their features alone: equal rows are one person.

    Args:
        a, b: (n, d) features of both sides; NaN equals NaN.
    """
    both = np.nan_to_num(np.vstack([a, b]), nan=-np.inf)
    _, number = np.unique(both, axis=0, return_inverse=True)
    number = np.asarray(number, dtype=np.int64).ravel()
    return number[: len(a)], number[len(a) :]


def pairs_with_met_people(met: Pairs, a: Floats, b: Floats) -> NDArray[np.bool_]:
    """(n,) whether somebody in the pair stands, with the same features, in pairs learned from."""
    number, _ = same_people(np.vstack([met.a, met.b, a, b]), np.empty((0, a.shape[1])))
    known, asked = number[: 2 * len(met)], number[2 * len(met) :]
    seen = np.isin(asked, known)
    return np.asarray(seen[: len(a)] | seen[len(a) :])


@dataclass(frozen=True)
class Block:
    """Attributes:
    train: (n,) bool; pairs without anybody of the two groups in test.
    test: (n,) bool; pairs between the two groups (or within one).
    fold: blocks of one fold hold every group once, so a fold tests all people.
    """

    train: NDArray[np.bool_]
    test: NDArray[np.bool_]
    fold: int


def person_blocks(pairs: Pairs, groups: int, *, seed: int) -> Iterator[Block]:
    """Splits in which each pair is tested once by a model that has met neither of its people.

    People are dealt into groups; the pairs between each two groups are tested by what all
    other groups show among themselves. Plain folds by connected components are of no use where
    most people hang together, and testing only pairs inside one group of ten would leave out
    nine of ten pairs.
    """
    people = np.union1d(pairs.person_a, pairs.person_b)
    dealt = np.random.default_rng(seed).permutation(len(people)) % groups
    in_a = dealt[np.searchsorted(people, pairs.person_a)]
    in_b = dealt[np.searchsorted(people, pairs.person_b)]
    for group in range(groups):
        for other in range(group, groups):
            test = ((in_a == group) & (in_b == other)) | ((in_a == other) & (in_b == group))
            train = ~np.isin(in_a, (group, other)) & ~np.isin(in_b, (group, other))
            if test.any() and train.any():
                yield Block(train, test, (group + other) % groups)
