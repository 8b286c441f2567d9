"""Step "text": one vector for each creator and brand, and in a deep build for each post."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from core.features.documents import (
    LONGEST_CHARS,
    brand_text,
    creator_document,
    cut_at_word,
    substitute_text,
)
from core.features.embeddings import Encoder, normalised
from core.features.text import clean_text
from core.pipeline.context import BuildContext
from core.progress import Report

INFLUENCER_FILE = "influencer_embeddings.npy"
BRAND_FILE = "brand_embeddings.npy"
POST_FILE = "post_embeddings.npy"

CAPTIONS_A_CREATOR = 12  # newest; encoding is 150-400 texts/s, so millions of posts need a limit
QUICK_CAPTIONS = 4
QUICK_CHARS = 320  # about 70 tokens: 4,000 creators in 12-20 s on two cores
BIO_WEIGHT = 1.0  # against the mean of the posts
_ROWS_AT_ONCE = 8192


def encode_texts(context: BuildContext) -> None:
    """Writes the embedding files of the build, rows ordered by id; see the text of each function.

    The encoder's version goes to `metrics` (model 'text'), where a build from a later step and
    the pages find it.
    """
    encoder = Encoder(context.settings)
    context.con.execute("DELETE FROM metrics WHERE model = 'text'")
    context.con.execute(
        "INSERT INTO metrics (model, metric, value, note) "
        "VALUES ('text', 'encoder', $dimension, $version)",
        {"dimension": encoder.dimension, "version": encoder.model_version},
    )
    # Brands last: the page that waits for them is not the first that people open.
    if context.config.deep:
        creators = _creators_from_all_posts(context, encoder)
    else:
        creators = _creators_from_short_documents(context, encoder)
    np.save(context.folder / INFLUENCER_FILE, creators)
    np.save(context.folder / BRAND_FILE, _brands(context, encoder))
    context.facts["text"] = {
        "encoder": encoder.model_version,
        "creators_without_text": int((~creators.any(axis=1)).sum()),
        "captions_a_creator": CAPTIONS_A_CREATOR if context.config.deep else QUICK_CAPTIONS,
    }


@dataclass(frozen=True)
class CreatorText:
    """What a creator wrote: bio and newest captions, and what may stand in for them."""

    bio: str | None
    category: str | None
    hashtags: list[str] | None
    captions: list[str]

    def document(self, max_chars: int) -> str:
        """One short clean text; hashtags and category only when there is nothing else."""
        text = creator_document(self.bio, self.captions, max_chars=max_chars)
        return text or substitute_text(self.category, self.hashtags)

    def parts(self) -> list[str]:
        """Bio and captions as given; hashtags and category only when there is nothing else."""
        texts = [part for part in (self.bio, *self.captions) if part]
        return texts or [substitute_text(self.category, self.hashtags)]


def creator_texts(
    context: BuildContext,
    captions: int = QUICK_CAPTIONS,
    chars: int = QUICK_CHARS,
    *,
    with_paid: bool = True,
) -> list[CreatorText]:
    """Each creator's bio and newest captions, ordered by influencer_id, as the arrays are.

    Args:
        with_paid: False leaves out posts marked as advertising and those of collaborations.
    """
    rows = context.con.execute(
        """
        WITH newest AS (
            SELECT influencer_id, left(caption, $chars) AS caption,
                   row_number() OVER (PARTITION BY influencer_id
                                      ORDER BY posted_at DESC NULLS LAST, post_id) AS place
            FROM posts
            WHERE caption <> '' AND ($with_paid OR (
                NOT coalesce(is_sponsored, false)
                AND post_id NOT IN (SELECT post_id FROM collaborations
                                    WHERE post_id IS NOT NULL)))
        ), texts AS (
            SELECT influencer_id, list(caption ORDER BY place) AS captions
            FROM newest WHERE place <= $captions GROUP BY influencer_id
        )
        SELECT i.bio, i.category, i.hashtags, t.captions
        FROM influencers i LEFT JOIN texts t ON t.influencer_id = i.influencer_id
        ORDER BY i.influencer_id
        """,
        {"captions": captions, "chars": chars, "with_paid": with_paid},
    ).fetchall()
    return [CreatorText(bio, category, tags, texts or []) for bio, category, tags, texts in rows]


def _creators_from_short_documents(context: BuildContext, encoder: Encoder) -> np.ndarray:
    """(n, dimension): one document a creator, of bio and newest captions."""
    documents = [text.document(QUICK_CHARS) for text in creator_texts(context)]
    return encoder.encode(documents, report=context.report)


def _creators_from_all_posts(context: BuildContext, encoder: Encoder) -> np.ndarray:
    """(n, dimension): bio vector plus the mean of the post vectors, scaled to length 1.

    Writes `post_embeddings.npy`, float16; posts beyond the newest `CAPTIONS_A_CREATOR` of a
    creator have a zero row.
    """
    bios, has_bio = _bio_vectors(context, encoder)
    sums = np.zeros_like(bios)
    counts = np.zeros(len(bios), dtype=np.int64)
    posts_count = _count(context, "SELECT count(*) FROM posts")
    post_vectors = _new_array(context.folder / POST_FILE, (posts_count, encoder.dimension))
    total = _count(
        context,
        "SELECT coalesce(sum(least(n, $most)), 0) FROM (SELECT count(*) AS n "
        "FROM posts GROUP BY influencer_id)",
        {"most": CAPTIONS_A_CREATOR},
    )
    cursor = context.con.cursor()
    cursor.execute(
        """
        WITH creators AS (
            SELECT influencer_id, row_number() OVER (ORDER BY influencer_id) - 1 AS creator_row
            FROM influencers
        ), numbered AS (
            SELECT influencer_id, left(caption, 4000) AS caption,
                   row_number() OVER (ORDER BY post_id) - 1 AS post_row,
                   row_number() OVER (PARTITION BY influencer_id
                                      ORDER BY posted_at DESC NULLS LAST, post_id) AS place
            FROM posts
        )
        SELECT p.post_row, c.creator_row, p.caption
        FROM numbered p JOIN creators c ON c.influencer_id = p.influencer_id
        WHERE p.place <= $captions
        ORDER BY c.creator_row, p.post_row
        """,
        {"captions": CAPTIONS_A_CREATOR},
    )
    done = 0
    while rows := cursor.fetchmany(_ROWS_AT_ONCE):
        post_rows, creator_rows, captions = zip(*rows, strict=True)
        texts = [cut_at_word(clean_text(caption), LONGEST_CHARS) for caption in captions]
        vectors = encoder.encode(texts, report=_part_of(context, done, int(total)))
        post_vectors[list(post_rows)] = vectors.astype(np.float16)
        np.add.at(sums, list(creator_rows), vectors)
        np.add.at(counts, list(creator_rows), vectors.any(axis=1))
        done += len(rows)
    cursor.close()
    post_vectors.flush()
    means = sums / np.maximum(counts, 1)[:, None]
    # A creator known by category and hashtags alone keeps that vector only without posts.
    weights = np.where((counts > 0) & ~has_bio, 0.0, BIO_WEIGHT)
    return normalised(bios * weights[:, None].astype(np.float32) + means)


def _bio_vectors(context: BuildContext, encoder: Encoder) -> tuple[np.ndarray, np.ndarray]:
    """Vectors of the bios or what stands in for them; and whether it was a bio."""
    rows = context.con.execute(
        "SELECT bio, category, hashtags FROM influencers ORDER BY influencer_id"
    ).fetchall()
    texts, is_bio = [], np.zeros(len(rows), dtype=bool)
    for number, (bio, category, tags) in enumerate(rows):
        text = cut_at_word(clean_text(bio), LONGEST_CHARS)
        is_bio[number] = bool(text)
        texts.append(text or substitute_text(category, tags))
    return encoder.encode(texts, report=context.report), is_bio


def _brands(context: BuildContext, encoder: Encoder) -> np.ndarray:
    rows = context.con.execute(
        "SELECT name, description, category, keywords FROM brands ORDER BY brand_id"
    ).fetchall()
    return encoder.encode([brand_text(*row) for row in rows], report=context.report)


def _part_of(context: BuildContext, before: int, total: int) -> Report:
    def report(step: str, done: int, _chunk: int, message: str = "") -> None:
        context.report(step, before + done, total, message)

    return report


def _new_array(path: Path, shape: tuple[int, int]) -> np.memmap:
    return np.lib.format.open_memmap(path, mode="w+", dtype=np.float16, shape=shape)


def _count(context: BuildContext, sql: str, parameters: dict[str, int] | None = None) -> int:
    row = context.con.execute(sql, parameters or {}).fetchone()
    return int(row[0]) if row else 0
