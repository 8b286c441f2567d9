"""Sudden rises: what the days after them look like.

Followers that were bought in one go are there at once, and nothing follows, or a slow loss. A
post that goes round brings most people first and fewer each day after.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.models.growth.signals.noise import Standardised

# Steps from the jump on that are looked at, and before it.
AFTER, BEFORE = 14, 8
_CANDIDATES = 4
_SHAPE_SPREAD = 0.2  # real events deviate from an ideal shape by about a fifth
_VIRAL_PACES = (0.8, 1.2, 1.8, 2.5, 3.5, 5.0)  # days in which the wave falls to a third
_LOSSES = (0.01, 0.02, 0.03, 0.05, 0.08)  # of the jump on the day after
_LOSS_PACES = (4.0, 8.0, 16.0)
_TAIL_DEGREES = 4.0  # of the Student t that everyday movement follows


@dataclass(frozen=True)
class Jumps:
    """The largest rises of each window, (w, c) each, the largest first.

    Attributes:
        start: step of the rise.
        height: z of that step.
        step, decay, wave: log-likelihood ratio of 'at once, then nothing', 'at once, then slow
            loss' and 'a wave that fades' over everyday movement.
        second_share: growth of the next step over that of the rise.
        before, after: mean |z| of the 8 steps before and of the steps 4 to 13 after.
    """

    start: NDArray[np.int64]
    height: NDArray[np.float64]
    step: NDArray[np.float64]
    decay: NDArray[np.float64]
    wave: NDArray[np.float64]
    second_share: NDArray[np.float64]
    before: NDArray[np.float64]
    after: NDArray[np.float64]


def find_jumps(data: Standardised) -> Jumps:
    """The four largest rises of each window that do not overlap, with their shapes."""
    left = np.where(data.known, data.z, -9.0)
    padded = np.pad(data.z, ((0, 0), (BEFORE, AFTER + 2)))
    rows, width = np.arange(len(left)), left.shape[1]
    unit = data.unit / data.scale
    columns = []
    for _ in range(_CANDIDATES):
        start = left.argmax(axis=1)
        tail = _taken(padded, start + BEFORE, AFTER)
        before = _taken(padded, start, BEFORE)
        step, decay, wave = _shape_ratios(tail, unit)
        columns.append(
            (
                start,
                tail[:, 0],
                step,
                decay,
                wave,
                tail[:, 1] / np.maximum(tail[:, 0], 1e-9),
                np.abs(before).mean(axis=1),
                np.abs(tail[:, 4:]).mean(axis=1),
            )
        )
        for offset in range(-3, 3):
            left[rows, np.clip(start + offset, 0, width - 1)] = -9.0
    return Jumps(*(np.stack(parts, axis=1) for parts in zip(*columns, strict=True)))


def _taken(values: NDArray[np.float64], start: NDArray[np.int64], steps: int) -> np.ndarray:
    return np.take_along_axis(values, start[:, None] + np.arange(steps), axis=1)


def _shape_ratios(
    tail: NDArray[np.float64], unit: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """(w,) log-likelihood ratios of the three shapes for (w, 14) steps from the rise on.

    Noise is Student t; its variance grows with the shape as that of counts does. Shapes with
    more freedom pay for it, as in an information criterion.
    """
    steps = np.arange(AFTER)

    def cost(shape: NDArray[np.float64]) -> NDArray[np.float64]:
        variance = 1 + np.abs(shape) * unit[:, None] + (_SHAPE_SPREAD * shape) ** 2
        surprise = (tail - shape) ** 2 / variance / _TAIL_DEGREES
        total: NDArray[np.float64] = np.sum(
            (_TAIL_DEGREES + 1) / 2 * np.log1p(surprise) + 0.5 * np.log(variance), axis=1
        )
        return total

    nothing = cost(np.zeros_like(tail))
    once = np.zeros_like(tail)
    once[:, 0] = tail[:, 0]
    twice = once.copy()
    twice[:, 1] = np.clip(tail[:, 1], 0, np.maximum(tail[:, 0], 0))
    step = np.minimum(cost(once), cost(twice) + 0.7)
    decay = np.full(len(tail), np.inf)
    for loss in _LOSSES:
        for pace in _LOSS_PACES:
            shape = once.copy()
            shape[:, 1:] = -loss * tail[:, :1] * np.exp(-(steps[1:] - 1) / pace)
            decay = np.minimum(decay, cost(shape) + 1)
    wave = np.full(len(tail), np.inf)
    first_four = np.maximum(tail[:, :4].sum(axis=1), 0)
    for pace in _VIRAL_PACES:
        for echo in (0.0, 0.1):
            for begin in (1.0, 0.5):
                form = np.exp(-steps / pace) + echo * np.exp(-steps / 6)
                form[0] *= begin
                height = first_four / form[:4].sum()
                wave = np.minimum(wave, cost(height[:, None] * form) + 1)
    return nothing - step, nothing - decay, nothing - wave


def jump_signals(data: Standardised, jumps: Jumps) -> dict[str, NDArray[np.float64]]:
    """Signals of the rise that looks most like a delivery, and of how far it leads."""
    rows = np.arange(len(data.z))
    bought = np.maximum(jumps.step, jumps.decay)
    beyond_wave = bought - np.maximum(jumps.wave, 0)
    chosen = (bought + 2 * np.minimum(beyond_wave, 3)).argmax(axis=1)
    ordered = np.sort(jumps.height, axis=1)
    height = jumps.height[rows, chosen]
    return {
        "delivery_height": height,
        "delivery_size": height * data.scale,
        "delivery_step": jumps.step[rows, chosen],
        "delivery_decay": jumps.decay[rows, chosen],
        "delivery_wave": jumps.wave[rows, chosen],
        "delivery_step_or_wave": (jumps.step - jumps.wave)[rows, chosen],
        "delivery_decay_or_wave": (jumps.decay - jumps.wave)[rows, chosen],
        "delivery_decay_or_step": (jumps.decay - jumps.step)[rows, chosen],
        "delivery_before": jumps.before[rows, chosen],
        "delivery_after": jumps.after[rows, chosen],
        "delivery_evidence": beyond_wave[rows, chosen],
        "delivery_rank": chosen.astype(float),
        "delivery_over_before": height / (1 + jumps.before[rows, chosen]),
        "delivery_over_after": height / (1 + jumps.after[rows, chosen]),
        "second_evidence": np.sort(beyond_wave, axis=1)[:, -2],
        "dominance_second": ordered[:, -1] / (1 + ordered[:, -2]),
        "dominance_third": ordered[:, -1] / (1 + ordered[:, -3]),
    }
