"""Creators ranked for a brand or a typed brief, while a person waits."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from core.domain.fit_bands import match_label
from core.errors import StoreError
from core.models.matching import best_rows, percentiles_of
from core.services.creator_rows import creator_rows
from core.services.matching.brand_gates import NO_GATES, BrandGates
from core.services.matching.eligible import Eligible, HeldBack, eligible_creators
from core.services.matching.filters import MatchFilters
from core.services.matching.fit import creator_fits, text_row
from core.services.matching.query import MatchQuery, query_vector
from core.services.session import CREATOR_VECTORS, BuildSession


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


def rank(
    session: BuildSession,
    query: MatchQuery,
    filters: MatchFilters,
    page: int = 1,
    page_size: int = 10,
    *,
    gates: BrandGates = NO_GATES,
) -> MatchPage:
    """Creators that pass the filters and gates, by fit to the query, ties by id; one page.

    Args:
        query: without text it ranks nobody.
        gates: what the brand says of itself, see `core.services.matching.brand_gates`.
        page: 1-based; beyond the end the frame is empty.
    Returns:
        The columns of `creator_rows`, and fit_score (0-100, what ranks), similarity_score
        (cosine x 100 of the plain vectors) with its match_label, and percentile (0-1 of the fit
        among all creators with text, whatever the filters).
    Raises:
        StoreError: the build has no creator vectors.
    """
    creators = session.array(CREATOR_VECTORS)
    has_text = session.rows_with_text()
    order = session.row_order("influencers")
    if len(order.rowids) != len(creators):
        raise StoreError(
            f"The build has {len(order.rowids):,} creators and {len(creators):,} vectors. Build "
            "again with 'python -m core build --from text'."
        )
    total_count = int(has_text.sum())
    vector = query_vector(session, query)
    if not np.any(vector) or not len(creators):
        frame = _frame(session, np.zeros(0, np.int64), np.zeros(0), np.zeros(0), np.zeros(0), 1)
        return MatchPage(frame, 0, total_count, None, None, None)
    scores = creator_fits(session, text_row(session, query.text, vector))
    eligible = eligible_creators(session, filters, gates, usable=has_text)
    skip = (max(page, 1) - 1) * page_size
    shown = best_rows(scores, eligible.rows, page_size, skip=skip)
    frame = _frame(
        session,
        order.rowids[shown],
        np.clip(scores[shown], 0, 100),
        np.clip(creators[shown] @ vector.astype(np.float32) * 100, -100, 100),
        percentiles_of(scores, shown),
        skip + 1,
    )
    return _page(frame, total_count, scores, eligible)


def _frame(
    session: BuildSession,
    rowids: np.ndarray,
    fits: np.ndarray,
    similarities: np.ndarray,
    percentiles: np.ndarray,
    first_rank: int,
) -> pd.DataFrame:
    frame = creator_rows(session.con, rowids, first_rank=first_rank)
    labels = [match_label(float(score)) for score in similarities]
    frame.insert(len(frame.columns) - 1, "fit_score", fits.astype(float))
    frame.insert(len(frame.columns) - 1, "similarity_score", similarities.astype(float))
    frame.insert(len(frame.columns) - 1, "match_label", pd.Series(labels, dtype="str"))
    frame.insert(len(frame.columns) - 1, "percentile", percentiles.astype(float))
    return frame


def _page(
    frame: pd.DataFrame, total_count: int, scores: np.ndarray, eligible: Eligible
) -> MatchPage:
    prices = eligible.post_prices[np.isfinite(eligible.post_prices)]
    low, high = np.quantile(prices, [0.25, 0.75]) if len(prices) else (None, None)
    return MatchPage(
        frame,
        len(eligible.rows),
        total_count,
        max(float(scores[eligible.rows].max()), 0.0) if len(eligible.rows) else None,
        None if low is None else float(low),
        None if high is None else float(high),
        eligible.held_back(scores),
    )
