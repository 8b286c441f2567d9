"""Why a creator fits a brand or a brief, and what speaks against it."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.domain.brand import BrandProfile
from core.errors import ModelError
from core.features.language import likely_language
from core.features.rule_points import same_category
from core.features.text import shared_topic_words
from core.features.topic_terms import HashtagSplitter, topic_terms
from core.models.growth.verdict import UNUSUAL, GrowthVerdict, growth_verdict
from core.queries.growth.evidence import evidence_join
from core.queries.growth.rising import momentum_join
from core.queries.posts import text_chips
from core.services.matching.closest_posts import closest_posts
from core.services.matching.fit import creator_fit_rows
from core.services.matching.neighbours import similarity_counts
from core.services.matching.query import MatchQuery, query_fit_row, query_vector
from core.services.session import BuildSession

_LOG = logging.getLogger(__name__)

TOP_ENGAGEMENT = 0.90  # percentile from which engagement is a reason
LOW_ENGAGEMENT = 0.10  # percentile below which it is a point to watch
_TAGS_SHOWN = 3
_RISING_FROM = 0.95


@dataclass(frozen=True)
class MatchReasons:
    """Attributes:
    closest_posts: see `closest_posts.closest_posts`.
    chips: short reasons; '+ ' is in favour, '! ' is worth checking, '- ' is against.
    shared_words: topic words of the query and of the creator's bio or closest posts.
    """

    closest_posts: pd.DataFrame
    chips: list[str]
    shared_words: list[str]


@dataclass(frozen=True)
class FitHistogram:
    """How well all creators with text fit a query.

    Attributes:
        edges: (bins + 1,) fit_score 0-100, ascending.
        counts: (bins,) creators between two edges.
    """

    edges: NDArray[np.float64]
    counts: NDArray[np.int64]


def reasons(
    session: BuildSession, influencer_id: str, query: MatchQuery, *, limit: int = 3
) -> MatchReasons:
    """Evidence for one creator.

    Args:
        query: a brand adds what only brands have: category, country, hashtags.
        limit: most posts.
    """
    posts = closest_posts(
        session, influencer_id, query.text, query_vector(session, query), limit=limit
    )
    chips = match_chips(session, [influencer_id], query)
    row = session.con.execute(
        """
        SELECT concat_ws(' . ', bio, array_to_string(hashtags, ' ')) FROM influencers
        WHERE influencer_id = $id LIMIT 1
        """,
        {"id": influencer_id},
    ).fetchone()
    creator_text = " . ".join([row[0] if row else "", *posts["caption"].tolist()])
    return MatchReasons(
        posts, chips.get(influencer_id, []), shared_topic_words(creator_text, query.text)
    )


def fit_histogram(session: BuildSession, query: MatchQuery) -> FitHistogram:
    """The fit of all creators with text; one below 0 counts as 0.

    Raises:
        StoreError: the build has no vectors.
    """
    counts, edges = similarity_counts(creator_fit_rows(session), query_fit_row(session, query))
    return FitHistogram(edges, counts)


def match_chips(
    session: BuildSession, influencer_ids: list[str], query: MatchQuery
) -> dict[str, list[str]]:
    """Short reasons of several creators in one query, for a page of cards: id -> chips.

    Each chip begins with its sign, see `MatchReasons`; unknown ids are left out.
    """
    brand = query.brand or BrandProfile("", "")
    join, evidence = evidence_join(session.con)
    rising, momentum = momentum_join(session.con)
    rows = session.con.execute(
        f"""
        SELECT i.influencer_id, i.category, i.country, i.audience_country,
               list_sort(list_intersect(coalesce(i.hashtags, []), $tags::VARCHAR[])),
               i.bio, m.niche_id, s.engagement_percentile, s.peer_group,
               {evidence}, {momentum}
        FROM influencers i
        {join}
        {rising}
        LEFT JOIN influencer_niches m ON m.influencer_id = i.influencer_id
        LEFT JOIN profile_stats s ON s.influencer_id = i.influencer_id
        WHERE list_contains($ids::VARCHAR[], i.influencer_id)
        ORDER BY i.influencer_id
        """,
        {"ids": influencer_ids, "tags": list(brand.hashtags)},
    ).fetchall()
    text = query.text
    # Without a brand or a brief there is nothing to compare, and no encoder to load for it.
    niche_id = _query_niche(session, text, query_vector(session, query)) if text.strip() else None
    said = text_chips(session.con, influencer_ids)
    return {row[0]: [*_chips(row, brand, text, niche_id), *said.get(row[0], [])] for row in rows}


def as_sentences(chips: list[str]) -> tuple[str, str]:
    """What is in favour of a creator, and what is worth checking or against it, for cells of files.

    Without the signs, which a spreadsheet would take for the start of a formula.
    """
    good, watch_outs = as_lists(chips)
    return "; ".join(good), "; ".join(watch_outs)


def as_lists(chips: list[str]) -> tuple[list[str], list[str]]:
    """What is in favour of a creator, and what is worth checking or against it, without signs."""
    good = [chip[2:] for chip in chips if chip.startswith("+")]
    return good, [chip[2:] for chip in chips if not chip.startswith("+")]


def growth_chip(verdict: GrowthVerdict) -> str | None:
    """What to watch out for in the growth; None unless the evidence calls it unusual."""
    return f"! {verdict.sentence}" if verdict.status == UNUSUAL else None


def rising_chip(percentile: float | None, growth_beyond: float | None) -> str | None:
    """For the twentieth with most momentum; None for the others."""
    if percentile is None or percentile < _RISING_FROM or (growth_beyond or 0) <= 0:
        return None
    return f"+ rising: {growth_beyond:.1%} a week beyond its peers"


def _chips(
    row: tuple[Any, ...], brand: BrandProfile, query_text: str, query_niche: int | None
) -> list[str]:
    _, category, country, audience, tags, bio, niche_id, percentile, peers = row[:9]
    probability, pattern, first_day, last_day, index = row[9:14]
    growth = growth_chip(
        growth_verdict(
            probability,
            pattern=pattern,
            first_day=first_day,
            last_day=last_day,
            authenticity_index=index,
        )
    )
    rising = None if growth else rising_chip(*row[14:])
    chips = []
    if same_category(category, brand.category or None):
        chips.append("+ same category")
    elif niche_id is not None and niche_id == query_niche:
        chips.append("+ same niche")
    if tags:
        shown = " ".join(f"#{tag}" for tag in tags[:_TAGS_SHOWN])
        more = " ..." if len(tags) > _TAGS_SHOWN else ""
        noun = "hashtag" if len(tags) == 1 else "hashtags"
        chips.append(f"+ {len(tags)} shared profile {noun}: {shown}{more}")
    else:
        words = shared_topic_words(bio, query_text)
        if words:
            chips.append("+ says " + ", ".join(words[:_TAGS_SHOWN]))
    if brand.country and brand.country in (audience, country):
        chips.append("+ same audience country" if brand.country == audience else "+ same country")
    if percentile is not None and percentile >= TOP_ENGAGEMENT:
        chips.append(f"+ engagement in the top 10% of {peers or 'its size'}")
    if rising:
        chips.append(rising)
    if growth:
        chips.append(growth)
    if percentile is not None and percentile < LOW_ENGAGEMENT:
        chips.append(f"! engagement in the lowest 10% of {peers or 'its size'}")
    if brand.country and (audience or country) and brand.country not in (audience, country):
        chips.append("- other country")
    return chips


def _query_niche(session: BuildSession, query_text: str, vector: np.ndarray) -> int | None:
    """The niche a text would belong to; None without text or niches."""
    try:
        model = session.niche_model()
    except ModelError:
        _LOG.info("reasons without the niche of the brief", exc_info=True)
        return None
    splitter = HashtagSplitter([query_text])
    niche_id = model.assign(
        vector[None, :], [likely_language(query_text)], [topic_terms(query_text, splitter)]
    ).niche_ids[0]
    return int(niche_id) if niche_id >= 0 else None
