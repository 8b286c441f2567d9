"""How well creators fit a brand, a brief or another creator, in one build."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from core.errors import ModelError, StoreError
from core.models.brand_fit import text_fit_rows
from core.services.build_rows import array, rows_with_text
from core.services.matching.closest_posts import niche_model

CREATOR_FIT = "influencer_fit"
BRAND_FIT = "brand_fit"
NO_FIT = (
    "This build was made by an earlier version, so creators are ranked by plain text similarity, "
    "which prefers the language of the brand to its topic. Make a new build on the Data page, or "
    "run 'python -m core build'."
)


def has_fit(folder: Path) -> bool:
    """Whether a build keeps what fit needs; one of an earlier version compares vectors alone."""
    return (folder / f"{CREATOR_FIT}.npy").is_file() and (folder / f"{BRAND_FIT}.npy").is_file()


def text_row(folder: Path, text: str, vector: np.ndarray) -> np.ndarray:
    """(d,) row of a text, to compare with those of a build's creators.

    Args:
        text: for its language and words; '' to use the vector alone.
        vector: (dimension,) unit vector of the text; zeros give zeros.
    Returns:
        The vector itself in a build of an earlier version.
    """
    if not has_fit(folder):
        return np.asarray(vector, dtype=np.float32)
    try:
        model = niche_model(folder)
    except ModelError as error:
        raise StoreError(str(error)) from error
    return text_fit_rows(model, np.asarray(vector)[None, :], [text])[0]


def creator_rows_of(folder: Path) -> np.ndarray:
    """(n, d) rows of a build's creators, in the order of influencer_id; zero without text.

    Raises:
        StoreError: the build has no creator vectors.
    """
    return stored_rows(folder, CREATOR_FIT if has_fit(folder) else "influencer_embeddings")


def brand_rows_of(folder: Path) -> np.ndarray:
    """(b, d) rows of a build's brands, in the order of brand_id; zero without text.

    Raises:
        StoreError: the build has no brand vectors.
    """
    return stored_rows(folder, BRAND_FIT if has_fit(folder) else "brand_embeddings")


def creator_fits(folder: Path, row: np.ndarray) -> np.ndarray:
    """(n,) float32 fit of every creator to a row of `text_row`.

    Returns:
        Cosine x 100, -100 to 100, in the order of influencer_id. NaN for creators without text,
        and for all when the row is zero.
    Raises:
        StoreError: the build has no creator vectors.
    """
    creators = creator_rows_of(folder)
    if not len(creators) or not np.any(row):
        return np.full(len(creators), np.nan, dtype=np.float32)
    scores = np.clip(creators @ row.astype(np.float32) * 100, -100, 100)
    return np.where(rows_with_text(folder), scores, np.float32(np.nan))


def stored_rows(folder: Path, name: str) -> np.ndarray:
    """An array of a build as a read-only memory map.

    Raises:
        StoreError: the build has no such array.
    """
    try:
        return array(folder, name)
    except (OSError, ValueError) as error:
        raise StoreError(
            f"The build {folder.name} has no {name}. Build again with "
            "'python -m core build --from text'."
        ) from error
