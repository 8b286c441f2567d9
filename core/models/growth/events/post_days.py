"""Posts on the time steps of follower histories, and what they explain."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.models.growth.signals.jumps import Jumps
from core.models.growth.signals.noise import Standardised
from core.models.growth.signals.runs import Runs
from core.models.growth.signals.steps import Windows

# A post brings followers on its day and the two after it.
REACH_DAYS = 3
# From here on a post reached unusually many people, in median posts of the creator.
WIDE_REACH = 2.0
_AROUND_DAYS = 21
_POSTS_MIN = 3
# Below this, what posts and gains have in common is chance.
_COVERED_MIN = 14
# Of a run, this share must be covered before anything is said of its posts.
_RUN_COVERED = 0.5


@dataclass(frozen=True)
class PostDays:
    """Posts of w windows.

    Attributes:
        has_posts: (w,) bool; at least three dated posts with likes or comments in the window.
        number: (w, t) posts on a step.
        reach: (w, t) largest engagement on a step over the creator's median post; 0 without.
        log_reach: (w, t) mean log of that ratio; NaN without a post.
        covered: (w, t) bool; the stored posts cover the step. They do from the creator's earliest
            stored post to the newest, except where a post has unknown likes and comments.
    """

    has_posts: NDArray[np.bool_]
    number: NDArray[np.float64]
    reach: NDArray[np.float64]
    log_reach: NDArray[np.float64]
    covered: NDArray[np.bool_]


def post_days(windows: Windows, posts: pd.DataFrame | None) -> PostDays:
    """Posts placed on the steps.

    Args:
        posts: creator (index), day_number, engagements (likes + comments, NaN when unknown);
            None when no posts were given at all.
    """
    shape = windows.rates.shape
    number, reach, logs = np.zeros(shape), np.zeros(shape), np.zeros(shape)
    if posts is None or posts.empty or not shape[0]:
        nothing = np.zeros(shape, dtype=np.bool_)
        return PostDays(
            np.zeros(shape[0], dtype=np.bool_), number, reach, np.full(shape, np.nan), nothing
        )
    known = posts[posts["engagements"].notna()]
    usual = known.groupby("creator")["engagements"].median()
    known = known.assign(ratio=known["engagements"] / np.maximum(known["creator"].map(usual), 1.0))
    row, step, ratio = _on_steps(windows, known, "ratio")
    np.add.at(number, (row, step), 1)
    np.maximum.at(reach, (row, step), ratio)
    np.add.at(logs, (row, step), np.log(np.maximum(ratio, 0.01)))
    with np.errstate(invalid="ignore"):
        log_reach = np.where(number > 0, logs / number, np.nan)
    covered = _covered(windows, posts)
    covered &= number.sum(axis=1)[:, None] >= _POSTS_MIN
    unknown_row, unknown_step, _ = _on_steps(windows, posts[posts["engagements"].isna()])
    covered[unknown_row, unknown_step] = False
    return PostDays(number.sum(axis=1) >= _POSTS_MIN, number, reach, log_reach, covered)


def _on_steps(
    windows: Windows, posts: pd.DataFrame, value: str = "engagements"
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """Row, step and value of every post inside a window of its creator."""
    by_creator = posts.sort_values(["creator", "day_number"], kind="stable")
    whose = by_creator["creator"].to_numpy()
    low, high = (
        np.searchsorted(whose, windows.creator),
        np.searchsorted(whose, windows.creator, side="right"),
    )
    # One entry per post and window of its creator.
    per_window = high - low
    row = np.repeat(np.arange(len(windows.creator)), per_window)
    place = np.arange(len(row)) - np.repeat(np.cumsum(per_window) - per_window, per_window)
    place += np.repeat(low, per_window)
    ago = by_creator["day_number"].to_numpy()[place] - windows.first_day[row]
    step = -(-ago // windows.step_days[row]) - 1
    inside = (step >= 0) & (step < windows.lengths[row])
    return row[inside], step[inside], by_creator[value].to_numpy(float)[place][inside]


def _covered(windows: Windows, posts: pd.DataFrame) -> NDArray[np.bool_]:
    """(w, t) whether a step lies between the creator's earliest and newest stored post."""
    days = posts.groupby("creator")["day_number"].agg(["min", "max"]).reindex(windows.creator)
    end = windows.days()
    start = end - windows.step_days[:, None] + 1
    earliest, newest = days["min"].to_numpy(float), days["max"].to_numpy(float)
    # Comparisons with NaN, of a creator without posts, are False.
    return np.asarray((end >= earliest[:, None]) & (start <= newest[:, None]))


