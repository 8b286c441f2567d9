"""How many accounts of a demo build get their planted niche, by attention and by averaging."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb
import numpy as np
from numpy.typing import NDArray

from core.evaluation.truth import read_truth
from core.models.profiling.attention import AttentionConfig, AttentionModel, fit_attention
from core.models.profiling.part_inputs import PostFeatures, post_features
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
    off topic unless the other account has the same niche."""
    rng = np.random.default_rng(seed)
    posts = accounts.posts
    source = np.arange(len(posts))
    starts = posts.starts
    for account in range(posts.accounts_count):
        rows = np.arange(starts[account], starts[account + 1])
        moved = rng.permutation(rows)[: round(len(rows) * share)]
        source[moved] = rng.integers(len(posts), size=len(moved))
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


def held_out_models(
    accounts: PlantedAccounts, config: AttentionConfig, *, seed: int, share: float = 0.25
) -> tuple[AttentionModel, PostFeatures, NDArray[np.int64]]:
    """A model trained on most accounts; the features of the others, and which they are."""
    order = np.random.default_rng(seed).permutation(len(accounts.niches))
    test = np.sort(order[: int(len(order) * share)])
    features = post_features(accounts.posts, config.parts)
    labels = accounts.niches.copy()
    labels[test] = None
    model = fit_attention(accounts.posts, labels.tolist(), config, seed=seed, features=features)
    return model, features.of_accounts(test), test


def is_right(
    model: AttentionModel, features: PostFeatures, niches: NDArray[np.object_]
) -> NDArray[np.bool_]:
    """(n_accounts,) whether the most probable category is the planted one; False where nothing
    could be read."""
    probabilities = model.score(features.posts, features).probabilities
    known = ~np.isnan(probabilities).any(axis=1)
    names = np.array(model.classes, dtype=object)[np.nan_to_num(probabilities).argmax(axis=1)]
    return known & np.asarray(names == niches)


def probability_drops(
    model: AttentionModel, features: PostFeatures, dropped: int, *, seed: int
) -> tuple[float, float]:
    """How much the probability of the most probable category falls, on average over accounts,
    without the `dropped` posts of most weight, and without as many drawn at random."""
    posts = features.posts
    scores = model.score(posts, features)
    best = np.nan_to_num(scores.probabilities).argmax(axis=1)
    rng = np.random.default_rng(seed)
    drops = []
    for order in (-scores.weights, rng.random(len(posts))):
        ranks = np.lexsort((order, posts.account_rows))
        places = np.empty(len(posts), dtype=np.int64)
        places[ranks] = np.arange(len(posts))
        kept = places - posts.starts[posts.account_rows] >= dropped
        # Hidden, not removed, so that the rows of accounts stay.
        hidden = Posts(
            posts.account_rows,
            posts.accounts_count,
            tuple(text if keep else "" for text, keep in zip(posts.texts, kept, strict=True)),
            None,
            None if posts.picture_vectors is None else posts.picture_vectors * kept[:, None],
            posts.numbers,
        )
        without = model.score(hidden).probabilities
        rows = np.arange(len(best))
        known = ~np.isnan(without).any(axis=1) & ~np.isnan(scores.probabilities).any(axis=1)
        fall = scores.probabilities[rows, best] - without[rows, best]
        drops.append(float(fall[known].mean()))
    return drops[0], drops[1]
