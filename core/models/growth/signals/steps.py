"""Follower counts of many creators as growth rates on regular time steps."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.domain.histories import Histories
from core.models.growth.signals.cleaning import cleaned

# A pause of more steps than this says nothing about the days inside it.
_BRIDGED_STEPS = 3
_STEP_DAYS_MAX = 31
# What divides all counts is the unit they are shown in only where counts moved so often: a single
# step from 500 to 1,000 would else be one unit of 500.
_UNIT_MOVES_MIN = 4


@dataclass(frozen=True)
class Windows:
    """Growth rates of stretches of histories, one row a stretch; most creators have one.

    Attributes:
        creator: (w,) int64, index of the creator.
        first_day: (w,) int64, day number of the count before the first step.
        step_days: (w,) int64, days a step: 1 for daily counts, 7 for weekly ones.
        lengths: (w,) int64, steps of the row; those beyond are padding.
        rates: (w, t) float64, relative change a step; NaN where unknown or padding.
        counts: (w, t) float64, followers before each step; NaN where unknown.
        resolution: (w,) float64, the unit in which counts are shown, over the first of them: one
            follower, or as much as 100,000 when 1.1M is all that is shown; see `_units`.
    """

    creator: NDArray[np.int64]
    first_day: NDArray[np.int64]
    step_days: NDArray[np.int64]
    lengths: NDArray[np.int64]
    rates: NDArray[np.float64]
    counts: NDArray[np.float64]
    resolution: NDArray[np.float64]

    def rows(self, chosen: NDArray[np.int64]) -> Windows:
        """Some of the rows, without the padding that none of them needs."""
        width = int(self.lengths[chosen].max(initial=0))
        return Windows(
            self.creator[chosen],
            self.first_day[chosen],
            self.step_days[chosen],
            self.lengths[chosen],
            self.rates[chosen, :width],
            self.counts[chosen, :width],
            self.resolution[chosen],
        )

    def days(self) -> NDArray[np.int64]:
        """(w, t) day number of the count after each step."""
        steps = np.arange(1, self.rates.shape[1] + 1, dtype=np.int64)
        return np.asarray(self.first_day[:, None] + steps * self.step_days[:, None], dtype=np.int64)


def regular_windows(
    histories: Histories, *, steps_max: int = 120, stride_steps: int = 60
) -> Windows:
    """The histories on regular steps: the usual distance of a creator's counts, in days.

    Counts between steps are interpolated, so a pause spreads its growth; a pause of more than
    three steps stays unknown. Histories beyond `steps_max` steps become stretches of that
    length which overlap, so that no length is judged by other standards. Creators with fewer
    than two counts have no row. Counts that are no growth are left out before, see `cleaned`.
    """
    histories = cleaned(histories)
    starts, days, counts = histories.starts, histories.days, histories.counts.astype(np.float64)
    known = np.diff(starts)
    owner = histories.owners
    inner = owner[1:] == owner[:-1]
    step = _usual_gaps(days, owner, inner, known)
    has = np.flatnonzero(known >= 2)
    first, last = days[starts[has]], days[starts[has + 1] - 1]
    total = (last - first) // step[has]
    # One key that rises over all creators lets a single interpolation serve them all.
    reach = int(days.max(initial=0) - days.min(initial=0)) + 2
    lowest = int(days.min(initial=0))
    key_known = owner * reach + (days - lowest)
    gaps = np.zeros(len(days), dtype=np.int64)
    gaps[1:][inner] = np.diff(days)[inner]

    pieces = [
        (int(at), int(begin), int(min(steps_max, steps - begin)))
        for at, steps in enumerate(total)
        for begin in _begins(int(steps), steps_max, stride_steps)
    ]
    if not pieces:
        empty = np.zeros(0, dtype=np.int64)
        return Windows(empty, empty, empty, empty, np.zeros((0, 0)), np.zeros((0, 0)), np.zeros(0))
    place, begin, length = np.array(pieces, dtype=np.int64).T
    creator, days_a_step = has[place], step[has][place]
    first_day = first[place] + begin * days_a_step
    width = int(length.max())
    grid = first_day[:, None] + np.arange(width + 1) * days_a_step[:, None]
    inside = np.arange(width + 1) <= length[:, None]
    key = np.where(inside, creator[:, None] * reach + (grid - lowest), creator[:, None] * reach)
    values = np.interp(key.ravel(), key_known, counts).reshape(key.shape)
    # The count that closes the gap in which a step lies says how long that gap is.
    closing = np.minimum(np.searchsorted(key_known, key.ravel()), len(days) - 1).reshape(key.shape)
    bridged = gaps[closing] <= _BRIDGED_STEPS * days_a_step[:, None]
    usable = inside[:, 1:] & bridged[:, 1:] & (values[:, :-1] > 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        # Rounding takes the last bits away, in which interpolation of scaled counts differs.
        rates = np.round(np.diff(values, axis=1) / values[:, :-1], 12)
    return Windows(
        creator,
        first_day,
        days_a_step,
        length,
        np.where(usable, rates, np.nan),
        np.where(usable, values[:, :-1], np.nan),
        _units(histories)[creator] / np.maximum(values[:, 0], 1),
    )


def _units(histories: Histories) -> NDArray[np.int64]:
    """(n,) followers that make one step of the display, at least 1.

    The greatest number that divides all counts of a creator, where counts moved at least four
    times; else, and where that number is too large to be a unit, the largest power of ten that
    divides them. Counts are shown with two digits or more (1.1M, 12k), so the unit is never
    above a tenth of the first digit's place.
    """
    n = len(histories.starts) - 1
    divisors, smallest = np.zeros(n, dtype=np.int64), np.full(n, np.iinfo(np.int64).max)
    owner, counts = histories.owners, histories.counts
    np.gcd.at(divisors, owner, counts)
    np.minimum.at(smallest, owner[counts > 0], counts[counts > 0])
    moved = (owner[1:] == owner[:-1]) & (counts[1:] != counts[:-1])
    moves = np.bincount(owner[1:][moved], minlength=n)
    digits = np.floor(np.log10(smallest)).astype(np.int64)
    largest = 10 ** np.maximum(digits - 1, 0)
    units = np.where((moves >= _UNIT_MOVES_MIN) & (divisors <= largest), divisors, 1)
    power = np.ones(n, dtype=np.int64)
    for _ in range(int(digits.max(initial=0))):
        power = np.where(
            (divisors % (10 * power) == 0) & (10 * power <= largest), 10 * power, power
        )
    return np.maximum(units, power)


def _begins(steps: int, steps_max: int, stride: int) -> list[int]:
    if steps <= 0:
        return []
    if steps <= steps_max:
        return [0]
    begins = list(range(0, steps - steps_max, stride))
    return [*begins, steps - steps_max]


def _usual_gaps(
    days: NDArray[np.int64],
    owner: NDArray[np.int64],
    inner: NDArray[np.bool_],
    known: NDArray[np.int64],
) -> NDArray[np.int64]:
    """(n,) median distance of a creator's counts in days, 1 without two counts."""
    gaps, whose = np.diff(days)[inner], owner[1:][inner]
    order = np.lexsort((gaps, whose))
    ends = np.cumsum(np.maximum(known - 1, 0))
    middle = np.clip((np.concatenate([[0], ends[:-1]]) + ends) // 2, 0, max(len(gaps) - 1, 0))
    usual = np.ones(len(known), dtype=np.int64)
    has = known >= 2
    if len(gaps):
        usual[has] = gaps[order][middle[has]]
    return np.clip(usual, 1, _STEP_DAYS_MAX)
