"""Creators of a campaign with their facts, candidates with their worth, the best set of them."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd

from core.errors import ModelError, NotFoundError
from core.features.documents import brand_text
from core.models.campaign.assumptions import Assumptions
from core.models.campaign.costs import BY_CPM, STORY, UNKNOWN, member_ranges
from core.models.campaign.optimiser import CampaignPlan, best_set
from core.models.campaign.wishes import Wishes
from core.models.recommender.join import joined, shown_score
from core.queries.growth.evidence import evidence_join
from core.services.build_rows import array, creator_ids
from core.services.encoder import settings_of_build
from core.services.matching import matching
from core.services.matching.filters import MatchFilters
from core.services.matching.fit import creator_fits, text_row
from core.services.recommending.asking_brand import AskingBrand
from core.services.recommending.scores import given, scored
from core.settings import Settings

_LOG = logging.getLogger(__name__)

NO_FILTERS = MatchFilters()
GOALS = ("recommended", "fit", "reach", "engagements", "mix")


@dataclass(frozen=True)
class BrandTexts:
    """A brand that somebody typed; no build knows it.

    Attributes:
        hashtags: without #.
    """

    name: str
    description: str
    category: str
    hashtags: tuple[str, ...]


@dataclass(frozen=True)
class PlanInput:
    """What the best set is looked for with, beside the wishes.

    Attributes:
        goal: one of `GOALS`.
        posts_each: posts planned with each new creator.
        careful: plan with the high end of each cost; else with the middle.
        estimated_prices: creators without a listed price of a post may be chosen.
        filters: of Brand match and Recommendations; members are exempt.
    """

    goal: str = "recommended"
    posts_each: int = 1
    careful: bool = True
    estimated_prices: bool = False
    filters: MatchFilters = NO_FILTERS


def creator_facts(
    con: duckdb.DuckDBPyConnection, ids: tuple[str, ...] | None = None
) -> pd.DataFrame:
    """What costs and wishes are about, one row a creator, by id; unknown ids are left out.

    Args:
        ids: None for all creators.
    Returns:
        influencer_id, handle, name, platform, url, country (of most of the audience, else of the
        creator), niche, tier, followers_count, engagement_rate, avg_likes, avg_comments,
        avg_views, post_price, story_price, caution_score, growth_status and the columns of
        `evidence_join`.
    """
    join, evidence = evidence_join(con)
    return con.execute(
        f"""SELECT i.influencer_id, i.handle, i.name, i.platform, i.url,
                  coalesce(i.audience_country, i.country) AS country, n.name AS niche, s.tier,
                  i.followers_count, s.engagement_rate, i.avg_likes, i.avg_comments, i.avg_views,
                  i.post_price, i.story_price, a.caution_score,
                  a.status AS growth_status, {evidence}
           FROM influencers i
           {join}
           LEFT JOIN profile_stats s ON s.influencer_id = i.influencer_id
           LEFT JOIN influencer_niches m ON m.influencer_id = i.influencer_id
           LEFT JOIN niches n ON n.niche_id = m.niche_id
           LEFT JOIN caution a ON a.influencer_id = i.influencer_id
           WHERE $all OR list_contains($ids::VARCHAR[], i.influencer_id)
           ORDER BY i.influencer_id""",
        {"all": ids is None, "ids": list(ids or ())},
    ).df()


def member_facts(con: duckdb.DuckDBPyConnection, members: pd.DataFrame) -> pd.DataFrame:
    """The members of a campaign with what the build in use knows of them, in the order given.

    Args:
        members: influencer_id, handle, name, platform, state, note, price (EUR agreed for one
            post, NaN for none), posts_count.
    Returns:
        The columns of `creator_facts`, state, note, agreed_price, posts_count, and in_data: False
        for a creator that the build lacks, which keeps handle, name and platform of `members`.
    """
    ids = tuple(str(one) for one in members["influencer_id"])
    facts = creator_facts(con, ids).set_index("influencer_id").reindex(list(ids))
    own = members.set_index("influencer_id")
    in_data = facts["handle"].notna()
    for name in ("handle", "name", "platform"):
        facts[name] = facts[name].where(in_data, own[name])
    return facts.assign(
        state=own["state"],
        note=own["note"],
        agreed_price=pd.to_numeric(own["price"], errors="coerce"),
        posts_count=own["posts_count"],
        in_data=in_data,
    ).reset_index()


def brand_vector(
    con: duckdb.DuckDBPyConnection,
    folder: Path,
    settings: Settings,
    brand_id: str | None,
    typed: BrandTexts | None = None,
) -> np.ndarray | None:
    """(d,) float32 row that says how well creators fit a campaign's brand, see `serving.fit`.

    None when nothing can be matched.

    Args:
        typed: the texts of a typed brand; they count instead of the build.
    Raises:
        StoreError: the build has no brand vectors.
    """
    if typed is not None:
        keywords = [*typed.hashtags]
        text = brand_text(typed.name, typed.description, typed.category, keywords)
        vector = matching.brief_vector(text, settings_of_build(settings, folder))
    elif brand_id is None:
        return None
    else:
        try:
            vector = matching.brand_vector(con, folder, brand_id)
            text = matching.brand_query_text(con, brand_id)
        except NotFoundError:
            return None  # the campaign outlives the build that knew its brand
    # Vectors of another encoder than the build's say nothing together with them.
    fits = len(vector) == array(folder, "influencer_embeddings").shape[1]
    return text_row(folder, text, vector) if fits and np.any(vector) else None


def fit_scores(
    con: duckdb.DuckDBPyConnection, folder: Path, vector: np.ndarray | None, ids: pd.Series
) -> np.ndarray:
    """(n,) fit_score 0-100 of creators; NaN without text or without a brand.

    The one place that says what fit means to the optimiser.
    """
    if vector is None or ids.empty:
        return np.full(len(ids), np.nan)
    scores = pd.Series(np.clip(creator_fits(folder, vector), 0, 100), creator_ids(con, folder))
    return scores.reindex(ids).to_numpy(dtype=float)


def recommended_scores(
    con: duckdb.DuckDBPyConnection,
    folder: Path,
    settings: Settings,
    brand: AskingBrand | None,
    own: pd.DataFrame,
    points: Mapping[str, float],
) -> pd.Series | None:
    """Score 0-100 of the Recommendations page by influencer_id; None without brand or recommender.

    Args:
        own: what the brand did in the app: influencer_id, kind, happened_at.
        points: of each kind of interaction.
    """
    if brand is None:
        return None
    try:
        found = scored(con, folder, settings, brand, given(con, brand.brand_id), own, points)
    except ModelError:
        _LOG.info("plan without scores of the recommender", exc_info=True)
        return None
    score = shown_score(joined(found.parts, found.weights))
    return pd.Series(score, index=creator_ids(con, folder))


def candidates(
    con: duckdb.DuckDBPyConnection,
    folder: Path,
    members: pd.DataFrame,
    assumptions: Assumptions,
    vector: np.ndarray | None,
    chosen: PlanInput,
    recommended: pd.Series | None = None,
) -> pd.DataFrame:
    """All creators of the build and the members of the campaign, with worth and price.

    Args:
        members: of the campaign, as for `member_facts`; their own prices and posts count.
        vector: of the brand; None turns the goal fit into engagements, and leaves fit out of mix.
        recommended: scores by influencer_id; None turns the goal recommended into fit.
    Returns:
        The columns of `creator_facts`, recommended (0-100), fit (fit_score, 0-100),
        fit_percentile (0-100 among all), reach and engagements (middle of the range of the planned
        posts), engagements_per_euro, value (by goal; mix: mean of the percentiles 0-100 among all
        of fit, reach and engagements), price (EUR; NaN when it may not be used) and in_filters
        (bool).
    """
    facts = creator_facts(con).assign(agreed_price=np.nan, posts_count=chosen.posts_each)
    own = member_facts(con, members)
    others = facts[~facts["influencer_id"].isin(own["influencer_id"])]
    frame = pd.concat([others, own[facts.columns]]) if len(own) else facts
    frame = frame.sort_values("influencer_id", ignore_index=True)
    ranges = member_ranges(frame, assumptions)
    middle = {
        name: (ranges[f"{name}_low"] + ranges[f"{name}_high"]) / 2
        for name in ("cost", "reach", "engagements")
    }
    price = ranges["cost_high"] if chosen.careful else middle["cost"]
    if not chosen.estimated_prices:
        is_member = frame["influencer_id"].isin(own["influencer_id"])
        price = price.where(
            is_member | ~ranges["cost_source"].isin([STORY, BY_CPM, UNKNOWN]), np.nan
        )
    scores = pd.Series(dtype=float) if recommended is None else recommended
    fit = pd.Series(fit_scores(con, folder, vector, frame["influencer_id"]), frame.index)
    frame = frame.assign(
        recommended=scores.reindex(frame["influencer_id"]).to_numpy(dtype=float),
        fit=fit,
        fit_percentile=(fit.rank(method="min") - 1) / max(int(fit.notna().sum()) - 1, 1) * 100,
        reach=middle["reach"],
        engagements=middle["engagements"],
        engagements_per_euro=(middle["engagements"] / price).where(price > 0),
        price=price,
        in_filters=_in_filters(con, frame["influencer_id"], chosen.filters),
    )
    goal = goal_in_use(chosen.goal, vector, recommended)
    return frame.assign(value=_values(frame, goal, vector))


def _in_filters(con: duckdb.DuckDBPyConnection, ids: pd.Series, filters: MatchFilters) -> pd.Series:
    """Who passes the filters; everybody when nothing is filtered."""
    if filters == NO_FILTERS:
        return pd.Series(True, ids.index)
    sql, values = filters.rowids_sql(evidence_join=evidence_join(con))
    passing = con.execute(
        f"""SELECT i.influencer_id FROM influencers i JOIN ({sql}) p ON p.rowid = i.rowid
            ORDER BY i.influencer_id""",
        values,
    ).fetchall()
    return ids.isin([row[0] for row in passing])


def goal_in_use(goal: str, vector: np.ndarray | None, recommended: pd.Series | None = None) -> str:
    """The goal, or what stands in: fit for recommended, engagements without a brand to fit."""
    if goal == "recommended" and recommended is None:
        goal = "fit"
    return "engagements" if goal == "fit" and vector is None else goal


def _values(frame: pd.DataFrame, goal: str, vector: np.ndarray | None) -> pd.Series:
    if goal != "mix":
        return frame[goal]
    parts = ["reach", "engagements"] if vector is None else ["fit", "reach", "engagements"]
    shares = frame[parts].rank(pct=True) * 100
    return shares.mean(axis=1, skipna=False)


def planned(
    con: duckdb.DuckDBPyConnection,
    folder: Path,
    members: pd.DataFrame,
    assumptions: Assumptions,
    vector: np.ndarray | None,
    chosen: PlanInput,
    wishes: Wishes,
    recommended: pd.Series | None = None,
) -> tuple[CampaignPlan, pd.DataFrame]:
    """The best set, and the facts of those that it names, by influencer_id.

    The facts have engagements_against_median too: engagements per euro divided by the median of
    the creators that have a price.

    Raises:
        ModelError: the wishes cannot be used, see `best_set`.
    """
    frame = candidates(con, folder, members, assumptions, vector, chosen, recommended)
    plan = best_set(frame, wishes)
    rates = frame["engagements_per_euro"]
    frame = frame.assign(engagements_against_median=rates / rates.median())
    named = {
        *plan.chosen["influencer_id"],
        *plan.chosen["next_id"].dropna(),
        *(one.influencer_id for one in plan.left_out),
    }
    return plan, frame.set_index("influencer_id").loc[sorted(named)].drop(
        columns=["value", "price", "in_filters"]
    )
