"""Windows whose days are like each other and unlike the days around them.

A delivery of followers makes such days. How an account's days are distributed is not known and
changes with time, so both densities are estimated by kernels (kernels.py).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.models.growth.signals.kernels import (
    PEAK,
    PRIOR_WEIGHT,
    Floats,
    Kernels,
    similarity,
    window_ratios,
)
from core.models.growth.signals.noise import Standardised

_NUMBERS = {
    "short": (3, 4, 5, 6, 7),
    "middle": (8, 10, 12),
    "long": (14, 16, 18, 20, 22, 25, 28, 35, 45),
}
_SPACED = (3, 4, 5, 6, 7, 8, 10)
_SPACINGS = (2, 3, 4, 5, 6, 7)
GROUPS = (*_NUMBERS, "spaced")
# Steps that must remain beside a window, to say what is usual.
_REST_MIN = 8
_LEVEL_MIN, _NONE = 0.3, -5.0
# Spaced windows whose steps in between are looked at.
_KEPT = 4
_DISTANCE_MIN = 20
# Rows at a time: kernels of a row take t x t numbers, which should stay in the cache.
_ROWS = 256
_KINDS = ("ratio", "joined", "days", "level", "likeness", "ratio_a_day", "edge", "size", "other")


@dataclass(frozen=True)
class _Windows:
    """All windows of a group, side by side: (c,) each and ratio, level (w, c)."""

    spacing: NDArray[np.int64]
    number: NDArray[np.int64]
    start: NDArray[np.int64]
    ratio: Floats
    level: Floats


def density_signals(data: Standardised) -> dict[str, NDArray[np.float64]]:
    """How much likelier the days of the best windows are under a density of their own.

    By group (short, middle and long windows of consecutive steps, and spaced ones): the largest
    log-likelihood ratio, all of them joined, steps, level, size, similarity of the days inside,
    edges, and the best window elsewhere. All windows are compared: a quick choice by normal
    densities lost a third of what this finds beyond simpler signals.
    """
    parts = [
        _of_rows(data.rows(np.arange(begin, min(begin + _ROWS, len(data.z))), data.z.shape[1]))
        for begin in range(0, len(data.z), _ROWS)
    ]
    if not parts:
        return {name: np.zeros(0) for group in GROUPS for name in _names(group)}
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


def _names(group: str) -> list[str]:
    extra = ("between", "spacing") if group == "spaced" else ()
    return [f"like_{group}_{kind}" for kind in (*_KINDS, *extra)]


def _of_rows(data: Standardised) -> dict[str, NDArray[np.float64]]:
    kernels = Kernels.of(data.z, data.live)
    numbers = tuple(sorted(sum(_NUMBERS.values(), ())))
    daily = window_ratios(kernels, 1, numbers, rest_min=_REST_MIN)
    spaced = [
        window
        for spacing in _SPACINGS
        for window in window_ratios(kernels, spacing, _SPACED, rest_min=_REST_MIN)
    ]
    signals: dict[str, NDArray[np.float64]] = {}
    joined = []
    for group in GROUPS:
        chosen_windows = (
            spaced if group == "spaced" else [w for w in daily if w.number in _NUMBERS[group]]
        )
        if chosen_windows:
            windows = _Windows(
                np.concatenate(
                    [np.full(window.ratio.shape[1], window.spacing) for window in chosen_windows]
                ),
                np.concatenate(
                    [np.full(window.ratio.shape[1], window.number) for window in chosen_windows]
                ),
                np.concatenate(
                    [np.arange(1, 1 + window.ratio.shape[1]) for window in chosen_windows]
                ),
                np.concatenate(
                    [
                        np.where(window.level > _LEVEL_MIN, window.ratio, _NONE)
                        for window in chosen_windows
                    ],
                    axis=1,
                ).astype(np.float32),
                np.concatenate([window.level for window in chosen_windows], axis=1),
            )
            found = _group_signals(data, kernels, windows, group)
        else:
            found = {name: np.full(len(data.z), np.nan) for name in _names(group)}
        signals |= found
        joined.append(np.nan_to_num(found[f"like_{group}_joined"], nan=-20.0))
    total = np.exp(np.clip(np.stack(joined), -20, 60)).sum(axis=0)
    return signals | {"like_any_joined": np.log(total)}


def _group_signals(
    data: Standardised, kernels: Kernels, windows: _Windows, group: str
) -> dict[str, NDArray[np.float64]]:
    rows = np.arange(len(data.z))
    ratio = windows.ratio
    if group == "spaced":
        kept = min(_KEPT, ratio.shape[1])
        chosen = np.argpartition(-ratio, kept - 1, axis=1)[:, :kept]
        alike, between = _inside(kernels, windows, chosen)
        # Days between the portions that look like them speak against portions.
        fewer = np.take_along_axis(ratio, chosen, axis=1) - 0.5 * np.clip(between, -8, 8)
        level = np.take_along_axis(windows.level, chosen, axis=1)
        fewer = np.where(level > _LEVEL_MIN, fewer, _NONE).astype(np.float32)
        ratio = ratio.copy()
        np.put_along_axis(ratio, chosen, fewer, axis=1)
        place = fewer.argmax(axis=1)
        at = chosen[rows, place]
        inside_similarity, own_between = alike[rows, place], between[rows, place]
    else:
        at = ratio.argmax(axis=1)
        inside_similarity = _inside(kernels, windows, at[:, None])[0][:, 0]
        own_between = np.zeros(len(rows))
    best = ratio[rows, at].astype(float)
    level = windows.level[rows, at].astype(float)
    number, spacing, start = windows.number[at], windows.spacing[at], windows.start[at]
    end = start + (number - 1) * spacing + 1
    padded = np.pad(data.z, ((0, 0), (4, 4)))
    before = np.take_along_axis(padded, (start + 4)[:, None] + np.arange(-3, 0), axis=1)
    after = np.take_along_axis(padded, (end + 4)[:, None] + np.arange(3), axis=1)
    away = np.abs(windows.start - start[:, None]) > _DISTANCE_MIN
    values = (
        best,
        best + np.log(np.exp(np.minimum(ratio - best[:, None], 5)).mean(axis=1)),
        number.astype(float),
        level,
        inside_similarity,
        best / number,
        np.maximum(before.max(axis=1), after.max(axis=1)) / (level + 0.3),
        level * number * data.scale,
        np.where(away, ratio, _NONE).max(axis=1),
    )
    signals = {f"like_{group}_{kind}": value for kind, value in zip(_KINDS, values, strict=True)}
    if group == "spaced":
        signals |= {
            "like_spaced_between": own_between,
            "like_spaced_spacing": spacing.astype(float),
        }
    return {name: np.asarray(value, dtype=np.float64) for name, value in signals.items()}


def _inside(
    kernels: Kernels, windows: _Windows, chosen: NDArray[np.int64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Mean log density of the steps of (w, c) windows under their own density, and the ratio of
    the steps between them under it over that of the days around."""
    width = kernels.z.shape[1]
    number, spacing = windows.number[chosen], windows.spacing[chosen]
    start = windows.start[chosen]
    rows = np.arange(len(chosen))[:, None, None]
    row_alive = rows if len(kernels.alive) > 1 else np.zeros_like(rows)
    # The steps of each window, padded to the longest with steps that do not count.
    steps = start[:, :, None] + np.arange(number.max()) * spacing[:, :, None]
    is_own = (np.arange(number.max()) < number[:, :, None]) & (steps < width)
    steps = np.minimum(steps, width - 1)
    is_own = is_own & (kernels.alive[row_alive, steps] > 0)
    count = np.maximum(is_own.sum(axis=2), 1)[:, :, None]
    logs = kernels.logs[rows, steps]
    near = similarity(logs[:, :, :, None] - logs[:, :, None, :]) * is_own[:, :, None, :]
    prior = kernels.prior[rows, steps]
    log_in = np.log(np.maximum(near.sum(axis=3) - PEAK + prior, 1e-9) / (count - 1 + PRIOR_WEIGHT))
    mean = np.where(is_own, log_in, 0).sum(axis=2) / count[:, :, 0]
    if not (spacing > 1).any():
        return mean, np.zeros_like(mean)
    length = (number - 1) * spacing + 1
    off = start[:, :, None] + np.arange(length.max())
    is_off = (np.arange(length.max()) < length[:, :, None]) & (off < width)
    is_off = is_off & (np.arange(length.max()) % spacing[:, :, None] != 0)
    off = np.minimum(off, width - 1)
    is_off = is_off & (kernels.alive[row_alive, off] > 0)
    like = similarity(kernels.logs[rows, off][:, :, :, None] - logs[:, :, None, :])
    like = like * is_own[:, :, None, :]
    weight = kernels.near[np.abs(off[:, :, :, None] - steps[:, :, None, :])]
    prior = kernels.prior[rows, off]
    inside = (like.sum(axis=3) + prior) / (count + PRIOR_WEIGHT)
    outside = kernels.total[rows, off] - (like * weight).sum(axis=3) + prior
    rest = kernels.weight[row_alive, off] - (weight * is_own[:, :, None, :]).sum(axis=3)
    log_off = np.log(inside) - np.log(np.maximum(outside, 1e-9) / (rest + PRIOR_WEIGHT))
    return mean, np.clip(np.where(is_off, log_off, 0).sum(axis=2), -30, 30)
