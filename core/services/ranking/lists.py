"""Lists of creators for brands of a build, in one of the orders of Brand match."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
import pandas as pd

from core.domain.brand import BrandProfile
from core.models.matching import best_rows
from core.progress import Report, silent
from core.queries.collaborations import creator_facts, partners
from core.services.matching.brand_gates import brand_gates
from core.services.matching.eligible import eligible_creators
from core.services.matching.filters import MatchFilters
from core.services.matching.fit import creator_fits
from core.services.matching.query import MatchQuery, query_fit_row
from core.services.ranking.order import ordered_scores
from core.services.session import BuildSession


def ranked_lists(
    session: BuildSession,
    brands: Sequence[BrandProfile],
    order: str,
    *,
    top: int,
    without_gates: Collection[str] = (),
    include_unusual: bool = False,
    report: Report = silent,
) -> pd.DataFrame:
    """The first creators for each brand: brand_id, place (1 is best), influencer_id, score, handle.

    As on Brand match, the brand's own country, language and category are gates, and unusual growth
    is left out. So are creators that the brand has worked with.

    Args:
        order: one of `core.domain.match_orders.MATCH_ORDERS`.
        without_gates: kinds of gates that creators need not pass.
        include_unusual: list creators whose growth is worth checking, too.
    Raises:
        StoreError: the build has no vectors.
    """
    filters = MatchFilters(hides_unusual=not include_unusual)
    has_text = session.rows_with_text()
    ids = session.creator_ids()
    handles = creator_facts(session.con)["handle"].to_numpy()
    worked: dict[str, set[str]] = {}
    for brand_id, creator in partners(session.con):
        worked.setdefault(brand_id, set()).add(creator)
    frames = []
    for number, brand in enumerate(brands):
        report("ranking", number, len(brands), "")
        query = MatchQuery(brand)
        fits = creator_fits(session, query_fit_row(session, query))
        scores = ordered_scores(session, query, fits, order)[0]
        gates = brand_gates(session, brand).without(without_gates)
        # Gates give way by all creators, as on the page, before partners are taken out.
        rows = eligible_creators(session, filters, gates, usable=has_text).rows
        known = list(worked.get(brand.brand_id, set()))
        usable = np.sort(rows[np.isfinite(scores[rows]) & ~np.isin(ids[rows], known)])
        best = best_rows(scores, usable, top)
        frames.append(
            pd.DataFrame(
                {
                    "brand_id": brand.brand_id,
                    "place": np.arange(1, len(best) + 1),
                    "influencer_id": ids[best],
                    "score": scores[best],
                    "handle": handles[best],
                }
            )
        )
    report("ranking", len(brands), len(brands), "")
    if not frames:
        return pd.DataFrame(columns=["brand_id", "place", "influencer_id", "score", "handle"])
    return pd.concat(frames, ignore_index=True)
