"""What some creators are about, by a profiler that is trained."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from core.models.profiling.posts import Posts, posts_of_frame
from core.models.profiling.profiler import Profiler, Profiles
from core.pipeline.engines.work import Tables
from core.pipeline.kernels.frames import arrow_table
from core.pipeline.profile_rows import creator_rows, top_posts


@dataclass(frozen=True)
class PostVectors:
    """Where the vectors of all posts of a build lie.

    Files instead of rows in each part: they are larger than all the rest of the posts.

    Attributes:
        text_file, picture_file: one vector in each row; None where there are none.
    """

    text_file: Path | None
    picture_file: Path | None

    def posts_of(
        self, posts: pa.Table, creators: NDArray[np.object_]
    ) -> tuple[Posts, NDArray[np.object_]]:
        """The posts of some creators with their vectors, and the id of each post.

        Args:
            posts: columns as from `profiled_posts`, of these creators.
            creators: ids; account i of the posts is creators[i].
        """
        frame = posts.to_pandas()
        accounts = posts_of_frame(frame, creators.tolist())
        chosen = frame.iloc[accounts.rows]
        read = accounts.posts.with_vectors(
            _text_vectors(self.text_file, chosen["post_row"].to_numpy(dtype=np.int64)),
            _picture_vectors(self.picture_file, chosen["picture_row"]),
        )
        return read, chosen["post_id"].to_numpy(dtype=object)


@dataclass(frozen=True)
class ProfilesKernel:
    """Attributes:
    profiler: without what it said of the creators it was trained on.
    vectors: of all posts; every machine reads them there.
    """

    profiler: Profiler
    vectors: PostVectors

    def __call__(self, part: Tables) -> Tables:
        """Rows of `creator_profiles` and `profile_posts`.

        Args:
            part: `creators` (influencer_id, given_category) and `posts`, see `profiled_posts`.
        """
        creators = part["creators"].to_pandas()
        ids = creators["influencer_id"].to_numpy(dtype=object)
        posts, post_ids = self.vectors.posts_of(part["posts"], ids)
        profiles = self.profiler.score(posts)
        given = creators["given_category"].astype(object)
        given = given.where(given.notna(), None).tolist()
        return profile_tables(self.profiler, profiles, posts, post_ids, ids, given)


def profile_tables(
    profiler: Profiler,
    profiles: Profiles,
    posts: Posts,
    post_ids: NDArray[np.object_],
    creators: NDArray[np.object_],
    given: Sequence[str | None],
) -> Tables:
    """Profiles as rows of `creator_profiles` and `profile_posts`; arguments as of `creator_rows`
    and `top_posts`."""
    rows = creator_rows(profiler.classes, profiles, posts, creators, given)
    return {
        "creator_profiles": arrow_table(rows.assign(model_version=profiler.model_version)),
        "profile_posts": arrow_table(
            top_posts(profiler.classes, profiles, posts, post_ids, creators)
        ),
    }


def _text_vectors(file: Path | None, rows: NDArray[np.int64]) -> NDArray[np.float32] | None:
    if file is None:
        return None
    return np.asarray(np.load(file, mmap_mode="r")[rows], dtype=np.float32)


def _picture_vectors(file: Path | None, rows: pd.Series) -> NDArray[np.float32] | None:
    """(n_posts, 1280) rows of the posts' pictures, zero without one; None without any picture."""
    array = None if file is None else np.load(file, mmap_mode="r")
    if array is None or not len(array):
        return None
    has_picture = rows.notna().to_numpy()
    vectors = np.zeros((len(rows), array.shape[1]), dtype=np.float32)
    vectors[has_picture] = array[rows[has_picture].to_numpy(dtype=np.int64)]
    return vectors
