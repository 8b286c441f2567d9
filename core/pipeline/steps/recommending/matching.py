"""Step "matching": the creators that fit each brand best."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa

from core.domain.fit_bands import match_label
from core.features.documents import brand_text
from core.features.text import document_counts, topic_words
from core.pipeline.context import BuildContext
from core.pipeline.engines.work import Work
from core.pipeline.kernels.matches import MatchesKernel, read_topic_words
from core.pipeline.sources import clear_results
from core.pipeline.steps.niches import BRAND_FIT_FILE, CREATOR_FIT_FILE
from core.pipeline.steps.text import BRAND_FILE, INFLUENCER_FILE
from core.store import tables

_BRANDS_AT_ONCE = 64
_CREATORS_AT_ONCE = 5_000
_WORDS_KEPT = 8
_CAPTIONS = 12
_MESSAGE = "reading words"


def match_brands(context: BuildContext) -> None:
    """Writes brand_matches: the `matches_per_brand` creators that fit each brand with text best."""
    clear_results(context, ("brand_matches",))
    creators, brands = (
        len(np.load(context.folder / name, mmap_mode="r")) for name in (INFLUENCER_FILE, BRAND_FILE)
    )
    if not brands or not creators or context.config.matches_per_brand < 1:
        return
    rows = pa.table({"brand_row": np.arange(brands)})
    parts = [
        {"brands": rows.slice(start, _BRANDS_AT_ONCE)}
        for start in range(0, brands, _BRANDS_AT_ONCE)
    ]
    results = context.results(Work("matching", _kernel(context), parts))
    matches = pa.concat_tables([result["matches"] for result in results]).to_pandas()
    if len(matches):
        _write(context, matches)


def _kernel(context: BuildContext) -> MatchesKernel:
    """It compares plain vectors alone with results of an earlier version, which has no others."""
    creators, brands = context.folder / INFLUENCER_FILE, context.folder / BRAND_FILE
    fits = context.folder / CREATOR_FIT_FILE, context.folder / BRAND_FIT_FILE
    if not all(file.is_file() for file in fits):
        fits = creators, brands
    return MatchesKernel(creators, brands, *fits, context.config.matches_per_brand)


def _write(context: BuildContext, matches: pd.DataFrame) -> None:
    brands = context.con.execute(
        "SELECT brand_id, name, description, category, keywords FROM brands ORDER BY brand_id"
    ).fetchall()
    ids = context.con.execute(
        "SELECT influencer_id FROM influencers ORDER BY influencer_id"
    ).fetchnumpy()["influencer_id"]
    brand_ids = np.array([row[0] for row in brands], dtype=object)
    matches["brand_id"] = brand_ids[matches.pop("brand_row")]
    matches["influencer_id"] = ids[matches.pop("creator_row")]
    creator_words = _creator_words(context, sorted(matches["influencer_id"].unique()))
    brand_words = {row[0]: set(topic_words(brand_text(*row[1:]))) for row in brands}
    rarity = document_counts(list(creator_words.values()))
    matches["shared_words"] = [
        sorted(
            brand_words[brand] & creator_words.get(creator, frozenset()),
            key=lambda word: (rarity.get(word, 0), -len(word), word),
        )[:_WORDS_KEPT]
        for brand, creator in zip(matches["brand_id"], matches["influencer_id"], strict=True)
    ]
    matches["match_label"] = matches["similarity_score"].map(match_label)
    version = context.con.execute(
        "SELECT note FROM metrics WHERE model = 'text' AND metric = 'encoder'"
    ).fetchone()
    matches["model_version"] = f"topic fit · {version[0] if version else context.settings.embedder}"
    tables.append_frame(context.con, "brand_matches", matches)


def _creator_words(context: BuildContext, ids: list[str]) -> dict[str, frozenset[str]]:
    """Topic words of bio, hashtags and newest captions of some creators."""
    creators: pa.Table = context.con.sql(
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
        SELECT i.influencer_id, concat_ws(' . ', i.bio, t.captions) AS document,
               array_to_string(i.hashtags, ' ') AS tags
        FROM wanted w JOIN influencers i ON i.influencer_id = w.influencer_id
        LEFT JOIN texts t ON t.influencer_id = i.influencer_id
        ORDER BY i.influencer_id
        """,
        params={"ids": ids, "captions": _CAPTIONS},
    ).to_arrow_table()
    starts = range(0, creators.num_rows, _CREATORS_AT_ONCE)
    parts = [{"creators": creators.slice(start, _CREATORS_AT_ONCE)} for start in starts]

    def report(_step: str, _done: int, _total: int, _message: str = "") -> None:
        # The brands have been counted, and are what the time of the step follows.
        context.report("matching", 1, 1, _MESSAGE)

    work = Work("matching", read_topic_words, parts, _MESSAGE, is_python=True)
    return {
        creator: frozenset(words)
        for result in context.results(work, report)
        for creator, words in zip(
            result["words"]["influencer_id"].to_pylist(),
            result["words"]["words"].to_pylist(),
            strict=True,
        )
    }
