"""Texts of some creators, and vectors of some texts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pyarrow as pa

from core.errors import ModelError
from core.features.documents import LONGEST_CHARS, CreatorText, cut_at_word
from core.features.embeddings import MAX_TOKENS, vectors_of
from core.features.sentence_models import SentenceModel, load_model
from core.features.text import clean_text
from core.pipeline.engines.work import Tables


@dataclass(frozen=True)
class DocumentKernel:
    """Attributes: max_chars: of a document."""

    max_chars: int

    def __call__(self, part: Tables) -> Tables:
        """`texts` (text): one document for each row of `given`, the fields of `CreatorText`."""
        return text_part(
            [creator.document(self.max_chars) for creator in creators_of(part["given"])]
        )


def creators_of(given: pa.Table) -> Iterator[CreatorText]:
    """One for each row; columns are named like the fields, and captions may be null for none."""
    for row in given.to_pylist():
        yield CreatorText(row["bio"], row["category"], row["hashtags"], row["captions"] or [])


def caption_kernel(part: Tables) -> Tables:
    """`texts` (text): each `caption` of `given`, clean and as long as the encoder reads."""
    captions = part["given"]["caption"].to_pylist()
    return text_part([cut_at_word(clean_text(caption), LONGEST_CHARS) for caption in captions])


class TextKernel:
    """Encodes with a model that is loaded here; another process loads its own."""

    def __init__(self, embedder: str, model: SentenceModel) -> None:
        """
        Args:
            embedder: what `load_model` takes.
            model: what it gave.
        """
        self._embedder, self._version = embedder, model.version
        self._model: SentenceModel | None = model

    def __getstate__(self) -> dict[str, object]:
        return {**self.__dict__, "_model": None}

    def __call__(self, part: Tables) -> Tables:
        """The vectors of `texts` (text), in the same order, as bytes of float16.

        Raises:
            ModelError: the model is missing on this machine, or is another version of it.
        """
        model = self._model or _loaded(self._embedder)
        if model.version != self._version:
            raise ModelError(f"A worker has encoder {model.version}, expected {self._version}.")
        vectors = vectors_of(model, part["texts"]["text"].to_pylist())
        return {"vectors": _packed(vectors.astype(np.float16))}


def text_part(texts: Sequence[str]) -> Tables:
    """Texts as a part of the work, or as its result."""
    return {"texts": pa.table({"text": pa.array(texts, pa.string())})}


def part_vectors(result: Tables) -> np.ndarray:
    """(n, dimension) float32 of the result of a part."""
    column = result["vectors"]["vector"]
    rows = b"".join(chunk for chunk in column.to_pylist())
    return np.frombuffer(rows, np.float16).reshape(len(column), -1).astype(np.float32)


def _packed(vectors: np.ndarray) -> pa.Table:
    width = vectors.shape[1] * vectors.itemsize
    rows = [row.tobytes() for row in vectors]
    return pa.table({"vector": pa.array(rows, pa.binary(width))})


@lru_cache(maxsize=1)
def _loaded(embedder: str) -> SentenceModel:
    return load_model(embedder, MAX_TOKENS)
