"""Candidates of a campaign with what each is worth and costs."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.domain.brand import BrandProfile
from core.errors import ModelError
from core.models.campaign.assumptions import Assumptions
from core.models.campaign.certainty import spread_of
from core.models.campaign.costs import BY_CPM, ESTIMATED, STORY, member_ranges
from core.models.recommender.join import joined, shown_score
from core.queries import brands
from core.queries.growth.evidence import evidence_join
from core.services.campaigns.facts import creator_facts, member_facts
from core.services.matching.filters import NO_FILTERS, MatchFilters
from core.services.matching.fits import row_fits
from core.services.matching.query import MatchQuery, query_fit_row
from core.services.recommending.scores import scored
from core.services.session import BuildSession

_LOG = logging.getLogger(__name__)

GOALS = ("recommended", "fit", "reach", "engagements", "mix")


@dataclass(frozen=True)
class PlanOptions:
    """What the best set is looked for with, beside the constraints.

    Attributes:
        goal: one of `GOALS`.
        posts_each: posts planned with each new creator.
        careful: plan with the high end of each cost; else with the middle.
        certainty: hold budget and promises with this probability (0-1), at the mean of each cost;
            None for as `careful` says.
        estimated_prices: creators whose price is estimated, or who list only that of a story, may
            be chosen.
        cpm_prices: so may those whose cost follows the assumed CPM, for want of any price.
        filters: of Brand match and Recommendations; members are exempt.
    """

    goal: str = "recommended"
    posts_each: int = 1
    careful: bool = True
    estimated_prices: bool = True
    cpm_prices: bool = False
    filters: MatchFilters = NO_FILTERS
    certainty: float | None = None

    @property
    def price_basis(self) -> str:
        """Which end of each price the plan counts: 'high end', 'middle' or 'mean'."""
        if self.certainty is not None:
            return "mean"
        return "high end" if self.careful else "middle"


def fit_row_of(session: BuildSession, query: MatchQuery | None) -> np.ndarray | None:
    """(d,) float32 row that says how well creators fit a campaign's brief or brand.

    None without either, and for one without text; see `query_fit_row`.

    Raises:
        StoreError: the build has no vectors.
    """
    if query is None:
        return None
    row = query_fit_row(session, query)
    return row if np.any(row) else None


def recommended_scores(
    session: BuildSession,
    brand: BrandProfile | None,
    app_interactions: pd.DataFrame,
    points: Mapping[str, float],
) -> pd.Series | None:
    """Score 0-100 of the Recommendations page by influencer_id; None without brand or recommender.

    Args:
        app_interactions: what the brand did in the app: influencer_id, kind, happened_at.
        points: of each kind of interaction.
    """
    if brand is None:
        return None
    build_interactions = brands.interactions(session.con, brand.brand_id)
    try:
        scores = scored(session, brand, build_interactions, app_interactions, points)
    except ModelError:
        _LOG.info("plan without scores of the recommender", exc_info=True)
        return None
    score = shown_score(joined(scores.parts, scores.weights))
    return pd.Series(score, index=session.creator_ids())


def candidates(
    session: BuildSession,
    members: pd.DataFrame,
    assumptions: Assumptions,
    fit_row: np.ndarray | None,
    options: PlanOptions,
    recommended: pd.Series | None = None,
) -> pd.DataFrame:
    """All creators of the build and the members of the campaign, with worth and price.

    Args:
        members: of the campaign, as for `member_facts`; their own prices and posts count.
        fit_row: of the brief or brand, see `fit_row_of`; None turns the goal fit into engagements,
            and leaves fit out of mix.
        recommended: scores by influencer_id; None turns the goal recommended into fit.
    Returns:
        The columns of `creator_facts`, recommended (0-100), fit (fit_score, 0-100),
        fit_percentile (0-100 among all), reach and engagements (middle of the range of the planned
        posts), engagements_per_euro, value (by goal; mix: mean of the percentiles 0-100 among all
        of fit, reach and engagements), price (EUR; NaN when it may not be used), in_filters (bool)
        and the columns of `member_ranges`.
    """
    facts = creator_facts(session).assign(agreed_price=np.nan, posts_count=options.posts_each)
    known_members = member_facts(session, members)
    others = facts[~facts["influencer_id"].isin(known_members["influencer_id"])]
    frame = pd.concat([others, known_members[facts.columns]]) if len(known_members) else facts
    frame = frame.sort_values("influencer_id", ignore_index=True)
    ranges = member_ranges(frame, assumptions)
    middle = {
        name: (ranges[f"{name}_low"] + ranges[f"{name}_high"]) / 2
        for name in ("reach", "engagements")
    }
    price = _planned_costs(ranges, options)
    unusable = [] if options.estimated_prices else [STORY, ESTIMATED]
    unusable += [] if options.cpm_prices else [BY_CPM]
    is_member = frame["influencer_id"].isin(known_members["influencer_id"])
    price = price.where(is_member | ~ranges["cost_source"].isin(unusable), np.nan)
    scores = pd.Series(dtype=float) if recommended is None else recommended
    fits = row_fits(session, fit_row, frame["influencer_id"].tolist())
    frame = frame.join(ranges).assign(
        recommended=scores.reindex(frame["influencer_id"]).to_numpy(dtype=float),
        fit=fits["fit_score"],
        fit_percentile=fits["percentile"] * 100,
        reach=middle["reach"],
        engagements=middle["engagements"],
        engagements_per_euro=(middle["engagements"] / price).where(price > 0),
        price=price,
        in_filters=in_filters(session, frame["influencer_id"], options.filters),
    )
    goal = goal_in_use(options.goal, fit_row, recommended)
    return frame.assign(value=_values(frame, goal, fit_row))


def _planned_costs(ranges: pd.DataFrame, options: PlanOptions) -> pd.Series:
    if options.certainty is not None:
        means = spread_of(ranges["cost_low"], ranges["cost_high"]).means
        return pd.Series(means, ranges.index)
    if options.careful:
        return ranges["cost_high"]
    return (ranges["cost_low"] + ranges["cost_high"]) / 2


def in_filters(session: BuildSession, ids: pd.Series, filters: MatchFilters) -> pd.Series:
    """Who passes the filters; everybody when nothing is filtered."""
    if filters == NO_FILTERS:
        return pd.Series(True, ids.index)
    sql, values = filters.rowids_sql(evidence_join=evidence_join(session.con))
    passing = session.con.execute(
        f"""SELECT i.influencer_id FROM influencers i JOIN ({sql}) p ON p.rowid = i.rowid
            ORDER BY i.influencer_id""",
        values,
    ).fetchall()
    return ids.isin([row[0] for row in passing])


def goal_in_use(goal: str, fit_row: np.ndarray | None, recommended: pd.Series | None = None) -> str:
    """The goal, or what stands in: fit for recommended, engagements without a brand to fit."""
    if goal == "recommended" and recommended is None:
        goal = "fit"
    return "engagements" if goal == "fit" and fit_row is None else goal


def _values(frame: pd.DataFrame, goal: str, fit_row: np.ndarray | None) -> pd.Series:
    if goal != "mix":
        return frame[goal]
    parts = ["reach", "engagements"] if fit_row is None else ["fit", "reach", "engagements"]
    shares = frame[parts].rank(pct=True) * 100
    return shares.mean(axis=1, skipna=False)
