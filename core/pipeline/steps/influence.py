"""Step: which creators draw more reactions, trained on past weeks, predicted for today."""

from __future__ import annotations

from datetime import date, timedelta

import duckdb
import numpy as np
import pandas as pd

from core.evaluation.influence_quality import store_figures
from core.formats import platform_label
from core.models.influence.store_features import (
    ESSENTIAL,
    FEATURES,
    INCREASING,
    NAMES,
    PLATFORM_WORDS,
    shown_value,
    with_one_platform,
)
from core.models.influence.store_model import (
    MODEL_VERSION,
    Scores,
    StoreModel,
    fit_store,
    score_store,
)
from core.pipeline.context import BuildContext
from core.pipeline.sources import clear_results
from core.store import tables

# What came after the cut is the outcome; what came before is known.
WINDOW_DAYS = 30
LOOK_BACK_DAYS = 60
_POSTS_MIN = 2
_REASONS_MAX = 3
_PART_MIN = 0.1
_METRIC = "influence"


def score_influence(context: BuildContext) -> None:
    """Writes `influence`, `influence_features` and figures on people not seen into `metrics`."""
    clear_results(context, ("influence", "influence_features"))
    con = context.con
    con.execute("DELETE FROM metrics WHERE model = $model", {"model": _METRIC})
    as_of = _as_of(con)
    if as_of is None:
        return
    cut = as_of - timedelta(days=WINDOW_DAYS)
    model = learned(con, cut, seed=context.config.seed)
    if model is None:
        return
    today = features_at(con, as_of)
    today = today[today[list(ESSENTIAL)].notna().any(axis=1)].reset_index(drop=True)
    if today.empty:
        return
    scores = score_store(model, today[list(NAMES)].to_numpy(float))
    _write(con, today, scores, as_of)
    _write_figures(con, model, cut, as_of)


def learned(con: duckdb.DuckDBPyConnection, cut: date, *, seed: int) -> StoreModel | None:
    """What the days after a cut teach about what was known on it; None with too few creators."""
    before = features_at(con, cut)
    essential = before[list(ESSENTIAL)].notna().any(axis=1).to_numpy()
    return fit_store(
        before[list(NAMES)].to_numpy(float),
        np.where(essential, outcome_after(con, cut), np.nan),
        np.asarray(pd.factorize(before["platform"], sort=True)[0], dtype=np.int64),
        before["followers_count"].to_numpy(float),
        NAMES,
        seed=seed,
        increasing=INCREASING,
    )


def _as_of(con: duckdb.DuckDBPyConnection) -> date | None:
    row = con.execute("SELECT max(posted_at)::DATE FROM posts").fetchone()
    return row[0] if row else None


_REACTIONS = """CASE WHEN coalesce(likes_count, comments_count) IS NOT NULL
    THEN coalesce(likes_count, 0) + coalesce(comments_count, 0) END"""


def features_at(con: duckdb.DuckDBPyConnection, cut: date) -> pd.DataFrame:
    """What was known of each creator at the end of a day, and nothing that came later.

    Returns:
        influencer_id, platform and `NAMES`, one row per creator by id; NaN where unknown.
    """
    return con.execute(
        f"""
        WITH counts AS (
            SELECT influencer_id,
                   arg_max(followers_count, day) AS followers_count,
                   arg_max(followers_count, day) FILTER (day <= $cut - 28) AS month_ago,
                   date_diff('day', max(day) FILTER (day <= $cut - 28), max(day)) AS days_between
            FROM follower_history WHERE day <= $cut AND day > $cut - $back - 60
            GROUP BY influencer_id),
        own AS (
            SELECT influencer_id, posted_at, {_REACTIONS} AS reactions, views_count, hashtags,
                   is_sponsored
            FROM posts
            WHERE posted_at < $cut + 1 AND posted_at >= $cut + 1 - $back),
        habits AS (
            SELECT influencer_id,
                   exp(avg(ln(1 + reactions))) - 1 AS reactions_per_post,
                   exp(avg(ln(1 + views_count))) - 1 AS views_per_post,
                   CASE WHEN count(*) > 1 THEN (count(*) - 1) * 168.0
                       / greatest(date_diff('hour', min(posted_at), max(posted_at)), 24) END
                       AS posts_per_week,
                   CASE WHEN count(reactions) > 2 THEN
                       regr_slope(ln(1 + reactions), epoch(posted_at) / 604800) END
                       AS reactions_trend,
                   CASE WHEN count(reactions) > 2 THEN stddev_samp(ln(1 + reactions)) END
                       AS reactions_spread,
                   date_diff('day', max(posted_at)::DATE, $cut::DATE) AS days_since_post,
                   avg(len(hashtags)) AS hashtags_per_post,
                   avg(is_sponsored::INTEGER) AS sponsored_share
            FROM own GROUP BY influencer_id),
        named AS (
            SELECT p.influencer_id AS author, lower(unnest(p.mentions)) AS handle
            FROM posts p
            WHERE p.posted_at < $cut + 1 AND p.posted_at >= $cut + 1 - $back
                  AND len(p.mentions) > 0),
        mentioned AS (
            SELECT t.influencer_id, count(*) AS mentions_count,
                   count(*) FILTER (c.followers_count > d.followers_count)
                       AS larger_mentions_count
            FROM named m
            JOIN influencers a ON a.influencer_id = m.author
            JOIN influencers t ON lower(t.handle) = m.handle AND t.platform = a.platform
                 AND t.influencer_id <> a.influencer_id
            LEFT JOIN counts c ON c.influencer_id = a.influencer_id
            LEFT JOIN counts d ON d.influencer_id = t.influencer_id
            GROUP BY t.influencer_id)
        SELECT i.influencer_id, i.platform, k.followers_count::DOUBLE AS followers_count,
               h.reactions_per_post, h.views_per_post, h.posts_per_week,
               CASE WHEN k.month_ago > 0 AND k.followers_count > 0 AND k.days_between > 0
                   THEN ln(k.followers_count / k.month_ago) * 7 / k.days_between END
                   AS weekly_growth,
               h.reactions_trend, h.reactions_spread, h.days_since_post::DOUBLE AS days_since_post,
               coalesce(m.mentions_count, 0)::DOUBLE AS mentions_count,
               coalesce(m.larger_mentions_count, 0)::DOUBLE AS larger_mentions_count,
               h.hashtags_per_post, h.sponsored_share,
               (i.platform = 'instagram')::DOUBLE AS is_instagram,
               (i.platform = 'tiktok')::DOUBLE AS is_tiktok,
               (i.platform = 'youtube')::DOUBLE AS is_youtube
        FROM influencers i
        LEFT JOIN counts k ON k.influencer_id = i.influencer_id
        LEFT JOIN habits h ON h.influencer_id = i.influencer_id
        LEFT JOIN mentioned m ON m.influencer_id = i.influencer_id
        ORDER BY i.influencer_id""",
        {"cut": cut, "back": LOOK_BACK_DAYS},
    ).df()


