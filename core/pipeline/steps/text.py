"""Step "text": one vector for each creator and brand, and in a deep build for each post."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa

from core.errors import ModelError
from core.features.documents import (
    LONGEST_CHARS,
    brand_text,
    cut_at_word,
    substitute_text,
)
from core.features.embeddings import Encoder, normalised
from core.features.text import clean_text
from core.pipeline.context import BuildContext
from core.pipeline.encoding.build_encoder import BuildEncoder
from core.pipeline.kernels.texts import DocumentKernel, caption_kernel
from core.pipeline.own_posts import PAID_POSTS, brand_names
from core.progress import Report

INFLUENCER_FILE = "influencer_embeddings.npy"
BRAND_FILE = "brand_embeddings.npy"
POST_FILE = "post_embeddings.npy"

CAPTIONS_A_CREATOR = 12  # newest; encoding is 150-400 texts/s, so millions of posts need a limit
QUICK_CAPTIONS = 4
QUICK_CHARS = 320  # about 70 tokens: 4,000 creators in 12-20 s on two cores
BIO_WEIGHT = 1.0  # against the mean of the posts
_ROWS_AT_ONCE = 65_536  # a cluster encodes them side by side; their vectors take 130 MB


def encode_texts(context: BuildContext) -> None:
    """Writes the embedding files of the build, rows ordered by id; see the text of each function.

    The encoder's version goes to `metrics` (model 'text'), where a build from a later step and
    the pages find it.
    """
    encoder = BuildEncoder(context)
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
        "encoded_count": encoder.encoded_count,
        "creators_without_text": int((~creators.any(axis=1)).sum()),
        "captions_a_creator": CAPTIONS_A_CREATOR if context.config.deep else QUICK_CAPTIONS,
    }


def encoder_of_vectors(context: BuildContext) -> Encoder | None:
    """The encoder that made the vectors of the build; None when it is not at hand."""
    row = context.con.execute(
        "SELECT note FROM metrics WHERE model = 'text' AND metric = 'encoder'"
    ).fetchone()
    files = [context.folder / name for name in (INFLUENCER_FILE, BRAND_FILE)]
    if row is None or not all(file.is_file() for file in files):
        return None
    try:
        encoder = Encoder(context.settings)
    except ModelError:
        return None
    # A rebuild may take over the vectors of another encoder than the one set now.
    return encoder if encoder.model_version == row[0] else None


def creator_texts(
    context: BuildContext, captions: int = QUICK_CAPTIONS, chars: int = QUICK_CHARS
) -> pa.Table:
    """Each creator's bio and newest captions, ordered by influencer_id, as the arrays are.

    The columns are the fields of `CreatorText`.

    Paid posts tell who pays rather than what the creator is about; they are read only of a creator
    without any other.
    """
    return context.con.sql(
        f"""
        WITH {PAID_POSTS}, captioned AS (
            SELECT p.influencer_id, left(p.caption, $chars) AS caption, p.posted_at, p.post_id,
                   q.post_id IS NOT NULL AS is_paid,
                   bool_and(q.post_id IS NOT NULL) OVER (PARTITION BY p.influencer_id) AS only_paid
            FROM posts p LEFT JOIN paid_posts q ON q.post_id = p.post_id
            WHERE p.caption <> ''
        ), newest AS (
            SELECT influencer_id, caption,
                   row_number() OVER (PARTITION BY influencer_id
                                      ORDER BY posted_at DESC NULLS LAST, post_id) AS place
            FROM captioned WHERE NOT is_paid OR only_paid
        ), texts AS (
            SELECT influencer_id, list(caption ORDER BY place) AS captions
            FROM newest WHERE place <= $captions GROUP BY influencer_id
        )
        SELECT i.bio, i.category, i.hashtags, t.captions
        FROM influencers i LEFT JOIN texts t ON t.influencer_id = i.influencer_id
        ORDER BY i.influencer_id
        """,
        params={"captions": captions, "chars": chars, "brand_names": brand_names(context.con)},
    ).to_arrow_table()


def _creators_from_short_documents(context: BuildContext, encoder: BuildEncoder) -> np.ndarray:
    """(n, dimension): one document a creator, of bio and newest captions."""
    documents = encoder.made_of(creator_texts(context), DocumentKernel(QUICK_CHARS))
    return encoder.encode(documents)


def _creators_from_all_posts(context: BuildContext, encoder: BuildEncoder) -> np.ndarray:
    """(n, dimension): bio vector plus the mean of the post vectors, scaled to length 1.

    Paid posts count only for a creator without any other.

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
        f"""
        WITH {PAID_POSTS}, creators AS (
            SELECT influencer_id, row_number() OVER (ORDER BY influencer_id) - 1 AS creator_row
            FROM influencers
        ), numbered AS (
            SELECT p.influencer_id, left(p.caption, 4000) AS caption,
                   q.post_id IS NOT NULL AS is_paid,
                   row_number() OVER (ORDER BY p.post_id) - 1 AS post_row,
                   row_number() OVER (PARTITION BY p.influencer_id
                                      ORDER BY p.posted_at DESC NULLS LAST, p.post_id) AS place
            FROM posts p LEFT JOIN paid_posts q ON q.post_id = p.post_id
        ), read AS (
            SELECT influencer_id, caption, post_row,
                   NOT is_paid OR NOT coalesce(
                       bool_or(NOT is_paid AND caption <> '') OVER (PARTITION BY influencer_id),
                       false) AS counts
            FROM numbered WHERE place <= $captions
        )
        SELECT p.post_row, c.creator_row, p.caption, p.counts
        FROM read p JOIN creators c ON c.influencer_id = p.influencer_id
        ORDER BY c.creator_row, p.post_row
        """,
        {"captions": CAPTIONS_A_CREATOR, "brand_names": brand_names(context.con)},
    )
    done = 0
    while rows := cursor.fetchmany(_ROWS_AT_ONCE):
        post_rows, creator_rows, captions, counted = zip(*rows, strict=True)
        given = pa.table({"caption": pa.array(captions, pa.string())})
        texts = encoder.made_of(given, caption_kernel)
        vectors = encoder.encode(texts, _part_of(context, done, int(total)))
        post_vectors[list(post_rows)] = vectors.astype(np.float16)
        is_counted, places = np.array(counted), np.array(creator_rows)
        np.add.at(sums, places[is_counted], vectors[is_counted])
        np.add.at(counts, places[is_counted], vectors[is_counted].any(axis=1))
        done += len(rows)
    cursor.close()
    post_vectors.flush()
    means = sums / np.maximum(counts, 1)[:, None]
    # A creator known by category and hashtags alone keeps that vector only without posts.
    weights = np.where((counts > 0) & ~has_bio, 0.0, BIO_WEIGHT)
    return normalised(bios * weights[:, None].astype(np.float32) + means)


