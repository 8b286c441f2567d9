"""How well creators fit a brand, a brief or another creator, in one build."""

from __future__ import annotations

import numpy as np

from core.errors import ModelError, StoreError
from core.models.brand_fit import text_fit_rows
from core.models.niches.taxonomy import own_taxonomy, read_taxonomy
from core.services.session import (
    BRAND_FIT,
    BRAND_VECTORS,
    CREATOR_FIT,
    CREATOR_VECTORS,
    BuildSession,
)

NO_FIT = (
    "This build was made by an earlier version, so creators are ranked by plain text similarity, "
    "which prefers the language of the brand to its topic. Make a new build on the Data page, or "
    "run 'python -m core build'."
)


def text_row(session: BuildSession, text: str, vector: np.ndarray) -> np.ndarray:
    """(d,) row of a text, to compare with those of a build's creators.

    Args:
        text: for its language and words; '' to use the vector alone.
        vector: (dimension,) unit vector of the text; zeros give zeros.
    Returns:
        The vector itself in a build of an earlier version.
    Raises:
        StoreError: the build has fit but no niches.
    """
    if not session.has_fit:
        return np.asarray(vector, dtype=np.float32)
    try:
        model = session.niche_model()
    except ModelError as error:
        raise StoreError(str(error)) from error
    taxonomy = read_taxonomy(own_taxonomy(session.settings.data_dir))
    return text_fit_rows(model, np.asarray(vector)[None, :], [text], taxonomy=taxonomy)[0]


def creator_fit_rows(session: BuildSession) -> np.ndarray:
    """(n, d) rows of a build's creators, in the order of influencer_id; zero without text.

    Raises:
        StoreError: the build has no creator vectors.
    """
    return session.array(CREATOR_FIT if session.has_fit else CREATOR_VECTORS)


def brand_fit_rows(session: BuildSession) -> np.ndarray:
    """(b, d) rows of a build's brands, in the order of brand_id; zero without text.

    Raises:
        StoreError: the build has no brand vectors.
    """
    return session.array(BRAND_FIT if session.has_fit else BRAND_VECTORS)


def creator_fits(session: BuildSession, row: np.ndarray) -> np.ndarray:
    """(n,) float32 fit of every creator to a row of `text_row`.

    Returns:
        Cosine x 100, -100 to 100, in the order of influencer_id. NaN for creators without text,
        and for all when the row is zero.
    Raises:
        StoreError: the build has no creator vectors.
    """
    creators = creator_fit_rows(session)
    if not len(creators) or not np.any(row):
        return np.full(len(creators), np.nan, dtype=np.float32)
    scores = np.clip(creators @ row.astype(np.float32) * 100, -100, 100)
    return np.where(session.rows_with_text(), scores, np.float32(np.nan))
