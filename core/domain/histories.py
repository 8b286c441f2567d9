"""Follower counts of many creators as arrays, and day numbers as dates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.errors import SeriesError

EPOCH = pd.Timestamp("1970-01-01")  # day number 0


@dataclass(frozen=True)
class Histories:
    """Follower counts of many creators, one after the other.

    Attributes:
        starts: (n + 1,) int64; creator i owns rows starts[i]:starts[i + 1], possibly none.
        days: (m,) int64 day numbers, strictly rising within a creator.
        counts: (m,) int64 followers, >= 0.
    """

    starts: NDArray[np.int64]
    days: NDArray[np.int64]
    counts: NDArray[np.int64]

    def __post_init__(self) -> None:
        same_creator = np.ones(len(self.counts), dtype=bool)
        same_creator[self.starts[:-1][self.starts[:-1] < len(self.counts)]] = False
        if (self.counts < 0).any():
            raise SeriesError("Follower counts must be 0 or more, found a negative one.")
        if len(self.days) and (np.diff(self.days)[same_creator[1:]] <= 0).any():
            raise SeriesError("Days of a history must rise; found the same or an earlier day.")

    @property
    def owners(self) -> NDArray[np.int64]:
        """(m,) the creator of each count."""
        known = np.diff(self.starts)
        return np.repeat(np.arange(len(known)), known)

    def only(self, kept: NDArray[np.bool_]) -> Histories:
        """The same creators with some of their counts; `kept` is (m,)."""
        left = np.bincount(self.owners[kept], minlength=len(self.starts) - 1)
        starts = np.concatenate([[0], np.cumsum(left)]).astype(np.int64)
        return Histories(starts, self.days[kept], self.counts[kept])


def date_of(day_number: int) -> date:
    """The date of one day number."""
    return date.fromordinal(EPOCH.toordinal() + day_number)


def dates(day_numbers: pd.Series) -> pd.Series:
    """Dates of day numbers, which count from 1970-01-01; missing below 0."""
    return EPOCH + pd.to_timedelta(day_numbers.where(day_numbers >= 0), unit="D")
