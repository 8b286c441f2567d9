"""What momentum is made of, in the units in which each part is told."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.models.momentum.curves import Curves, without_bought
from core.models.momentum.peers import beyond_niche, can_compare, comparable_curves
from core.models.momentum.slopes import spaced_slopes, steady_slopes, without_lone_steps

RECENT_DAYS, LATEST_DAYS, EARLIER_DAYS = 28, 14, 42
# Counts reach over so many days before growth is told, and the last is at most so old.
SPAN_DAYS_MIN, STALE_DAYS_MAX = 21, 14
_LATEST_DAYS_MIN, _EARLIER_DAYS_MIN = 10, 10
# A trend of the posts: so many of them at most, over so many days, and at least so many.
_POSTS_MAX, _POSTS_DAYS, _POSTS_MIN = 12, 84, 5
CADENCE_DAYS = 28
_WEEK = 7
# A gain counts by the chance of being honest to this power: with 1 about a twentieth of the top
# were buyers in some of demo seeds 201-205, with 4 risers were lost.
_CAUTION = 2


@dataclass(frozen=True)
class MomentumData:
    """What is known of n creators.

    Attributes:
        curves: log counts by day.
        platforms: (n,) codes; niches: (n,) codes, -1 without a niche.
        purchased_probability: (n,) of bought growth, NaN when not judged.
        events: of growth; creator, kind, first_day_number, last_day_number, size_fraction.
        posts: creator, day_number, engagements (NaN when unknown); None without posts.
        topic_growth: (n,) mean log change a week of what the creator writes about; NaN unknown.
        mentions: (n,) larger accounts that named the creator lately; NaN when nobody can be told.
    """

    curves: Curves
    platforms: NDArray[np.int64]
    niches: NDArray[np.int64]
    purchased_probability: NDArray[np.float64]
    events: pd.DataFrame
    posts: pd.DataFrame | None = None
    topic_growth: NDArray[np.float64] | None = None
    mentions: NDArray[np.float64] | None = None

    def __len__(self) -> int:
        return len(self.platforms)


def momentum_parts(data: MomentumData) -> pd.DataFrame:
    """One row per creator, NaN where a part is not known.

    Returns:
        weekly_growth: log change a week over the last 28 days, bought followers taken out.
        peer_growth: the same of comparable accounts (platform, size, then niche); NaN where fewer
            than twenty accounts have counts of these days.
        growth_beyond: what is left of weekly_growth beyond them; a gain counts as far as the
            growth does not look bought.
        acceleration: growth beyond peers a week of the last 14 days less that of the 42 before;
            a gain counts likewise.
        engagement_trend: log change a week of reactions a post, beside that of all.
        posts_a_week, posts_a_week_before: of the last 28 days, and of those before.
        cadence_change: log ratio of the two, each with half a post added.
        topic_growth, mentions: as given.
        step_gain, step_day_number: log change and day of a single step that makes up the growth
            of the last 28 days, beside peers; it is no trend, and left out of all slopes. 0 and
            -1 without one.
    """
    curves = data.curves
    is_known = _tellable(curves)
    steady = without_bought(curves, data.purchased_probability, data.events)
    sizes = np.exp(_last_known(curves.values))
    common = comparable_curves(steady, sizes, data.platforms)
    own = steady - common
    begin = max(curves.values.shape[1] - RECENT_DAYS, 0)
    lone = without_lone_steps(own[:, begin:], curves.step_days)
    # The same step is taken out of the growth that is shown beside that of the peers.
    shown = lone.values + common[:, begin:]

    def weekly(values: NDArray[np.float64], known_min: int) -> NDArray[np.float64]:
        steady = without_lone_steps(values, curves.step_days).values
        return steady_slopes(steady, known_min=known_min) * _WEEK

    recent = steady_slopes(lone.values, known_min=SPAN_DAYS_MIN - _WEEK) * _WEEK
    raw = steady_slopes(shown, known_min=SPAN_DAYS_MIN - _WEEK) * _WEEK
    latest = weekly(own[:, -LATEST_DAYS:], _LATEST_DAYS_MIN)
    earlier = weekly(own[:, -LATEST_DAYS - EARLIER_DAYS : -LATEST_DAYS], _EARLIER_DAYS_MIN)
    recent, raw = np.where(is_known, recent, np.nan), np.where(is_known, raw, np.nan)
    beyond = beyond_niche(recent, data.niches)
    honest = 1 - np.nan_to_num(data.purchased_probability)
    faster = np.where(is_known, latest - earlier, np.nan)
    parts = pd.DataFrame(
        {
            "weekly_growth": raw,
            "peer_growth": raw - beyond if can_compare(steady[:, begin:]) else np.nan,
            "growth_beyond": _discounted(beyond, honest),
            "acceleration": _discounted(faster, honest),
            "step_gain": lone.sizes,
            "step_day_number": np.where(
                lone.columns >= 0, curves.first_day + begin + lone.columns, -1
            ),
        }
    )
    n = len(data)
    unknown = np.full(n, np.nan)
    return parts.assign(
        **_post_parts(data.posts, n, curves.last_day),
        topic_growth=unknown if data.topic_growth is None else data.topic_growth,
        mentions=unknown if data.mentions is None else data.mentions,
    )


def _discounted(gain: NDArray[np.float64], honest: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.where(gain > 0, gain * honest**_CAUTION, gain)


def _tellable(curves: Curves) -> NDArray[np.bool_]:
    """(n,) whose counts are recent and reach far enough."""
    known = ~np.isnan(curves.values)
    fresh = curves.last_days >= curves.last_day - STALE_DAYS_MAX
    return fresh & (known.sum(axis=1) >= SPAN_DAYS_MIN)


def _last_known(values: NDArray[np.float64]) -> NDArray[np.float64]:
    known = ~np.isnan(values)
    last = values.shape[1] - 1 - known[:, ::-1].argmax(axis=1)
    return np.where(known.any(axis=1), values[np.arange(len(values)), last], np.nan)


def _post_parts(
    posts: pd.DataFrame | None, n: int, last_day: int
) -> dict[str, NDArray[np.float64]]:
    unknown = np.full(n, np.nan)
    names = ("engagement_trend", "posts_a_week", "posts_a_week_before", "cadence_change")
    if posts is None or posts.empty:
        return dict.fromkeys(names, unknown)
    posts = posts[posts["day_number"] <= last_day]
    age = last_day - posts["day_number"].to_numpy(np.int64)
    creator = posts["creator"].to_numpy(np.int64)
    now = np.bincount(creator[age < CADENCE_DAYS], minlength=n).astype(float)
    before = np.bincount(creator[age >= CADENCE_DAYS], minlength=n).astype(float)
    oldest = np.full(n, -1)
    np.maximum.at(oldest, creator, age)
    # Files keep the newest posts of an account: what they reach back over is known, no more.
    weeks_before = np.where(oldest >= 2 * CADENCE_DAYS - 1, oldest + 1 - CADENCE_DAYS, 0) / _WEEK
    known = weeks_before > 0
    weeks_now = CADENCE_DAYS / _WEEK
    rate_before = np.where(known, before / np.where(known, weeks_before, 1), np.nan)
    half = np.where(known, 0.5 / np.where(known, weeks_before, 1), np.nan)
    change = np.log((now + 0.5) / weeks_now) - np.log(rate_before + half)
    return {
        "engagement_trend": _engagement_trend(posts, n, last_day),
        "posts_a_week": np.where(oldest >= 0, now / weeks_now, np.nan),
        "posts_a_week_before": rate_before,
        "cadence_change": change,
    }


def _engagement_trend(posts: pd.DataFrame, n: int, last_day: int) -> NDArray[np.float64]:
    """(n,) log change a week of the reactions to a post, less the median over all creators."""
    used = posts[(posts["engagements"] > 0) & (posts["day_number"] > last_day - _POSTS_DAYS)]
    used = used.sort_values(["creator", "day_number"], ascending=[True, False], kind="stable")
    place = used.groupby("creator").cumcount().to_numpy(np.int64)
    used, place = used[place < _POSTS_MAX], place[place < _POSTS_MAX]
    days, values = np.full((n, _POSTS_MAX), np.nan), np.full((n, _POSTS_MAX), np.nan)
    creator = used["creator"].to_numpy(np.int64)
    days[creator, place] = used["day_number"].to_numpy(float)
    values[creator, place] = np.log(used["engagements"].to_numpy(float))
    slopes = spaced_slopes(days, values, known_min=_POSTS_MIN) * _WEEK
    known = slopes[~np.isnan(slopes)]
    return slopes - (np.median(known) if len(known) else 0.0)
