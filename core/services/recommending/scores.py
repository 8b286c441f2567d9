"""What speaks for each creator, in numbers, with what the brand did a moment ago worked in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd

from core.domain.interactions import points_of
from core.features.rule_points import rule_points
from core.models.recommender.files import RecommenderModel
from core.models.recommender.fold_in import folded_in
from core.models.recommender.join import JoinWeights, brand_weights
from core.services.build_rows import creator_ids
from core.services.matching.fit import creator_fits, text_row
from core.services.recommending.asking_brand import AskingBrand, Placed, placed, recommender
from core.settings import Settings


@dataclass(frozen=True)
class Scored:
    """Attributes:
    parts: 'learnt', 'semantic' and 'points', (creators,) each in its own unit; NaN unknown.
    points: of the rules, see `rule_points`.
    weights: how much each part counts.
    place: of the brand.
    new_count: creators it chose since the recommender learned.
    learns: whether anything was learned at all.
    """

    parts: dict[str, np.ndarray]
    points: dict[str, np.ndarray]
    weights: JoinWeights
    place: Placed
    new_count: int
    learns: bool


def scored(
    con: duckdb.DuckDBPyConnection,
    folder: Path,
    settings: Settings,
    brand: AskingBrand,
    did: pd.DataFrame,
    own: pd.DataFrame,
    points: Mapping[str, float],
) -> Scored:
    """The parts of the score of every creator, in the order of influencer_id.

    Args:
        did: what the brand did according to the build, see `given`.
        own: what it did in the app; what the build knows already is not counted twice.
    Raises:
        ModelError: the build has no recommender.
        StoreError: the build has no vectors.
    """
    model = recommender(folder)
    place = placed(con, folder, settings, brand)
    ids = creator_ids(con, folder)
    new = _new_rows(own, did, ids)
    amounts = points_of(new["kind"].tolist(), points)
    chosen, weights_of = _summed(new["row"].to_numpy(dtype=np.int64), amounts)
    learns = bool(model.facts["learns"])
    learned = np.full(len(ids), np.nan)
    if learns:
        met = np.zeros(len(ids), dtype=bool)
        before = rows_of(did["influencer_id"], ids)
        met[before[before >= 0]] = True
        factors = model.factors
        factor = folded_in(
            place.factor,
            factors.item_factors,
            factors.item_biases,
            chosen,
            weights_of / _usual_weight(model),
            known=met,
        )
        learned = factors.item_factors @ factor + factors.item_biases
    by_rule = rule_points(con, brand.category or None, brand.country or None, brand.hashtags)
    return Scored(
        {
            "learnt": learned,
            "semantic": creator_fits(folder, text_row(folder, place.text, place.vector)),
            "points": by_rule["points"],
        },
        by_rule,
        brand_weights(model.new_brand, place.known_count + len(chosen), learns),
        place,
        len(chosen),
        learns,
    )


def given(con: duckdb.DuckDBPyConnection, brand_id: str) -> pd.DataFrame:
    """What the build says that the brand did."""
    return con.execute(
        """SELECT influencer_id, kind, happened_at FROM interactions WHERE brand_id = $id
           UNION ALL
           SELECT influencer_id, 'collaboration', started_on::TIMESTAMP
           FROM collaborations WHERE brand_id = $id
           ORDER BY happened_at, influencer_id, kind""",
        {"id": brand_id},
    ).df()


def rows_of(ids: pd.Series, known: np.ndarray) -> np.ndarray:
    """Rows of ids in a sorted array; -1 for those it lacks."""
    wanted = ids.to_numpy(dtype=object)
    if not len(known) or not len(wanted):
        return np.full(len(wanted), -1, dtype=np.int64)
    found = np.minimum(np.searchsorted(known, wanted), len(known) - 1)
    return np.where(known[found] == wanted, found, -1)


def _new_rows(own: pd.DataFrame, did: pd.DataFrame, known: np.ndarray) -> pd.DataFrame:
    """What the build does not have yet, of creators it knows, with their rows."""
    before = set(
        zip(
            did["influencer_id"],
            did["kind"],
            did["happened_at"].astype("datetime64[us]"),
            strict=True,
        )
    )
    is_new = [
        row not in before
        for row in zip(
            own["influencer_id"],
            own["kind"],
            own["happened_at"].astype("datetime64[us]"),
            strict=True,
        )
    ]
    found = own[np.array(is_new, dtype=bool)].assign(row=-1)
    found["row"] = rows_of(found["influencer_id"], known)
    return found[found["row"] >= 0]


def _summed(rows: np.ndarray, amounts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Each row once with its points added up; those without points are left out."""
    unique, inverse = np.unique(rows, return_inverse=True)
    sums = np.bincount(inverse, weights=amounts, minlength=len(unique))
    return unique[sums > 0], sums[sums > 0]


def _usual_weight(model: RecommenderModel) -> float:
    """Mean points of a pair that was learned from."""
    pairs = float(model.chosen_counts.sum())
    return float(model.popularity.sum()) / pairs if pairs else 1.0
