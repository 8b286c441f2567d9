"""Cached reads of the Recommendations page. The build id comes first.

What the brand did in the app is part of each key by its version, a number that grows with every
interaction, so that nothing computed before a click is shown after it.
"""

from __future__ import annotations

from datetime import date

import streamlit as st

from core.domain.interactions import INTERACTION_POINTS
from core.queries import brands, creators
from core.services.recommending import reasons as recommend_reasons
from core.services.recommending import recommending
from core.services.recommending.asking_brand import AskingBrand
from core.services.recommending.reasons import RankReasons
from core.services.recommending.recommending import RecommendPage, Wish
from core.web.kit.cache import build_facts, cursor, settings
from core.web.kit.downloads import ranking_bytes
from core.web.kit.workspace import engine
from core.workspace import interactions

_SCORES = {
    "score": ("Score (100 is this brand's best creator, 0 its median one)", 1),
    "learnt_part": ("Learned: place among all creators (0-1)", 4),
    "semantic_part": ("Texts: place among all creators (0-1)", 4),
    "points": ("Rule points", 2),
}


def points() -> dict[str, float]:
    """Points of each kind of interaction, as set by people."""
    return interactions.points(engine(), INTERACTION_POINTS)


def version(brand_id: str) -> int:
    """Grows with each interaction of the brand."""
    return interactions.version(engine(), brand_id)


@st.cache_data(max_entries=64, show_spinner="Ranking creators…")
def recommended(
    build: str, asker: AskingBrand, wish: Wish, day: date, amounts: tuple[tuple[str, float], ...],
    own_version: int,
) -> RecommendPage:  # fmt: skip
    own = interactions.recorded(engine(), brand_id=asker.brand_id)
    with cursor(build) as con:
        return recommending.recommend(
            con,
            build_facts(build).folder,
            settings(),
            asker,
            own,
            wish,
            points=dict(amounts),
            day=day,
        )


@st.cache_data(max_entries=64, show_spinner=False)
def reasons(
    build: str, asker: AskingBrand, wish: Wish, day: date, amounts: tuple[tuple[str, float], ...],
    own_version: int,
) -> dict[str, RankReasons]:  # fmt: skip
    """Of every creator of the page that `recommended` returns for the same arguments."""
    own = interactions.recorded(engine(), brand_id=asker.brand_id)
    page = recommended(build, asker, wish, day, amounts, own_version)
    with cursor(build) as con:
        return recommend_reasons.rank_reasons(
            con, build_facts(build).folder, settings(), asker, own, page
        )


@st.cache_data(max_entries=64, show_spinner=False)
def campaign_creators(build: str, brand_id: str, own_version: int) -> frozenset[str]:
    """Ids of the creators that a brand put in a campaign: in the data, and in the app."""
    own = interactions.recorded(engine(), brand_id=brand_id)
    with cursor(build) as con:
        return recommend_reasons.campaign_creators(con, brand_id, own)


@st.cache_data(max_entries=8, show_spinner=False)
def categories(build: str) -> list[str]:
    with cursor(build) as con:
        return brands.categories(con)


def links(build: str, ids: tuple[str, ...]) -> dict[str, str]:
    """Profile addresses by id."""
    with cursor(build) as con:
        return creators.links(con, list(ids))


def ranking_file(
    build: str,
    asker: AskingBrand,
    wish: Wish,
    day: date,
    amounts: tuple[tuple[str, float], ...],
    own_version: int,
    kind: str,
) -> bytes:
    """The best `DOWNLOAD_MAX` as 'csv' or 'xlsx'; made again on each click."""
    found = recommended(build, asker, wish, day, amounts, own_version)
    ids = tuple(found.frame["influencer_id"])
    said = {
        one: why.sentences()
        for one, why in reasons(build, asker, wish, day, amounts, own_version).items()
    }
    return ranking_bytes(
        kind,
        found.frame,
        _SCORES,
        whom=("Recommended for", asker.name),
        reasons={
            "Why it ranks here": {one: drove for one, (drove, _, _) in said.items()},
            "Also true": {one: true for one, (_, true, _) in said.items()},
            "Worth checking": {one: check for one, (_, _, check) in said.items()},
        },
        links=links(build, ids),
        sheet="Recommendations",
    )
