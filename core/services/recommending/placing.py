"""The brand that recommendations are wanted for, of a build or typed by a person."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import duckdb
import numpy as np

from core.errors import NotFoundError
from core.features.documents import brand_text
from core.features.recommender_tables import brand_columns, recommender_brands, with_brand
from core.models.recommender import files
from core.models.recommender.cold_start import nearest_mean
from core.models.recommender.features import feature_matrix
from core.models.recommender.files import RecommenderModel
from core.models.recommender.text_clusters import nearest_centre
from core.queries.brands import Brand, brand
from core.services.build_rows import array, row_order
from core.services.encoder import settings_of_build, text_vector
from core.services.matching.matching import brand_query_text, brand_vector
from core.settings import Settings


@dataclass(frozen=True)
class AskingBrand:
    """Attributes:
    brand_id: of the build or of the workspace.
    name, description, category, country: '' when not known; the country as ISO code.
    hashtags: lower case, without #.
    """

    brand_id: str
    name: str
    description: str = ""
    category: str = ""
    country: str = ""
    hashtags: tuple[str, ...] = ()

    @classmethod
    def of(cls, brand: Brand) -> AskingBrand:
        """The same facts of a brand of a build, or of one in its shape."""
        return cls(
            brand.brand_id,
            brand.name,
            brand.description or "",
            brand.category or "",
            brand.country or "",
            tuple(brand.hashtags or ()),
        )

    def text(self) -> str:
        """What the brand's texts say, as brands of a build are read."""
        return brand_text(
            self.name, self.description or None, self.category or None, list(self.hashtags)
        )


def brand_of_build(con: duckdb.DuckDBPyConnection, brand_id: str) -> AskingBrand | None:
    """The brand of a build; None when it has none with this id."""
    try:
        return AskingBrand.of(brand(con, brand_id))
    except NotFoundError:
        return None


@dataclass(frozen=True)
class Placed:
    """Attributes:
    factor: (d,) float32; zeros when nothing places the brand.
    known_count: creators it had chosen when the recommender learned.
    like_rows: rows of the brands it was placed beside; empty for one that has acted.
    vector: (dimension,) unit vector of its text; zeros without text.
    text: what the vector was made of.
    """

    factor: np.ndarray
    known_count: int
    like_rows: np.ndarray
    vector: np.ndarray
    text: str = ""


@lru_cache(maxsize=4)
def recommender(folder: Path) -> RecommenderModel:
    """The recommender of a build.

    Raises:
        ModelError: the build has none.
    """
    return files.load(folder / "models" / files.FOLDER)


def placed(
    con: duckdb.DuckDBPyConnection, folder: Path, settings: Settings, asker: AskingBrand
) -> Placed:
    """Where a brand stands among those that the recommender knows.

    One of the build has the factor it was given there. A typed one gets the mean of the twenty
    brands nearest by category, country, hashtags and text cluster.

    Raises:
        ModelError: the build has no recommender.
        StoreError: the build has no vectors.
    """
    model = recommender(folder)
    found = con.execute(
        "SELECT rowid FROM brands WHERE brand_id = $id LIMIT 1", {"id": asker.brand_id}
    ).fetchone()
    if found is not None:
        row = int(row_order(con, folder, "brands").array_rows[found[0]])
        vector = brand_vector(con, folder, asker.brand_id)
        return Placed(
            model.factors.user_factors[row],
            int(model.chosen_counts[row]),
            np.zeros(0, dtype=np.int64),
            vector,
            brand_query_text(con, asker.brand_id),
        )
    vector = text_vector(asker.text(), settings_of_build(settings, folder))
    vectors = np.asarray(array(folder, "brand_embeddings"))
    if model.text_centres.shape[1] not in (0, len(vector)):
        # The build was made with another encoder: its vectors and this one say nothing together.
        vector = np.zeros(model.text_centres.shape[1], dtype=np.float32)
    brands = with_brand(
        recommender_brands(con),
        {
            "brand_id": asker.brand_id,
            "name": asker.name,
            "category": asker.category or None,
            "country": asker.country or None,
            "hashtags": list(asker.hashtags) or None,
        },
    )
    # A build without any brand has an array of no width.
    everyone = np.vstack([vectors, vector[None, :]]) if len(vectors) else vector[None, :]
    clusters = nearest_centre(everyone, model.text_centres)
    _, features = feature_matrix(brand_columns(brands, clusters), len(brands))
    warm = np.flatnonzero(model.chosen_counts > 0)
    factors, _, near = nearest_mean(
        features[[len(brands) - 1]],
        features[warm],
        model.factors.user_factors[warm],
        model.factors.user_biases[warm],
    )
    return Placed(factors[0], 0, warm[near[0][near[0] >= 0]], vector, asker.text())
