"""Cached reads of the Brand match page. The build id comes first."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from core.queries import creators
from core.services.encoder import settings_of_build
from core.services.matching import brand_gates, fit, matching, neighbours
from core.services.matching import reasons as match_reasons
from core.services.matching.brand_gates import NO_GATES, BrandGates
from core.services.matching.matching import MatchFilters, MatchPage
from core.services.matching.reasons import MatchReasons, as_sentences
from core.services.recommending.placing import AskingBrand
from core.web.kit.cache import build_facts, cursor, settings
from core.web.kit.downloads import DOWNLOAD_MAX, ranking_bytes
from core.web.kit.formats import file_slug

BRIEF_NAME = "your brief"
_SCORES = {
    "percentile": ("Percentile of the fit among all creators (0-1)", 4),
    "fit_score": ("Fit (0-100)", 1),
    "similarity_score": ("Text similarity (cosine x 100)", 1),
    "match_label": ("Band of the text similarity", None),
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
    """How well all creators with text fit what is wanted.

    Attributes:
        edges: (b + 1,) fit_score 0-100, rising.
        counts: (b,) creators between two edges.
    """

    edges: NDArray[np.float64]
    counts: NDArray[np.int64]


def _vector(build: str, wanted: Wanted) -> NDArray[np.float32]:
    if wanted.brief:
        found = settings_of_build(settings(), build_facts(build).folder)
        return matching.brief_vector(wanted.brief, found)
    with cursor(build) as con:
        return matching.brand_vector(con, build_facts(build).folder, wanted.brand_id)


@st.cache_data(max_entries=128, show_spinner="Ranking creators…")
def ranked(
    build: str,
    wanted: Wanted,
    filters: MatchFilters,
    page: int,
    page_size: int,
    gates: BrandGates = NO_GATES,
) -> MatchPage:
    vector = _vector(build, wanted)
    with cursor(build) as con:
        return matching.rank(
            con,
            build_facts(build).folder,
            vector,
            filters,
            page,
            page_size,
            gates=gates,
            query_text=_text(build, wanted),
        )


@st.cache_data(max_entries=64, show_spinner=False)
def gates(build: str, brand: AskingBrand) -> BrandGates:
    with cursor(build) as con:
        return brand_gates.brand_gates(con, brand)


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
def fit_histogram(build: str, wanted: Wanted) -> Histogram:
    folder = build_facts(build).folder
    row = fit.text_row(folder, _text(build, wanted), _vector(build, wanted))
    counts, edges = neighbours.similarity_counts(fit.creator_rows_of(folder), row)
    return Histogram(edges, counts)


def fit_note(build: str) -> str:
    """What to say of the ranking of a build of an earlier version; '' for any other."""
    return "" if fit.has_fit(build_facts(build).folder) else fit.NO_FIT


def ranking_file(
    build: str, wanted: Wanted, filters: MatchFilters, gates: BrandGates, kind: str
) -> bytes:
    """The best `DOWNLOAD_MAX` of the ranking as 'csv' or 'xlsx'; made again on each click."""
    vector = _vector(build, wanted)
    with cursor(build) as con:
        found = matching.rank(
            con,
            build_facts(build).folder,
            vector,
            filters,
            1,
            DOWNLOAD_MAX,
            gates=gates,
            query_text=_text(build, wanted),
        )
    ids = tuple(found.frame["influencer_id"])
    with cursor(build) as con:
        links = creators.links(con, list(ids))
    said = {one: as_sentences(words) for one, words in chips(build, wanted, ids).items()}
    return ranking_bytes(
        kind,
        found.frame,
        _SCORES,
        whom=("Wanted for", wanted.brief if wanted.name == BRIEF_NAME else wanted.name),
        reasons={
            "Speaks for it": {one: good for one, (good, _) in said.items()},
            "Worth checking": {one: check for one, (_, check) in said.items()},
        },
        links=links,
        sheet="Ranking",
    )
