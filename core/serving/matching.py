"""Creators ranked for a brand or a typed brief, while a person waits."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd

from core.errors import NotFoundError, StoreError
from core.features.documents import brand_text
from core.models.matching import match_label
from core.serving.build_rows import array, row_order, rows_with_text
from core.serving.encoder import text_vector
from core.serving.match_filters import MatchFilters
from core.serving.match_reasons import MatchReasons, match_chips, reasons
from core.settings import Settings

__all__ = [
    "MatchFilters",
    "MatchPage",
    "MatchReasons",
    "brand_query_text",
    "brand_vector",
    "brief_vector",
    "match_chips",
    "rank",
    "reasons",
]

HIGH_CAUTION_FROM = 70


@dataclass(frozen=True)
class MatchPage:
    """One page of a ranking.

    Attributes:
        frame: a row a creator, best first; see `rank`.
        eligible_count: creators with text that pass the filters.
        total_count: creators with text.
        best_score: highest similarity among the eligible; None when there are none.
        price_low, price_high: quartiles of the known post prices of the eligible, EUR; or None.
        high_caution_count: eligible with a caution score of at least 70; None when no
            score is known among them.
    """

    frame: pd.DataFrame
    eligible_count: int
    total_count: int
    best_score: float | None
    price_low: float | None
    price_high: float | None
    high_caution_count: int | None


def brand_vector(con: duckdb.DuckDBPyConnection, folder: Path, brand_id: str) -> np.ndarray:
    """(dimension,) float32 unit vector of a brand; zero when it has no text.

    Raises:
        NotFoundError: the build has no such brand.
        StoreError: the build has no brand vectors.
    """
    row = con.execute(
        "SELECT rowid FROM brands WHERE brand_id = $id LIMIT 1", {"id": brand_id}
    ).fetchone()
    if row is None:
        raise NotFoundError(
            f"There is no brand '{brand_id[:80]}' in this build. Pick one from the list."
        )
    position = row_order(con, folder, "brands").array_rows[row[0]]
    return np.asarray(_vectors(folder, "brand_embeddings")[position], dtype=np.float32)


def brief_vector(text: str, settings: Settings) -> np.ndarray:
    """(dimension,) float32 unit vector of a typed brief; zero when nothing is left to read."""
    return text_vector(text, settings)


def brand_query_text(con: duckdb.DuckDBPyConnection, brand_id: str) -> str:
    """The text a brand is matched by.

    Raises:
        NotFoundError: the build has no such brand.
    """
    row = con.execute(
        "SELECT name, description, category, keywords FROM brands WHERE brand_id = $id LIMIT 1",
        {"id": brand_id},
    ).fetchone()
    if row is None:
        raise NotFoundError(
            f"There is no brand '{brand_id[:80]}' in this build. Pick one from the list."
        )
    return brand_text(*row)


def rank(
    con: duckdb.DuckDBPyConnection,
    folder: Path,
    query_vector: np.ndarray,
    filters: MatchFilters,
    page: int = 1,
    page_size: int = 10,
) -> MatchPage:
    """Creators that pass the filters, by cosine to the query, ties by id; one page of them.

    Args:
        query_vector: (dimension,) unit; a zero vector ranks nobody.
        page: 1-based; beyond the end the frame is empty.
    Returns:
        Columns rank, influencer_id, handle, name, platform, niche_id, niche, second_niche, bio,
        country, audience_country, tier, followers_count, engagement_rate,
        engagement_percentile, growth_fraction, sparkline, post_price, story_price,
        suspicion_score, status, similarity_score (cosine x 100), match_label, percentile (0-1
        among all creators with text, whatever the filters) and category.
    Raises:
        StoreError: the build has no creator vectors.
    """
    creators = _vectors(folder, "influencer_embeddings")
    has_text = rows_with_text(folder)
    order = row_order(con, folder, "influencers")
    if len(order.rowids) != len(creators):
        raise StoreError(
            f"The build has {len(order.rowids):,} creators and {len(creators):,} vectors. Build "
            "again with 'python -m core build --from text'."
        )
    if not np.any(query_vector) or not len(creators):
        return _page(con, order.rowids[:0], np.zeros(0), 0, int(has_text.sum()), 1, None)
    scores = np.clip(creators @ query_vector.astype(np.float32) * 100, -100, 100)
    passed = con.execute(*filters.rowids_sql()).fetchnumpy()
    rows = order.array_rows[passed["rowid"]]
    readable = has_text[rows]
    rows = rows[readable]
    summary = {name: passed[name][readable] for name in ("post_price", "suspicion_score")}
    shown = _slice(scores, rows, max(page, 1), page_size)
    known = scores[has_text]
    share = np.searchsorted(np.sort(known), scores[shown], side="right") / max(len(known), 1)
    found = _page(
        con,
        order.rowids[shown],
        scores[shown],
        len(rows),
        len(known),
        (max(page, 1) - 1) * page_size + 1,
        share,
    )
    best = float(scores[rows].max()) if len(rows) else None
    return _with_summary(found, best, summary)


def _slice(scores: np.ndarray, rows: np.ndarray, page: int, page_size: int) -> np.ndarray:
    """Rows of one page, best first."""
    last = min(page * page_size, len(rows))
    first = (page - 1) * page_size
    if first >= last:
        return rows[:0]
    values = scores[rows]
    limit = np.partition(values, len(values) - last)[len(values) - last]
    candidates = rows[values >= limit]
    return candidates[np.lexsort((candidates, -scores[candidates]))][first:last]


def _page(
    con: duckdb.DuckDBPyConnection,
    rowids: np.ndarray,
    scores: np.ndarray,
    eligible_count: int,
    total_count: int,
    first_rank: int,
    percentiles: np.ndarray | None,
) -> MatchPage:
    frame = con.execute(
        """
        WITH wanted AS (
            SELECT unnest($rowids::BIGINT[]) AS row_number,
                   unnest(range(len($rowids::BIGINT[]))) AS place
        )
        SELECT w.place + $first AS rank, i.influencer_id, i.handle, i.name, i.platform, m.niche_id,
               n.name AS niche, n2.name AS second_niche, i.bio, i.country, i.audience_country,
               s.tier, i.followers_count, s.engagement_rate, s.engagement_percentile,
               s.growth_fraction, s.sparkline, i.post_price, i.story_price, a.suspicion_score,
               a.status, i.category
        FROM wanted w
        JOIN influencers i ON i.rowid = w.row_number
        LEFT JOIN profile_stats s ON s.influencer_id = i.influencer_id
        LEFT JOIN influencer_niches m ON m.influencer_id = i.influencer_id
        LEFT JOIN niches n ON n.niche_id = m.niche_id
        LEFT JOIN niches n2 ON n2.niche_id = m.second_niche_id
        LEFT JOIN authenticity a ON a.influencer_id = i.influencer_id
        ORDER BY w.place LIMIT 10000
        """,
        {"rowids": rowids.tolist(), "first": first_rank},
    ).df()
    labels = [match_label(float(score)) for score in scores]
    frame.insert(len(frame.columns) - 1, "similarity_score", scores.astype(float))
    frame.insert(len(frame.columns) - 1, "match_label", pd.Series(labels, dtype="str"))
    shares = percentiles if percentiles is not None else np.zeros(len(frame))
    frame.insert(len(frame.columns) - 1, "percentile", shares.astype(float))
    return MatchPage(frame, eligible_count, total_count, None, None, None, None)


def _with_summary(
    page: MatchPage, best_score: float | None, eligible: dict[str, np.ndarray]
) -> MatchPage:
    prices = _known(eligible["post_price"])
    caution = _known(eligible["suspicion_score"])
    low, high = np.quantile(prices, [0.25, 0.75]) if len(prices) else (None, None)
    return MatchPage(
        page.frame,
        page.eligible_count,
        page.total_count,
        best_score,
        None if low is None else float(low),
        None if high is None else float(high),
        int((caution >= HIGH_CAUTION_FROM).sum()) if len(caution) else None,
    )


def _known(values: np.ndarray) -> np.ndarray:
    if isinstance(values, np.ma.MaskedArray):
        values = values.compressed()
    numbers = values.astype(float)
    return numbers[np.isfinite(numbers)]


def _vectors(folder: Path, name: str) -> np.ndarray:
    try:
        return array(folder, name)
    except (OSError, ValueError) as error:
        raise StoreError(
            f"The build {folder.name} has no {name}. Build again with "
            "'python -m core build --from text'."
        ) from error
