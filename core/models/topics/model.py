"""Topics of many short texts by latent Dirichlet allocation, and the topics of one text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.errors import ModelError
from core.models.topics.coherence import npmi
from core.models.topics.counts import Document, WordCounts, vocabulary_of, word_counts
from core.progress import Report, silent

MODEL_VERSION = "topics-1"
STEP = "topics"
_ROUNDS = 20  # of folding in; beyond, shares of 99 texts in 100 move by less than .01
_AT_ONCE = 500  # documents folded in together: as many as the caches of a core hold
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
    iterations: of Gibbs sampling.
    prior: alpha of each topic before it is estimated.
    word_prior: eta.
    """

    topics_counts: tuple[int, ...] = (10, 15, 20, 30, 40)
    fewest_documents: int = 200
    word_documents: int = 5
    word_share: float = 0.5
    most_words: int = 20_000
    sample: int = 20_000
    choosing_sample: int = 3_000
    iterations: int = 100
    prior: float = 0.1
    word_prior: float = 0.01


@dataclass(frozen=True)
class TriedCount:
    """Attributes:
    topics_count: number of topics tried.
    coherence: mean NPMI of their leading words over documents kept aside, -1 to 1.
    """

    topics_count: int
    coherence: float


@dataclass(frozen=True)
class Topics:
    """Attributes:
    words: (v,) vocabulary.
    word_shares: (k, v) float32, what share of a topic's words each word is; rows sum to 1.
    prior: (k,) float64 alpha, uses of each topic that a text has before it is read.
    tried: numbers of topics and their coherence.
    """

    words: tuple[str, ...]
    word_shares: NDArray[np.float32]
    prior: NDArray[np.float64]
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
    is measured on the rest. The best is fitted again on a larger sample.

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
    report(STEP, len(tried), len(tried) + 1, "")
    shares, prior = fit_lda(sample, vocabulary, best.topics_count, config, seed=seed)
    report(STEP, len(tried) + 1, len(tried) + 1, "")
    return Topics(vocabulary, shares, prior, tried)


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
    for number, count in enumerate(config.topics_counts):
        report(STEP, number, len(config.topics_counts) + 1, "")
        topics = Topics(vocabulary, *fit_lda(training, vocabulary, count, config, seed=seed))
        coherence = float(npmi(topics.leading_words(_LEADING_WORDS), kept_aside).mean())
        tried.append(TriedCount(count, coherence))
    return tuple(tried)


def fit_lda(
    documents: Sequence[Document],
    vocabulary: Sequence[str],
    topics_count: int,
    config: TopicsConfig,
    *,
    seed: int,
) -> tuple[NDArray[np.float32], NDArray[np.float64]]:
    """(k, v) shares of the words and (k,) prior of latent Dirichlet allocation.

    Source: Blei, Ng and Jordan 2003, by collapsed Gibbs sampling (Griffiths and Steyvers 2004).
    """
    import tomotopy

    known = {word: place for place, word in enumerate(vocabulary)}
    model = tomotopy.LDAModel(k=topics_count, alpha=config.prior, eta=config.word_prior, seed=seed)
    for document in documents:
        model.add_doc([word for word in document if word in known], ignore_empty_words=True)
    # Several workers sample side by side and end elsewhere each time.
    model.train(config.iterations, workers=1)
    shares = np.zeros((topics_count, len(vocabulary)))
    # A word that the sample does not use has no share.
    columns = [known[word] for word in model.used_vocabs]
    for topic in range(topics_count):
        shares[topic, columns] = model.get_topic_word_dist(topic)
    shares /= shares.sum(axis=1, keepdims=True)
    return shares.astype(np.float32), np.array(model.alpha, dtype=np.float64)


def score(topics: Topics, documents: Sequence[Document]) -> NDArray[np.float32]:
    """(n, k) float32 shares of the topics in each document; rows sum to 1.

    NaN for a document without a word of the vocabulary. A row depends on its document alone and
    not on the order of its words.

    Source: folding in by expectation maximisation with the topics fixed, a posteriori with the
        prior as added uses (Asuncion et al. 2009).
    """
    counts = word_counts(documents, topics.words)
    rows = np.full((len(documents), len(topics)), np.nan, dtype=np.float32)
    by_word = np.ascontiguousarray(topics.word_shares.T)
    for places, part in counts.parts(_AT_ONCE):
        rows[places] = _folded_in(by_word, topics.prior.astype(np.float32), part)
    return rows


def _folded_in(
    by_word: NDArray[np.float32], prior: NDArray[np.float32], part: WordCounts
) -> NDArray[np.float32]:
    from scipy.sparse import csr_array

    lengths = np.diff(part.starts)
    owners = np.repeat(np.arange(len(lengths)), lengths)
    shares_of_words = by_word[part.places]
    shares = np.tile(prior / prior.sum(), (len(lengths), 1))
    ratios = csr_array((part.counts, part.places, part.starts), (len(lengths), len(by_word)))
    for _ in range(_ROUNDS):
        expected = np.einsum("wk,wk->w", shares_of_words, shares[owners])
        # No topic has a share of the word where the sample that was fitted did not use it.
        ratios.data = part.counts / np.maximum(expected, np.float32(1e-30))
        uses = shares * (ratios @ by_word) + prior
        shares = uses / uses.sum(axis=1, keepdims=True)
    shares[lengths == 0] = np.nan
    return shares
