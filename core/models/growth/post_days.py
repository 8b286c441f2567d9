"""Posts on the time steps of follower histories, and what they explain."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.models.growth.jumps import Jumps
from core.models.growth.noise import Standardised
from core.models.growth.runs import Runs
from core.models.growth.steps import Windows

# A post brings followers on its day and the two after it.
REACH_DAYS = 3
# From here on a post reached unusually many people, in median posts of the creator.
WIDE_REACH = 2.0
_AROUND_DAYS = 21
_POSTS_MIN = 3


@dataclass(frozen=True)
class PostDays:
    """Posts of w windows.

    Attributes:
        has_posts: (w,) bool; at least three dated posts with likes or comments in the window.
        number: (w, t) posts on a step.
        reach: (w, t) largest engagement on a step over the creator's median post; 0 without.
        log_reach: (w, t) mean log of that ratio; NaN without a post.
    """

    has_posts: NDArray[np.bool_]
    number: NDArray[np.float64]
    reach: NDArray[np.float64]
    log_reach: NDArray[np.float64]


def post_days(windows: Windows, posts: pd.DataFrame | None) -> PostDays:
    """Posts placed on the steps.

    Args:
        posts: creator (index), day_number, engagements (likes + comments, NaN when unknown);
            None when no posts were given at all.
    """
    shape = windows.rates.shape
    number, reach, logs = np.zeros(shape), np.zeros(shape), np.zeros(shape)
    if posts is None or posts.empty or not shape[0]:
        return PostDays(np.zeros(shape[0], bool), number, reach, np.full(shape, np.nan))
    known = posts[posts["engagements"].notna()]
    usual = known.groupby("creator")["engagements"].median()
    known = known.assign(ratio=known["engagements"] / np.maximum(known["creator"].map(usual), 1.0))
    by_creator = known.sort_values(["creator", "day_number"], kind="stable")
    whose = by_creator["creator"].to_numpy()
    low, high = (
        np.searchsorted(whose, windows.creator),
        np.searchsorted(whose, windows.creator, side="right"),
    )
    # One entry a post and window of its creator.
    per_window = high - low
    row = np.repeat(np.arange(shape[0]), per_window)
    place = np.arange(len(row)) - np.repeat(np.cumsum(per_window) - per_window, per_window)
    place += np.repeat(low, per_window)
    ago = by_creator["day_number"].to_numpy()[place] - windows.first_day[row]
    step = -(-ago // windows.step_days[row]) - 1
    inside = (step >= 0) & (step < windows.lengths[row])
    row, step = row[inside], step[inside]
    ratio = by_creator["ratio"].to_numpy(float)[place][inside]
    np.add.at(number, (row, step), 1)
    np.maximum.at(reach, (row, step), ratio)
    np.add.at(logs, (row, step), np.log(np.maximum(ratio, 0.01)))
    with np.errstate(invalid="ignore"):
        log_reach = np.where(number > 0, logs / number, np.nan)
    return PostDays(number.sum(axis=1) >= _POSTS_MIN, number, reach, log_reach)


def recent_reach(values: NDArray[np.float64], step_days: NDArray[np.int64]) -> NDArray[np.float64]:
    """(w, t) largest value of a step and those before it within `REACH_DAYS` days."""
    found = values.copy()
    back = REACH_DAYS - 1
    for steps in range(1, back + 1):
        near = np.maximum(found[:, steps:], values[:, :-steps])
        # A step of a week holds the days before already, but for those of its predecessor.
        chosen = (step_days == 1) | (steps == 1)
        found[:, steps:] = np.where(chosen[:, None], near, found[:, steps:])
    return found


def engagement_changes(
    posts: PostDays,
    rows: NDArray[np.int64],
    first: NDArray[np.int64],
    last: NDArray[np.int64],
    step_days: NDArray[np.int64],
) -> NDArray[np.float64]:
    """(e,) engagement of posts in the 21 days after an event over the 21 before, minus 1.

    NaN without a post on either side.
    """
    steps = np.arange(posts.number.shape[1])
    reach = np.maximum(_AROUND_DAYS // step_days[rows], 1)[:, None]
    logs = posts.log_reach[rows]
    # The posts that may have caused the event are not what was usual before it.
    cause = np.maximum(REACH_DAYS // step_days[rows], 1)[:, None]
    before = (steps < first[:, None] - cause + 1) & (steps >= first[:, None] - cause + 1 - reach)
    after = (steps > last[:, None]) & (steps <= last[:, None] + reach)
    return np.expm1(_mean(logs, after) - _mean(logs, before))


def _mean(values: NDArray[np.float64], chosen: NDArray[np.bool_]) -> NDArray[np.float64]:
    use = chosen & ~np.isnan(values)
    number = use.sum(axis=1)
    total = np.where(use, values, 0.0).sum(axis=1)
    return np.where(number > 0, total / np.maximum(number, 1), np.nan)


def post_signals(
    data: Standardised, posts: PostDays, windows: Windows, jumps: Jumps, daily: Runs
) -> dict[str, NDArray[np.float64]]:
    """What the posts explain; NaN for a window without posts."""
    rows = np.arange(len(data.z))
    near = recent_reach(posts.reach, windows.step_days)
    explained = near >= WIDE_REACH
    largest = jumps.start[:, 0]
    bought = np.maximum(jumps.step, jumps.decay) - np.maximum(jumps.wave, 0)
    delivery = jumps.start[rows, bought.argmax(axis=1)]
    height_unexplained = np.where(~explained & data.known, data.z, -9.0).max(axis=1, initial=-9.0)
    height_explained = np.where(explained & data.known, data.z, -9.0).max(axis=1, initial=-9.0)
    positive = np.clip(data.z, 0, 8)
    log_near = np.log1p(near)
    steps = np.maximum(data.steps_known, 1)

    def deviation(values: NDArray[np.float64]) -> NDArray[np.float64]:
        middle = np.where(data.known, values, 0).sum(axis=1) / steps
        return np.where(data.known, values - middle[:, None], 0.0)

    gains, reached = deviation(positive), deviation(log_near)
    both = np.sqrt((gains**2).sum(axis=1) * (reached**2).sum(axis=1))
    last = np.minimum(daily.start + daily.length - 1, data.z.shape[1] - 1)
    inside = (np.arange(data.z.shape[1]) >= daily.start[:, None]) & (
        np.arange(data.z.shape[1]) <= last[:, None]
    )
    signals = {
        "posts_a_step": posts.number.sum(axis=1) / steps,
        "post_before_largest": near[rows, largest],
        "post_before_delivery": near[rows, delivery],
        "posts_in_run": np.where(inside, near, 0).max(axis=1, initial=0.0),
        "posted_share_of_run": (inside & (near > 0)).sum(axis=1) / np.maximum(daily.length, 1),
        "highest_unexplained": height_unexplained,
        "highest_explained": height_explained,
        "gains_follow_posts": (gains * reached).sum(axis=1) / np.maximum(both, 1e-9),
        "engagement_after_delivery": engagement_changes(
            posts, rows, delivery, delivery, windows.step_days
        ),
    }
    return {name: np.where(posts.has_posts, one, np.nan) for name, one in signals.items()}
