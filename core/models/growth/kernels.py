"""Kernel densities of an account's days: inside a window, and of the others near it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

# Kernels work on asinh(z): nearly z for everyday movement, a log for large rises.
_BANDWIDTH = 0.14
# Days count less the further off they are, down to a floor: how an account moves changes.
_NEARNESS, _FLOOR = 10.0, 0.15
# What is known of days of accounts in general, worth this many days of the account.
PRIOR_WEIGHT = 1.5
_PRIOR_SPREAD = 1.6
# Height of the kernel, which a day adds to its own density.
PEAK = float(1 / (_BANDWIDTH * np.sqrt(2 * np.pi)))
_LEAST = np.float32(1e-9)


@dataclass(frozen=True)
class Kernels:
    """Likeness of the days of w accounts to each other.

    Attributes:
        z: (w, t) movement. alive: (w, t) or, when all rows are alike, (1, t); 1 for steps that
            count, else 0.
        near: (w, t, t) likeness of a step to another that counts.
        weighted: the same times the nearness of the two.
        nearness: (w or 1, t, t) that of steps that count.
        total: (w, t) weighted likeness to all others. weight: (w or 1, t) their nearness.
        prior: (w, t) density of the step in general, times `PRIOR_WEIGHT`.
    """

    z: Floats
    alive: Floats
    near: Floats
    weighted: Floats
    nearness: Floats
    total: Floats
    weight: Floats
    prior: Floats

    @classmethod
    def of(cls, z: NDArray[np.float64], live: NDArray[np.bool_]) -> Kernels:
        movement = z.astype(np.float32)
        logs = np.arcsinh(movement)
        steps = np.arange(z.shape[1])
        same = len(live) > 0 and bool((live == live[0]).all())
        alive = (live[:1] if same else live).astype(np.float32)
        decay = np.exp(-np.abs(steps[:, None] - steps) / _NEARNESS)
        nearness = (_FLOOR + (1 - _FLOOR) * decay).astype(np.float32) * alive[:, None, :]
        near = logs[:, :, None] - logs[:, None, :]
        np.square(near, out=near)
        near *= np.float32(-0.5 / _BANDWIDTH**2)
        np.exp(near, out=near)
        near *= alive[:, None, :] * np.float32(PEAK)
        weighted = near * nearness
        general = np.exp(-0.5 * (logs / _PRIOR_SPREAD) ** 2)
        prior = PRIOR_WEIGHT * general / (_PRIOR_SPREAD * np.sqrt(2 * np.pi))
        return cls(
            movement,
            alive,
            near,
            weighted,
            nearness,
            weighted.sum(axis=2),
            nearness.sum(axis=2),
            prior.astype(np.float32),
        )


class WindowSums:
    """Sums of a (w, t, t) array over the columns of a window, for each row of the window.

    Windows are of every `spacing`-th step and begin at step 1 or later; `inside` is asked for
    rising numbers of steps.
    """

    def __init__(self, values: Floats, spacing: int) -> None:
        self._values, self._spacing = values, spacing
        self._diagonals: dict[int, Floats] = {}
        self._running: Floats | None = None
        self._grown: list[Floats] = []
        if spacing == 1:
            # Long windows: differences of running sums. Short spaced ones grow step by step.
            self._running = np.zeros((*values.shape[:2], values.shape[2] + 1), dtype=np.float32)
            np.cumsum(values, axis=2, out=self._running[:, :, 1:])

    def inside(self, number: int, place: int, starts: int) -> Floats:
        """(w, starts) sums in the row of the `place`-th of `number` steps, from start 1 on."""
        begin = 1 + place * self._spacing
        if self._running is not None:
            upper = self._diagonal(self._running, number - place)
            lower = self._diagonal(self._running, -place)
            return upper[:, begin : begin + starts] - lower[:, 1 : 1 + starts]
        while len(self._grown) < number:
            self._grow()
        return self._grown[place][:, :starts].copy()

    def _grow(self) -> None:
        """Adds one more step at the end of every window."""
        spacing, step = self._spacing, len(self._grown)
        starts = self._values.shape[1] - 1 - step * spacing
        last = self._diagonal(self._values, 0)[:, 1 + step * spacing :][:, :starts].copy()
        for place, sums in enumerate(self._grown):
            apart = (step - place) * spacing
            at = slice(1 + place * spacing, 1 + place * spacing + starts)
            self._grown[place] = sums[:, :starts] + self._diagonal(self._values, apart)[:, at]
            last += self._diagonal(self._values, -apart)[:, at]
        self._grown.append(last)

    def _diagonal(self, values: Floats, offset: int) -> Floats:
        """(w, ...) entry (row, row + offset); below the diagonal by column instead of row."""
        if offset not in self._diagonals:
            found = np.diagonal(values, offset, axis1=1, axis2=2)
            self._diagonals[offset] = np.ascontiguousarray(found)
        return self._diagonals[offset]


@dataclass(frozen=True)
class WindowRatios:
    """All windows of one spacing and number of steps, from start 1 on.

    Attributes:
        spacing, number: of the window.
        ratio: (w, starts) log-likelihood ratio of a density of their own over that of the days
            around them; a day never judges itself.
        level: (w, starts) mean z of the steps.
    """

    spacing: int
    number: int
    ratio: Floats
    level: Floats


def window_ratios(
    kernels: Kernels, spacing: int, numbers: tuple[int, ...], *, rest_min: int
) -> list[WindowRatios]:
    """The ratios of all windows that leave at least `rest_min` steps beside them."""
    width = kernels.z.shape[1]
    fitting = [number for number in numbers if (number - 1) * spacing + 1 <= width - rest_min]
    if not fitting:
        return []
    # What stays the same for all windows is worked out once: this is where the time goes.
    prior_less_own = kernels.prior - np.float32(PEAK)
    total_and_prior = kernels.total + kernels.prior
    moved = kernels.z * kernels.alive
    all_alive = bool((kernels.alive == 1).all())
    near = WindowSums(kernels.near, spacing)
    weighted = WindowSums(kernels.weighted, spacing)
    nearness = WindowSums(kernels.nearness, spacing)
    found = []
    for number in fitting:
        starts = width - (number - 1) * spacing - 2
        places = [slice(1 + k * spacing, 1 + k * spacing + starts) for k in range(number)]
        alive = np.zeros((len(kernels.alive), starts), dtype=np.float32)
        for place in places:
            alive += kernels.alive[:, place]
        alive = np.maximum(alive, 1)
        own_weight = alive - 1 + np.float32(PRIOR_WEIGHT)
        ratio = np.zeros((len(kernels.z), starts), dtype=np.float32)
        level = np.zeros_like(ratio)
        for k, place in enumerate(places):
            inside = near.inside(number, k, starts)
            inside += prior_less_own[:, place]
            np.maximum(inside, _LEAST, out=inside)
            outside = total_and_prior[:, place] - weighted.inside(number, k, starts)
            inside /= np.maximum(outside, _LEAST, out=outside)
            rest = kernels.weight[:, place] - nearness.inside(number, k, starts)
            inside *= (rest + np.float32(PRIOR_WEIGHT)) / own_weight
            np.log(inside, out=inside)
            if not all_alive:
                inside *= kernels.alive[:, place]
            ratio += inside
            level += moved[:, place]
        found.append(WindowRatios(spacing, number, ratio, (level / alive).astype(np.float32)))
    return found
