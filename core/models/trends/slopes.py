"""Which items rise or fall: growth a week of the share of active creators who use them."""

from __future__ import annotations

import numpy as np
import pandas as pd

from core.domain.thresholds import TREND_CREATORS_MIN, TREND_WEEKS_MIN
from core.models.trends.weeks import ItemWeeks

RISING, FALLING, STEADY, TOO_FEW = "rising", "falling", "steady", "too few"
FALSE_SHARE = 0.05  # of the items called rising or falling
GROWTH_MIN = 0.02  # log change a week; less is steady, whatever its certainty
COVERAGE = 0.9
_ROUNDS = 30
_HIGHEST = np.log(0.98)


def item_slopes(weeks: ItemWeeks, kinds: np.ndarray) -> pd.DataFrame:
    """Growth of each item, with a range and a verdict.

    A quasi-binomial regression with log link of the share on the week. Its error is the larger of
    two: by creators, who repeat themselves from week to week (sandwich estimate, clusters are
    creators), and by weeks, when the counts scatter more than binomial ones (dispersion). Of the
    items called rising or falling at most 5% are expected to be neither (Benjamini & Hochberg
    1995), in each kind.

    Args:
        kinds: (I,) kind of each item.
    Returns:
        (I,) rows: weekly_growth, low, high (log change a week, 90% interval), p_value, q_value,
        direction; NaN and 'too few' under `TREND_CREATORS_MIN` creators or `TREND_WEEKS_MIN` weeks.
    """
    from scipy import stats

    count = len(weeks.users)
    frame = pd.DataFrame(
        {
            name: np.full(count, np.nan)
            for name in ("weekly_growth", "low", "high", "p_value", "q_value")
        }
    ).assign(direction=TOO_FEW)
    items = np.flatnonzero(weeks.creators_count >= TREND_CREATORS_MIN)
    weeks_count = len(weeks.first_days)
    if weeks_count < TREND_WEEKS_MIN or not len(items):
        return frame
    growth, error = _growth_and_error(weeks, items)
    freedom = weeks_count - 2
    p_values = np.clip(2 * stats.t.sf(np.abs(growth) / error, freedom), 0, 1)
    half = stats.t.ppf((1 + COVERAGE) / 2, freedom) * error
    q_values = np.ones(len(items))
    for kind in np.unique(kinds[items]):
        of_kind = kinds[items] == kind
        q_values[of_kind] = stats.false_discovery_control(p_values[of_kind], method="bh")
    certain = (q_values <= FALSE_SHARE) & (np.abs(growth) >= GROWTH_MIN)
    values = (growth, growth - half, growth + half, p_values, q_values)
    for name, column in zip(frame.columns[:5], values, strict=True):
        frame.loc[items, name] = column
    frame.loc[items, "direction"] = np.where(certain, np.where(growth > 0, RISING, FALLING), STEADY)
    return frame


def _growth_and_error(weeks: ItemWeeks, items: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    active = weeks.active_counts.astype(float)
    users = weeks.uses[items]
    axis = np.arange(len(active)) - (len(active) - 1) / 2
    design = np.stack([np.ones_like(axis), axis], axis=1)  # (W, 2)
    level, growth = _fitted(users, active, axis)
    share = np.exp(np.minimum(level[:, None] + growth[:, None] * axis, _HIGHEST))
    information = np.einsum("iw,wa,wb->iab", active * share / (1 - share), design, design)
    inverse = np.linalg.inv(information)
    expected = active * share
    scatter = ((users - expected) ** 2 / (expected * (1 - share))).sum(axis=1) / (len(active) - 2)
    by_weeks = inverse[:, 1, 1] * np.maximum(scatter, 1)
    by_creators = _variance_by_creators(weeks, items, share, design, inverse)
    return growth, np.sqrt(np.maximum(by_weeks, by_creators))


def _fitted(
    users: np.ndarray, active: np.ndarray, axis: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Level and growth of all items at once, by Fisher scoring."""
    level = np.log(users.sum(axis=1) / active.sum())
    growth = np.zeros(len(users))
    for _ in range(_ROUNDS):
        share = np.exp(np.minimum(level[:, None] + growth[:, None] * axis, _HIGHEST))
        weight = active * share / (1 - share)
        residual = (users - active * share) / (1 - share)
        s0, s1, s2 = weight.sum(axis=1), (weight * axis).sum(axis=1), (weight * axis**2).sum(axis=1)
        r0, r1 = residual.sum(axis=1), (residual * axis).sum(axis=1)
        determinant = s0 * s2 - s1**2
        step_level = (s2 * r0 - s1 * r1) / determinant
        step_growth = (s0 * r1 - s1 * r0) / determinant
        level = level + np.clip(step_level, -1, 1)
        growth = np.clip(growth + np.clip(step_growth, -0.3, 0.3), -2, 2)
        if np.abs(step_growth).max() < 1e-8:
            break
    return level, growth


def _variance_by_creators(
    weeks: ItemWeeks,
    items: np.ndarray,
    share: np.ndarray,
    design: np.ndarray,
    inverse: np.ndarray,
) -> np.ndarray:
    """Variance of the growth when whole creators are drawn, not single weeks."""
    together = weeks.active.T.astype(np.float32) @ weeks.active.astype(np.float32)  # (W, W)
    starts = np.searchsorted(weeks.pair_item, items)
    ends = np.searchsorted(weeks.pair_item, items, side="right")
    variances = np.empty(len(items))
    for row, (start, end) in enumerate(zip(starts.tolist(), ends.tolist(), strict=True)):
        scale = 1 / (1 - share[row])
        gain = scale[:, None] * design  # (W, 2) of a use
        cost = share[row][:, None] * gain  # of an active week
        owners, place = np.unique(weeks.pair_creator[start:end], return_inverse=True)
        used = np.zeros((len(owners), 2))
        np.add.at(used, place, weeks.pair_part[start:end, None] * gain[weeks.pair_week[start:end]])
        due = weeks.active[owners] @ cost
        middle = cost.T @ together @ cost + used.T @ used - used.T @ due - due.T @ used
        spread = inverse[row] @ middle @ inverse[row]
        variances[row] = spread[1, 1] * len(owners) / max(len(owners) - 1, 1)
    return np.maximum(variances, 0)
