"""The creators that fit some brands best, and what these creators write about."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from core.features.text import topic_words
from core.models.matching import similarity_scores, top_matches
from core.pipeline.engines.work import Tables

_CHARS_AT_ONCE = 3_500  # captions of twelve posts are longer than what `clean_text` reads in one go


@dataclass(frozen=True)
class MatchesKernel:
    """Attributes:
    creators, brands: files of unit rows, whose cosine is the similarity; every machine reads them
        there.
    creator_fits, brand_fits: files of unit rows, whose cosine is the fit.
    count: creators of each brand.
    """

    creators: Path
    brands: Path
    creator_fits: Path
    brand_fits: Path
    count: int

    def __call__(self, part: Tables) -> Tables:
        """`matches` (brand_row, creator_row, match_rank, fit_score, similarity_score, percentile),
        by brand and rank; none of a brand without text.

        Args:
            part: `brands` (brand_row), rows of the files.
        """
        rows = part["brands"]["brand_row"].to_numpy()
        creators = np.load(self.creators, mmap_mode="r")
        brands = np.load(self.brands, mmap_mode="r")[rows]
        fits = similarity_scores(
            np.load(self.brand_fits, mmap_mode="r")[rows],
            np.asarray(np.load(self.creator_fits, mmap_mode="r")),
        )
        best = [top_matches(of_brand, self.count) for of_brand in fits]
        cosines = [
            similarity_scores(brand[None], creators[top.rows])[0]
            for brand, top in zip(brands, best, strict=True)
        ]
        counts = [len(top.rows) for top in best]
        return {
            "matches": pa.table(
                {
                    "brand_row": np.repeat(rows, counts),
                    "creator_row": _joined([top.rows for top in best], np.int64),
                    "match_rank": _joined([np.arange(1, n + 1) for n in counts], np.int64),
                    "fit_score": np.maximum(_joined([top.scores for top in best], np.float32), 0),
                    "similarity_score": _joined(cosines, np.float32),
                    "percentile": _joined([top.percentiles for top in best], np.float64),
                }
            )
        }


def read_topic_words(part: Tables) -> Tables:
    """`words` (influencer_id, words), each word of a creator once.

    Args:
        part: `creators` (influencer_id, document, tags); null is no text.
    """
    creators = part["creators"]
    documents, tags = (creators[name].to_pylist() for name in ("document", "tags"))
    words = [
        sorted(_words(document or "") | set(topic_words(own_tags or "")))
        for document, own_tags in zip(documents, tags, strict=True)
    ]
    return {
        "words": pa.table(
            {
                "influencer_id": creators["influencer_id"],
                "words": pa.array(words, pa.list_(pa.string())),
            }
        )
    }


def _words(document: str) -> set[str]:
    starts = range(0, len(document), _CHARS_AT_ONCE)
    texts = (document[start : start + _CHARS_AT_ONCE] for start in starts)
    return {word for text in texts for word in topic_words(text)}


def _joined(arrays: list[NDArray[np.generic]], dtype: type[np.generic]) -> NDArray[np.generic]:
    return np.concatenate([np.empty(0, dtype), *(array.astype(dtype) for array in arrays)])
