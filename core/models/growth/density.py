"""Windows whose days differ from the account's other days, nearby days counting most.

A delivery of followers makes days that are like each other and unlike the days around them. How
an account's days are distributed is not known and changes with time, so both densities are
estimated by kernels: of the days inside a window, and of the others, weighted by nearness.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.models.growth.noise import Standardised

_WIDTHS = (3, 4, 5, 6, 7, 8, 10, 12, 14, 16, 18, 20, 22, 25, 28, 35, 45, 56)
_SPACED = (3, 4, 5, 6, 7, 8, 10)
_SPACINGS = (1, 2, 3, 4, 5, 6, 7)
_SIDE = 10  # steps on either side that a window is first compared with
_REST_MIN = 8
# Kernels work on asinh(z): nearly z for everyday movement, a log for large rises.
_BANDWIDTH, _NEARNESS, _FLOOR = 0.14, 10.0, 0.15
_PRIOR_WEIGHT, _PRIOR_SPREAD = 1.5, 1.6
_KEPT = 10  # windows of a group for which the kernel densities are worked out
_APART = 12
GROUPS = ("short", "middle", "long", "spaced")


@dataclass(frozen=True)
class Candidates:
    """Windows worth a closer look, (w, c) each.

    Attributes:
        spacing, number, start: steps from one day to the next, how many days, the first.
        score: log-likelihood ratio under normal densities.
    """

    spacing: NDArray[np.int64]
    number: NDArray[np.int64]
    start: NDArray[np.int64]
    score: NDArray[np.float32]

    def best(self, chosen: NDArray[np.bool_]) -> Candidates:
        """The `_KEPT` best of each row among the chosen columns."""
        spacing, number, start, score = (
            one[:, chosen] for one in (self.spacing, self.number, self.start, self.score)
        )
        if score.shape[1] > _KEPT:
            order = np.argpartition(-score, _KEPT, axis=1)[:, :_KEPT]
            spacing, number, start, score = (
                np.take_along_axis(one, order, axis=1) for one in (spacing, number, start, score)
            )
        return Candidates(spacing, number, start, score)


def density_signals(data: Standardised) -> dict[str, NDArray[np.float64]]:
    """How much likelier the days of the best windows are under a density of their own.

    By group (short, middle and long windows of consecutive steps, and spaced ones): the largest
    log-likelihood ratio, all of them joined, length, level, size, likeness of the days inside,
    edges, and the best window elsewhere.
    """
    z = data.z.astype(np.float32)
    found = _candidates(z)
    kernels = _Kernels.of(z, data.live)
    spaced = found.spacing[0] > 1
    number = found.number[0]
    groups = {
        "short": ~spaced & (number <= 7),
        "middle": ~spaced & (number > 7) & (number < 14),
        "long": ~spaced & (number >= 14),
        "spaced": spaced,
    }
    signals: dict[str, NDArray[np.float64]] = {}
    rows = len(z)
    joined = []
    for name in GROUPS:
        if groups[name].any():
            own = _group_signals(z, data, kernels, found.best(groups[name]), name)
        else:
            own = {key: np.full(rows, np.nan) for key in _names(name)}
        signals |= own
        joined.append(np.nan_to_num(own[f"like_{name}_joined"], nan=-20.0))
    total = np.exp(np.clip(np.stack(joined), -20, 60)).sum(axis=0)
    signals["like_any_joined"] = np.log(total)
    return {name: np.asarray(one, dtype=np.float64) for name, one in signals.items()}


def _names(group: str) -> tuple[str, ...]:
    kinds = ("ratio", "joined", "days", "level", "likeness", "ratio_a_day", "edge", "size", "other")
    extra = ("between", "spacing") if group == "spaced" else ()
    return tuple(f"like_{group}_{kind}" for kind in (*kinds, *extra))


def _candidates(z: NDArray[np.float32]) -> Candidates:
    """The best start of each spacing and number, by normal densities of asinh(z)."""
    w, width = z.shape
    rows = np.arange(w)
    logs = np.arcsinh(z)
    sums = [np.pad(np.cumsum(one, axis=1), ((0, 0), (1, 0))) for one in (logs, logs * logs)]
    columns: list[tuple[NDArray[np.int64], NDArray[np.float32], int, int]] = []
    for spacing in _SPACINGS:
        for number in _WIDTHS if spacing == 1 else _SPACED:
            length = (number - 1) * spacing + 1
            if length > width - _REST_MIN:
                break
            starts = width - length + 1
            places = np.arange(number) * spacing
            begin = np.arange(starts)
            if spacing == 1:
                inside, squares = (one[:, number:] - one[:, :-number] for one in sums)
                total = np.cumsum(np.pad(z, ((0, 0), (1, 0))), axis=1)
                level = total[:, number:] - total[:, :-number]
            else:
                inside, squares, level = (
                    sum(one[:, place : place + starts] for place in places)
                    for one in (logs, logs * logs, z)
                )
            low, high = np.maximum(begin - _SIDE, 0), np.minimum(begin + length + _SIDE, width)
            rest = high - low - number
            mean_out = (sums[0][:, high] - sums[0][:, low] - inside) / rest
            spread_out = (sums[1][:, high] - sums[1][:, low] - squares) / rest - mean_out**2
            spread_out = np.maximum(spread_out, 0) + 0.1
            mean_in = inside / number
            spread_in = np.maximum(squares / number - mean_in**2, 0) + 0.04
            apart = np.minimum(((mean_in - mean_out) ** 2 + spread_in) / spread_out, 6)
            score = 0.5 * number * (np.log(spread_out / spread_in) + apart - 1)
            score = np.where((level > 0.3 * number) & (mean_in > mean_out), score, -9)
            at = score.argmax(axis=1)
            columns.append((at, score[rows, at], spacing, number))
            if spacing == 1:
                away = np.where(np.abs(begin - at[:, None]) > _APART, score, -9)
                second = away.argmax(axis=1)
                columns.append((second, away[rows, second], spacing, number))
    if not columns:
        none = np.zeros((w, 0))
        return Candidates(none.astype(int), none.astype(int), none.astype(int), none)
    start = np.stack([one[0] for one in columns], axis=1)
    score = np.stack([one[1] for one in columns], axis=1)
    spacing_of = np.broadcast_to([one[2] for one in columns], start.shape)
    number_of = np.broadcast_to([one[3] for one in columns], start.shape)
    return Candidates(spacing_of, number_of, start, score)


@dataclass(frozen=True)
class _Kernels:
    """Kernel sums of w rows.

    Attributes:
        near: (w, t, t) likeness of two steps. weighted: the same times their nearness.
        nearness: (t, t). alive: (w, t) float, 1 for steps that count.
        total: (w, t) likeness of a step to all others. weight: (w, t) their nearness.
        prior: (w, t) density of the step under what accounts do in general.
    """

    near: NDArray[np.float32]
    weighted: NDArray[np.float32]
    nearness: NDArray[np.float32]
    alive: NDArray[np.float32]
    total: NDArray[np.float32]
    weight: NDArray[np.float32]
    prior: NDArray[np.float32]

    @classmethod
    def of(cls, z: NDArray[np.float32], live: NDArray[np.bool_]) -> _Kernels:
        logs = np.arcsinh(z)
        steps = np.arange(z.shape[1])
        decay = np.exp(-np.abs(steps[:, None] - steps) / _NEARNESS)
        nearness = (_FLOOR + (1 - _FLOOR) * decay).astype(np.float32)
        alive = live.astype(np.float32)
        near = logs[:, :, None] - logs[:, None, :]
        np.square(near, out=near)
        near *= np.float32(-0.5 / _BANDWIDTH**2)
        np.exp(near, out=near)
        near *= alive[:, None, :] * np.float32(_PEAK)
        weighted = near * nearness
        prior = np.exp(-0.5 * (logs / _PRIOR_SPREAD) ** 2) / (_PRIOR_SPREAD * np.sqrt(2 * np.pi))
        return cls(
            near,
            weighted,
            nearness,
            alive,
            weighted.sum(axis=2),
            alive @ nearness,
            prior.astype(np.float32),
        )


# Height of the kernel, which a day adds to its own density.
_PEAK = 1 / (_BANDWIDTH * np.sqrt(2 * np.pi))


def _group_signals(
    z: NDArray[np.float32],
    data: Standardised,
    kernels: _Kernels,
    found: Candidates,
    name: str,
) -> dict[str, NDArray[np.float32]]:
    w, width = z.shape
    rows, steps = np.arange(w), np.arange(width)
    length = (found.number - 1) * found.spacing + 1
    since = steps - found.start[:, :, None]
    span = (since >= 0) & (since < length[:, :, None]) & data.live[:, None, :]
    own = span if name != "spaced" else span & (since % found.spacing[:, :, None] == 0)
    inside = own.astype(np.float32)
    number = np.maximum(inside.sum(axis=2), 1)
    like_in = inside @ kernels.near.transpose(0, 2, 1)
    like_out = kernels.total[:, None] - inside @ kernels.weighted.transpose(0, 2, 1)
    weight_out = kernels.weight[:, None] - (inside @ kernels.nearness)
    prior = np.float32(_PRIOR_WEIGHT) * kernels.prior[:, None]
    # A day is left out of the density that judges it.
    log_in = np.log(
        np.maximum(like_in - np.float32(_PEAK) + prior, 1e-9)
        / (number[:, :, None] - 1 + _PRIOR_WEIGHT)
    )
    log_out = np.log(np.maximum(like_out + prior, 1e-9) / (weight_out + _PRIOR_WEIGHT))
    ratio = (inside * (log_in - log_out)).sum(axis=2)
    likeness = (inside * log_in).sum(axis=2) / number
    level = (inside * z[:, None]).sum(axis=2) / number
    between = np.zeros_like(ratio)
    if name == "spaced":
        # The days between the portions must not look like them.
        off = (span & ~own).astype(np.float32)
        log_off = np.log((like_in + prior) / (number[:, :, None] + _PRIOR_WEIGHT))
        between = np.clip((off * (log_off - log_out)).sum(axis=2), -30, 30)
        ratio = ratio - 0.5 * np.clip(between, -8, 8)
    ratio = np.where(level > 0.3, ratio, -5)
    at = ratio.argmax(axis=1)
    start, best, high = found.start[rows, at], ratio[rows, at], level[rows, at]
    days, end = found.number[rows, at], start + length[rows, at]
    padded = np.pad(z, ((0, 0), (4, 4)))
    before = np.take_along_axis(padded, (start + 4)[:, None] + np.arange(-3, 0), axis=1)
    after = np.take_along_axis(padded, (end + 4)[:, None] + np.arange(3), axis=1)
    edge = np.maximum(before.max(axis=1), after.max(axis=1)) / (high + 0.3)
    away = np.abs(found.start - start[:, None]) > _APART
    signals = {
        "ratio": best,
        "joined": best + np.log(np.exp(ratio - best[:, None]).mean(axis=1)),
        "days": days.astype(np.float32),
        "level": high,
        "likeness": likeness[rows, at],
        "ratio_a_day": best / days,
        "edge": edge,
        "size": high * days * data.scale,
        "other": np.where(away, ratio, -5).max(axis=1),
    }
    if name == "spaced":
        signals["between"] = between[rows, at]
        signals["spacing"] = found.spacing[rows, at].astype(np.float32)
    return {f"like_{name}_{kind}": one for kind, one in signals.items()}
