"""Topics of many short texts by non-negative matrix factorisation, and the topics of one text."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from core.errors import ModelError
from core.models.topics.coherence import npmi
from core.models.topics.counts import Document, WordCounts, vocabulary_of, word_counts
from core.progress import Report, silent

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

MODEL_VERSION = "topics-1"
STEP = "topics"
_SWEEPS = 30  # over the topics of a text; beyond, shares of all demo texts move by less than .001
_FIT_SWEEPS, _FIT_TOLERANCE = 400, 1e-3
_AT_ONCE = 5_000  # documents read together
_ERRORS_BELOW = 0.5  # standard errors below the best coherence, of a larger number of topics
_LEADING_WORDS = 10  # of a topic, in its coherence
_HELD_OUT_EVERY = 5


@dataclass(frozen=True)
class TopicsConfig:
    """Attributes:
    topics_counts: numbers of topics to choose from.
    fewest_documents: with words; below, no topics are fitted.
    word_documents: documents that have to use a word, at least.
    word_share: of the documents, 0-1, that may use a word.
    most_words: of the vocabulary.
    sample, choosing_sample: documents to fit on, and to choose the number of topics on.
    """

    topics_counts: tuple[int, ...] = (10, 15, 20, 30, 40)
    fewest_documents: int = 200
    word_documents: int = 5
    word_share: float = 0.5
    most_words: int = 20_000
    sample: int = 10_000
    choosing_sample: int = 3_000

    @classmethod
    def quick(cls) -> TopicsConfig:
        """For the first page of a demo: a usual number of topics, untried."""
        return cls(topics_counts=(20,))


@dataclass(frozen=True)
class TriedCount:
    """Attributes:
    topics_count: number of topics tried.
    coherence: mean NPMI of their leading words over documents kept aside, -1 to 1.
    standard_error: of that mean over the topics; 0 for one topic.
    """

    topics_count: int
    coherence: float
    standard_error: float


@dataclass(frozen=True)
class Topics:
    """Attributes:
    words: (v,) vocabulary.
    word_shares: (k, v) float32, what share of a topic each word is; rows sum to 1.
    word_weights: (v,) float32, how much a use of each word says: more, the fewer texts use it.
    tried: numbers of topics and their coherence.
    """

    words: tuple[str, ...]
    word_shares: NDArray[np.float32]
    word_weights: NDArray[np.float32]
    tried: tuple[TriedCount, ...] = ()
    model_version: str = MODEL_VERSION

    def __len__(self) -> int:
        return len(self.word_shares)

    def leading_words(self, count: int) -> list[list[str]]:
        """Words with the largest share of each topic, largest first, ties by word."""
        # The vocabulary is in alphabetical order, so that a stable sort settles ties.
        order = np.argsort(-self.word_shares, axis=1, kind="stable")[:, :count]
        return [[self.words[place] for place in row] for row in order.tolist()]


def fit(
    documents: Sequence[Document],
    config: TopicsConfig | None = None,
    *,
    seed: int,
    report: Report = silent,
) -> Topics:
    """Topics of documents, their number by coherence.

    Each number is fitted on four fifths of a sample; the mean NPMI of the topics' ten leading words
    is measured on the rest. The largest number within half a standard error of the best is fitted
    again on a larger sample: coherence falls slowly, and more topics tell more accounts apart.

    Args:
        documents: words of each; those without any are left out.
    Raises:
        ModelError: fewer than `config.fewest_documents` have words, or hardly a word is shared.
    """
    config = config or TopicsConfig()
    worded = [document for document in documents if len(document)]
    if len(worded) < config.fewest_documents:
        raise ModelError(
            f"Topics need {config.fewest_documents} accounts with text, found {len(worded)}."
        )
    rng = np.random.default_rng(seed)
    order = rng.permutation(len(worded))
    sample = [worded[place] for place in order[: config.sample].tolist()]
    vocabulary = vocabulary_of(
        sample,
        fewest=config.word_documents,
        largest_share=config.word_share,
        most=config.most_words,
    )
    if len(vocabulary) < _LEADING_WORDS:
        raise ModelError(
            f"Topics need {_LEADING_WORDS} words that {config.word_documents} accounts use, found "
            f"{len(vocabulary)}."
        )
    tried = _tried(sample[: config.choosing_sample], vocabulary, config, seed, report)
    best = max(tried, key=lambda trial: trial.coherence)
    least = best.coherence - _ERRORS_BELOW * best.standard_error
    topics_count = max(trial.topics_count for trial in tried if trial.coherence >= least)
    report(STEP, len(tried), len(tried) + 1, "")
    fitted = fit_factors(sample, vocabulary, topics_count, seed=seed)
    report(STEP, len(tried) + 1, len(tried) + 1, "")
    return Topics(vocabulary, *fitted, tried)


def _tried(
    documents: Sequence[Document],
    vocabulary: tuple[str, ...],
    config: TopicsConfig,
    seed: int,
    report: Report,
) -> tuple[TriedCount, ...]:
    kept_aside = documents[::_HELD_OUT_EVERY]
    training = [document for place, document in enumerate(documents) if place % _HELD_OUT_EVERY]
    tried = []
    # A topic has to leave words to the others.
    usable = [count for count in config.topics_counts if 2 * count <= len(vocabulary)]
    counts = usable or [len(vocabulary) // 2]
    for number, count in enumerate(counts):
        report(STEP, number, len(counts) + 1, "")
        topics = Topics(vocabulary, *fit_factors(training, vocabulary, count, seed=seed))
        values = npmi(topics.leading_words(_LEADING_WORDS), kept_aside)
        error = float(values.std(ddof=1)) / np.sqrt(count) if count > 1 else 0.0
        tried.append(TriedCount(count, float(values.mean()), float(error)))
    return tuple(tried)


def fit_factors(
    documents: Sequence[Document], vocabulary: Sequence[str], topics_count: int, *, seed: int
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """(k, v) shares of the words in the topics, and (v,) weights of the words.

    Source: Lee and Seung 1999, by coordinate descent (Cichocki and Phan 2009) from the leading
        singular vectors (Boutsidis and Gallopoulos 2008).
    """
    from sklearn.decomposition import NMF
    from sklearn.exceptions import ConvergenceWarning

    counts = word_counts(documents, vocabulary)
    uses = np.bincount(counts.places, minlength=len(vocabulary))
    weights = (np.log((1 + len(documents)) / (1 + uses)) + 1).astype(np.float32)
    model = NMF(
        topics_count,
        init="nndsvd",
        max_iter=_FIT_SWEEPS,
        tol=_FIT_TOLERANCE,
        random_state=seed,
    )
    with warnings.catch_warnings():
        # Topics that still move a little are as good.
        warnings.simplefilter("ignore", ConvergenceWarning)
        model.fit(_weighted(counts, weights))
    shares = model.components_ + 1e-12  # a topic that came out empty is of all words alike
    shares /= shares.sum(axis=1, keepdims=True)
    return shares.astype(np.float32), weights


def score(topics: Topics, documents: Sequence[Document]) -> NDArray[np.float32]:
    """(n, k) float32 shares of the topics in each document; rows sum to 1.

    NaN for a document without a word of the topics. A row depends on its document alone and not
    on the order of its words.

    Source: non-negative least squares with the topics fixed, by coordinate descent.
    """
    counts = word_counts(documents, topics.words)
    rows = np.full((len(documents), len(topics)), np.nan, dtype=np.float32)
    by_word = np.ascontiguousarray(topics.word_shares.T, dtype=np.float64)
    for places, part in counts.parts(_AT_ONCE):
        rows[places] = _shares(by_word, _weighted(part, topics.word_weights))
    return rows


def _weighted(counts: WordCounts, weights: NDArray[np.float32]) -> csr_matrix:
    """(n, v) float64 logarithmic counts times the weights of the words, rows of length 1."""
    from scipy.sparse import csr_matrix

    values = (1 + np.log(counts.counts.astype(np.float64))) * weights[counts.places]
    shape = (len(counts), len(weights))
    rows = csr_matrix((values, counts.places, counts.starts), shape)
    lengths = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).ravel())
    rows.data /= np.repeat(lengths, np.diff(counts.starts))
    return rows


def _shares(by_word: NDArray[np.float64], documents: csr_matrix) -> NDArray[np.float64]:
    """(n, k) rows that sum to 1; NaN where no topic has a word of the document."""
    products = np.asarray(documents @ by_word)
    overlaps = by_word.T @ by_word
    loads = np.zeros_like(products)
    for _ in range(_SWEEPS):
        for topic in range(len(overlaps)):
            rest = products[:, topic] - loads @ overlaps[:, topic]
            loads[:, topic] = np.maximum(loads[:, topic] + rest / overlaps[topic, topic], 0)
    totals = loads.sum(axis=1, keepdims=True)
    return np.divide(loads, totals, out=np.full_like(loads, np.nan), where=totals > 0)
