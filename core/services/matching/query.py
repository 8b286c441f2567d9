"""What creators are ranked for, and its vectors."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.domain.brand import BrandProfile
from core.features.documents import profile_text
from core.services.encoder import text_vector
from core.services.matching.fit import text_row
from core.services.session import BRAND_VECTORS, BuildSession


@dataclass(frozen=True)
class MatchQuery:
    """What creators are ranked for: a brand, or a brief that somebody typed.

    Attributes:
        brand: None for a brief.
        brief: the typed text; '' for a brand.
    """

    brand: BrandProfile | None = None
    brief: str = ""

    @property
    def text(self) -> str:
        """What creators are compared with; '' when there is nothing to read."""
        return self.brief if self.brand is None else profile_text(self.brand)


def brand_vector(session: BuildSession, brand: BrandProfile) -> np.ndarray:
    """(dimension,) float32 unit vector of a brand; zero when it has no text.

    Stored for a brand of the build, made from its text for any other.

    Raises:
        StoreError: the build knows the brand and has no brand vectors.
    """
    row = brand_row(session, brand)
    if row is None:
        return text_vector(profile_text(brand), session.settings)
    return np.asarray(session.array(BRAND_VECTORS)[row], dtype=np.float32)


def brand_row(session: BuildSession, brand: BrandProfile) -> int | None:
    """The row of a brand in the brand arrays of the build; None when the build lacks it."""
    row = session.con.execute(
        "SELECT rowid FROM brands WHERE brand_id = $id LIMIT 1", {"id": brand.brand_id}
    ).fetchone()
    return None if row is None else int(session.row_order("brands").array_rows[row[0]])


def query_vector(session: BuildSession, query: MatchQuery) -> np.ndarray:
    """(dimension,) float32 unit vector of a brand or brief; zero when nothing is left to read.

    Raises:
        StoreError: the build knows the brand and has no brand vectors.
    """
    if query.brand is None:
        return text_vector(query.brief, session.settings)
    return brand_vector(session, query.brand)


def query_fit_row(session: BuildSession, query: MatchQuery) -> np.ndarray:
    """(d,) float32 row that `creator_fits` compares creators with; zero without text.

    Raises:
        StoreError: the build has no vectors.
    """
    return text_row(session, query.text, query_vector(session, query))
