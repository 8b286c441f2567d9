"""Accounts of a demo build with their planted niche, and with posts that stray from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb
import numpy as np
from numpy.typing import NDArray

from core.evaluation.truth import read_truth
from core.models.profiling.posts import Posts, posts_of_frame

TEXT, PICTURES, BOTH = "text", "pictures", "text and pictures"
SIDES: Mapping[str, tuple[str, ...]] = {
    TEXT: ("words",),
    PICTURES: ("pictures",),
    BOTH: ("words", "pictures"),
}


@dataclass(frozen=True)
class PlantedAccounts:
    """Accounts of a demo build.

    Attributes:
        posts: with picture vectors where the build has pictures.
        niches: (n_accounts,) planted main niche.
        topics: (n_posts,) planted topic of the post: a niche, or something of everyday life.
    """

    posts: Posts
    niches: NDArray[np.object_]
    topics: NDArray[np.object_]

    @property
    def is_on_topic(self) -> NDArray[np.bool_]:
        """(n_posts,) whether the post is about the main niche of its account."""
        return np.asarray(self.topics == self.niches[self.posts.account_rows])

    @property
    def on_topic_share(self) -> NDArray[np.float64]:
        """(n_accounts,) share of posts about the main niche."""
        counts = np.bincount(self.posts.account_rows, minlength=len(self.niches))
        hits = np.bincount(
            self.posts.account_rows, weights=self.is_on_topic, minlength=len(self.niches)
        )
        return hits / np.maximum(counts, 1)


def planted_accounts(
    con: duckdb.DuckDBPyConnection, folder: Path, most_accounts: int
) -> PlantedAccounts:
    """The first accounts of a demo build with their planted niches.

    Raises:
        NotFoundError: the build has no planted truth.
    """
    truth = read_truth(folder)
    niches = truth["creators"].set_index("influencer_id")["main_niche"].sort_index()
    niches = niches.head(most_accounts)
    frame = con.execute(
        """WITH picture_rows AS (
               SELECT picture_id, row_number() OVER (ORDER BY picture_id) - 1 AS picture_row
               FROM pictures)
           SELECT p.influencer_id AS account_id, p.post_id, p.caption, p.hashtags,
                  p.likes_count AS likes, p.comments_count AS comments, p.views_count AS views,
                  i.followers_count AS followers, p.posted_at, p.is_sponsored AS is_ad,
                  r.picture_row
           FROM posts p JOIN influencers i USING (influencer_id)
           LEFT JOIN post_pictures s ON s.post_id = p.post_id
           LEFT JOIN picture_rows r USING (picture_id)
           ORDER BY p.influencer_id, p.post_id"""
    ).df()
    built = posts_of_frame(frame, niches.index.tolist())
    chosen = frame.iloc[built.rows]
    posts = built.posts
    file = folder / "picture_embeddings.npy"
    rows = chosen["picture_row"]
    if file.is_file() and rows.notna().any():
        array = np.load(file)
        vectors = np.zeros((len(posts), array.shape[1]), dtype=np.float32)
        has_picture = rows.notna().to_numpy()
        vectors[has_picture] = array[rows[has_picture].to_numpy(dtype=np.int64)]
        posts = posts.with_vectors(picture_vectors=vectors)
    topics = truth["posts"].set_index("post_id")["topic"].reindex(chosen["post_id"]).to_numpy()
    names = niches.to_numpy(dtype=object)
    return PlantedAccounts(posts, names, topics.astype(object))


def strayed(accounts: PlantedAccounts, share: float, *, seed: int) -> PlantedAccounts:
    """The accounts with that share of the posts of each exchanged for posts of others, which are
    off topic unless the other account has the same niche. No post is there twice: a twin in the
    training accounts would be recognised by its words."""
    rng = np.random.default_rng(seed)
    posts = accounts.posts
    source = np.arange(len(posts))
    starts = posts.starts
    moved = []
    for account in range(posts.accounts_count):
        rows = np.arange(starts[account], starts[account + 1])
        moved.append(rng.permutation(rows)[: round(len(rows) * share)])
    places = np.concatenate(moved) if moved else np.empty(0, dtype=np.int64)
    source[places] = rng.permutation(places)
    pictures = posts.picture_vectors
    vectors = posts.text_vectors
    moved_posts = replace(
        posts,
        texts=tuple(posts.texts[row] for row in source.tolist()),
        text_vectors=None if vectors is None else vectors[source],
        picture_vectors=None if pictures is None else pictures[source],
        numbers=posts.numbers[source],
    )
    return replace(accounts, posts=moved_posts, topics=accounts.topics[source])
