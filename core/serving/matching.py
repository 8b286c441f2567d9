"""Creators ranked for a brand or a typed brief, while a person waits."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd

from core.errors import NotFoundError, StoreError
from core.features.documents import brand_text
from core.models.growth.verdict import is_worth_checking
from core.models.matching import match_label
from core.serving.build_rows import row_order, rows_with_text
from core.serving.creator_rows import creator_rows
from core.serving.encoder import text_vector
from core.serving.fit import creator_fits, stored_rows, text_row
from core.serving.match_filters import MatchFilters
from core.serving.match_reasons import MatchReasons, match_chips, reasons
from core.settings import Settings
from core.views.growth_evidence import evidence_join

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
        frame: a row a creator, best first; see `rank`.
        eligible_count: creators with text that pass the filters.
        total_count: creators with text.
        best_score: highest fit_score among the eligible; None when there are none.
        price_low, price_high: quartiles of the known post prices of the eligible, EUR; or None.
        unusual_count: eligible whose growth is worth checking; None when nothing is known of
            the growth of any of them.
    """

    frame: pd.DataFrame
    eligible_count: int
    total_count: int
    best_score: float | None
    price_low: float | None
    price_high: float | None
    unusual_count: int | None


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
    query_text: str = "",
) -> MatchPage:
    """Creators that pass the filters, by fit to the query, ties by id; one page of them.

    Args:
        query_vector: (dimension,) unit; a zero vector ranks nobody.
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
    passed = con.execute(*filters.rowids_sql(evidence_join=evidence_join(con))).fetchnumpy()
    rows = order.array_rows[passed["rowid"]]
    readable = has_text[rows]
    rows = rows[readable]
    names = ("post_price", "suspicion_score", "purchased_probability")
    summary = {name: passed[name][readable] for name in names}
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
    best = max(float(scores[rows].max()), 0.0) if len(rows) else None
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
    return MatchPage(frame, eligible_count, total_count, None, None, None, None)


def _with_summary(
    page: MatchPage, best_score: float | None, eligible: dict[str, np.ndarray]
) -> MatchPage:
    prices = _known(eligible["post_price"])
    probability = pd.Series(
        np.ma.filled(np.ma.asarray(eligible["purchased_probability"]).astype(float), np.nan)
    )
    low, high = np.quantile(prices, [0.25, 0.75]) if len(prices) else (None, None)
    return MatchPage(
        page.frame,
        page.eligible_count,
        page.total_count,
        best_score,
        None if low is None else float(low),
        None if high is None else float(high),
        int(is_worth_checking(probability).sum()) if probability.notna().any() else None,
    )


def _known(values: np.ndarray) -> np.ndarray:
    if isinstance(values, np.ma.MaskedArray):
        values = values.compressed()
    numbers = values.astype(float)
    return numbers[np.isfinite(numbers)]
