"""What the recommender learns from and is compared with, read from a store and its arrays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd

from core.domain.interactions import points_of
from core.evaluation.recommender_report import Evidence
from core.features.recommender_tables import brand_columns, creator_columns, recommender_tables
from core.features.rule_points import rule_points
from core.models.recommender.features import feature_matrix
from core.models.recommender.text_clusters import nearest_centre, text_centres
from core.pipeline.steps.niches import BRAND_FIT_FILE, CREATOR_FIT_FILE
from core.pipeline.steps.text import BRAND_FILE, INFLUENCER_FILE


def gathered(
    con: duckdb.DuckDBPyConnection, folder: Path, *, seed: int, points: Mapping[str, float]
) -> tuple[Evidence, np.ndarray]:
    """The evidence, and the (k, dimension) centres of the text clusters among its features.

    Args:
        con: the store of `folder`, whose steps before the recommendations have run.
        seed: of the text clusters.
        points: of each kind of interaction; what says nothing (0 points) is left out.
    """
    creators = np.asarray(np.load(folder / INFLUENCER_FILE, mmap_mode="r"))
    brands = np.asarray(np.load(folder / BRAND_FILE, mmap_mode="r"))
    centres = text_centres(creators, seed=seed)
    read = recommender_tables(con)
    amounts = points_of(read.events["kind"].tolist(), points)
    says = amounts > 0
    read = replace(read, events=read.events[says].reset_index(drop=True))
    _, user_features = feature_matrix(
        brand_columns(read.brands, nearest_centre(brands, centres)), len(read.brands)
    )
    _, item_features = feature_matrix(
        creator_columns(read.creators, nearest_centre(creators, centres)), len(read.creators)
    )
    brand_facts = [
        (_text(brand["category"]), _text(brand["country"]), _list(brand["hashtags"]))
        for brand in read.brands.to_dict("records")
    ]

    def by_rule(rows: np.ndarray) -> np.ndarray:
        points = [rule_points(con, *brand_facts[row])["points"] for row in rows.tolist()]
        return np.array(points).reshape(len(rows), len(read.creators))

    fits = [folder / name for name in (CREATOR_FIT_FILE, BRAND_FIT_FILE)]
    if all(file.is_file() for file in fits):  # else results of an earlier version were copied
        creators, brands = (np.asarray(np.load(file, mmap_mode="r")) for file in fits)
    evidence = Evidence(
        read,
        amounts[says],
        user_features,
        item_features,
        lambda rows: brands[rows] @ creators.T,
        by_rule,
    )
    return evidence, centres


def _text(value: Any) -> str | None:
    return None if pd.isna(value) else str(value)


def _list(value: Any) -> list[str]:
    return [str(item) for item in value] if isinstance(value, list | np.ndarray) else []
