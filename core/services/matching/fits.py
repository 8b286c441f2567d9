"""How well some creators fit a brand or brief, for a comparison."""

from __future__ import annotations

import numpy as np
import pandas as pd

from core.models.matching import percentiles_of
from core.services.matching.fit import creator_fits, text_row
from core.services.matching.query import MatchQuery, query_vector
from core.services.session import BuildSession


def fits_of(session: BuildSession, query: MatchQuery, ids: tuple[str, ...]) -> pd.DataFrame:
    """influencer_id, fit_score (0-100) and percentile of the fit (0-1 among all creators).

    One row per id in the order of `ids`; NaN for creators without text and for unknown ids.

    Raises:
        StoreError: the build has no creator vectors.
    """
    known = session.creator_ids()
    fits = creator_fits(session, text_row(session, query.text, query_vector(session, query)))
    places = np.searchsorted(known, np.array(ids, dtype=known.dtype))
    scores, percentiles = np.full(len(ids), np.nan), np.full(len(ids), np.nan)
    for at, (place, influencer_id) in enumerate(zip(places, ids, strict=True)):
        if place < len(known) and known[place] == influencer_id and np.isfinite(fits[place]):
            scores[at] = np.clip(fits[place], 0, 100)
            percentiles[at] = percentiles_of(fits, np.array([place]))[0]
    return pd.DataFrame({"influencer_id": ids, "fit_score": scores, "percentile": percentiles})
