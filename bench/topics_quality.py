"""Topics of a build by three methods: how coherent, and whether they tell categories apart.

    python -m bench.topics_quality --data data

Non-negative matrix factorisation (NMF), which builds use, beside latent Dirichlet allocation (LDA)
by scikit-learn and, where it is installed, by tomotopy (Gibbs). Fitted on four fifths of the
accounts. Coherence is measured on the rest; categories are those given, which no method sees.
"""

from __future__ import annotations

import argparse
import importlib.util
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from core.models.ranking.views import cosines, fit_view
from core.models.topics.coherence import npmi
from core.models.topics.counts import Document, vocabulary_of, word_counts
from core.models.topics.model import Topics, TopicsConfig, fit_factors, score
from core.pipeline.context import BuildConfig, BuildContext
from core.pipeline.steps.views.topics import account_words
from core.progress import silent
from core.queries.collaborations import brand_facts, creator_facts
from core.services.session import open_session
from core.settings import Settings

LEADING_WORDS = 10
# Leading words of each topic, and what gives (n, k) shares of documents.
Method = tuple[list[list[str]], Callable[[Sequence[Document]], NDArray[np.float64]]]


def factors(training: Sequence[Document], words: tuple[str, ...], count: int, seed: int) -> Method:
    """The topics of builds."""
    topics = Topics(words, *fit_factors(training, words, count, seed=seed))
    return topics.leading_words(LEADING_WORDS), lambda texts: score(topics, texts).astype(float)


def variational(
    training: Sequence[Document], words: tuple[str, ...], count: int, seed: int
) -> Method:
    """LDA by scikit-learn."""
    from scipy.sparse import csr_matrix
    from sklearn.decomposition import LatentDirichletAllocation

    def matrix(texts: Sequence[Document]) -> csr_matrix:
        counts = word_counts(texts, words)
        shape = (len(counts), len(words))
        return csr_matrix((counts.counts, counts.places, counts.starts), shape)

    model = LatentDirichletAllocation(
        count, doc_topic_prior=0.1, topic_word_prior=0.01, max_iter=10,
        learning_method="online", random_state=seed,
    ).fit(matrix(training))  # fmt: skip
    return _leading(model.components_, words), lambda texts: model.transform(matrix(texts))


def gibbs(training: Sequence[Document], words: tuple[str, ...], count: int, seed: int) -> Method:
    """LDA by tomotopy, 100 iterations by one worker."""
    import tomotopy

    known = set(words)
    model = tomotopy.LDAModel(k=count, alpha=0.1, eta=0.01, seed=seed)
    for text in training:
        model.add_doc([word for word in text if word in known], ignore_empty_words=True)
    model.train(100, workers=1)
    shares = np.stack([model.get_topic_word_dist(topic) for topic in range(count)])

    def inferred(texts: Sequence[Document]) -> NDArray[np.float64]:
        rows = np.full((len(texts), count), np.nan)
        used = set(model.used_vocabs)
        kept = [[word for word in text if word in used] for text in texts]
        places = [place for place, text in enumerate(kept) if text]
        found, _ = model.infer([model.make_doc(kept[place]) for place in places], workers=1)
        rows[places] = found
        return rows

    return _leading(shares, list(model.used_vocabs)), inferred


def _leading(shares: NDArray[np.float64], words: Sequence[str]) -> list[list[str]]:
    return [[words[place] for place in np.argsort(-row)[:LEADING_WORDS]] for row in shares]


def category_auc(
    brands: NDArray[np.float64],
    creators: NDArray[np.float64],
    brand_categories: Sequence[str | None],
    creator_categories: Sequence[str | None],
) -> float:
    """Chance that a creator of a brand's category stands above another, by centred cosines."""
    from sklearn.metrics import roc_auc_score

    space = fit_view(brands, creators)
    scores = np.nan_to_num(cosines(space.brands(brands), space.creators(creators)))
    shared = set(brand_categories) & set(creator_categories) - {None}
    rows = [place for place, name in enumerate(brand_categories) if name in shared]
    columns = [place for place, name in enumerate(creator_categories) if name in shared]
    left = np.array(brand_categories, dtype=object)[rows]
    right = np.array(creator_categories, dtype=object)[columns]
    is_same = left[:, None] == right
    return float(roc_auc_score(is_same.ravel(), scores[np.ix_(rows, columns)].ravel()))


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=Path, default=None, help="data folder")
    parser.add_argument("--topics", type=int, nargs="+", default=[10, 20, 30, 40])
    parser.add_argument("--seed", type=int, default=42)
    options = parser.parse_args()
    with open_session(Settings.from_env(options.data)) as session:
        context = BuildContext(session.con, session.folder, session.settings, BuildConfig(), silent)
        facts, of_creators = brand_facts(session.con), creator_facts(session.con)
        creators, brands = account_words(context, len(of_creators))
    categories = [
        [name if isinstance(name, str) and name else None for name in frame["category"].tolist()]
        for frame in (facts, of_creators)
    ]
    texts = [text for text in [*creators, *brands] if text]
    order = np.random.default_rng(options.seed).permutation(len(texts)).tolist()
    kept_aside = [texts[place] for place in order[::5]]
    training = [texts[place] for number, place in enumerate(order) if number % 5]
    config = TopicsConfig()
    words = vocabulary_of(
        training,
        fewest=config.word_documents,
        largest_share=config.word_share,
        most=config.most_words,
    )
    methods = {"NMF": factors, "LDA, scikit-learn": variational}
    if importlib.util.find_spec("tomotopy"):
        methods["LDA, tomotopy"] = gibbs
    print("| method | topics | NPMI | category AUC | CPU seconds to fit |\n|---|---|---|---|---|")
    for count in options.topics:
        for name, method in methods.items():
            started = time.process_time()
            leading, shares = method(training, words, count, options.seed)
            seconds = time.process_time() - started
            coherence = npmi(leading, kept_aside).mean()
            auc = category_auc(shares(brands), shares(creators), *categories)
            figures = f"{coherence:.3f} | {auc:.3f}".replace("0.", ".")
            print(f"| {name} | {count} | {figures} | {seconds:.1f} |", flush=True)


if __name__ == "__main__":
    main()
