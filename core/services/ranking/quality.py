"""How well the orders of Brand match do for brands that training has not seen."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from core.domain.match_orders import BEST, COLLABORATIONS, POSTS
from core.evaluation.brand_ranking.report import FIT, JOINED, RANKER
from core.queries.model_report import ranking_quality
from core.services.session import BuildSession

ORDER_OF_WAY = {JOINED: BEST, RANKER: COLLABORATIONS, FIT: POSTS}
_TABLE = "ranking_quality"


@dataclass(frozen=True)
class OrderQuality:
    """Attributes:
    ways: as from `ranking_quality`, the best first; empty with too few brands to measure.
    gains: measure -> gain of the joined order over the fit, and the ends of its 95% interval over
        brands; empty when not measured.
    leads: the joined order is the default.
    fit_share: of the fit in the joined order, 0-1.
    brands_count, pairs_count: that the order was trained on.
    candidates_count: creators among which it was measured.
    views: that rank.
    unhelpful_views: that were tried and did not help.
    """

    ways: pd.DataFrame
    gains: dict[str, tuple[float, float, float]]
    leads: bool
    fit_share: float
    brands_count: int
    pairs_count: int
    candidates_count: int
    views: tuple[str, ...]
    unhelpful_views: tuple[str, ...]


def order_quality(session: BuildSession) -> OrderQuality | None:
    """What was measured of a build's orders; None when it has but one.

    Raises:
        ModelError: the ranking of the build cannot be read.
    """
    if not session.has_ranking or not session.has_tables(_TABLE):
        return None
    stored = session.ranking()
    return OrderQuality(
        ranking_quality(session.con),
        {
            measure: (gain, low, high)
            for measure, (gain, low, high) in stored.facts["gains"].get(JOINED, {}).items()
        },
        stored.leads,
        stored.fit_share,
        int(stored.facts["brands"]),
        int(stored.facts["pairs"]),
        int(stored.facts["candidates"]),
        tuple(stored.facts["views"]),
        tuple(
            trial["view"]
            for trial in stored.facts["tried_views"]
            if trial["view"] not in stored.facts["views"]
        ),
    )
