"""Why a creator fits a brand or a brief, and what speaks against it."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd

from core.errors import ModelError
from core.features.language import likely_language
from core.features.rule_points import same_category
from core.features.text import shared_topic_words
from core.features.topic_terms import HashtagSplitter, topic_terms
from core.models.growth.verdict import UNUSUAL, GrowthVerdict, growth_verdict
from core.queries.growth.evidence import evidence_join
from core.queries.post_texts import text_chips
from core.queries.rising import momentum_join
from core.services.matching.closest_posts import closest_posts, niche_model
from core.settings import Settings

_LOG = logging.getLogger(__name__)

TOP_ENGAGEMENT = 0.90  # percentile from which engagement is a reason
LOW_ENGAGEMENT = 0.10  # percentile below which it is a point to watch
_TAGS_SHOWN = 3
_RISING_FROM = 0.95


@dataclass(frozen=True)
class MatchReasons:
    """Attributes:
    closest_posts: see `closest_posts.closest_posts`.
    chips: short reasons; '+ ' speaks for, '! ' is worth checking, '- ' speaks against.
    shared_words: topic words of the query and of the creator's bio or closest posts.
    """

    closest_posts: pd.DataFrame
    chips: list[str]
    shared_words: list[str]


def reasons(
    con: duckdb.DuckDBPyConnection,
    folder: Path,
    settings: Settings,
    influencer_id: str,
    query_text: str,
    query_vector: np.ndarray,
    *,
    brand_id: str | None = None,
    limit: int = 3,
) -> MatchReasons:
    """Evidence for one creator. `brand_id` adds what only a brand has: category, country, tags."""
    posts = closest_posts(
        con, folder, settings, influencer_id, query_text, query_vector, limit=limit
    )
    chips = match_chips(con, folder, [influencer_id], query_text, query_vector, brand_id=brand_id)
    row = con.execute(
        """
        SELECT concat_ws(' . ', bio, array_to_string(hashtags, ' ')) FROM influencers
        WHERE influencer_id = $id LIMIT 1
        """,
        {"id": influencer_id},
    ).fetchone()
    own = " . ".join([row[0] if row else "", *posts["caption"].tolist()])
    return MatchReasons(posts, chips.get(influencer_id, []), shared_topic_words(own, query_text))


def match_chips(
    con: duckdb.DuckDBPyConnection,
    folder: Path,
    influencer_ids: list[str],
    query_text: str,
    query_vector: np.ndarray,
    *,
    brand_id: str | None = None,
    facts: tuple[str | None, str | None, list[str]] | None = None,
) -> dict[str, list[str]]:
    """Short reasons of several creators in one query, for a page of cards: id -> chips.

    Args:
        facts: category, country and hashtags of a brand that the build does not have.
    """
    brand: tuple[Any, ...] = facts or (None, None, [])
    if brand_id is not None:
        found = con.execute(
            """SELECT category, country, coalesce(hashtags, []) FROM brands
               WHERE brand_id = $id LIMIT 1""",
            {"id": brand_id},
        ).fetchone()
        brand = found or brand
    join, evidence = evidence_join(con)
    rising, momentum = momentum_join(con)
    rows = con.execute(
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
        {"ids": influencer_ids, "tags": brand[2]},
    ).fetchall()
    niche_id = _query_niche(folder, query_text, query_vector)
    said = text_chips(con, influencer_ids)
    return {
        row[0]: [*_chips(row, brand, query_text, niche_id), *said.get(row[0], [])] for row in rows
    }


def as_sentences(chips: list[str]) -> tuple[str, str]:
    """What speaks for a creator, and what is worth checking or against it, for cells of files.

    Without the signs, which a spreadsheet would take for the start of a formula.
    """
    good = "; ".join(chip[2:] for chip in chips if chip.startswith("+"))
    return good, "; ".join(chip[2:] for chip in chips if not chip.startswith("+"))


def growth_chip(verdict: GrowthVerdict) -> str | None:
    """What to watch out for in the growth; None unless the evidence calls it unusual."""
    return f"! {verdict.sentence}" if verdict.status == UNUSUAL else None


def rising_chip(percentile: float | None, growth_beyond: float | None) -> str | None:
    """For the twentieth with most momentum; None for the others."""
    if percentile is None or percentile < _RISING_FROM or (growth_beyond or 0) <= 0:
        return None
    return f"+ rising: {growth_beyond:.1%} a week beyond its peers"


def _chips(
    row: tuple[Any, ...], brand: tuple[Any, ...], query_text: str, query_niche: int | None
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
    brand_category, brand_country, _ = brand
    chips = []
    if same_category(category, brand_category):
        chips.append("+ same category")
    elif niche_id is not None and niche_id == query_niche:
        chips.append("+ same niche")
    if tags:
        shown = " ".join(f"#{tag}" for tag in tags[:_TAGS_SHOWN])
        more = " ..." if len(tags) > _TAGS_SHOWN else ""
        noun = "hashtag" if len(tags) == 1 else "hashtags"
        chips.append(f"+ {len(tags)} shared {noun}: {shown}{more}")
    else:
        words = shared_topic_words(bio, query_text)
        if words:
            chips.append("+ says " + ", ".join(words[:_TAGS_SHOWN]))
    if brand_country and brand_country in (audience, country):
        chips.append("+ same audience country" if brand_country == audience else "+ same country")
    if percentile is not None and percentile >= TOP_ENGAGEMENT:
        chips.append(f"+ engagement in the top 10% of {peers or 'its size'}")
    if rising:
        chips.append(rising)
    if growth:
        chips.append(growth)
    if percentile is not None and percentile < LOW_ENGAGEMENT:
        chips.append(f"! engagement in the lowest 10% of {peers or 'its size'}")
    if brand_country and (audience or country) and brand_country not in (audience, country):
        chips.append("- other country")
    return chips


def _query_niche(folder: Path, query_text: str, query_vector: np.ndarray) -> int | None:
    """The niche a text would belong to; None without text or niches."""
    try:
        model = niche_model(folder)
    except ModelError:
        _LOG.info("reasons without the niche of the brief", exc_info=True)
        return None
    splitter = HashtagSplitter([query_text])
    found = model.assign(
        query_vector[None, :],
        [likely_language(query_text)],
        [topic_terms(query_text, splitter)],
    ).niche_ids[0]
    return int(found) if found >= 0 else None
