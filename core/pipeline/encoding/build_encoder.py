"""The encoder of a build, whose texts are the work of its engine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pyarrow as pa

from core.features.embeddings import Encoder
from core.pipeline.context import BuildContext
from core.pipeline.engines.work import Kernel, Work
from core.pipeline.kernels.texts import TextKernel, part_vectors, text_part
from core.progress import Report

STEP = "text"
_ROWS_AT_ONCE = 5_000


class BuildEncoder:
    """Attributes:
    dimension, model_version: as of `Encoder`.
    """

    def __init__(self, context: BuildContext) -> None:
        self._context, self._encoder = context, Encoder(context.settings, report=context.report)
        self._kernel = TextKernel(context.settings.embedder, self._encoder.model)
        self.dimension = self._encoder.dimension
        self.model_version = self._encoder.model_version

    @property
    def encoded_count(self) -> int:
        """See `Encoder`."""
        return self._encoder.encoded_count

    def encode(self, texts: Sequence[str], report: Report | None = None) -> np.ndarray:
        """See `Encoder.encode`; the engine gets the texts that were never encoded before."""
        return self._encoder.encode(
            texts, report=report or self._context.report, encode_chunks=self._encode_chunks
        )

    def made_of(self, given: pa.Table, kernel: Kernel) -> list[str]:
        """The texts to encode, one for each row.

        Args:
            kernel: makes `texts` (text) of the same rows of `given`.
        """
        starts = range(0, given.num_rows, _ROWS_AT_ONCE)
        parts = [{"given": given.slice(start, _ROWS_AT_ONCE)} for start in starts]

        def report(step: str, _done: int, _total: int, message: str = "") -> None:
            # Encoding takes most of the step; it counts from the beginning.
            self._context.report(step, 0, 0, message)

        made = self._context.results(Work(STEP, kernel, parts, is_python=True), report)
        return [text for tables in made for text in tables["texts"]["text"].to_pylist()]

    def _encode_chunks(self, chunks: list[list[str]], report: Report) -> Iterator[np.ndarray]:
        work = Work(STEP, self._kernel, [text_part(texts) for texts in chunks])
        return map(part_vectors, self._context.results(work, report))
