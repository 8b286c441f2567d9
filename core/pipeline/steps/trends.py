"""Step: hashtags and topics that rise or fall, week by week, and who uses them."""

from __future__ import annotations

import numpy as np
import pandas as pd

from core.domain.histories import dates
from core.domain.thresholds import TREND_ACTIVE_MIN, TREND_WEEKS_MIN
from core.models.trends.found import HASHTAG, TOPIC, DatedPosts, Uses, found_trends
from core.models.trends.weeks import active_weeks
from core.pipeline.context import BuildContext
from core.pipeline.post_topics import topics_of_posts
from core.pipeline.sources import clear_results, write_gap
from core.store import tables

VERSION = "trends-1"
_CAPABILITY = "Trends"  # in `data_gaps`
_TABLES = ("trends", "trend_weeks", "trend_riders")


def find_trends(context: BuildContext) -> None:
    """Writes `trends`, `trend_weeks` and `trend_riders`.

    All three stay empty without dated posts, or without a whole week in which enough creators
    posted: then nothing can be said of any hashtag.
    """
    clear_results(context, _TABLES)
    con = context.con
    con.execute("DELETE FROM data_gaps WHERE capability = $name", {"name": _CAPABILITY})
    posts = con.execute(
        """SELECT p.post_id, p.influencer_id, p.hashtags,
                  date_diff('day', DATE '1970-01-01', p.posted_at::DATE) AS day_number,
                  CASE WHEN coalesce(likes_count, comments_count) IS NOT NULL
                       THEN (coalesce(likes_count, 0) + coalesce(comments_count, 0))::DOUBLE
                  END AS engagements
           FROM posts p JOIN influencers USING (influencer_id)
           WHERE p.posted_at IS NOT NULL ORDER BY p.influencer_id, p.post_id"""
    ).df()
    if posts.empty:
        _write_gap(context, "No post has a date.")
        return
    creators, ids = pd.factorize(posts["influencer_id"])
    given = DatedPosts(
        creators.astype(np.int64),
        posts["day_number"].to_numpy(np.int64),
        posts["engagements"].to_numpy(float),
    )
    weeks = active_weeks(given.creators, given.days)
    if weeks < TREND_WEEKS_MIN:
        _write_gap(
            context,
            f"Expected {TREND_WEEKS_MIN} weeks in a row, up to the newest post, in each of which "
            f"{TREND_ACTIVE_MIN} or more creators posted, found {weeks}.",
        )
    topics = topics_of_posts(context, posts["post_id"])
    uses = [hashtag_uses(posts["hashtags"]), Uses(TOPIC, *_named(topics))]
    for trends in (found_trends(given, use) for use in uses if len(use.names)):
        if trends.trends.empty:
            continue
        _write(context, trends.trends, trends.weeks, trends.riders, np.asarray(ids, dtype=object))


def _write_gap(context: BuildContext, reason: str) -> None:
    write_gap(
        context,
        _CAPABILITY,
        reason,
        f"Import posts with dates (posted_at) of {TREND_ACTIVE_MIN} or more "
        f"creators, {TREND_WEEKS_MIN} weeks or longer.",
    )


def hashtag_uses(hashtags: pd.Series) -> Uses:
    """Hashtags of posts.

    Args:
        hashtags: a list of hashtags a post, or missing.
    """
    lists = [
        () if listed is None or np.ndim(listed) == 0 else listed for listed in hashtags.tolist()
    ]
    flat = pd.Series([tag for tags in lists for tag in tags], dtype="str")
    codes, names = pd.factorize(flat, sort=True)
    posts = np.repeat(np.arange(len(lists)), [len(listed) for listed in lists])
    return Uses(HASHTAG, posts, codes.astype(np.int64), list(names))


def _named(topics: pd.Series) -> tuple[np.ndarray, np.ndarray, list[str]]:
    codes, names = pd.factorize(topics, sort=True)
    known = np.flatnonzero(codes >= 0)
    return known, codes[known].astype(np.int64), list(names)


def _write(
    context: BuildContext,
    trends: pd.DataFrame,
    weeks: pd.DataFrame,
    riders: pd.DataFrame,
    ids: np.ndarray,
) -> None:
    trends = trends.assign(
        model_version=VERSION,
        **{
            name: dates(trends[f"{name}_number"])
            for name in ("first_seen", "first_day", "last_day")
        },
    ).drop(columns=["first_seen_number", "first_day_number", "last_day_number"])
    tables.append_frame(context.con, "trends", trends)
    if not weeks.empty:
        weeks = weeks.assign(week=dates(weeks.pop("day_number")))
        tables.append_frame(context.con, "trend_weeks", weeks)
    if not riders.empty:
        riders = riders.assign(
            influencer_id=ids[riders.pop("creator")],
            first_use=dates(riders.pop("first_day_number")),
        )
        tables.append_frame(context.con, "trend_riders", riders)
