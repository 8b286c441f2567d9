"""Who a brand should work with next, with what it did a moment ago worked in."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import pandas as pd

from core.domain.brand import BrandProfile
from core.domain.interactions import CHOSEN_KINDS, INTERACTION_POINTS
from core.features.ranks import percentile_ranks
from core.features.rule_points import PARTS as POINT_PARTS
from core.models.recommender.join import (
    PARTS,
    JoinWeights,
    adventurous,
    driver_shares,
    joined,
    shown_score,
)
from core.queries import brands
from core.services.build_rows import rows_of
from core.services.creator_rows import creator_rows
from core.services.matching.brand_gates import NO_GATES, BrandGates
from core.services.matching.eligible import HeldBack, eligible_creators
from core.services.matching.filters import MatchFilters
from core.services.recommending.scores import scored
from core.services.session import BuildSession

# Who has been contacted or booked is no discovery; who was only looked at may still be one.


@dataclass(frozen=True)
class RecommendQuery:
    """What a person asks for.

    Attributes:
        filters: what a creator must have.
        adventure: 0 safe (what many brands choose), 0.5 as trained, 1 adventurous.
        hide_known: leave out who was contacted, put in a campaign or booked before.
        hidden: ids of creators to leave out as well, such as those in a campaign.
        page: 1-based.
        page_size: creators on a page.
        gates: what the brand says of itself, see `core.services.matching.brand_gates`.
    """

    filters: MatchFilters = field(default_factory=MatchFilters)
    adventure: float = 0.5
    hide_known: bool = True
    hidden: frozenset[str] = frozenset()
    page: int = 1
    page_size: int = 10
    gates: BrandGates = NO_GATES


@dataclass(frozen=True)
class RecommendPage:
    """Attributes:
    frame: one row per creator, best first; see `recommend`.
    chance: one row with the same columns: a creator drawn at random from the eligible, whatever
        its score; empty when nobody is left to draw from, or beyond the first page.
    eligible_count: creators that pass the filters and gates, are listed and are not hidden.
    total_count: creators in the data.
    hidden_count: creators that pass the filters and are hidden.
    weights: how much each part counted.
    known_count, new_count: creators the brand chose before the recommender was trained, and
        since; who was chosen again is in both.
    chosen_count: all of them, each once.
    learns: whether the recommender was trained at all.
    like_brands: names of the brands it was placed beside, nearest first; for new brands.
    held_back: what is left out by default, and how many.
    """

    frame: pd.DataFrame
    chance: pd.DataFrame
    eligible_count: int
    total_count: int
    hidden_count: int
    weights: JoinWeights
    known_count: int
    new_count: int
    chosen_count: int
    learns: bool
    like_brands: tuple[str, ...]
    held_back: HeldBack = field(default_factory=HeldBack)


def recommend(
    session: BuildSession,
    brand: BrandProfile,
    app_interactions: pd.DataFrame,
    query: RecommendQuery,
    *,
    points: Mapping[str, float],
    day: date,
) -> RecommendPage:
    """One page of creators for a brand.

    Args:
        app_interactions: what the brand did in the app: influencer_id, kind, happened_at.
        points: of each kind of interaction.
        day: of the draw: the same creator is drawn by chance all day long.
    Returns:
        Columns of `creator_rows`, and score (0-100, see `shown_score`), trained_part,
        semantic_part, points_part (places among all creators, 0-1, NaN when the part is not
        known), <part>_share and popularity_share (what put the creator there: shares of all that
        raised the score, see `driver_shares`), category_points, country_points, hashtag_points,
        engagement_points, points and seen_at (when the brand last did something with the creator,
        NaT if never) and done (the furthest it went, a kind of interaction, '' if nothing).
    Raises:
        ModelError: the build has no recommender.
        StoreError: the build has no vectors.
    """
    order = session.row_order("influencers")
    ids = session.creator_ids()
    build_interactions = brands.interactions(session.con, brand.brand_id)
    interactions = (build_interactions, app_interactions)
    scores = scored(session, brand, *interactions, points)
    popularity = session.recommender().popularity
    score = adventurous(joined(scores.parts, scores.weights), popularity, query.adventure)
    shares = driver_shares(scores.parts, scores.weights, popularity, query.adventure)
    usable = np.ones(len(ids), dtype=bool)
    usable[_hidden_rows(ids, query, *interactions)] = False
    listed = eligible_creators(session, query.filters, query.gates, usable=usable)
    eligible = listed.rows
    ranked = eligible[np.lexsort((eligible, -score[eligible]))]
    first = (max(query.page, 1) - 1) * query.page_size
    drawn = ranked[:0]
    if query.page <= 1:
        drawn = _by_chance(ranked[query.page_size :], len(score), f"{brand.brand_id} {day}")
    seen = _seen(*interactions)
    done = _furthest(*interactions)

    def rows(chosen: np.ndarray, rank: int) -> pd.DataFrame:
        frame = creator_rows(session.con, order.rowids[chosen], first_rank=rank)
        frame["score"] = shown_score(score)[chosen]
        for name in PARTS:
            frame[f"{name}_part"] = percentile_ranks(scores.parts[name], chosen)
        for name, share in shares.items():
            frame[f"{name}_share"] = share[chosen]
        for name in (*POINT_PARTS, "points"):
            frame[name] = scores.points[name][chosen]
        frame["seen_at"] = frame["influencer_id"].map(seen).astype("datetime64[us]")
        frame["done"] = frame["influencer_id"].map(done).astype("str").fillna("")
        return frame

    return RecommendPage(
        rows(ranked[first : first + query.page_size], first + 1),
        rows(drawn, 0),
        len(eligible),
        len(order.rowids),
        int((~usable[listed.filtered_rows]).sum()),
        scores.weights,
        scores.place.known_count,
        scores.new_count,
        scores.chosen_count,
        scores.learns,
        _names(session, scores.place.like_rows),
        listed.held_back(score),
    )


def _hidden_rows(
    ids: np.ndarray,
    query: RecommendQuery,
    build_interactions: pd.DataFrame,
    app_interactions: pd.DataFrame,
) -> np.ndarray:
    """Rows of creators that the list leaves out."""
    known = set(query.hidden)
    if query.hide_known:
        for frame in (build_interactions, app_interactions):
            known |= set(frame.loc[frame["kind"].isin(CHOSEN_KINDS), "influencer_id"])
    rows = rows_of(sorted(known), ids)
    return rows[rows >= 0]


def _by_chance(rows: np.ndarray, count: int, occasion: str) -> np.ndarray:
    """At most one of the rows, each as likely; for one occasion the same while it is among them."""
    if not len(rows):
        return rows
    keys = np.random.default_rng(zlib.crc32(occasion.encode())).random(count)
    return rows[[int(np.argmin(keys[rows]))]]


def _seen(
    build_interactions: pd.DataFrame, app_interactions: pd.DataFrame
) -> dict[str, pd.Timestamp]:
    """influencer_id -> when the brand last did something with the creator."""
    frames = (build_interactions, app_interactions)
    both = pd.concat(
        [frame[["influencer_id", "happened_at"]].dropna() for frame in frames],
        ignore_index=True,
    )
    return both.groupby("influencer_id")["happened_at"].max().to_dict() if len(both) else {}


def _furthest(build_interactions: pd.DataFrame, app_interactions: pd.DataFrame) -> dict[str, str]:
    """influencer_id -> the strongest kind of interaction of the brand with the creator."""
    frames = (build_interactions, app_interactions)
    both = pd.concat([frame[["influencer_id", "kind"]] for frame in frames])
    order = {kind: place for place, kind in enumerate(INTERACTION_POINTS)}
    both = both.assign(place=both["kind"].map(order)).dropna()
    return dict(both.sort_values("place")[["influencer_id", "kind"]].to_numpy().tolist())


def _names(session: BuildSession, rows: np.ndarray) -> tuple[str, ...]:
    if not len(rows):
        return ()
    names = session.con.execute("SELECT name FROM brands ORDER BY brand_id").fetchall()
    return tuple(names[row][0] for row in rows.tolist())
