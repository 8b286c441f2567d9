"""Scores by which the creators of a build are ordered for a brand or a brief."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from core.domain.match_orders import BEST, COLLABORATIONS, POSTS
from core.models.ranking.fit_join import joined_with_fit
from core.models.ranking.views import AccountViews, Vectors
from core.services.matching.query import MatchQuery
from core.services.ranking.views import (
    creators_at,
    creators_in_turn,
    kept_arrays,
    query_views,
)
from core.services.session import BuildSession, stored_ranking

_FIT_DIGITS, _DIGITS = 4, 6


def has_orders(session: BuildSession) -> bool:
    """Whether there is more than one order to choose from."""
    return session.has_ranking


def default_order(session: BuildSession) -> str:
    """The order that did best for brands kept aside: `BEST` or `POSTS`."""
    return BEST if session.has_ranking and session.ranking().leads else POSTS


def ordered_scores(
    session: BuildSession, query: MatchQuery, fits: Vectors, order: str
) -> tuple[Vectors, Vectors]:
    """(n,) scores of the order and (n,) of the collaborations alone, higher is better.

    Args:
        fits: (n,) of `creator_fits`; NaN without text stays NaN in the order.
        order: one of `MATCH_ORDERS`.
    Returns:
        The fits themselves and NaN for `POSTS`, and for any order in a build without a ranking.
    """
    # What differs beyond these digits is noise of 32-bit vectors.
    rounded = np.asarray(np.round(fits, _FIT_DIGITS), dtype=np.float64)
    if order == POSTS or not session.has_ranking:
        return rounded, np.full(len(fits), np.nan)
    learned = collaboration_scores(session, query)
    if order == COLLABORATIONS:
        scores = learned
    else:
        scores = joined_with_fit(learned, rounded, session.ranking().fit_share)
    return np.where(np.isnan(rounded), np.nan, np.round(scores, _DIGITS)), learned


def collaboration_scores(session: BuildSession, query: MatchQuery) -> Vectors:
    """(n,) how well creators suit a brand by the collaborations of others, by influencer_id.

    Those of the brand itself do not count, so that its partners are scored like everybody.

    Raises:
        ModelError: the build has no ranking.
        StoreError: the build has no vectors.
    """
    brand = ranked_brand(session, query)
    rows = tuple((view, row.tobytes()) for view, row in brand.arrays.items())
    return _scores(session.folder, brand.ids[0], rows)


def ranked_brand(session: BuildSession, query: MatchQuery) -> AccountViews:
    """The row of a brand or brief as the ranking of the build takes it."""
    stored = session.ranking()
    widths = {view: len(space.brand_mean) for view, space in stored.ranker.parts.spaces.items()}
    return query_views(session, query, stored.columns, widths)


def ranked_creators(session: BuildSession, places: NDArray[np.int64]) -> AccountViews:
    """The creators of these array rows as the ranking of the build takes them."""
    return creators_at(kept_arrays(session.folder), session.ranking(), places)


# Another page of the list, or another filter, asks for the same scores again: 0.8 MB for 100,000
# creators, which take a second.
@lru_cache(maxsize=64)
def _scores(folder: Path, brand_id: str, rows: tuple[tuple[str, bytes], ...]) -> Vectors:
    stored = stored_ranking(folder)
    brand = AccountViews((brand_id,), {view: np.frombuffer(row)[None, :] for view, row in rows})
    ranker = stored.ranker_for(brand_id)
    scores = np.zeros(len(stored.creator_ids))
    for places, creators in creators_in_turn(kept_arrays(folder), stored):
        scores[places] = ranker.score(brand, creators)[0]
    scores.setflags(write=False)
    return scores
