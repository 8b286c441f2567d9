"""Posts of accounts as arrays: what every profiling model reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.errors import ModelError
from core.features.text import hashtags, listed_hashtags

# Columns of `Posts.numbers`. The first three compare a post with the other posts of its creator,
# the next three tell what kind of account it is and are equal or similar in all its posts.
NUMBERS = (
    "likes_vs_own",  # log(1 + likes) less the median of the creator's posts
    "comments_vs_own",
    "views_vs_own",
    "followers_log",  # log(1 + followers) of the account
    "likes_per_follower_log",  # log((1 + likes) / (1 + followers))
    "comments_per_like_log",  # log((1 + comments) / (1 + likes))
    "hour_sin",  # hour of the day (UTC) on a circle
    "hour_cos",
    "text_length_log",  # log(1 + characters); unknown without text, as the next two
    "tags_log",  # log(1 + hashtags)
    "mentions_log",  # log(1 + @mentions)
    "is_ad",  # 1 marked as advertising, 0 not
)


@dataclass(frozen=True)
class Posts:
    """Posts of accounts, posts of one account next to each other.

    Attributes:
        account_rows: (n_posts,) int64 ascending, 0 to accounts_count - 1; an account may have no
            post.
        accounts_count: number of accounts.
        texts: (n_posts,) caption with its hashtags as given; '' for none.
        text_vectors: (n_posts, d) float32 unit rows of the sentence encoder; a zero row has no
            text; None when not encoded.
        picture_vectors: (n_posts, 1280) float32 unit rows; a zero row has no picture and is
            masked, never averaged in; None when there are no pictures at all.
        numbers: (n_posts, len(NUMBERS)) float32, NaN unknown.
    Raises:
        ModelError: the parts do not fit together.
    """

    account_rows: NDArray[np.int64]
    accounts_count: int
    texts: tuple[str, ...]
    text_vectors: NDArray[np.float32] | None
    picture_vectors: NDArray[np.float32] | None
    numbers: NDArray[np.float32]

    def __post_init__(self) -> None:
        count = len(self.account_rows)
        parts = [self.texts, self.numbers, self.text_vectors, self.picture_vectors]
        if any(part is not None and len(part) != count for part in parts):
            lengths = [len(part) for part in parts if part is not None]
            raise ModelError(f"Posts: expected {count} rows in each part, found {lengths}.")
        if count and (
            np.diff(self.account_rows).min(initial=0) < 0
            or self.account_rows[0] < 0
            or self.account_rows[-1] >= self.accounts_count
        ):
            raise ModelError(
                f"Posts: expected account rows from 0 to {self.accounts_count - 1} in ascending "
                "order. Sort the posts by account."
            )

    def __len__(self) -> int:
        return len(self.account_rows)

    @property
    def has_text(self) -> NDArray[np.bool_]:
        """(n_posts,) whether there is anything but blanks in the text."""
        return np.array([bool(text.strip()) for text in self.texts], dtype=bool)

    @property
    def has_picture(self) -> NDArray[np.bool_]:
        """(n_posts,) whether a picture was read."""
        if self.picture_vectors is None:
            return np.zeros(len(self), dtype=bool)
        return np.asarray(self.picture_vectors.any(axis=1))

    @property
    def starts(self) -> NDArray[np.int64]:
        """(accounts_count + 1,) posts of account i are rows starts[i] to starts[i + 1]."""
        return np.searchsorted(self.account_rows, np.arange(self.accounts_count + 1))

    def of_accounts(self, accounts: NDArray[np.int64]) -> Posts:
        """The posts of some accounts, which become 0, 1, ... in the order given.

        Args:
            accounts: distinct account rows.
        """
        starts = self.starts
        rows = [np.arange(starts[account], starts[account + 1]) for account in accounts]
        counts = [len(part) for part in rows]
        chosen = np.concatenate(rows) if rows else np.empty(0, dtype=np.int64)
        return Posts(
            np.repeat(np.arange(len(accounts)), counts).astype(np.int64),
            len(accounts),
            tuple(self.texts[row] for row in chosen.tolist()),
            None if self.text_vectors is None else self.text_vectors[chosen],
            None if self.picture_vectors is None else self.picture_vectors[chosen],
            self.numbers[chosen],
        )

    def only(self, kept: NDArray[np.bool_]) -> Posts:
        """Some of the posts, of the same accounts; numbers stay those beside all posts."""
        return Posts(
            self.account_rows[kept],
            self.accounts_count,
            tuple(text for text, is_kept in zip(self.texts, kept, strict=True) if is_kept),
            None if self.text_vectors is None else self.text_vectors[kept],
            None if self.picture_vectors is None else self.picture_vectors[kept],
            self.numbers[kept],
        )

    def with_vectors(
        self,
        text_vectors: NDArray[np.float32] | None = None,
        picture_vectors: NDArray[np.float32] | None = None,
    ) -> Posts:
        """The same posts with vectors added; None leaves what there is."""
        return replace(
            self,
            text_vectors=self.text_vectors if text_vectors is None else text_vectors,
            picture_vectors=self.picture_vectors if picture_vectors is None else picture_vectors,
        )


@dataclass(frozen=True)
class AccountPosts:
    """Posts of a frame and where they came from.

    Attributes:
        posts: without vectors.
        account_ids: (accounts_count,) by account row.
        rows: (n_posts,) position of each post in the frame.
    """

    posts: Posts
    account_ids: tuple[str, ...]
    rows: NDArray[np.int64]


def posts_of_frame(frame: pd.DataFrame, account_ids: Sequence[str] | None = None) -> AccountPosts:
    """`Posts` of a frame with one row per post, in any order.

    Args:
        frame: account_id and caption (NULL for none); where known also hashtags and mentions
            (lists, or text that lists them), likes, comments, views, followers (counts),
            posted_at (UTC: timestamps, or seconds since 1970) and is_ad (0 or 1). Posts of one
            account keep their order.
        account_ids: accounts in the order wanted, also those without a post; posts of others are
            left out. None for all accounts of the frame by id.
    """
    ids = frame["account_id"].astype(str).to_numpy(dtype=object)
    names = sorted(set(ids)) if account_ids is None else list(account_ids)
    places = {name: place for place, name in enumerate(names)}
    account_rows = np.array([places.get(name, -1) for name in ids], dtype=np.int64)
    rows = np.argsort(account_rows, kind="stable")
    rows = rows[account_rows[rows] >= 0]
    account_rows = account_rows[rows]
    chosen = frame.iloc[rows]
    texts = _texts(chosen)
    posts = Posts(
        account_rows, len(names), texts, None, None, _numbers(chosen, texts, account_rows)
    )
    return AccountPosts(posts, tuple(names), rows)


def account_means(
    values: NDArray[np.float32], account_rows: NDArray[np.int64], accounts_count: int
) -> NDArray[np.float32]:
    """(accounts_count, d) mean of the posts' rows; a row of zeros without a post."""
    sums = np.zeros((accounts_count, values.shape[1]), dtype=np.float64)
    np.add.at(sums, account_rows, values)
    counts = np.bincount(account_rows, minlength=accounts_count)
    return (sums / np.maximum(counts, 1)[:, None]).astype(np.float32)


