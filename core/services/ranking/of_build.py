"""Creators of a build ranked for its brands, learned from its collaborations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from core.errors import ModelError
from core.evaluation.brand_ranking.report import RankingReport, ranking_report
from core.models.ranking.account_view import account_view
from core.models.ranking.views import AccountViews, Collaborations, Vectors
from core.progress import Report, silent
from core.queries.collaborations import brand_facts, creator_facts, partners
from core.services.matching.eligible import eligible_creators
from core.services.matching.filters import MatchFilters
from core.services.matching.fit import brand_fit_rows, creator_fit_rows
from core.services.session import BuildSession
from core.services.tables.rank import TableRanking, rank_table

FIT = "fit"


def collaborations_of_build(session: BuildSession) -> Collaborations:
    """Brands and creators of a build in the order of their ids, and who worked with whom.

    Views: `topics`, the rows of Brand match's fit (unknown without text), and `account`.

    Raises:
        ModelError: fewer than two brands have a collaboration.
        StoreError: the build has no vectors.
    """
    brands, creators = brand_facts(session.con), creator_facts(session.con)
    account = account_view(brands, creators)
    topics = _known(brand_fit_rows(session)), _known(creator_fit_rows(session))
    brand_ids, creator_ids = tuple(brands["brand_id"]), tuple(creators["influencer_id"])
    positives = np.zeros((len(brand_ids), len(creator_ids)), dtype=bool)
    brand_places = {name: place for place, name in enumerate(brand_ids)}
    creator_places = {name: place for place, name in enumerate(creator_ids)}
    for brand_id, creator_id in partners(session.con):
        if brand_id in brand_places and creator_id in creator_places:
            positives[brand_places[brand_id], creator_places[creator_id]] = True
    if positives.any(axis=1).sum() < 2:
        raise ModelError(
            "Expected collaborations of at least two brands in the build in use, found "
            f"{int(positives.any(axis=1).sum())}. Import a table of collaborations."
        )
    return Collaborations(
        AccountViews(
            brand_ids, {"topics": topics[0], "account": account[0]}, _texts(brands["category"])
        ),
        AccountViews(
            creator_ids, {"topics": topics[1], "account": account[1]}, _texts(creators["category"])
        ),
        positives,
    )


def rank_build(
    session: BuildSession,
    known: Collaborations,
    brand_id: str | None = None,
    *,
    top: int | None = None,
    include_unusual: bool = False,
    seed: int,
    report: Report = silent,
) -> TableRanking:
    """Creators for one brand or for all, each brand on its own.

    Creators that the brand has worked with are left out, and those with unusual growth. The frame
    has the handle, too.

    Args:
        known: of the build.
        include_unusual: list creators whose growth is worth checking, too.
    """
    brand_places = np.arange(len(known.brands.ids))
    if brand_id is not None:
        brand_places = np.array([known.brands.ids.index(brand_id)])
    filters = MatchFilters(hides_unusual=not include_unusual)
    usable = np.ones(len(known.creators.ids), dtype=bool)
    allowed = np.sort(eligible_creators(session, filters, usable=usable).rows)
    chosen = known.among(brand_places, allowed)
    result = rank_table(
        known,
        chosen.brands,
        chosen.creators,
        top=top,
        alone=True,
        left_out=chosen.positives,
        seed=seed,
        report=report,
    )
    handles = creator_facts(session.con).set_index("influencer_id")["handle"]
    frame = result.frame.assign(handle=result.frame["influencer_id"].map(handles))
    return replace(result, frame=frame)


def build_report(
    known: Collaborations, *, folds: int, repeats: int, seed: int, report: Report = silent
) -> RankingReport:
    """The ranking of all creators for brands of the build that training has not seen.

    Beside the usual methods stands the fit of Brand match.
    """
    return ranking_report(
        known,
        folds=folds,
        deals=repeats,
        known_creators=True,
        others={FIT: _fit},
        seed=seed,
        report=report,
    )


def _fit(brands: AccountViews, creators: AccountViews) -> Vectors:
    rows = np.nan_to_num(brands.arrays["topics"]), np.nan_to_num(creators.arrays["topics"])
    return np.asarray(rows[0] @ rows[1].T)


def _known(rows: np.ndarray) -> Vectors:
    """The rows as float64; one of zeros, which has no text, as NaN."""
    known = np.array(rows, dtype=np.float64)
    known[~known.any(axis=1)] = np.nan
    return known


def _texts(column: Sequence[object]) -> tuple[str | None, ...]:
    return tuple(value if isinstance(value, str) and value else None for value in column)
