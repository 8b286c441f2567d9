"""Who a brand should work with next, with what it did a moment ago worked in."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd

from core.domain.interactions import CHOSEN_KINDS, INTERACTION_POINTS
from core.features.rule_points import PARTS as POINT_PARTS
from core.models.recommender.join import (
    PARTS,
    JoinWeights,
    adventurous,
    driver_shares,
    joined,
    shown_score,
)
from core.services.build_rows import creator_ids, row_order
from core.services.creator_rows import creator_rows
from core.services.matching.brand_gates import NO_GATES, BrandGates
from core.services.matching.eligible import HeldBack, eligible_creators
from core.services.matching.filters import MatchFilters
from core.services.recommending.asking_brand import AskingBrand, recommender
from core.services.recommending.scores import given, rows_of, scored
from core.settings import Settings

__all__ = ["AskingBrand", "RecommendPage", "Wish", "given", "recommend"]

# Who has been contacted or booked is no discovery; who was only looked at may still be one.


@dataclass(frozen=True)
class Wish:
    """What the person asks for.

    Attributes:
        filters: what a creator must have.
        adventure: 0 safe (what many brands choose), 0.5 as learned, 1 adventurous.
        hide_known: leave out who was contacted, put in a campaign or booked before.
        hidden: ids of creators to leave out as well, such as those in a campaign.
        page: 1-based.
        page_size: creators a page.
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
    known_count, new_count: creators the brand chose before the recommender learned, and since.
    learns: whether anything was learned at all.
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
    learns: bool
    like_brands: tuple[str, ...]
    held_back: HeldBack = field(default_factory=HeldBack)


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
        known), <part>_share and popularity_share (what put the creator there: shares of all that
        raised the score, see `driver_shares`), category_points, country_points, hashtag_points,
        engagement_points, points and seen_at (when the brand last did something with the creator,
        NaT if never) and done (the furthest it went, a kind of interaction, '' if nothing).
    Raises:
        ModelError: the build has no recommender.
        StoreError: the build has no vectors.
    """
    order = row_order(con, folder, "influencers")
    ids = creator_ids(con, folder)
    did = given(con, brand.brand_id)
    found = scored(con, folder, settings, brand, did, own, points)
    popularity = recommender(folder).popularity
    score = adventurous(joined(found.parts, found.weights), popularity, wish.adventure)
    shares = driver_shares(found.parts, found.weights, popularity, wish.adventure)
    usable = np.ones(len(ids), dtype=bool)
    usable[_left_out(ids, wish, did, own)] = False
    listed = eligible_creators(con, order, wish.filters, wish.gates, usable=usable)
    eligible = listed.rows
    ranked = eligible[np.lexsort((eligible, -score[eligible]))]
    first = (max(wish.page, 1) - 1) * wish.page_size
    drawn = ranked[:0]
    if wish.page <= 1:
        drawn = _by_chance(ranked[wish.page_size :], len(score), f"{brand.brand_id} {day}")
    seen = _seen(did, own)
    done = _furthest(did, own)

    def rows(chosen: np.ndarray, rank: int) -> pd.DataFrame:
        frame = creator_rows(con, order.rowids[chosen], first_rank=rank)
        frame["score"] = shown_score(score)[chosen]
        for name in PARTS:
            frame[f"{name}_part"] = places_among(found.parts[name], chosen)
        for name, share in shares.items():
            frame[f"{name}_share"] = share[chosen]
        for name in (*POINT_PARTS, "points"):
            frame[name] = found.points[name][chosen]
        frame["seen_at"] = frame["influencer_id"].map(seen).astype("datetime64[us]")
        frame["done"] = frame["influencer_id"].map(done).astype("str").fillna("")
        return frame

    return RecommendPage(
        rows(ranked[first : first + wish.page_size], first + 1),
        rows(drawn, 0),
        len(eligible),
        len(order.rowids),
        int((~usable[listed.filtered_rows]).sum()),
        found.weights,
        found.place.known_count,
        found.new_count,
        found.learns,
        _names(con, found.place.like_rows),
        listed.held_back(score),
    )


def places_among(values: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """(len(rows),) share of all known values that are not above those of the rows; NaN unknown."""
    known = np.sort(values[np.isfinite(values)])
    if not len(known):
        return np.full(len(rows), np.nan)
    found = np.searchsorted(known, values[rows], side="right") / len(known)
    return np.where(np.isfinite(values[rows]), found, np.nan)


def _left_out(ids: np.ndarray, wish: Wish, did: pd.DataFrame, own: pd.DataFrame) -> np.ndarray:
    """Rows of creators that the list leaves out."""
    known = set(wish.hidden)
    if wish.hide_known:
        for frame in (did, own):
            known |= set(frame.loc[frame["kind"].isin(CHOSEN_KINDS), "influencer_id"])
    rows = rows_of(pd.Series(sorted(known), dtype="str"), ids)
    return rows[rows >= 0]


def _by_chance(rows: np.ndarray, count: int, occasion: str) -> np.ndarray:
    """At most one of the rows, each as likely; for one occasion the same while it is among them."""
    if not len(rows):
        return rows
    keys = np.random.default_rng(zlib.crc32(occasion.encode())).random(count)
    return rows[[int(np.argmin(keys[rows]))]]


def _seen(did: pd.DataFrame, own: pd.DataFrame) -> dict[str, pd.Timestamp]:
    both = pd.concat(
        [frame[["influencer_id", "happened_at"]].dropna() for frame in (did, own)],
        ignore_index=True,
    )
    return both.groupby("influencer_id")["happened_at"].max().to_dict() if len(both) else {}


def _furthest(did: pd.DataFrame, own: pd.DataFrame) -> dict[str, str]:
    both = pd.concat([did[["influencer_id", "kind"]], own[["influencer_id", "kind"]]])
    order = {kind: place for place, kind in enumerate(INTERACTION_POINTS)}
    both = both.assign(place=both["kind"].map(order)).dropna()
    return dict(both.sort_values("place")[["influencer_id", "kind"]].to_numpy().tolist())


def _names(con: duckdb.DuckDBPyConnection, rows: np.ndarray) -> tuple[str, ...]:
    if not len(rows):
        return ()
    names = con.execute("SELECT name FROM brands ORDER BY brand_id").fetchall()
    return tuple(names[row][0] for row in rows.tolist())
