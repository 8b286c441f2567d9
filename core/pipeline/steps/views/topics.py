"""Step "topics": what creators and brands write about, as shares of topics."""

from __future__ import annotations

import shutil

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from core.errors import ModelError
from core.features.documents import brand_text
from core.models.topics import files
from core.models.topics.model import STEP, Topics, TopicsConfig, fit, score
from core.pipeline.context import BuildContext
from core.pipeline.creator_words import read_words
from core.pipeline.kernels.words import WordsKernel
from core.pipeline.own_posts import names_in_texts
from core.pipeline.sources import clear_results
from core.pipeline.steps.text import creator_texts
from core.store import tables

MODEL_FOLDER = f"models/{files.FOLDER}"
CREATOR_FILE, BRAND_FILE = "influencer_topics.npy", "brand_topics.npy"
SHARE_KEPT = 0.1  # of an account, from which a topic gets a row
_TABLES = ("topics", "creator_topics", "brand_topics")
# Twelve captions tell the categories of the demo apart better than six (AUC .90 and .87, of LDA),
# but a million captions take two minutes to read.
_CAPTIONS_MOST, _CAPTIONS_FEWEST = 12, 4
_CAPTIONS_READ = 300_000  # of all creators together, where that leaves the fewest to each
_CAPTION_CHARS = 320
_WORDS_KEPT = 8


def find_topics(context: BuildContext) -> None:
    """Writes `influencer_topics.npy`, `brand_topics.npy`, three tables and `models/topics`.

    Fitted on creators and brands together, without a look at who worked with whom: paid posts are
    left out of a creator's text, and so are @mentions, discount codes and the names of brands. With
    too few texts the tables stay empty and the arrays unknown, (n, 1) NaN.
    """
    clear_results(context, _TABLES)
    shutil.rmtree(context.folder / MODEL_FOLDER, ignore_errors=True)
    con = context.con
    creator_ids = _ids(context, "SELECT influencer_id FROM influencers ORDER BY influencer_id")
    brand_ids = _ids(context, "SELECT brand_id FROM brands ORDER BY brand_id")
    config = TopicsConfig() if context.config.deep else TopicsConfig.quick()
    if len(creator_ids) + len(brand_ids) < config.fewest_documents:
        _save(context, _unknown(creator_ids), _unknown(brand_ids))
        return
    context.report(STEP, 0, 1, "reading words")
    creators, brands = account_words(context, len(creator_ids))
    try:
        topics = fit([*creators, *brands], config, seed=context.config.seed, report=context.report)
    except ModelError as error:
        context.report(STEP, 1, 1, str(error))
        _save(context, _unknown(creator_ids), _unknown(brand_ids))
        return
    files.save(topics, context.folder / MODEL_FOLDER)
    creator_shares, brand_shares = score(topics, creators), score(topics, brands)
    _save(context, creator_shares, brand_shares)
    tables.append_frame(con, "topics", _topic_rows(topics, creator_shares, brand_shares))
    tables.append_frame(
        con, "creator_topics", _account_rows("influencer_id", creator_ids, creator_shares)
    )
    tables.append_frame(con, "brand_topics", _account_rows("brand_id", brand_ids, brand_shares))
    context.facts[STEP] = {
        "topics": len(topics),
        "words": len(topics.words),
        "coherence": {str(trial.topics_count): trial.coherence for trial in topics.tried},
        "model_version": topics.model_version,
    }


def account_words(
    context: BuildContext, creators_count: int
) -> tuple[list[list[str]], list[list[str]]]:
    """Words of each creator and of each brand, by id."""
    rows = context.con.execute(
        "SELECT name, description, category, keywords FROM brands ORDER BY brand_id"
    ).fetchall()
    captions = _captions_of(creators_count)
    creators = creator_texts(context, captions=captions, chars=_CAPTION_CHARS)
    kernel = WordsKernel(names=names_in_texts(context.con))
    brands = creators.schema.empty_table()
    if rows:
        bios = pa.table({"bio": pa.array([brand_text(*row) for row in rows], pa.string())})
        brands = pa.concat_tables([brands, bios], promote_options="default")
    terms = read_words(context, STEP, kernel, creators, [{"given": brands}]).terms
    return terms[: creators.num_rows], terms[creators.num_rows :]


def _captions_of(creators_count: int) -> int:
    """Captions to read of each creator."""
    share = _CAPTIONS_READ // max(creators_count, 1)
    return min(max(share, _CAPTIONS_FEWEST), _CAPTIONS_MOST)


def _topic_rows(
    topics: Topics, creators: NDArray[np.float32], brands: NDArray[np.float32]
) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "topic_id": range(len(topics)),
            "words": topics.leading_words(_WORDS_KEPT),
            "creators_count": _led(creators),
            "brands_count": _led(brands),
            "creators_share": _mean(creators),
            "brands_share": _mean(brands),
            "model_version": topics.model_version,
        }
    )


def _led(shares: NDArray[np.float32]) -> NDArray[np.int64]:
    """(k,) accounts of which each topic has the largest share."""
    known = shares[np.isfinite(shares[:, 0])]
    return np.bincount(known.argmax(axis=1), minlength=shares.shape[1])


def _mean(shares: NDArray[np.float32]) -> NDArray[np.float64]:
    known = shares[np.isfinite(shares[:, 0])].astype(np.float64)
    return known.mean(axis=0) if len(known) else np.full(shares.shape[1], np.nan)


def _account_rows(key: str, ids: NDArray[np.object_], shares: NDArray[np.float32]) -> pd.DataFrame:
    places, topic_ids = np.nonzero(shares >= SHARE_KEPT)  # NaN is not
    return pd.DataFrame(
        {key: ids[places], "topic_id": topic_ids, "share": shares[places, topic_ids]}
    )


def _ids(context: BuildContext, sql: str) -> NDArray[np.object_]:
    return np.array([row[0] for row in context.con.execute(sql).fetchall()], dtype=object)


def _unknown(ids: NDArray[np.object_]) -> NDArray[np.float32]:
    return np.full((len(ids), 1), np.nan, dtype=np.float32)


def _save(
    context: BuildContext, creators: NDArray[np.float32], brands: NDArray[np.float32]
) -> None:
    np.save(context.folder / CREATOR_FILE, creators)
    np.save(context.folder / BRAND_FILE, brands)
