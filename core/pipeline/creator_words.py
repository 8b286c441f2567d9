"""The words that steps read of all creators."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyarrow as pa

from core.pipeline.context import BuildContext
from core.pipeline.engines.work import Tables, Work
from core.pipeline.kernels.words import CreatorWords, WordsKernel, words_of

_CREATORS_AT_ONCE = 5_000
_MESSAGE = "reading words"


def read_words(
    context: BuildContext,
    step: str,
    kernel: WordsKernel,
    creators: pa.Table,
    others: Iterable[Tables] = (),
) -> CreatorWords:
    """Words and languages of all creators, in order, and after them of others.

    Args:
        creators: as from `creator_texts`.
        others: small parts of the kernel that are read here.
    """

    def report(_step: str, _done: int, _total: int, _message: str = "") -> None:
        # What the step learns from the words has a count of its own.
        context.report(step, 0, 1, _MESSAGE)

    def results() -> Iterator[Tables]:
        yield from context.results(Work(step, kernel, parts, _MESSAGE, is_python=True), report)
        yield from map(kernel, others)

    starts = range(0, creators.num_rows, _CREATORS_AT_ONCE)
    parts = [{"given": creators.slice(start, _CREATORS_AT_ONCE)} for start in starts]
    return words_of(results())
