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


def similarity(distance: NDArray[np.floating]) -> NDArray[np.floating]:
    """Kernel of two days that far apart on asinh(z)."""
    return PEAK * np.exp(-0.5 / _BANDWIDTH**2 * np.square(distance))


def nearness(steps: NDArray[np.int64]) -> NDArray[np.float64]:
    """How much a day so many steps away counts, 1 for the day itself."""
    return _FLOOR + (1 - _FLOOR) * np.exp(-np.abs(steps) / _NEARNESS)


@dataclass(frozen=True)
class Kernels:
    """Likeness of the days of w accounts to each other, by distance in steps.

    Attributes:
        z: (w, t) movement. logs: asinh of it.
        alive: (w, t) or, when all rows are alike, (1, t); 1 for steps that count, else 0.
        later, earlier: for each distance g, (w, t) similarity of step s to step s + g (s - g),
            0 where that is none or does not count.
        later_alive, earlier_alive: the same for `alive` itself, (w or 1, t).
        near: (t,) nearness by distance.
        total: (w, t) similarity of a step to all others, each times its nearness.
        weight: (w or 1, t) nearness of all others that count.
        prior: (w, t) density of the step in general, times `PRIOR_WEIGHT`.
    """

    z: Floats
    logs: Floats
    alive: Floats
    later: list[Floats]
    earlier: list[Floats]
    later_alive: list[Floats]
    earlier_alive: list[Floats]
    near: Floats
    total: Floats
    weight: Floats
    prior: Floats

    @classmethod
    def of(cls, z: NDArray[np.float64], live: NDArray[np.bool_]) -> Kernels:
        """The kernels of w accounts over t steps.

        Args:
            z: (w, t) movement in units of the account's own noise.
            live: (w, t) steps that count.
        """
        movement = z.astype(np.float32)
        logs = np.arcsinh(movement)
        width = z.shape[1]
        same = len(live) > 0 and bool((live == live[0]).all())
        alive = (live[:1] if same else live).astype(np.float32)
        near = nearness(np.arange(max(width, 1))).astype(np.float32)
        later, earlier, later_alive, earlier_alive = [], [], [], []
        total, weight = np.zeros_like(logs), np.zeros_like(alive)
        # One distance at a time: half the kernels of a matrix, and all of it in order.
        for lag in range(width):
            band = logs[:, lag:] - logs[:, : width - lag]
            np.square(band, out=band)
            band *= np.float32(-0.5 / _BANDWIDTH**2)
            np.exp(band, out=band)
            band *= np.float32(PEAK)
            after, before = np.zeros_like(logs), np.zeros_like(logs)
            after[:, : width - lag] = band * alive[:, lag:]
            before[:, lag:] = band * alive[:, : width - lag]
            alive_after, alive_before = np.zeros_like(alive), np.zeros_like(alive)
            alive_after[:, : width - lag] = alive[:, lag:]
            alive_before[:, lag:] = alive[:, : width - lag]
            both, both_alive = after, alive_after
            if lag:
                both, both_alive = after + before, alive_after + alive_before
            total += near[lag] * both
            weight += near[lag] * both_alive
            later.append(after)
            earlier.append(before)
            later_alive.append(alive_after)
            earlier_alive.append(alive_before)
        general = np.exp(-0.5 * (logs / _PRIOR_SPREAD) ** 2)
        prior = PRIOR_WEIGHT * general / (_PRIOR_SPREAD * np.sqrt(2 * np.pi))
        return cls(
            movement,
            logs,
            alive,
            later,
            earlier,
            later_alive,
            earlier_alive,
            near,
            total,
            weight,
            prior.astype(np.float32),
        )


class _Sums:
    """Sums over the steps of windows of every `spacing`-th step, for one of their steps."""

    def __init__(
        self, later: list[Floats], earlier: list[Floats], spacing: int, steps: int, near: Floats
    ) -> None:
        """`steps` is the largest number of steps of a window; `near` weighs by distance."""
        self._after = _added([near[g] * later[g] for g in range(0, steps * spacing, spacing)])
        back = range(spacing, steps * spacing, spacing)
        self._before = _added([near[g] * earlier[g] for g in back])

    def inside(self, number: int, place: int, at: slice) -> Floats:
        """(w, ...) sums over `number` steps, for their `place`-th, which lies at `at`."""
        similarities = self._after[number - 1 - place][:, at]
        return similarities + self._before[place - 1][:, at] if place else similarities.copy()


def _added(parts: list[Floats]) -> list[Floats]:
    """Running sums of arrays; each addition makes a new one."""
    for place in range(1, len(parts)):
        parts[place] = parts[place - 1] + parts[place]
    return parts


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
    weight_and_prior = kernels.weight + np.float32(PRIOR_WEIGHT)
    moved = kernels.z * kernels.alive
    all_alive = bool((kernels.alive == 1).all())
    even = np.ones_like(kernels.near)
    longest = max(fitting)
    plain = _Sums(kernels.later, kernels.earlier, spacing, longest, even)
    weighted = _Sums(kernels.later, kernels.earlier, spacing, longest, kernels.near)
    weights = _Sums(kernels.later_alive, kernels.earlier_alive, spacing, longest, kernels.near)
    ratios = []
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
            inside = plain.inside(number, k, place)
            inside += prior_less_own[:, place]
            np.maximum(inside, _LEAST, out=inside)
            outside = weighted.inside(number, k, place)
            np.subtract(total_and_prior[:, place], outside, out=outside)
            inside /= np.maximum(outside, _LEAST, out=outside)
            rest = weight_and_prior[:, place] - weights.inside(number, k, place)
            inside *= rest / own_weight
            np.log(inside, out=inside)
            if not all_alive:
                inside *= kernels.alive[:, place]
            ratio += inside
            level += moved[:, place]
        ratios.append(WindowRatios(spacing, number, ratio, (level / alive).astype(np.float32)))
    return ratios