def _bio_vectors(context: BuildContext, encoder: BuildEncoder) -> tuple[np.ndarray, np.ndarray]:
    """Vectors of the bios or what stands in for them; and whether it was a bio."""
    rows = context.con.execute(
        "SELECT bio, category, hashtags FROM influencers ORDER BY influencer_id"
    ).fetchall()
    texts, is_bio = [], np.zeros(len(rows), dtype=bool)
    for number, (bio, category, tags) in enumerate(rows):
        text = cut_at_word(clean_text(bio), LONGEST_CHARS)
        is_bio[number] = bool(text)
        texts.append(text or substitute_text(category, tags))
    return encoder.encode(texts), is_bio


def _brands(context: BuildContext, encoder: BuildEncoder) -> np.ndarray:
    rows = context.con.execute(
        "SELECT name, description, category, keywords FROM brands ORDER BY brand_id"
    ).fetchall()
    return encoder.encode([brand_text(*row) for row in rows])


def _part_of(context: BuildContext, before: int, total: int) -> Report:
    def report(step: str, done: int, _chunk: int, message: str = "") -> None:
        context.report(step, before + done, total, message)

    return report


def _new_array(path: Path, shape: tuple[int, int]) -> np.memmap:
    return np.lib.format.open_memmap(path, mode="w+", dtype=np.float16, shape=shape)


def _count(context: BuildContext, sql: str, parameters: dict[str, int] | None = None) -> int:
    row = context.con.execute(sql, parameters or {}).fetchone()
    return int(row[0]) if row else 0
