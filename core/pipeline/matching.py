"""Step "matching": the creators nearest to each brand."""

from __future__ import annotations

import numpy as np
import pandas as pd

from core.features.documents import brand_text
from core.features.text import document_counts, topic_words
from core.models.matching import match_label, similarity_scores, top_matches
from core.pipeline.context import BuildContext
from core.pipeline.sources import clear_results
from core.pipeline.text import BRAND_FILE, INFLUENCER_FILE
from core.store import tables

_BRANDS_AT_ONCE = 64
_WORDS_KEPT = 8
_CAPTIONS = 12


def match_brands(context: BuildContext) -> None:
    """Writes brand_matches: the `matches_per_brand` nearest creators of each brand with text."""
    clear_results(context, ("brand_matches",))
    creators = np.load(context.folder / INFLUENCER_FILE, mmap_mode="r")
    brands = np.load(context.folder / BRAND_FILE, mmap_mode="r")
    if not len(brands) or not len(creators) or context.config.matches_per_brand < 1:
        return
    creators = np.asarray(creators)
    found: list[tuple[int, int, int, float, float]] = []
    for start in range(0, len(brands), _BRANDS_AT_ONCE):
        context.report("matching", start, len(brands), "")
        scores = similarity_scores(np.asarray(brands[start : start + _BRANDS_AT_ONCE]), creators)
        for number, row_scores in enumerate(scores):
            top = top_matches(row_scores, context.config.matches_per_brand)
            found += [
                (start + number, int(row), place + 1, float(score), float(share))
                for place, (row, score, share) in enumerate(
                    zip(top.rows, top.scores, top.percentiles, strict=True)
                )
            ]
    context.report("matching", len(brands), len(brands), "")
    if found:
        _write(context, found)


def _write(context: BuildContext, found: list[tuple[int, int, int, float, float]]) -> None:
    brands = context.con.execute(
        "SELECT brand_id, name, description, category, keywords FROM brands ORDER BY brand_id"
    ).fetchall()
    ids = [
        row[0]
        for row in context.con.execute(
            "SELECT influencer_id FROM influencers ORDER BY influencer_id"
        ).fetchall()
    ]
    creator_words = _creator_words(context, sorted({ids[row] for _, row, *_ in found}))
    brand_words = {row[0]: set(topic_words(brand_text(*row[1:]))) for row in brands}
    rarity = document_counts(list(creator_words.values()))
    version = context.con.execute(
        "SELECT note FROM metrics WHERE model = 'text' AND metric = 'encoder'"
    ).fetchone()
    rows = []
    for brand_row, creator_row, rank, score, share in found:
        brand_id, influencer_id = brands[brand_row][0], ids[creator_row]
        both = brand_words[brand_id] & creator_words.get(influencer_id, frozenset())
        shared = sorted(both, key=lambda word: (rarity.get(word, 0), -len(word), word))
        rows.append(
            (brand_id, influencer_id, rank, score, match_label(score), share, shared[:_WORDS_KEPT])
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
        ],
    )
    frame["model_version"] = f"cosine · {version[0] if version else context.settings.embedder}"
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
