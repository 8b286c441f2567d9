"""Creators ranked for a brand or a typed brief, while a person waits."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from core.domain.fit_bands import match_label
from core.domain.match_orders import POSTS
from core.errors import StoreError
from core.features.ranks import percentile_ranks
from core.models.matching import best_rows
from core.queries.collaborations import partners_of_brand
from core.services.creator_rows import creator_rows
from core.services.matching.brand_gates import NO_GATES, BrandGates
from core.services.matching.eligible import Eligible, HeldBack, eligible_creators
from core.services.matching.filters import MatchFilters
from core.services.matching.fit import creator_fits, text_row
from core.services.matching.query import MatchQuery, query_vector
from core.services.ranking.order import ordered_scores
from core.services.session import CREATOR_VECTORS, BuildSession

_SCORES = (
    "fit_score",
    "similarity_score",
    "percentile",
    "collaboration_percentile",
    "order_percentile",
)


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
        order: that the list is in, one of `core.domain.match_orders.MATCH_ORDERS`.
        micro_count: eligible micro-influencers.
        partners_count: creators that the brand worked with and that pass the filters and gates,
            listed or not; 0 in the order `POSTS`, which knows of no collaborations.
    """

    frame: pd.DataFrame
    eligible_count: int
    total_count: int
    best_score: float | None
    price_low: float | None
    price_high: float | None
    held_back: HeldBack = field(default_factory=HeldBack)
    order: str = POSTS
    micro_count: int = 0
    partners_count: int = 0


def rank(
    session: BuildSession,
    query: MatchQuery,
    filters: MatchFilters,
    page: int = 1,
    page_size: int = 10,
    *,
    gates: BrandGates = NO_GATES,
    order: str = POSTS,
    micro_first: bool = False,
    hides_partners: bool = False,
) -> MatchPage:
    """Creators that pass the filters and gates, in an order, ties by id; one page.

    Args:
        query: without text it ranks nobody.
        gates: what the brand says of itself, see `core.services.matching.brand_gates`.
        page: 1-based; beyond the end the frame is empty.
        order: one of `core.domain.match_orders.MATCH_ORDERS`; `POSTS` ranks by fit. A build
            without collaborations knows no other.
        micro_first: micro-influencers stand above all others.
        hides_partners: leaves out whom the brand worked with, except in the order `POSTS`, which
            knows of no collaborations.
    Returns:
        The columns of `creator_rows`, and fit_score (0-100), similarity_score (cosine x 100 of
        the plain vectors) with its match_label, and among all creators with text, whatever the
        filters, 0-1: percentile of the fit, collaboration_percentile of what collaborations teach
        (NaN in the order `POSTS`) and order_percentile of what ranks.
    Raises:
        StoreError: the build has no creator vectors.
    """
    creators = session.array(CREATOR_VECTORS)
    has_text = session.rows_with_text()
    rows = session.row_order("influencers")
    if len(rows.rowids) != len(creators):
        raise StoreError(
            f"The build has {len(rows.rowids):,} creators and {len(creators):,} vectors. Build "
            "again with 'python -m core build --from text'."
        )
    total_count = int(has_text.sum())
    vector = query_vector(session, query)
    if not np.any(vector) or not len(creators):
        empty = _with_scores(
            creator_rows(session.con, np.zeros(0, np.int64)), **dict.fromkeys(_SCORES, np.zeros(0))
        )
        return MatchPage(empty, 0, total_count, None, None, None)
    fits = creator_fits(session, text_row(session, query.text, vector))
    scores, learned = ordered_scores(session, query, fits, order)
    order = order if session.has_ranking else POSTS
    eligible = eligible_creators(session, filters, gates, usable=has_text)
    partners_count = 0
    if order != POSTS and query.brand is not None:
        own = list(partners_of_brand(session.con, query.brand.brand_id))
        is_own = np.isin(session.creator_ids(), own)
        partners_count = int(is_own[eligible.rows].sum())
        if hides_partners:
            eligible = eligible.without(is_own)
    skip = (max(page, 1) - 1) * page_size
    shown = _shown(scores, eligible, page_size, skip, micro_first=micro_first)
    frame = _with_scores(
        creator_rows(session.con, rows.rowids[shown], first_rank=skip + 1),
        fit_score=np.clip(fits[shown], 0, 100),
        similarity_score=np.clip(creators[shown] @ vector.astype(np.float32) * 100, -100, 100),
        percentile=percentile_ranks(fits, shown),
        collaboration_percentile=percentile_ranks(learned, shown),
        order_percentile=percentile_ranks(scores, shown),
    )
    prices = eligible.post_prices[np.isfinite(eligible.post_prices)]
    low, high = np.quantile(prices, [0.25, 0.75]) if len(prices) else (None, None)
    return MatchPage(
        frame,
        len(eligible.rows),
        total_count,
        max(float(fits[eligible.rows].max()), 0.0) if len(eligible.rows) else None,
        None if low is None else float(low),
        None if high is None else float(high),
        eligible.held_back(scores),
        order,
        int(eligible.is_micro.sum()),
        partners_count,
    )


def _shown(
    scores: np.ndarray, eligible: Eligible, count: int, skip: int, *, micro_first: bool
) -> np.ndarray:
    """The rows of one page, best first."""
    if not micro_first:
        return best_rows(scores, eligible.rows, count, skip=skip)
    micro, others = eligible.rows[eligible.is_micro], eligible.rows[~eligible.is_micro]
    first = best_rows(scores, micro, count, skip=skip)
    rest = best_rows(scores, others, count - len(first), skip=max(skip - len(micro), 0))
    return np.concatenate([first, rest])


def _with_scores(frame: pd.DataFrame, **scores: np.ndarray) -> pd.DataFrame:
    """The frame with its scores, and the label of the similarity, before its last column."""
    labels = [match_label(float(score)) for score in scores["similarity_score"]]
    for name, values in scores.items():
        frame.insert(len(frame.columns) - 1, name, values.astype(float))
        if name == "similarity_score":
            frame.insert(len(frame.columns) - 1, "match_label", pd.Series(labels, dtype="str"))
    return frame
