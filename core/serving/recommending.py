"""Whom a brand should look at next, with what it did a moment ago worked in."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd

from core.features.rule_points import PARTS as POINT_PARTS
from core.features.rule_points import rule_points
from core.models.recommender.files import RecommenderModel
from core.models.recommender.fold_in import folded_in
from core.models.recommender.join import (
    KNOWN_BRAND,
    PARTS,
    JoinWeights,
    adventurous,
    few_data_weights,
    joined,
    shown_score,
    with_own_clicks,
)
from core.models.recommender.points import points_of
from core.serving.asking_brand import AskingBrand, Placed, placed, recommender
from core.serving.build_rows import creator_ids, row_order
from core.serving.creator_rows import creator_rows
from core.serving.match_filters import MatchFilters
from core.serving.matching import creator_similarities
from core.settings import Settings

__all__ = ["AskingBrand", "RecommendPage", "Wish", "recommend"]

# Who has been contacted or booked is no discovery; who was only looked at may still be one.
KNOWN_KINDS = ("contact", "campaign", "collaboration")


@dataclass(frozen=True)
class Wish:
    """What the person asks for.

    Attributes:
        filters: what a creator must have.
        adventure: 0 safe (what many brands choose), 0.5 as learnt, 1 adventurous.
        hide_known: leave out who was contacted, put in a campaign or booked before.
        hidden: ids of creators to leave out as well, such as those in a campaign.
        page: 1-based.
        page_size: creators a page.
    """

    filters: MatchFilters = field(default_factory=MatchFilters)
    adventure: float = 0.5
    hide_known: bool = True
    hidden: frozenset[str] = frozenset()
    page: int = 1
    page_size: int = 10


@dataclass(frozen=True)
class RecommendPage:
    """Attributes:
    frame: a row a creator, best first; see `recommend`.
    chance: one row with the same columns: a creator drawn at random from the eligible, whatever
        its score; empty when nobody is left to draw from, or beyond the first page.
    eligible_count: creators that pass the filters and are not hidden.
    total_count: creators in the data.
    hidden_count: creators that pass the filters and are hidden.
    weights: how much each part counted.
    known_count, new_count: creators the brand chose before the recommender learnt, and since.
    learns: whether anything was learnt at all.
    like_brands: names of the brands it was placed beside, nearest first; for new brands.
    """

    frame: pd.DataFrame
    chance: pd.DataFrame
    eligible_count: int
    total_count: int
    hidden_count: int
    weights: JoinWeights
    known_count: int
    new_count: int
    learns: bool
    like_brands: tuple[str, ...]


def recommend(
    con: duckdb.DuckDBPyConnection,
    folder: Path,
    settings: Settings,
    brand: AskingBrand,
    own: pd.DataFrame,
    wish: Wish,
    *,
    points: Mapping[str, float],
    day: date,
) -> RecommendPage:
    """One page of creators for a brand.

    Args:
        own: what the brand did in the app: influencer_id, kind, happened_at.
        points: of each kind of interaction.
        day: of the draw: the same creator is drawn by chance all day long.
    Returns:
        Columns of `creator_rows`, and score (0-100, see `shown_score`), learnt_part,
        semantic_part, points_part (places among all creators, 0-1, NaN when the part is not
        known), category_points, country_points, hashtag_points, engagement_points, points and
        seen_at (when the brand last looked at the creator, NaT if never).
    Raises:
        ModelError: the build has no recommender.
        StoreError: the build has no vectors.
    """
    model = recommender(folder)
    place = placed(con, folder, settings, brand)
    order = row_order(con, folder, "influencers")
    given = _given(con, brand.brand_id)
    new = _new_rows(own, given, creator_ids(con, folder))
    amounts = points_of(new["kind"].tolist(), points)
    chosen, weights_of = _summed(new["row"].to_numpy(dtype=np.int64), amounts)
    learns = bool(model.facts["learns"])
    factor = place.factor
    if learns and len(chosen):
        before = _rows_of(given["influencer_id"], creator_ids(con, folder))
        met = np.zeros(len(order.rowids), dtype=bool)
        met[before[before >= 0]] = True
        factor = folded_in(
            factor,
            model.factors.item_factors,
            model.factors.item_biases,
            chosen,
            weights_of / _usual_weight(model),
            known=met,
        )
    weights = _weights(place, len(chosen), learns, model.new_brand)
    points_by_part = rule_points(con, brand.category or None, brand.country or None, brand.hashtags)
    parts = {
        "learnt": model.factors.item_factors @ factor + model.factors.item_biases
        if learns
        else np.full(len(order.rowids), np.nan),
        "semantic": creator_similarities(folder, place.vector),
        "points": points_by_part["points"],
    }
    score = adventurous(joined(parts, weights), model.popularity, wish.adventure)
    passing = order.array_rows[con.execute(*wish.filters.rowids_sql()).fetchnumpy()["rowid"]]
    left_out = _left_out(con, folder, wish, given, own)
    eligible = passing[~np.isin(passing, left_out)]
    ranked = eligible[np.lexsort((eligible, -score[eligible]))]
    first = (max(wish.page, 1) - 1) * wish.page_size
    shown = ranked[first : first + wish.page_size]
    drawn = ranked[:0]
    if wish.page <= 1:
        drawn = _by_chance(ranked[wish.page_size :], len(score), f"{brand.brand_id} {day}")
    seen = _seen(given, own)

    def rows(chosen_rows: np.ndarray, rank: int) -> pd.DataFrame:
        frame = creator_rows(con, order.rowids[chosen_rows], first_rank=rank)
        frame["score"] = shown_score(score)[chosen_rows]
        for name in PARTS:
            frame[f"{name}_part"] = places_among(parts[name], chosen_rows)
        for name in (*POINT_PARTS, "points"):
            frame[name] = points_by_part[name][chosen_rows]
        frame["seen_at"] = frame["influencer_id"].map(seen).astype("datetime64[us]")
        return frame

    return RecommendPage(
        rows(shown, first + 1),
        rows(drawn, 0),
        len(eligible),
        len(order.rowids),
        len(passing) - len(eligible),
        weights,
        place.known_count,
        len(chosen),
        learns,
        _names(con, place.like_rows),
    )


def places_among(values: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """(len(rows),) share of all known values that are not above those of the rows; NaN unknown."""
    known = np.sort(values[np.isfinite(values)])
    if not len(known):
        return np.full(len(rows), np.nan)
    found = np.searchsorted(known, values[rows], side="right") / len(known)
    return np.where(np.isfinite(values[rows]), found, np.nan)


def _usual_weight(model: RecommenderModel) -> float:
    """Mean points of a pair that was learnt from."""
    pairs = float(model.chosen_counts.sum())
    return float(model.popularity.sum()) / pairs if pairs else 1.0


def _weights(place: Placed, new_count: int, learns: bool, new_brand: JoinWeights) -> JoinWeights:
    if not learns:
        return few_data_weights(0)
    return KNOWN_BRAND if place.known_count else with_own_clicks(new_brand, new_count)


def _given(con: duckdb.DuckDBPyConnection, brand_id: str) -> pd.DataFrame:
    """What the build says that the brand did."""
    return con.execute(
        """SELECT influencer_id, kind, happened_at FROM interactions WHERE brand_id = $id
           UNION ALL
           SELECT influencer_id, 'collaboration', started_on::TIMESTAMP
           FROM collaborations WHERE brand_id = $id
           ORDER BY happened_at, influencer_id, kind LIMIT 1000000""",
        {"id": brand_id},
    ).df()


def _rows_of(ids: pd.Series, known: np.ndarray) -> np.ndarray:
    """Rows of ids in a sorted array; -1 for those it lacks."""
    wanted = ids.to_numpy(dtype=object)
    if not len(known) or not len(wanted):
        return np.full(len(wanted), -1, dtype=np.int64)
    found = np.minimum(np.searchsorted(known, wanted), len(known) - 1)
    return np.where(known[found] == wanted, found, -1)


def _new_rows(own: pd.DataFrame, given: pd.DataFrame, known: np.ndarray) -> pd.DataFrame:
    """What the build does not have yet, of creators it knows, with their rows."""
    before = set(
        zip(
            given["influencer_id"],
            given["kind"],
            given["happened_at"].astype("datetime64[us]"),
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
    found["row"] = _rows_of(found["influencer_id"], known)
    return found[found["row"] >= 0]


def _summed(rows: np.ndarray, amounts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Each row once with its points added up; those without points are left out."""
    unique, inverse = np.unique(rows, return_inverse=True)
    sums = np.bincount(inverse, weights=amounts, minlength=len(unique))
    return unique[sums > 0], sums[sums > 0]


