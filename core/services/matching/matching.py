"""Creators ranked for a brand or a typed brief, while a person waits."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd

from core.domain.fit_bands import match_label
from core.errors import NotFoundError, StoreError
from core.features.documents import brand_text
from core.services.build_rows import row_order, rows_with_text
from core.services.creator_rows import creator_rows
from core.services.encoder import text_vector
from core.services.matching.brand_gates import NO_GATES, BrandGates
from core.services.matching.eligible import Eligible, HeldBack, eligible_creators
from core.services.matching.filters import MatchFilters
from core.services.matching.fit import creator_fits, stored_rows, text_row
from core.services.matching.reasons import MatchReasons, match_chips, reasons
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


@dataclass(frozen=True)
class MatchPage:
    """One page of a ranking.

    Attributes:
        frame: one row per creator, best first; see `rank`.
        eligible_count: creators with text that pass the filters and gates and are listed.
        total_count: creators with text.
        best_score: highest fit_score among the eligible; None when there are none.
        price_low, price_high: quartiles of the known post prices of the eligible, EUR; or None.
        held_back: what is left out by default, and how many.
    """

    frame: pd.DataFrame
    eligible_count: int
    total_count: int
    best_score: float | None
    price_low: float | None
    price_high: float | None
    held_back: HeldBack = field(default_factory=HeldBack)


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
    return np.asarray(stored_rows(folder, "brand_embeddings")[position], dtype=np.float32)


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
    *,
    gates: BrandGates = NO_GATES,
    query_text: str = "",
) -> MatchPage:
    """Creators that pass the filters and gates, by fit to the query, ties by id; one page.

    Args:
        query_vector: (dimension,) unit; a zero vector ranks nobody.
        gates: what the brand says of itself, see `core.services.matching.brand_gates`.
        page: 1-based; beyond the end the frame is empty.
        query_text: what the vector was made of; its language and words count in the fit.
    Returns:
        The columns of `creator_rows`, and fit_score (0-100, what ranks), similarity_score
        (cosine x 100 of the plain vectors) with its match_label, and percentile (0-1 of the fit
        among all creators with text, whatever the filters).
    Raises:
        StoreError: the build has no creator vectors.
    """
    creators = stored_rows(folder, "influencer_embeddings")
    has_text = rows_with_text(folder)
    order = row_order(con, folder, "influencers")
    if len(order.rowids) != len(creators):
        raise StoreError(
            f"The build has {len(order.rowids):,} creators and {len(creators):,} vectors. Build "
            "again with 'python -m core build --from text'."
        )
    if not np.any(query_vector) or not len(creators):
        return _page(
            con, order.rowids[:0], np.zeros(0), np.zeros(0), 0, int(has_text.sum()), 1, None
        )
    scores = creator_fits(folder, text_row(folder, query_text, query_vector))
    eligible = eligible_creators(con, order, filters, gates, usable=has_text)
    rows = eligible.rows
    shown = _slice(scores, rows, max(page, 1), page_size)
    known = scores[has_text]
    share = np.searchsorted(np.sort(known), scores[shown], side="right") / max(len(known), 1)
    found = _page(
        con,
        order.rowids[shown],
        np.clip(scores[shown], 0, 100),
        np.clip(creators[shown] @ query_vector.astype(np.float32) * 100, -100, 100),
        len(rows),
        len(known),
        (max(page, 1) - 1) * page_size + 1,
        share,
    )
    return _with_summary(found, scores, eligible)


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
    fits: np.ndarray,
    scores: np.ndarray,
    eligible_count: int,
    total_count: int,
    first_rank: int,
    percentiles: np.ndarray | None,
) -> MatchPage:
    frame = creator_rows(con, rowids, first_rank=first_rank)
    labels = [match_label(float(score)) for score in scores]
    frame.insert(len(frame.columns) - 1, "fit_score", fits.astype(float))
    frame.insert(len(frame.columns) - 1, "similarity_score", scores.astype(float))
    frame.insert(len(frame.columns) - 1, "match_label", pd.Series(labels, dtype="str"))
    shares = percentiles if percentiles is not None else np.zeros(len(frame))
    frame.insert(len(frame.columns) - 1, "percentile", shares.astype(float))
    return MatchPage(frame, eligible_count, total_count, None, None, None)


def _with_summary(page: MatchPage, scores: np.ndarray, eligible: Eligible) -> MatchPage:
    prices = eligible.post_prices[np.isfinite(eligible.post_prices)]
    low, high = np.quantile(prices, [0.25, 0.75]) if len(prices) else (None, None)
    return MatchPage(
        page.frame,
        page.eligible_count,
        page.total_count,
        max(float(scores[eligible.rows].max()), 0.0) if len(eligible.rows) else None,
        None if low is None else float(low),
        None if high is None else float(high),
        eligible.held_back(scores),
    )
