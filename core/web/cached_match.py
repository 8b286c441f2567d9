"""Cached reads of the Brand match page. The build id comes first."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from core.serving import match_reasons, matching, neighbours
from core.serving.match_reasons import MatchReasons, as_sentences
from core.serving.matching import MatchFilters, MatchPage
from core.store.export import to_csv_bytes, to_xlsx_bytes
from core.views import creators
from core.web.cached import build_facts, cursor, embeddings, settings
from core.web.formats import country_name, file_slug, platform_label

BRIEF_NAME = "your brief"
# A list that nobody can read further; it also bounds what one click may cost.
DOWNLOAD_MAX = 500  # a list to work through, not the data
_FILE_COLUMNS = {
    "rank": "Rank",
    "handle": "Handle",
    "name": "Name",
    "platform": "Platform",
    "country": "Country",
    "niche": "Niche",
    "tier": "Tier",
    "followers_count": "Followers",
    "engagement_rate": "Engagement rate (fraction)",
    "growth_fraction": "Growth over the window (fraction)",
    "suspicion_score": "Caution score (0-100, higher is more unusual)",
    "story_price": "Story price (EUR)",
    "post_price": "Post price (EUR)",
    "similarity_score": "Fit (cosine x 100)",
    "match_label": "Band",
    "percentile": "Percentile among all creators (0-1)",
    "reasons": "Speaks for it",
    "watch_outs": "Worth checking",
    "bio": "Bio",
    "url": "Profile link",
}
_FILE_DECIMALS = {
    "engagement_rate": 4,
    "growth_fraction": 4,
    "similarity_score": 1,
    "percentile": 4,
}


@dataclass(frozen=True)
class Wanted:
    """Whom creators are wanted for: a brand of the build or a brief typed by a person.

    Attributes:
        name: shown name.
        brand_id: brands.brand_id; '' for a brief.
        brief: the typed text; '' for a brand.
    """

    name: str
    brand_id: str = ""
    brief: str = ""

    def slug(self) -> str:
        """A part of a file name."""
        return file_slug(self.name, "brief")


@dataclass(frozen=True)
class Histogram:
    """How similar all creators with text are to what is wanted.

    Attributes:
        edges: (b + 1,) cosine x 100, rising.
        counts: (b,) creators between two edges.
    """

    edges: NDArray[np.float64]
    counts: NDArray[np.int64]


def _vector(build: str, wanted: Wanted) -> NDArray[np.float32]:
    if wanted.brief:
        return matching.brief_vector(wanted.brief, settings())
    with cursor(build) as con:
        return matching.brand_vector(con, build_facts(build).folder, wanted.brand_id)


@st.cache_data(max_entries=128, show_spinner="Ranking creators…")
def ranked(
    build: str, wanted: Wanted, filters: MatchFilters, page: int, page_size: int
) -> MatchPage:
    vector = _vector(build, wanted)
    with cursor(build) as con:
        return matching.rank(
            con, build_facts(build).folder, vector, filters, page=page, page_size=page_size
        )


def _text(build: str, wanted: Wanted) -> str:
    if wanted.brief:
        return wanted.brief
    with cursor(build) as con:
        return matching.brand_query_text(con, wanted.brand_id)


@st.cache_data(max_entries=128, show_spinner=False)
def chips(build: str, wanted: Wanted, ids: tuple[str, ...]) -> dict[str, list[str]]:
    vector, text = _vector(build, wanted), _text(build, wanted)
    with cursor(build) as con:
        return match_reasons.match_chips(
            con,
            build_facts(build).folder,
            list(ids),
            text,
            vector,
            brand_id=wanted.brand_id or None,
        )


@st.cache_data(max_entries=128, show_spinner="Reading the posts…")
def reasons(build: str, wanted: Wanted, influencer_id: str) -> MatchReasons:
    vector, text = _vector(build, wanted), _text(build, wanted)
    with cursor(build) as con:
        return match_reasons.reasons(
            con,
            build_facts(build).folder,
            settings(),
            influencer_id,
            text,
            vector,
            brand_id=wanted.brand_id or None,
        )


@st.cache_data(max_entries=64, show_spinner=False)
def similarity_histogram(build: str, wanted: Wanted) -> Histogram:
    vectors = embeddings(build, "influencer_embeddings")
    counts, edges = neighbours.similarity_counts(vectors, _vector(build, wanted))
    return Histogram(edges, counts)


def ranking_file(build: str, wanted: Wanted, filters: MatchFilters, kind: str) -> bytes:
    """The best `DOWNLOAD_MAX` of the ranking as 'csv' or 'xlsx'; made anew on each click."""
    vector = _vector(build, wanted)
    with cursor(build) as con:
        found = matching.rank(
            con, build_facts(build).folder, vector, filters, page=1, page_size=DOWNLOAD_MAX
        )
    ids = found.frame["influencer_id"].tolist()
    why = chips(build, wanted, tuple(ids))
    with cursor(build) as con:
        links = creators.links(con, ids)
    sentences = [as_sentences(why.get(one, [])) for one in ids]
    frame = found.frame.assign(
        platform=found.frame["platform"].map(platform_label),
        country=found.frame["country"].map(country_name),
        bio=found.frame["bio"].str.split().str.join(" "),  # one line a creator
        reasons=[good for good, _ in sentences],
        watch_outs=[check for _, check in sentences],
        url=found.frame["influencer_id"].map(links),
    ).round(_FILE_DECIMALS)
    frame = frame[list(_FILE_COLUMNS)].rename(columns=_FILE_COLUMNS)
    whom = wanted.brief if wanted.name == BRIEF_NAME else wanted.name
    frame.insert(0, "Wanted for", whom)
    return to_csv_bytes(frame) if kind == "csv" else to_xlsx_bytes(frame, "Ranking")
