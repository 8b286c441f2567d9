"""What the parts of the profiler read, and what they say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from core.models.profiling import text_views
from core.models.profiling.posts import Posts
from core.models.profiling.text_views import hashed_counts, rendered

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

TEXT, PICTURE, NUMBER = "text", "picture", "number"
# The side of the posts that each part reads.
SIDES = {
    "words": TEXT,
    "characters": TEXT,
    "vectors": TEXT,
    "pictures": PICTURE,
    "numbers": NUMBER,
}
VIEWS = {"words": text_views.WORDS, "characters": text_views.CHARACTERS}


@dataclass(frozen=True)
class PostFeatures:
    """Posts and the counts of their n-grams, made once for all folds.

    Attributes:
        counts: view -> (n_posts, BUCKETS).
    """

    posts: Posts
    counts: Mapping[str, csr_matrix]

    def of_accounts(self, accounts: NDArray[np.int64]) -> PostFeatures:
        """Those of some accounts, as in `Posts.of_accounts`."""
        starts = self.posts.starts
        rows = [np.arange(starts[account], starts[account + 1]) for account in accounts]
        chosen = np.concatenate(rows) if rows else np.empty(0, dtype=np.int64)
        counts = {name: counts[chosen] for name, counts in self.counts.items()}
        return PostFeatures(self.posts.of_accounts(accounts), counts)


def training_rows(is_read: NDArray[np.bool_], most_posts: int, seed: int) -> NDArray[np.int64]:
    """Rows of the posts to train on, ascending: all that can be read, or a random part of them."""
    rows = np.flatnonzero(is_read)
    if len(rows) <= most_posts:
        return rows
    chosen = np.random.default_rng(seed).choice(rows, most_posts, replace=False)
    return np.sort(chosen)


def post_features(posts: Posts, parts: tuple[str, ...]) -> PostFeatures:
    """What the named parts read of posts."""
    views = [view for view in VIEWS if view in parts]
    texts = [rendered(text) for text in posts.texts] if views else []
    return PostFeatures(posts, {view: hashed_counts(texts, VIEWS[view]) for view in views})


@dataclass(frozen=True)
class PartScores:
    """Attributes:
    posts: (n_posts, k), NaN rows for posts that the part cannot read; None for a part that
        reads an account as a whole.
    accounts: (n_accounts, k) of such a part, NaN rows where it reads nothing; else None.
    """

    posts: NDArray[np.float32] | None = None
    accounts: NDArray[np.float32] | None = None


class Part(Protocol):
    """A fitted part."""

    def score(self, features: PostFeatures) -> PartScores:
        """What it says of posts or accounts."""

    def arrays(self) -> dict[str, NDArray[Any]]:
        """All there is to save."""
