"""The oddest rise of an account beside its other rises, and losses after rises."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from core.models.growth.signals.noise import Standardised

_SPIKES = 6
_BEFORE, _AFTER = 5, 11
_NEAR = 0.25  # bandwidth on asinh(z) within which a day is like the rise
_LOSS_STEPS = 8


def spike_signals(data: Standardised) -> dict[str, NDArray[np.float64]]:
    """Of the six highest peaks, the one with the least before and after it, and the others.

    An account that grows in honest bursts has others with the same fading tail; a delivery
    stands alone, with nothing around it.
    """
    z = data.z
    w, width = z.shape
    rows = np.arange(w)
    padded = np.pad(z, ((0, 0), (6, 14)))
    peak = np.logical_and.reduce(
        [z >= padded[:, 6 + offset : 6 + offset + width] for offset in (-2, -1, 1, 2)]
    )
    height = np.where(peak & data.live, z, -1.0)
    order = np.argsort(-height, axis=1)[:, :_SPIKES]
    value = np.take_along_axis(height, order, axis=1)
    share = np.maximum(value, 0.3)
    around = np.take_along_axis(
        padded[:, None], (order + 6)[:, :, None] + np.arange(-_BEFORE, _AFTER + 1), axis=2
    )
    after = around[:, :, _BEFORE + 2 :]  # from the second step after the rise on
    near_after = after[:, :, :3].mean(axis=2) / share
    far_after = after[:, :, 3:].mean(axis=2) / share
    before = around[:, :, 1:4].mean(axis=2) / share
    eve = around[:, :, 4] / share
    tail = near_after + 0.5 * far_after
    odd = np.where(
        value > 0.5,
        np.log(np.maximum(value, 0.1))
        - 3 * np.clip(tail, -0.2, 1)
        - 1.5 * np.clip(before, -0.2, 1)
        - np.clip(eve, 0, 1),
        -9.0,
    )
    chosen = odd.argmax(axis=1)
    weight = np.where(np.arange(_SPIKES) == chosen[:, None], 0, np.maximum(value, 0))
    ranked = np.sort(odd, axis=1)
    top = value[rows, chosen]
    largest_other = weight.max(axis=1)
    start = order[rows, chosen]
    by_name = {
        "second_step": around[:, :, 6] / share,
        "three_after": near_after,
        "ten_after": far_after,
        "before": before,
        "falls_after": (after < -0.05).mean(axis=2),
        "rises_after": (after > 0.05).mean(axis=2),
        "eve": eve,
    }
    return (
        {
            "odd_spike": ranked[:, -1],
            "odd_second": ranked[:, -2],
            "odd_gap": ranked[:, -1] - ranked[:, -2],
            "odd_height": top,
            "odd_size": top * data.scale,
            "odd_rank": chosen.astype(float),
            "odd_tail": tail[rows, chosen],
            "odd_tail_of_others": (weight * tail).sum(axis=1) / (weight.sum(axis=1) + 1e-6),
            "odd_largest_other": largest_other,
            "odd_over_others": top / (1 + largest_other),
        }
        | {f"odd_{name}": values[rows, chosen] for name, values in by_name.items()}
        | _similarity(data, start, top)
        | _losses(data, height)
    )


def _similarity(
    data: Standardised, start: NDArray[np.int64], top: NDArray[np.float64]
) -> dict[str, NDArray[np.float64]]:
    """How many other days are like the rise, and how calm the days around it are."""
    z = data.z
    rows, width = np.arange(len(z)), z.shape[1]
    logs = np.arcsinh(z)
    at = logs[rows, start][:, None]
    beside = (np.abs(np.arange(width) - start[:, None]) <= 1) | ~data.live
    alike = np.where(beside, 0, np.exp(-0.5 * ((logs - at) / _NEAR) ** 2)).sum(axis=1)
    moved = _sums(np.minimum(np.abs(z), 8))
    fallen = _sums(np.clip(z, -3, 0))
    calm_before = _mean(moved, start - 10, start)
    calm_after = _mean(moved, start + 2, start + 12)
    usual_loss = fallen[:, -1] / width
    return {
        "odd_surprise": -np.log(alike + 0.02),
        "odd_as_high": (np.where(beside, -9, logs) > at - 0.7).sum(axis=1).astype(float),
        "odd_calm_before": calm_before,
        "odd_calm_after": calm_after,
        "odd_shift": np.log((calm_after + 0.3) / (calm_before + 0.3)),
        "odd_over_calm": top / (1 + calm_before + calm_after),
        "odd_loss_week": _mean(fallen, start + 1, start + 8) - usual_loss,
        "odd_loss_fortnight": _mean(fallen, start + 1, start + 15) - usual_loss,
    }


def _losses(data: Standardised, height: NDArray[np.float64]) -> dict[str, NDArray[np.float64]]:
    """The rise after which losses grew most, beside how losses vary otherwise."""
    w, width = data.z.shape
    fallen = _sums(np.clip(data.z, -3, 0))
    steps = np.arange(max(width - 4, 0))
    after = fallen[:, np.minimum(steps + _LOSS_STEPS + 1, width)] - fallen[:, steps + 1]
    before = fallen[:, steps] - fallen[:, np.maximum(steps - _LOSS_STEPS, 0)]
    change = np.zeros((w, width))
    change[:, : len(steps)] = (after - before) / _LOSS_STEPS
    score = np.where(height > 1.2, -change * np.log1p(np.maximum(data.z, 0)), -1.0)
    best = score.max(axis=1, initial=-1.0)
    spread = change.std(axis=1)
    return {
        "loss_after_rise": best,
        "loss_spread": spread,
        "loss_over_spread": best / (0.05 + spread),
        "loss_rise_height": data.z[np.arange(w), score.argmax(axis=1)],
    }


def _sums(values: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.pad(np.cumsum(values, axis=1), ((0, 0), (1, 0)))


def _mean(
    sums: NDArray[np.float64], low: NDArray[np.int64], high: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Mean of the steps low to high - 1, as far as there are any."""
    width = sums.shape[1] - 1
    low, high = np.clip(low, 0, width), np.clip(high, 0, width)
    rows = np.arange(len(sums))
    return (sums[rows, high] - sums[rows, low]) / np.maximum(high - low, 1)
