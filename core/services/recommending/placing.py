"""Where a brand stands among those that the recommender knows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.domain.brand import BrandProfile
from core.features.recommender_tables import brand_columns, recommender_brands, with_brand
from core.models.recommender.cold_start import PlacedByFeatures
from core.models.recommender.features import feature_matrix
from core.models.recommender.text_clusters import nearest_centre
from core.services.matching.query import brand_row, brand_vector
from core.services.session import BRAND_VECTORS, BuildSession


@dataclass(frozen=True)
class Placed:
    """Attributes:
    factor: (d,) float32; zeros when nothing places the brand.
    known_count: creators it had chosen when the recommender was trained.
    like_rows: rows of the brands it was placed beside; empty for one that has acted.
    vector: (dimension,) unit vector of its text; zeros without text.
    row: of the brand in the build; None for one that the build does not have.
    """

    factor: np.ndarray
    known_count: int
    like_rows: np.ndarray
    vector: np.ndarray
    row: int | None


def placed(session: BuildSession, brand: BrandProfile) -> Placed:
    """Where a brand stands among those that the recommender knows.

    One of the build has the factor it was given there. Any other gets the mean of the twenty
    brands nearest by category, country, hashtags and text cluster.

    Raises:
        ModelError: the build has no recommender.
        StoreError: the build has no vectors.
    """
    model = session.recommender()
    vector = brand_vector(session, brand)
    row = brand_row(session, brand)
    if row is not None:
        return Placed(
            model.factors.user_factors[row],
            int(model.chosen_counts[row]),
            np.zeros(0, dtype=np.int64),
            vector,
            row,
        )
    vectors = np.asarray(session.array(BRAND_VECTORS))
    brands = with_brand(
        recommender_brands(session.con),
        {
            "brand_id": brand.brand_id,
            "name": brand.name,
            "category": brand.category or None,
            "country": brand.country or None,
            "hashtags": list(brand.hashtags) or None,
        },
    )
    # A build without any brand has an array of no width.
    everyone = np.vstack([vectors, vector[None, :]]) if len(vectors) else vector[None, :]
    clusters = nearest_centre(everyone, model.text_centres)
    _, features = feature_matrix(brand_columns(brands, clusters), len(brands))
    warm = np.flatnonzero(model.chosen_counts > 0)
    warm_brands = PlacedByFeatures(
        features[warm], model.factors.user_factors[warm], model.factors.user_biases[warm]
    )
    factors, _, near = warm_brands.means(features[[len(brands) - 1]])
    return Placed(factors[0], 0, warm[near[0][near[0] >= 0]], vector, None)