def known_means(
    values: NDArray[np.float32], known: NDArray[np.bool_], posts: Posts
) -> NDArray[np.float32]:
    """(accounts_count, d) mean of the known values of the posts; NaN where none is known.

    Args:
        known: (n_posts, d), or (n_posts, 1) where a post has all values or none.
    """
    rows, count = posts.account_rows, posts.accounts_count
    sums = account_means(np.where(known, values, 0).astype(np.float32), rows, count)
    shares = account_means(known.astype(np.float32), rows, count)
    return np.divide(sums, shares, out=np.full(sums.shape, np.nan, np.float32), where=shares > 0)


def _texts(frame: pd.DataFrame) -> tuple[str, ...]:
    captions = _cells(frame, "caption")
    tag_cells = _cells(frame, "hashtags")
    texts = []
    for caption, cell in zip(captions, tag_cells, strict=True):
        text = caption if isinstance(caption, str) else ""
        present = set(hashtags(text))
        added = " ".join(f"#{tag}" for tag in _listed(cell) if tag not in present)
        texts.append(f"{text} {added}".strip() if added else text)
    return tuple(texts)


def _numbers(
    frame: pd.DataFrame, texts: tuple[str, ...], account_rows: NDArray[np.int64]
) -> NDArray[np.float32]:
    counts = {
        name: np.log1p(_counts(frame, name)) for name in ("likes", "comments", "views", "followers")
    }
    columns = {
        f"{name}_vs_own": counts[name] - _own_median(counts[name], account_rows)
        for name in ("likes", "comments", "views")
    }
    columns["followers_log"] = counts["followers"]
    columns["likes_per_follower_log"] = counts["likes"] - counts["followers"]
    columns["comments_per_like_log"] = counts["comments"] - counts["likes"]
    angle = _hours(frame) * (2 * np.pi / 24)
    columns["hour_sin"], columns["hour_cos"] = np.sin(angle), np.cos(angle)
    lengths = {
        "text_length_log": [len(text.strip()) for text in texts],
        "tags_log": [text.count("#") for text in texts],
        "mentions_log": [text.count("@") for text in texts],
    }
    for name, values in lengths.items():
        has_text = np.array(lengths["text_length_log"]) > 0
        columns[name] = np.where(has_text, np.log1p(values), np.nan)
    columns["is_ad"] = np.array(
        [np.nan if pd.isna(cell) else float(bool(cell)) for cell in _cells(frame, "is_ad")]
    )
    return np.column_stack([columns[name] for name in NUMBERS]).astype(np.float32)


def _own_median(values: NDArray[np.float64], account_rows: NDArray[np.int64]) -> pd.Series:
    return pd.Series(values).groupby(account_rows).transform("median").to_numpy()


def _hours(frame: pd.DataFrame) -> NDArray[np.float64]:
    """Hour of the day, 0-24 with fractions; NaN unknown."""
    if "posted_at" not in frame:
        return np.full(len(frame), np.nan)
    cells = frame["posted_at"]
    if pd.api.types.is_datetime64_any_dtype(cells):
        return (cells.dt.hour + cells.dt.minute / 60).to_numpy(dtype=np.float64)
    seconds = pd.to_numeric(cells, errors="coerce").to_numpy(dtype=np.float64)
    return (seconds % 86_400) / 3_600


def _counts(frame: pd.DataFrame, name: str) -> NDArray[np.float64]:
    """Counts of a column; NaN where unknown or negative."""
    if name not in frame:
        return np.full(len(frame), np.nan)
    values = pd.to_numeric(frame[name], errors="coerce").to_numpy(dtype=np.float64, na_value=np.nan)
    return np.where(values >= 0, values, np.nan)


def _cells(frame: pd.DataFrame, name: str) -> list[object]:
    return frame[name].tolist() if name in frame else [None] * len(frame)


def _listed(cell: object) -> list[str]:
    if isinstance(cell, str):
        return listed_hashtags(cell)
    if isinstance(cell, list | tuple | np.ndarray):
        return [str(tag).lstrip("#").lower() for tag in cell]
    return []
