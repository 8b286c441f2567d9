"""Words and languages of some creators, and of all of them out of these."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np
import pyarrow as pa

from core.features.brand_names import BrandNames
from core.features.language import likely_language
from core.features.topic_terms import (
    HashtagSplitter,
    plain_words,
    split_term,
    whole_terms,
    without_hashtags,
)
from core.pipeline.engines.work import Tables
from core.pipeline.kernels.texts import creators_of


@dataclass(frozen=True)
class WordsKernel:
    """Attributes:
    language_chars: of the document by which the language is told; 0 for no language.
    names: what is taken out of texts before they are read.
    """

    language_chars: int = 0
    names: BrandNames | None = None

    def __call__(self, part: Tables) -> Tables:
        """`creators` (language, terms_count); `terms` (place in `words`), those of all creators in
        order; `words` (word), each once; `plain` (word, creators_count), see `plain_words`.

        Hashtags are whole, each with #: how they are split follows from the words of all creators.

        Args:
            part: given, one row for each creator with the fields of `CreatorText`.
        """
        languages: list[str] = []
        terms: list[str] = []
        ends = [0]
        counts: Counter[str] = Counter()
        for creator in creators_of(part["given"]):
            texts = creator.parts()
            if self.names is not None:
                texts = [self.names.without(text) for text in texts]
            sentences = [without_hashtags(text) for text in texts]
            counts.update(plain_words(" ".join(sentences)))
            for text, without in zip(texts, sentences, strict=True):
                terms += whole_terms(text, without)
            ends.append(len(terms))
            document = creator.document(self.language_chars) if self.language_chars else ""
            languages.append(likely_language(document))
        numbered = pa.array(terms, pa.string()).dictionary_encode()
        return {
            "creators": pa.table(
                {
                    "language": pa.array(languages, pa.string()),
                    "terms_count": pa.array(np.diff(ends), pa.int32()),
                }
            ),
            "terms": pa.table({"place": numbered.indices}),
            "words": pa.table({"word": numbered.dictionary}),
            "plain": pa.table(
                {
                    "word": pa.array(counts, pa.string()),
                    "creators_count": pa.array(counts.values(), pa.int32()),
                }
            ),
        }


@dataclass(frozen=True)
class CreatorWords:
    """Attributes:
    languages: likely language of each creator; '' when unclear or not asked for.
    terms: topic words of each, with repeats.
    """

    languages: list[str]
    terms: list[list[str]]


def words_of(results: Iterable[Tables]) -> CreatorWords:
    """What `WordsKernel` made of all parts, with hashtags split by the words of all of them."""
    counts: Counter[str] = Counter()
    read = []
    for result in results:
        plain = result["plain"]
        counts.update(dict(zip(_list(plain["word"]), _list(plain["creators_count"]), strict=True)))
        read.append(result)
    splitter = HashtagSplitter.of_counts(counts)
    words = CreatorWords([], [])
    known: dict[str, str] = {}  # the same word of two parts is kept once
    for result in read:
        split = [
            [known.setdefault(word, word) for word in split_term(term, splitter)]
            for term in _list(result["words"]["word"])
        ]
        places, start = _list(result["terms"]["place"]), 0
        for count in _list(result["creators"]["terms_count"]):
            end = start + count
            words.terms.append(list(chain.from_iterable(map(split.__getitem__, places[start:end]))))
            start = end
        words.languages.extend(_list(result["creators"]["language"]))
    return words


def _list(column: pa.ChunkedArray) -> list[Any]:
    # Twice as fast as `to_pylist`: a creator has about a hundred words.
    return list(column.to_numpy().tolist())
