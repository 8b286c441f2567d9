"""The score of each creator in its parts, with what the brand did in the app worked in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from core.domain.brand import BrandProfile
from core.domain.interactions import points_of
from core.features.documents import profile_text
from core.features.rule_points import rule_points
from core.models.recommender.files import RecommenderModel
from core.models.recommender.fold_in import folded_in
from core.models.recommender.item_item import ItemItem
from core.models.recommender.join import JoinWeights, brand_weights
from core.services.build_rows import rows_of
from core.services.matching.fit import creator_fits, text_row
from core.services.recommending.placing import Placed, placed
from core.services.session import BuildSession

if TYPE_CHECKING:
    from scipy.sparse import csr_array


@dataclass(frozen=True)
class Scored:
    """Attributes:
    parts: 'trained', 'semantic' and 'points', (creators,) each in its own unit; NaN unknown.
    points: of the rules, see `rule_points`.
    weights: how much each part counts.
    place: of the brand.
    new_count: creators it chose since the recommender was trained.
    chosen_count: creators it chose before or since, each once.
    learns: whether the recommender was trained at all.
    """

    parts: dict[str, np.ndarray]
    points: dict[str, np.ndarray]
    weights: JoinWeights
    place: Placed
    new_count: int
    chosen_count: int
    learns: bool


def scored(
    session: BuildSession,
    brand: BrandProfile,
    build_interactions: pd.DataFrame,
    app_interactions: pd.DataFrame,
    points: Mapping[str, float],
) -> Scored:
    """The parts of the score of every creator, in the order of influencer_id.

    Args:
        build_interactions: what the brand did according to the build, see
            `core.queries.brands.interactions`.
        app_interactions: what it did in the app: influencer_id, kind, happened_at; what the build
            knows already is not counted twice.
        points: of each kind of interaction; a kind that is missing counts nothing.
    Raises:
        ModelError: the build has no recommender.
        StoreError: the build has no vectors.
    """
    model = session.recommender()
    place = placed(session, brand)
    ids = session.creator_ids()
    new = _new_rows(app_interactions, build_interactions, ids)
    amounts = points_of(new["kind"].tolist(), points)
    chosen, weights_of = _summed(new["row"].to_numpy(dtype=np.int64), amounts)
    before = rows_of(build_interactions["influencer_id"], ids)
    amounts_before = points_of(build_interactions["kind"].tolist(), points)
    chosen_before, _ = _summed(before[before >= 0], amounts_before[before >= 0])
    # Who was chosen before and is chosen again is one creator, not two.
    chosen_count = place.known_count + len(np.setdiff1d(chosen, chosen_before))
    learns = bool(model.facts["learns"])
    learned = np.full(len(ids), np.nan)
    if learns:
        met = np.zeros(len(ids), dtype=bool)
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
        if model.item_item is not None:
            choices = _choices(model.item_item, place.row, chosen, weights_of)
            is_placed = not place.known_count and bool(place.factor.any())
            learned = model.blend.with_choices(learned[None, :], choices, is_placed=is_placed)[0]
    by_rule = rule_points(
        session.con, brand.category or None, brand.country or None, brand.hashtags
    )
    fit_row = text_row(session, profile_text(brand), place.vector)
    return Scored(
        {
            "trained": learned,
            "semantic": creator_fits(session, fit_row),
            "points": by_rule["points"],
        },
        by_rule,
        brand_weights(model.new_brand, chosen_count, learns),
        place,
        len(chosen),
        chosen_count,
        learns,
    )


def _choices(
    model: ItemItem, row: int | None, chosen: np.ndarray, weights: np.ndarray
) -> csr_array:
    """(1, creators) points of all that a brand chose: in the build, if it has a row, and since."""
    from scipy.sparse import csr_array

    starts, count = np.array([0, len(chosen)]), model.choices.shape[1]
    new = csr_array((weights.astype(np.float32), chosen, starts), shape=(1, count))
    return new if row is None else csr_array(model.choices[[row]] + new)


def _new_rows(
    app_interactions: pd.DataFrame, build_interactions: pd.DataFrame, known: np.ndarray
) -> pd.DataFrame:
    """What the build does not have yet, of creators it knows, with their rows."""
    before = set(_keys(build_interactions))
    is_new = [key not in before for key in _keys(app_interactions)]
    new = app_interactions[np.array(is_new, dtype=bool)].assign(row=-1)
    new["row"] = rows_of(new["influencer_id"], known)
    return new[new["row"] >= 0]


def _keys(interactions: pd.DataFrame) -> list[tuple[str, str, pd.Timestamp]]:
    columns = (
        interactions["influencer_id"],
        interactions["kind"],
        interactions["happened_at"].astype("datetime64[us]"),
    )
    return list(zip(*columns, strict=True))


def _summed(rows: np.ndarray, amounts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Each row once with its points added up; those without points are left out."""
    unique, inverse = np.unique(rows, return_inverse=True)
    sums = np.bincount(inverse, weights=amounts, minlength=len(unique))
    return unique[sums > 0], sums[sums > 0]


def _usual_weight(model: RecommenderModel) -> float:
    """Mean points of a pair that was trained on."""
    pairs = float(model.chosen_counts.sum())
    return float(model.popularity.sum()) / pairs if pairs else 1.0
