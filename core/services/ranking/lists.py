"""Lists of creators for brands of a build, in one of the orders of Brand match."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from core.domain.brand import BrandProfile
from core.models.matching import best_rows
from core.progress import Report, silent
from core.queries.collaborations import creator_facts, partners
from core.services.matching.eligible import eligible_creators
from core.services.matching.filters import MatchFilters
from core.services.matching.fit import creator_fits
from core.services.matching.query import MatchQuery, query_fit_row
from core.services.ranking.order import ordered_scores
from core.services.session import BuildSession

_DIGITS = 6


def ranked_lists(
    session: BuildSession,
    brands: Sequence[BrandProfile],
    order: str,
    *,
    top: int,
    include_unusual: bool = False,
    report: Report = silent,
) -> pd.DataFrame:
    """The first creators for each brand: brand_id, influencer_id, score, handle, best first.

    Creators that the brand has worked with are left out, those with unusual growth, and those
    without text. The brand's country, language and category do not restrict the list.

    Args:
        order: one of `core.domain.match_orders.MATCH_ORDERS`.
        include_unusual: list creators whose growth is worth checking, too.
    Raises:
        StoreError: the build has no vectors.
    """
    filters = MatchFilters(hides_unusual=not include_unusual)
    rows = np.sort(eligible_creators(session, filters, usable=session.rows_with_text()).rows)
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
        scores = np.round(ordered_scores(session, query, fits, order)[0], _DIGITS)
        known = worked.get(brand.brand_id, set())
        usable = rows[np.isfinite(scores[rows]) & ~np.isin(ids[rows], list(known))]
        best = best_rows(scores, usable, top)
        frames.append(
            pd.DataFrame(
                {
                    "brand_id": brand.brand_id,
                    "influencer_id": ids[best],
                    "score": scores[best],
                    "handle": handles[best],
                }
            )
        )
    report("ranking", len(brands), len(brands), "")
    if not frames:
        return pd.DataFrame(columns=["brand_id", "influencer_id", "score", "handle"])
    return pd.concat(frames, ignore_index=True)
