"""Step: who is rising, and where follower counts are heading."""

from __future__ import annotations

import duckdb
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.domain.histories import dates
from core.models.momentum import outlook
from core.models.momentum.curves import curves_of
from core.models.momentum.parts import MomentumData
from core.models.momentum.score import WINDOW_DAYS, as_fractions, momentum
from core.pipeline.context import BuildContext
from core.pipeline.growth_days import POSITIONS, dated_posts, histories_of
from core.pipeline.sources import clear_results
from core.store import tables

STEP = "momentum"
_TABLES = ("momentum", "forecasts")
_TOPIC_DAYS, _MENTION_DAYS = 28, 60


def rate_momentum(context: BuildContext) -> None:
    """Writes `momentum` and `forecasts`; both stay empty without follower histories."""
    clear_results(context, _TABLES)
    con = context.con
    ids = con.execute(
        """SELECT i.influencer_id, coalesce(i.platform, '') AS platform,
                  coalesce(m.niche_id, -1) AS niche_id, g.purchased_probability
           FROM influencers i
           LEFT JOIN influencer_niches m USING (influencer_id)
           LEFT JOIN growth_evidence g USING (influencer_id) ORDER BY i.influencer_id"""
    ).df()
    histories = histories_of(con, len(ids))
    if not len(histories.days):
        return
    context.report(STEP, 0, 3, "reading the curves")
    curves = curves_of(histories, days=WINDOW_DAYS)
    data = MomentumData(
        curves,
        np.unique(ids["platform"].to_numpy(object), return_inverse=True)[1].astype(np.int64),
        ids["niche_id"].to_numpy(np.int64),
        ids["purchased_probability"].to_numpy(float),
        growth_events(con),
        posts=dated_posts(con),
        topic_growth=_by_position(_topic_growth(con, curves.last_day), "topic_growth", len(ids)),
        mentions=_mentions(con, curves.last_day, len(ids)),
    )
    context.report(STEP, 1, 3, "growth beyond comparable accounts")
    names = ids["influencer_id"].to_numpy(object)
    rated = as_fractions(momentum(data))
    first = _first_known(curves.values)
    first = np.where(first < curves.values.shape[1], curves.first_day + first, -1)
    rated = rated.assign(
        influencer_id=names,
        first_day=dates(pd.Series(first)),
        last_day=dates(pd.Series(curves.last_days)),
        momentum_rank=rated["momentum_rank"].astype("Int64"),
    )
    tables.append_frame(con, "momentum", rated)
    context.report(STEP, 2, 3, "forecasts")
    ahead = outlook.outlook(curves, data.platforms, data.purchased_probability, data.events)
    ahead.insert(0, "influencer_id", names[ahead.pop("creator")])
    from_day = dates(pd.Series([curves.last_day])).iloc[0]
    ahead = ahead.assign(from_day=from_day, model_version=outlook.MODEL_VERSION)
    tables.append_frame(con, "forecasts", ahead)
    tested = int(ahead["tested_days"].max()) if len(ahead) else 0
    context.facts[STEP] = {"forecasts": len(ahead), "tested_days": tested}


def _first_known(values: NDArray[np.float64]) -> NDArray[np.int64]:
    """(n,) column of the first known count; the number of columns when there is none."""
    known = ~np.isnan(values)
    return np.where(known.any(axis=1), known.argmax(axis=1), values.shape[1])


def growth_events(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Events of growth by position of the creator, days as numbers."""
    return con.execute(
        f"""WITH {POSITIONS}
            SELECT creator, kind,
                   date_diff('day', DATE '1970-01-01', first_day) AS first_day_number,
                   date_diff('day', DATE '1970-01-01', last_day) AS last_day_number, size_fraction
            FROM growth_patterns JOIN positions USING (influencer_id)
            ORDER BY creator, event_number"""
    ).df()


def _topic_growth(con: duckdb.DuckDBPyConnection, last_day: int) -> pd.DataFrame:
    """Mean weekly growth of the hashtags in the newest posts, each counted once a creator."""
    return con.execute(
        f"""WITH {POSITIONS}, used AS (
                SELECT DISTINCT influencer_id, unnest(hashtags) AS item FROM posts
                WHERE posted_at::DATE > DATE '1970-01-01' + $last_day::INTEGER - $days::INTEGER
                  AND posted_at::DATE <= DATE '1970-01-01' + $last_day::INTEGER)
            SELECT creator, avg(t.weekly_growth) AS topic_growth
            FROM used JOIN trends t USING (item) JOIN positions USING (influencer_id)
            WHERE t.kind = 'hashtag' AND t.weekly_growth IS NOT NULL
            GROUP BY creator ORDER BY creator""",
        {"last_day": last_day, "days": _TOPIC_DAYS},
    ).df()


def _mentions(con: duckdb.DuckDBPyConnection, last_day: int, n: int) -> NDArray[np.float64] | None:
    """(n,) larger accounts of the store that named the creator; None when nobody is named."""
    frame = con.execute(
        f"""WITH {POSITIONS}, named AS (
                SELECT DISTINCT influencer_id AS author, unnest(mentions) AS handle FROM posts
                WHERE len(mentions) > 0
                  AND posted_at::DATE > DATE '1970-01-01' + $last_day::INTEGER - $days::INTEGER
                  AND posted_at::DATE <= DATE '1970-01-01' + $last_day::INTEGER)
            SELECT p.creator, count(DISTINCT a.influencer_id)::DOUBLE AS mentions
            FROM named
            JOIN influencers c ON lower(c.handle) = lower(named.handle)
            JOIN influencers a ON a.influencer_id = named.author
            JOIN positions p ON p.influencer_id = c.influencer_id
            WHERE a.followers_count > c.followers_count AND a.platform = c.platform
            GROUP BY p.creator ORDER BY p.creator""",
        {"last_day": last_day, "days": _MENTION_DAYS},
    ).df()
    if frame.empty:
        return None
    return np.nan_to_num(_by_position(frame, "mentions", n))


def _by_position(frame: pd.DataFrame, column: str, n: int) -> NDArray[np.float64]:
    values = np.full(n, np.nan)
    values[frame["creator"].to_numpy(np.int64)] = frame[column].to_numpy(float)
    return values
