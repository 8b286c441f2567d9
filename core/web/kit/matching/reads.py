"""Cached reads of the Brand match page. The build id comes first."""

from __future__ import annotations

import streamlit as st

from core.domain.match_orders import POSTS
from core.queries import creators
from core.services.matching import fit, matching
from core.services.matching import reasons as match_reasons
from core.services.matching.brand_gates import NO_GATES, BrandGates
from core.services.matching.filters import MatchFilters
from core.services.matching.matching import MatchPage
from core.services.matching.query import MatchQuery
from core.services.matching.reasons import MatchReasons, as_sentences
from core.services.ranking.reasons import SimilarPartners, similar_partners
from core.web.kit.cache import open_build
from core.web.kit.downloads import DOWNLOAD_MAX, ranking_bytes

_SCORES = {
    "percentile": ("Percentile of the fit among all creators (0-1)", 4),
    "fit_score": ("Fit (0-100)", 1),
    "similarity_score": ("Text similarity (cosine x 100)", 1),
    "match_label": ("Band of the text similarity", None),
}
_ORDER_SCORES = {
    "order_percentile": ("Percentile in this order among all creators (0-1)", 4),
    "collaboration_percentile": (
        "Percentile by what similar brands chose, among all creators (0-1)",
        4,
    ),
}


@st.cache_data(max_entries=128, show_spinner="Ranking creators…")
def ranked(
    build: str,
    query: MatchQuery,
    filters: MatchFilters,
    page: int,
    page_size: int,
    gates: BrandGates = NO_GATES,
    order: str = POSTS,
    micro_first: bool = False,
    hides_partners: bool = False,
) -> MatchPage:
    """One page of creators for a brand or brief, best first."""
    with open_build(build) as session:
        return matching.rank(
            session,
            query,
            filters,
            page,
            page_size,
            gates=gates,
            order=order,
            micro_first=micro_first,
            hides_partners=hides_partners,
        )


@st.cache_data(max_entries=128, show_spinner=False)
def chips(
    build: str, query: MatchQuery, ids: tuple[str, ...], brand_id: str = ""
) -> dict[str, list[str]]:
    """Short reasons of some creators: id -> chips; `brand_id` tells whose brief a brief is."""
    with open_build(build) as session:
        found = match_reasons.match_chips(session, list(ids), query)
        worked = similar_partners(session, query, ids, brand_id=brand_id)
    return {
        creator: [*worked.get(creator, SimilarPartners()).chips(), *words]
        for creator, words in found.items()
    }


@st.cache_data(max_entries=128, show_spinner="Reading the posts…")
def reasons(build: str, query: MatchQuery, influencer_id: str) -> MatchReasons:
    """Closest posts and reasons of one creator."""
    with open_build(build) as session:
        return match_reasons.reasons(session, influencer_id, query)


def fit_note(build: str) -> str:
    """What to say of the ranking of a build of an earlier version; '' for any other."""
    with open_build(build) as session:
        return "" if session.has_fit else fit.NO_FIT


def ranking_file(
    build: str,
    query: MatchQuery,
    filters: MatchFilters,
    gates: BrandGates,
    order: str,
    micro_first: bool,
    hides_partners: bool,
    kind: str,
) -> bytes:
    """The best `DOWNLOAD_MAX` of the ranking as 'csv' or 'xlsx'; made again on each click."""
    with open_build(build) as session:
        listed = matching.rank(
            session,
            query,
            filters,
            1,
            DOWNLOAD_MAX,
            gates=gates,
            order=order,
            micro_first=micro_first,
            hides_partners=hides_partners,
        )
        frame = listed.frame
        ids = tuple(frame["influencer_id"])
        links = creators.links(session.con, list(ids))
    sentences = {
        creator: as_sentences(words) for creator, words in chips(build, query, ids).items()
    }
    return ranking_bytes(
        build,
        kind,
        frame,
        _SCORES if listed.order == POSTS else _ORDER_SCORES | _SCORES,
        ranked_for=("Ranked for", query.brief if query.brand is None else query.brand.name),
        reasons={
            "Reasons": {creator: good for creator, (good, _) in sentences.items()},
            "Worth checking": {creator: check for creator, (_, check) in sentences.items()},
        },
        links=links,
        sheet="Ranking",
    )