def _left_out(
    con: duckdb.DuckDBPyConnection,
    folder: Path,
    wish: Wish,
    given: pd.DataFrame,
    own: pd.DataFrame,
) -> np.ndarray:
    ids = set(wish.hidden)
    if wish.hide_known:
        for frame in (given, own):
            ids |= set(frame.loc[frame["kind"].isin(KNOWN_KINDS), "influencer_id"])
    rows = _rows_of(pd.Series(sorted(ids), dtype="str"), creator_ids(con, folder))
    return rows[rows >= 0]


def _by_chance(rows: np.ndarray, count: int, occasion: str) -> np.ndarray:
    """At most one of the rows, each as likely; for one occasion the same while it is among them."""
    if not len(rows):
        return rows
    keys = np.random.default_rng(zlib.crc32(occasion.encode())).random(count)
    return rows[[int(np.argmin(keys[rows]))]]


def _seen(given: pd.DataFrame, own: pd.DataFrame) -> dict[str, pd.Timestamp]:
    both = pd.concat(
        [frame[["influencer_id", "happened_at"]].dropna() for frame in (given, own)],
        ignore_index=True,
    )
    return both.groupby("influencer_id")["happened_at"].max().to_dict() if len(both) else {}


def _names(con: duckdb.DuckDBPyConnection, rows: np.ndarray) -> tuple[str, ...]:
    if not len(rows):
        return ()
    names = con.execute("SELECT name FROM brands ORDER BY brand_id LIMIT 1000000").fetchall()
    return tuple(names[row][0] for row in rows.tolist())
