"""Cached reads of the Recommendations page. The build id comes first.

What the brand did in the app is part of each key by its version, a number that grows with every
interaction, so that nothing computed before a click is shown after it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

import pandas as pd
import streamlit as st

from core.domain.brand import BrandProfile
from core.domain.interactions import INTERACTION_POINTS
from core.queries import creators
from core.services.recommending import reasons as recommend_reasons
from core.services.recommending import recommending
from core.services.recommending.reasons import RankReasons
from core.services.recommending.recommending import RecommendPage, RecommendQuery
from core.web.kit.cache import cursor, open_build
from core.web.kit.downloads import DOWNLOAD_MAX, ranking_bytes
from core.web.kit.workspace import engine
from core.workspace import interactions

_SCORES = {
    "score": ("Score (100 is this brand's best creator, 0 its median one)", 1),
    "trained_part": ("Learned: place among all creators (0-1)", 4),
    "semantic_part": ("Texts: place among all creators (0-1)", 4),
    "points": ("Rule points", 2),
}


@dataclass(frozen=True)
class Request:
    """A question to the recommender with all that its answer depends on beside the build.

    Attributes:
        day: of the draw by chance, UTC.
        points: of each kind of interaction.
        version: of what the brand did in the app, see `version`.
    """

    brand: BrandProfile
    query: RecommendQuery
    day: date
    points: tuple[tuple[str, float], ...]
    version: int

    def whole(self) -> Request:
        """The same for a file: the best `DOWNLOAD_MAX` creators as one page."""
        return replace(self, query=replace(self.query, page=1, page_size=DOWNLOAD_MAX))


def request(brand: BrandProfile, query: RecommendQuery, app_version: int) -> Request:
    """The question as of this moment.

    Args:
        app_version: see `version`.
    """
    return Request(
        brand,
        query,
        datetime.now(UTC).date(),
        tuple(sorted(points().items())),
        app_version,
    )


def points() -> dict[str, float]:
    """Points of each kind of interaction, as set by people."""
    return interactions.points(engine(), INTERACTION_POINTS)


def version(brand_id: str) -> int:
    """Grows with each interaction of the brand."""
    return interactions.version(engine(), brand_id)


def app_interactions(brand_id: str) -> pd.DataFrame:
    """What a brand did in the app: influencer_id, kind, happened_at, one row each."""
    return interactions.recorded(engine(), brand_id=brand_id)


@st.cache_data(max_entries=64, show_spinner="Ranking creators…")
def recommended(build: str, request: Request) -> RecommendPage:
    """One page of creators for a brand, best first."""
    with open_build(build) as session:
        return recommending.recommend(
            session,
            request.brand,
            app_interactions(request.brand.brand_id),
            request.query,
            points=dict(request.points),
            day=request.day,
        )


@st.cache_data(max_entries=64, show_spinner=False)
def reasons(build: str, request: Request) -> dict[str, RankReasons]:
    """Of every creator of the page that `recommended` returns for the same request."""
    page = recommended(build, request)
    with open_build(build) as session:
        return recommend_reasons.rank_reasons(
            session, request.brand, app_interactions(request.brand.brand_id), page
        )


@st.cache_data(max_entries=64, show_spinner=False)
def campaign_creators(build: str, brand_id: str, app_version: int) -> frozenset[str]:
    """Ids of the creators that a brand put in a campaign: in the data, and in the app."""
    with open_build(build) as session:
        return recommend_reasons.campaign_creators(session, brand_id, app_interactions(brand_id))


def links(build: str, ids: tuple[str, ...]) -> dict[str, str]:
    """Profile addresses by id."""
    with cursor(build) as con:
        return creators.links(con, list(ids))


def ranking_file(build: str, request: Request, kind: str) -> bytes:
    """The best `DOWNLOAD_MAX` as 'csv' or 'xlsx'; made again on each click."""
    whole = request.whole()
    frame = recommended(build, whole).frame
    sentences = {creator: why.sentences() for creator, why in reasons(build, whole).items()}
    return ranking_bytes(
        build,
        kind,
        frame,
        _SCORES,
        ranked_for=("Recommended for", request.brand.name),
        reasons={
            "Why it ranks here": {creator: drove for creator, (drove, _, _) in sentences.items()},
            "Also true": {creator: true for creator, (_, true, _) in sentences.items()},
            "Worth checking": {creator: check for creator, (_, _, check) in sentences.items()},
        },
        links=links(build, tuple(frame["influencer_id"])),
        sheet="Recommendations",
    )
