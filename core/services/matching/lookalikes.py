"""Creators and brands near a creator by topic."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.domain.thresholds import WORTH_CHECKING
from core.features.ranks import percentile_ranks
from core.queries import brands as brand_queries
from core.queries import creators as creator_queries
from core.queries.creators import Creator
from core.queries.growth.evidence import evidence_join
from core.services.creator_rows import creator_rows
from core.services.matching.filters import NO_FILTERS, MatchFilters
from core.services.matching.fit import brand_fit_rows, creator_fit_rows, creator_fits
from core.services.matching.neighbours import Neighbour, nearest_rows
from core.services.session import BRAND_VECTORS, CREATOR_VECTORS, BuildSession


@dataclass(frozen=True)
class Lookalikes:
    """Attributes:
    frame: the columns of `creator_rows` fit_score (0-100, what ranks) and similarity_score
        (cosine x 100 of the plain text vectors), nearest first.
    unusual_count: creators with unusual growth among the nearest: those left out before the list
        was full, or those in it.
    """

    frame: pd.DataFrame
    unusual_count: int


def lookalikes(
    session: BuildSession,
    influencer_id: str,
    limit: int,
    *,
    hides_unusual: bool = True,
    filters: MatchFilters = NO_FILTERS,
) -> Lookalikes:
    """The creators whose topics are nearest; an empty frame without text or for an unknown id.

    Args:
        filters: what they must have, see `smaller_or_cheaper`.
    Raises:
        StoreError: the build has no creator vectors.
    """
    fits = creator_fit_rows(session)
    ids = session.creator_ids()
    row = int(np.searchsorted(ids, influencer_id))
    is_known = row < len(ids) and ids[row] == influencer_id
    nothing = np.zeros(fits.shape[1], dtype=np.float32)
    return nearest_creators(
        session,
        fits[row] if is_known else nothing,
        session.array(CREATOR_VECTORS)[row] if is_known else nothing,
        limit,
        hides_unusual=hides_unusual,
        without=row if is_known else -1,
        allowed=None if filters == NO_FILTERS else _passing(session, filters, len(fits)),
    )


def smaller_or_cheaper(
    creator: Creator, *, smaller: bool = False, cheaper: bool = False, country: str = ""
) -> MatchFilters:
    """Filters that ask for creators like one, but smaller, cheaper or from a country.

    Args:
        smaller: fewer followers; nothing where the creator's are not known.
        cheaper: a lower listed price of a post; the same.
        country: ISO code of the creators; '' for any.
    """
    followers, price = creator.followers_count, creator.post_price
    return MatchFilters(
        followers_max=followers - 1 if smaller and followers is not None else None,
        # Prices have two decimals.
        price_max=price - 0.01 if cheaper and price is not None else None,
        countries=(country,) if country else (),
    )


def nearest_creators(
    session: BuildSession,
    fit_row: np.ndarray,
    vector: np.ndarray,
    limit: int,
    *,
    hides_unusual: bool = True,
    without: int = -1,
    allowed: np.ndarray | None = None,
) -> Lookalikes:
    """The creators whose topics are nearest to a row; an empty frame for a row of zeros.

    Args:
        fit_row: (d,) what ranks, see `core.services.matching.fit`.
        vector: (dimension,) unit vector of the text behind it, for similarity_score.
        without: a creator's row to leave out; -1 for none.
        allowed: (n,) bool by array row; None for everybody.
    Raises:
        StoreError: the build has no creator vectors.
    """
    vectors = session.array(CREATOR_VECTORS)
    near: list[Neighbour] = []
    unusual = np.zeros(len(vectors), dtype=bool)
    if np.any(fit_row):
        unusual = _unusual(session, len(vectors))
        # As many more as could at most be left out.
        enough = limit + int(unusual.sum()) if hides_unusual else limit
        enough += 0 if allowed is None else int((~allowed).sum())
        near = nearest_rows(creator_fit_rows(session), fit_row, limit=enough, without=without)
    shown: list[Neighbour] = []
    unusual_count = 0
    for neighbour in near:
        if len(shown) == limit:
            break
        if allowed is not None and not allowed[neighbour.row]:
            continue
        unusual_count += bool(unusual[neighbour.row])
        if not (hides_unusual and unusual[neighbour.row]):
            shown.append(neighbour)
    rowids = session.row_order("influencers").rowids[[neighbour.row for neighbour in shown]]
    frame = creator_rows(session.con, rowids)
    return Lookalikes(
        frame.assign(
            fit_score=[max(neighbour.score, 0.0) for neighbour in shown],
            similarity_score=[float(vectors[neighbour.row] @ vector) * 100 for neighbour in shown],
        ),
        unusual_count,
    )


def closest_brands(session: BuildSession, influencer_id: str, limit: int) -> pd.DataFrame:
    """Brands by fit to a creator, best first, ties by brand_id.

    Returns:
        The columns of `brands_at`, fit_score (0-100), similarity_score (cosine x 100 of the plain
        text vectors) and percentile (of the fit, 0-1 among all creators, as on Brand match).
    Raises:
        NotFoundError: the build has no such creator.
        StoreError: the build has no vectors.
    """
    fits, brand_fits = creator_fit_rows(session), brand_fit_rows(session)
    row = creator_queries.creator_row(session.con, influencer_id)
    near = nearest_rows(brand_fits, fits[row], limit=limit)
    frame = brand_queries.brands_at(session.con, [brand.row for brand in near])
    vectors, brand_vectors = session.array(CREATOR_VECTORS), session.array(BRAND_VECTORS)
    return frame.assign(
        fit_score=[max(brand.score, 0.0) for brand in near],
        similarity_score=[float(brand_vectors[brand.row] @ vectors[row]) * 100 for brand in near],
        percentile=[
            percentile_ranks(creator_fits(session, brand_fits[brand.row]), np.array([row])).item()
            for brand in near
        ],
    )


def _passing(session: BuildSession, filters: MatchFilters, count: int) -> np.ndarray:
    """(count,) bool by array row: creators that pass the filters."""
    sql, values = filters.rowids_sql(evidence_join=evidence_join(session.con))
    rowids = session.con.execute(sql, values).fetchnumpy()["rowid"]
    passing = np.zeros(count, dtype=bool)
    passing[session.row_order("influencers").array_rows[rowids]] = True
    return passing


def _unusual(session: BuildSession, count: int) -> np.ndarray:
    """(count,) bool by array row: growth worth checking."""
    join, _ = evidence_join(session.con)
    unusual = np.zeros(count, dtype=bool)
    if join:
        rows = session.con.execute(
            f"""SELECT i.rowid AS rowid FROM influencers i {join}
                WHERE g.purchased_probability >= $worth_checking ORDER BY i.rowid""",
            {"worth_checking": WORTH_CHECKING},
        ).fetchnumpy()
        unusual[session.row_order("influencers").array_rows[rows["rowid"]]] = True
    return unusual
