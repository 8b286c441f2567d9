"""Plain ways to tell the category of accounts, which the profiler has to beat on the same folds."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from core.models.profiling.posts import Posts

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

_FEWEST_ACCOUNTS = 2


def plain_counts(posts: Posts, analyzer: str) -> csr_matrix:
    """(n_accounts, terms) how often each term stands in the joined texts of an account.

    Args:
        analyzer: 'word' (single words) or 'char_wb' (2 to 5 characters within words).
    """
    from sklearn.feature_extraction.text import CountVectorizer

    lengths = (1, 1) if analyzer == "word" else (2, 5)
    vectorizer = CountVectorizer(
        analyzer=analyzer, ngram_range=lengths, min_df=_FEWEST_ACCOUNTS, dtype=np.float32
    )
    return vectorizer.fit_transform(account_texts(posts)).tocsr()


def plain_probabilities(
    counts: csr_matrix, targets: NDArray[np.int64], k: int, others: csr_matrix
) -> NDArray[np.float64]:
    """The plain baseline: TF-IDF and a logistic regression with balanced categories (C = 4).

    Args:
        counts: of the training accounts; terms of fewer than two of them are not read.
        targets: (n,) place of the category of each.
        others: counts of the accounts to be told.
    """
    from sklearn.feature_extraction.text import TfidfTransformer
    from sklearn.linear_model import LogisticRegression

    columns = np.bincount(counts.indices, minlength=counts.shape[1]) >= _FEWEST_ACCOUNTS
    weights = TfidfTransformer(sublinear_tf=True).fit(counts[:, columns])
    model = LogisticRegression(C=4, class_weight="balanced", max_iter=100, tol=1e-3)
    model.fit(weights.transform(counts[:, columns]), targets)
    probabilities = np.zeros((others.shape[0], k))
    probabilities[:, model.classes_] = model.predict_proba(weights.transform(others[:, columns]))
    return probabilities


def account_texts(posts: Posts) -> list[str]:
    """The texts of each account, one below the other."""
    starts = posts.starts.tolist()
    return ["\n".join(posts.texts[a:b]) for a, b in itertools.pairwise(starts)]