def posts_known_before(posts: PostDays, step_days: NDArray[np.int64]) -> NDArray[np.bool_]:
    """(w, t) whether the posts of a step and of those before it within `REACH_DAYS` are known.

    They are where every one of these steps is covered, and where a post is stored: that nothing
    was posted can only be said of covered steps.
    """
    missing = recent_reach((~posts.covered).astype(float), step_days) > 0
    return ~missing | (recent_reach(posts.number, step_days) > 0)


def recent_reach(values: NDArray[np.float64], step_days: NDArray[np.int64]) -> NDArray[np.float64]:
    """(w, t) largest value of a step and those before it within `REACH_DAYS` days."""
    reach = values.copy()
    back = REACH_DAYS - 1
    for steps in range(1, back + 1):
        near = np.maximum(reach[:, steps:], values[:, :-steps])
        # A step of a week holds the days before already, but for those of its predecessor.
        chosen = (step_days == 1) | (steps == 1)
        reach[:, steps:] = np.where(chosen[:, None], near, reach[:, steps:])
    return reach


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
    """What the posts explain; NaN where the stored posts do not cover the steps it is about."""
    rows = np.arange(len(data.z))
    covered = posts_known_before(posts, windows.step_days)
    near = np.where(covered, recent_reach(posts.reach, windows.step_days), np.nan)
    usable = covered & data.known
    largest = jumps.start[:, 0]
    bought = np.maximum(jumps.step, jumps.decay) - np.maximum(jumps.wave, 0)
    delivery = jumps.start[rows, bought.argmax(axis=1)]
    explained = covered & (near >= WIDE_REACH)
    # What the days with posts explain says nothing while the highest step is not among them.
    highest = np.where(data.known, data.z, -9.0).argmax(axis=1)
    highest_covered = covered[rows, highest]
    positive = np.clip(data.z, 0, 8)
    log_near = np.log1p(near)
    steps = usable.sum(axis=1)

    def highest_of(chosen: NDArray[np.bool_]) -> NDArray[np.float64]:
        height = np.where(chosen & usable, data.z, -9.0).max(axis=1, initial=-9.0)
        return np.where(highest_covered, height, np.nan)

    def deviation(values: NDArray[np.float64]) -> NDArray[np.float64]:
        middle = np.where(usable, values, 0).sum(axis=1) / np.maximum(steps, 1)
        return np.where(usable, values - middle[:, None], 0.0)

    gains, reached = deviation(positive), deviation(log_near)
    both = np.sqrt((gains**2).sum(axis=1) * (reached**2).sum(axis=1))
    together = (gains * reached).sum(axis=1) / np.maximum(both, 1e-9)
    last = np.minimum(daily.start + daily.length - 1, data.z.shape[1] - 1)
    inside = (np.arange(data.z.shape[1]) >= daily.start[:, None]) & (
        np.arange(data.z.shape[1]) <= last[:, None]
    )
    seen = inside & covered
    run_known = seen.sum(axis=1) >= np.maximum(_RUN_COVERED * inside.sum(axis=1), 1)
    in_run = np.where(seen, near, 0).max(axis=1, initial=0.0)
    posted_share = (seen & (near > 0)).sum(axis=1) / np.maximum(seen.sum(axis=1), 1)
    signals = {
        "posts_a_step": posts.number.sum(axis=1) / np.maximum(steps, 1),
        "post_before_largest": near[rows, largest],
        "post_before_delivery": near[rows, delivery],
        "posts_in_run": np.where(run_known, in_run, np.nan),
        "posted_share_of_run": np.where(run_known, posted_share, np.nan),
        "highest_unexplained": highest_of(~explained),
        "highest_explained": highest_of(explained),
        "gains_follow_posts": np.where(steps >= _COVERED_MIN, together, np.nan),
        "engagement_after_delivery": engagement_changes(
            posts, rows, delivery, delivery, windows.step_days
        ),
    }
    return {name: np.where(posts.has_posts, signal, np.nan) for name, signal in signals.items()}
