"""Rises that last: stretches of steps on which growth is higher than on the others.

Followers that are delivered day by day arrive in even portions, between sharp edges, sometimes
every second or third day. Honest stretches are uneven and begin and end softly.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.models.growth.signals.noise import Standardised, masked_quantile

_PORTIONS = {1: (4, 5, 6, 7, 8, 10, 12, 14, 16, 18, 20, 22, 25, 28, 35, 45, 55)}
_PORTIONS_SPACED = (3, 4, 5, 6, 7, 8, 9, 10)
_SPACINGS_MAX = 7
# Steps that must remain beside a run, to say what is usual.
_REST_MIN = 6
_PORTION_SPREAD = 0.2
_LEVEL_MIN = 0.4  # in units of noise; below it nothing is a run


@dataclass(frozen=True)
class Runs:
    """One run of each window.

    Attributes:
        start, portions, spacing: (w,) int64; step of the first portion, how many, and steps from
            one to the next.
        level: (w,) mean z of a portion.
        score: (w,) log-likelihood ratio of even portions over everyday movement or, where that
            is less, over uneven ones.
        over_usual, over_uneven: (w,) the two ratios.
    """

    start: NDArray[np.int64]
    portions: NDArray[np.int64]
    spacing: NDArray[np.int64]
    level: NDArray[np.float64]
    score: NDArray[np.float64]
    over_usual: NDArray[np.float64]
    over_uneven: NDArray[np.float64]

    @property
    def length(self) -> NDArray[np.int64]:
        """Steps from the first portion to the last, both included."""
        return (self.portions - 1) * self.spacing + 1


def even_runs(data: Standardised, *, spaced: bool) -> Runs:
    """The most convincing run of even portions, on consecutive steps or `spaced`.

    All starts, lengths and spacings are compared in closed form by running sums.
    """
    w, width = data.z.shape
    z = np.clip(data.z, -8, 60)
    unit = (data.unit / data.scale)[:, None]
    usual = np.nan_to_num(
        np.maximum(masked_quantile(np.abs(data.z), data.known, 0.68), 0.35), nan=0.35
    )[:, None]
    # Everyday movement has heavy tails: Student t with two degrees of freedom.
    background = -1.5 * np.log1p((z / usual) ** 2 / 2) - np.log(usual)
    positive = np.maximum(z, 0)
    rows = np.arange(w)
    best = np.full(w, -99.0)
    figures = np.zeros((6, w))
    for spacing in range(2, _SPACINGS_MAX + 1) if spaced else (1,):
        sums = [_running(part, spacing) for part in (z, z * z, background, positive)]
        for portions in _PORTIONS.get(spacing, _PORTIONS_SPACED):
            length = (portions - 1) * spacing + 1
            if length > width - _REST_MIN:
                break
            total, squares, everyday, gains = (
                running[:, length - 1 + spacing : width + spacing]
                - running[:, : width - length + 1]
                for running in sums
            )
            level = np.maximum(total / portions, 0.05)
            variance = 0.5 + level * unit + (_PORTION_SPREAD * level) ** 2
            even = -0.5 * (
                (squares - 2 * level * total + portions * level**2) / variance
                + portions * np.log(variance)
            )
            uneven = -gains / level - portions * np.log(np.maximum(level, 0.3)) - 2
            over_usual = even - everyday - (np.log(_SPACINGS_MAX) if spaced else 0.0)
            score = np.where(level > _LEVEL_MIN, np.minimum(over_usual, even - uneven), -50.0)
            at = score.argmax(axis=1)
            value = score[rows, at]
            better = value > best
            best[better] = value[better]
            chosen, place = rows[better], at[better]
            figures[:, better] = (
                place,
                np.full(len(place), portions),
                np.full(len(place), spacing),
                level[chosen, place],
                over_usual[chosen, place],
                (even - uneven)[chosen, place],
            )
    start, portions_of, spacing_of = figures[:3].astype(np.int64)
    return Runs(
        start,
        np.maximum(portions_of, 1),
        np.maximum(spacing_of, 1),
        figures[3],
        best,
        figures[4],
        figures[5],
    )


def _running(values: NDArray[np.float64], spacing: int) -> NDArray[np.float64]:
    """Running sums over every `spacing`-th step, with `spacing` zeros in front."""
    sums = np.zeros((len(values), values.shape[1] + spacing))
    sums[:, spacing:] = values
    for phase in range(spacing):
        sums[:, phase::spacing] = np.cumsum(sums[:, phase::spacing], axis=1)
    return sums


def run_signals(data: Standardised, runs: Runs, name: str) -> dict[str, NDArray[np.float64]]:
    """What an even run and its edges look like; names begin with `name`."""
    rows, width = np.arange(len(data.z)), data.z.shape[1]
    length = np.minimum(runs.length, width - runs.start)
    level = runs.level + 0.3
    padded = np.pad(data.z, ((0, 0), (6, 6)))
    end = runs.start + length
    before = np.take_along_axis(padded, (runs.start + 6)[:, None] + np.arange(-5, 0), axis=1)
    after = np.take_along_axis(padded, (end + 6)[:, None] + np.arange(5), axis=1)

    def inside(values: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        sums = np.pad(np.cumsum(values, axis=1), ((0, 0), (1, 0)))
        inside_runs = sums[rows, end] - sums[rows, runs.start]
        return inside_runs, sums[:, -1] - inside_runs

    outside = np.maximum(data.steps_known - length, 1)
    high, high_out = inside((data.z > 0.6 * runs.level[:, None]).astype(float))
    negative, _ = inside((data.z < 0).astype(float))
    _, moved_out = inside(np.abs(data.z))
    before_level, after_level = before.mean(axis=1) / level, after.mean(axis=1) / level
    return {
        f"{name}_score": runs.score,
        f"{name}_portions": runs.portions.astype(float),
        f"{name}_spacing": runs.spacing.astype(float),
        f"{name}_level": runs.level,
        f"{name}_size": runs.level * runs.portions * data.scale,
        f"{name}_over_usual": runs.over_usual,
        f"{name}_over_uneven": runs.over_uneven,
        f"{name}_before": before_level,
        f"{name}_after": after_level,
        f"{name}_softer_edge": np.maximum(before_level, after_level),
        f"{name}_movement_outside": moved_out / outside,
        f"{name}_high_outside": high_out / outside,
        f"{name}_high_inside": high / runs.portions,
        f"{name}_negative_inside": negative / length,
    }