def outcome_after(con: duckdb.DuckDBPyConnection, cut: date) -> np.ndarray:
    """(n,) mean likes + comments of the posts after a day; NaN under two posts that have any."""
    reactions = con.execute(
        f"""SELECT CASE WHEN count(r.reactions) >= $least THEN avg(r.reactions) END AS mean
            FROM influencers i LEFT JOIN (
                SELECT influencer_id, {_REACTIONS} AS reactions FROM posts
                WHERE posted_at >= $cut + 1 AND posted_at < $cut + 1 + $window) r
                USING (influencer_id)
            GROUP BY i.influencer_id ORDER BY i.influencer_id""",
        {"cut": cut, "least": _POSTS_MIN, "window": WINDOW_DAYS},
    ).df()
    return reactions["mean"].to_numpy(float, na_value=np.nan)


def _write(
    con: duckdb.DuckDBPyConnection, today: pd.DataFrame, scores: Scores, as_of: date
) -> None:
    values = today[list(NAMES)].to_numpy(float)
    rank = np.empty(len(today), dtype=np.int64)
    rank[np.argsort(-scores.strength, kind="stable")] = np.arange(1, len(today) + 1)
    frame = pd.DataFrame(
        {
            "influencer_id": today["influencer_id"],
            "influence_score": scores.score,
            "influence_low": scores.low,
            "influence_high": scores.high,
            "strength": scores.strength,
            "strength_draws": list(scores.draws.astype(np.float32)),
            "feature_values": list(np.where(np.isfinite(values), values.astype(object), None)),
            "parts": list(scores.parts),
            "influence_rank": rank,
            "reasons": _reasons(today, values, scores.parts),
            "first_day": as_of - timedelta(days=LOOK_BACK_DAYS - 1),
            "as_of_day": as_of,
            "model_version": MODEL_VERSION,
        }
    )
    tables.append_frame(con, "influence", frame)
    size = np.abs(scores.parts).mean(axis=0)
    tables.append_frame(
        con,
        "influence_features",
        pd.DataFrame(
            {
                "place": range(len(FEATURES)),
                "name": NAMES,
                "words": [feature.words for feature in FEATURES],
                "weight": size / max(float(size.sum()), 1e-12),
            }
        ),
    )


def _reasons(today: pd.DataFrame, values: np.ndarray, parts: np.ndarray) -> list[list[str]]:
    """What raises or lowers each strength most against the mean creator."""
    merged, places = with_one_platform(parts)
    order = np.argsort(-np.abs(merged), axis=1, kind="stable")[:, :_REASONS_MAX]
    platforms = today["platform"].map(platform_label).tolist()
    reasons = []
    for row in range(len(parts)):
        sentences = []
        for column in order[row]:
            if abs(merged[row, column]) < _PART_MIN:
                continue
            place = places[column]
            words = (
                f"{PLATFORM_WORDS}: {platforms[row]}"
                if place < 0
                else f"{FEATURES[place].words}: {shown_value(FEATURES[place], values[row, place])}"
            )
            sentences.append(f"{'+' if merged[row, column] > 0 else '-'} {words}")
        reasons.append(sentences)
    return reasons


def _write_figures(
    con: duckdb.DuckDBPyConnection, model: StoreModel, cut: date, as_of: date
) -> None:
    where = (
        f"pairs of creators not learned from: who drew more reactions a post from {cut} to "
        f"{as_of}, by what was known on {cut}"
    )
    rows: list[tuple[str, float | None, str]] = [
        (f"{name} {way}", getattr(figures, name), where)
        for way, figures in store_figures(model).items()
        for name in ("auc", "accuracy", "log_loss", "calibration_error")
    ]
    rows.append(("creators_known", model.people_count, "creators learned from"))
    rows.append(("pairs_known", len(model.made.pairs), "pairs learned from"))
    frame = pd.DataFrame(rows, columns=["metric", "value", "note"]).assign(model=_METRIC)
    tables.append_frame(con, "metrics", frame)
