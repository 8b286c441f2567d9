"""How well some creators fit a brand or brief, and better than how many."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from core.features.ranks import percentile_ranks
from core.services.build_rows import rows_of
from core.services.matching.fit import creator_fits
from core.services.matching.query import MatchQuery, query_fit_row
from core.services.session import BuildSession


def fits_of(session: BuildSession, query: MatchQuery, ids: tuple[str, ...]) -> pd.DataFrame:
    """As `row_fits`, of a brand or brief.

    Raises:
        StoreError: the build has no creator vectors.
    """
    return row_fits(session, query_fit_row(session, query), ids)


def row_fits(session: BuildSession, row: np.ndarray | None, ids: Sequence[str]) -> pd.DataFrame:
    """influencer_id, fit_score (0-100) and percentile of the fit (0-1 among all creators).

    One row per id in the order of `ids`; NaN for creators without text and for unknown ids, and
    for all where nothing is to be fitted.

    Args:
        row: of `query_fit_row`; None or zero for nothing to fit.
    Raises:
        StoreError: the build has no creator vectors.
    """
    known = session.creator_ids()
    fits = np.full(len(known), np.nan) if row is None else creator_fits(session, row)
    rows = rows_of(ids, known)
    frame = pd.DataFrame({"influencer_id": list(ids), "fit_score": np.nan, "percentile": np.nan})
    is_known = rows >= 0
    # Placed among all creators, but only those asked for: sorting a million takes a while.
    frame.loc[is_known, "fit_score"] = np.clip(fits[rows[is_known]], 0, 100)
    frame.loc[is_known, "percentile"] = percentile_ranks(fits, rows[is_known])
    return frame
