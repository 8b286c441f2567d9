"""Step "matching": the creators that fit each brand best."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.domain.fit_bands import match_label
from core.features.documents import brand_text
from core.features.text import document_counts, topic_words
from core.models.matching import similarity_scores, top_matches
from core.pipeline.context import BuildContext
from core.pipeline.sources import clear_results
from core.pipeline.steps.niches import BRAND_FIT_FILE, CREATOR_FIT_FILE
from core.pipeline.steps.text import BRAND_FILE, INFLUENCER_FILE
from core.store import tables

_BRANDS_AT_ONCE = 64
_WORDS_KEPT = 8
_CAPTIONS = 12


@dataclass(frozen=True)
class _Match:
    """One of a brand's best creators; the rows are places in the order of the ids."""

    brand_row: int
    creator_row: int
    rank: int
    fit_score: float
    similarity_score: float
    percentile: float


def match_brands(context: BuildContext) -> None:
    """Writes brand_matches: the `matches_per_brand` creators that fit each brand with text best."""
    clear_results(context, ("brand_matches",))
    creators = np.load(context.folder / INFLUENCER_FILE, mmap_mode="r")
    brands = np.load(context.folder / BRAND_FILE, mmap_mode="r")
    if not len(brands) or not len(creators) or context.config.matches_per_brand < 1:
        return
    creators = np.asarray(creators)
    creator_fits, brand_fits = _fit_rows(context, creators, np.asarray(brands))
    matches: list[_Match] = []
    for start in range(0, len(brands), _BRANDS_AT_ONCE):
        context.report("matching", start, len(brands), "")
        fits = similarity_scores(brand_fits[start : start + _BRANDS_AT_ONCE], creator_fits)
        for number, row_fits in enumerate(fits):
            top = top_matches(row_fits, context.config.matches_per_brand)
            brand = np.asarray(brands[start + number : start + number + 1])
            cosines = similarity_scores(brand, creators[top.rows])[0]
            matches += [
                _Match(
                    start + number, int(row), place + 1, max(float(fit), 0.0), float(cosine), share
                )
                for place, (row, fit, share, cosine) in enumerate(
                    zip(top.rows, top.scores, top.percentiles.tolist(), cosines, strict=True)
                )
            ]
    context.report("matching", len(brands), len(brands), "")
    if matches:
        _write(context, matches)


def _fit_rows(
    context: BuildContext, creators: np.ndarray, brands: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """The rows whose cosine is the fit; plain vectors with results of an earlier version."""
    files = [context.folder / name for name in (CREATOR_FIT_FILE, BRAND_FIT_FILE)]
    if not all(file.is_file() for file in files):
        return creators, brands
    creator_fits, brand_fits = (np.asarray(np.load(file, mmap_mode="r")) for file in files)
    return creator_fits, brand_fits


def _write(context: BuildContext, matches: list[_Match]) -> None:
    brands = context.con.execute(
        "SELECT brand_id, name, description, category, keywords FROM brands ORDER BY brand_id"
    ).fetchall()
    ids = [
        row[0]
        for row in context.con.execute(
            "SELECT influencer_id FROM influencers ORDER BY influencer_id"
        ).fetchall()
    ]
    creator_words = _creator_words(context, sorted({ids[match.creator_row] for match in matches}))
    brand_words = {row[0]: set(topic_words(brand_text(*row[1:]))) for row in brands}
    rarity = document_counts(list(creator_words.values()))
    version = context.con.execute(
        "SELECT note FROM metrics WHERE model = 'text' AND metric = 'encoder'"
    ).fetchone()
    rows = []
    for match in matches:
        brand_id, influencer_id = brands[match.brand_row][0], ids[match.creator_row]
        both = brand_words[brand_id] & creator_words.get(influencer_id, frozenset())
        shared = sorted(both, key=lambda word: (rarity.get(word, 0), -len(word), word))
        rows.append(
            (
                brand_id,
                influencer_id,
                match.rank,
                match.similarity_score,
                match_label(match.similarity_score),
                match.percentile,
                shared[:_WORDS_KEPT],
                match.fit_score,
            )
        )
    frame = pd.DataFrame(
        rows,
        columns=[
            "brand_id",
            "influencer_id",
            "match_rank",
            "similarity_score",
            "match_label",
            "percentile",
            "shared_words",
            "fit_score",
        ],
    )
    frame["model_version"] = f"topic fit · {version[0] if version else context.settings.embedder}"
    tables.append_frame(context.con, "brand_matches", frame)


def _creator_words(context: BuildContext, ids: list[str]) -> dict[str, frozenset[str]]:
    """Topic words of bio, hashtags and newest captions of some creators."""
    rows = context.con.execute(
        """
        WITH wanted AS (SELECT unnest($ids) AS influencer_id),
        numbered AS (
            SELECT p.influencer_id, left(p.caption, 1000) AS caption,
                   row_number() OVER (PARTITION BY p.influencer_id
                                      ORDER BY p.posted_at DESC NULLS LAST, p.post_id) AS place
            FROM posts p JOIN wanted w ON w.influencer_id = p.influencer_id
        ), texts AS (
            SELECT influencer_id, string_agg(caption, ' . ' ORDER BY place) AS captions
            FROM numbered WHERE place <= $captions GROUP BY influencer_id
        )
        SELECT i.influencer_id, concat_ws(' . ', i.bio, t.captions),
               array_to_string(i.hashtags, ' ')
        FROM wanted w JOIN influencers i ON i.influencer_id = w.influencer_id
        LEFT JOIN texts t ON t.influencer_id = i.influencer_id
        ORDER BY i.influencer_id
        """,
        {"ids": ids, "captions": _CAPTIONS},
    ).fetchall()
    return {
        # The captions of twelve posts are longer than what `clean_text` reads in one go.
        influencer_id: frozenset(
            word
            for start in range(0, len(text), 3500)
            for word in topic_words(text[start : start + 3500])
        )
        | frozenset(topic_words(tags))
        for influencer_id, text, tags in rows
    }
