"""Profiles of creators as rows of the store, and how good they are."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.evaluation.profiling.figures import figures
from core.models.profiling.pooling import pooled
from core.models.profiling.posts import Posts
from core.models.profiling.profiler import Profiles

TOP_POSTS = 8  # stored per creator


def creator_rows(
    classes: Sequence[str],
    profiles: Profiles,
    posts: Posts,
    creators: NDArray[np.object_],
    given: Sequence[str | None],
) -> pd.DataFrame:
    """Rows of `creator_profiles` without the model's version, of the creators with a profile.

    Args:
        classes: names of the columns of `profiles.probabilities`.
        creators: (accounts,) ids.
        given: (accounts,) category in the data.
    """
    names = np.array(classes, dtype=object)
    is_known = np.asarray(~np.isnan(profiles.probabilities).any(axis=1))
    order = np.argsort(-np.nan_to_num(profiles.probabilities), axis=1, kind="stable")[:, :2]
    every = np.arange(posts.accounts_count)
    first, second = order[:, 0], order[:, 1]
    has_picture = posts.has_picture
    is_read = profiles.weights > 0
    count = posts.accounts_count
    picture_weight = np.bincount(
        posts.account_rows, weights=profiles.weights * has_picture, minlength=count
    )
    return pd.DataFrame(
        {
            "influencer_id": creators,
            "category": names[first],
            "probability": profiles.probabilities[every, first],
            "second_category": names[second],
            "second_probability": profiles.probabilities[every, second],
            "given_category": list(given),
            **_side("text", profiles.text_probabilities, names),
            **_side("picture", profiles.picture_probabilities, names),
            "picture_share": picture_weight,
            "posts_read": np.bincount(posts.account_rows[is_read], minlength=count),
            "pictures_read": np.bincount(
                posts.account_rows[is_read & has_picture], minlength=count
            ),
            "is_out_of_fold": [category is not None for category in given],
        }
    )[is_known]


def top_posts(
    classes: Sequence[str],
    profiles: Profiles,
    posts: Posts,
    post_ids: NDArray[np.object_],
    creators: NDArray[np.object_],
) -> pd.DataFrame:
    """Rows of `profile_posts`: the posts with most weight of each creator, at most `TOP_POSTS`.

    Args:
        post_ids: (n_posts,) of `posts`.
        creators: (accounts,) ids.
    """
    said = profiles.post_probabilities
    is_known = np.asarray(~np.isnan(said).any(axis=1))
    best = np.where(is_known[:, None], said, 0).argmax(axis=1)
    categories = np.array(classes, dtype=object)[best]
    categories[~is_known] = None
    frame = pd.DataFrame(
        {
            "influencer_id": creators[posts.account_rows],
            "post_id": post_ids,
            "weight": profiles.weights.astype(np.float64),
            "category": categories,
            "probability": np.where(is_known, said[np.arange(len(best)), best], np.nan),
            "has_picture": posts.has_picture,
        }
    )
    frame = frame[frame["weight"] > 0].sort_values(
        ["influencer_id", "weight", "post_id"], ascending=[True, False, True]
    )
    frame["place"] = frame.groupby("influencer_id").cumcount() + 1
    return frame[frame["place"] <= TOP_POSTS]


def metric_rows(
    classes: Sequence[str],
    held_out: Profiles,
    posts: Posts,
    labels: Sequence[str | None],
) -> pd.DataFrame:
    """metric, value and note: how good profiles of held-out creators are, as a whole, by each side
    alone, and with equal weights of all posts ('averaging').

    Args:
        labels: (accounts,) category that was trained.
    """
    places = {name: place for place, name in enumerate(classes)}
    targets = np.array([places.get(label or "", -1) for label in labels])
    rows = []
    for name, probabilities in (
        ("", held_out.probabilities),
        ("text_", held_out.text_probabilities),
        ("picture_", held_out.picture_probabilities),
        ("averaging_", _averaged(held_out, posts)),
    ):
        used = ~np.isnan(probabilities).any(axis=1) & (targets >= 0)
        if not used.any():
            continue
        measured = figures(targets[used], probabilities[used])
        note = (
            f"{int(used.sum()):,} creators with a given category, each scored by models that had "
            f"not seen it; {len(classes)} categories."
        )
        rows += [
            (f"{name}macro_f1", measured.macro_f1, note),
            (f"{name}accuracy", measured.accuracy, note),
            (f"{name}calibration_error", measured.calibration_error, note),
        ]
    return pd.DataFrame(rows, columns=["metric", "value", "note"])


def _averaged(profiles: Profiles, posts: Posts) -> NDArray[np.float64]:
    """What the posts of each creator say with equal weights; a NaN row without a readable one."""
    equal = (profiles.weights > 0).astype(np.float32)
    said = profiles.post_probabilities
    return pooled(said, equal, posts.account_rows, posts.accounts_count)


def _side(
    side: str, probabilities: NDArray[np.float64], names: NDArray[np.object_]
) -> dict[str, object]:
    """Best category and its probability by one side alone; missing where the side has nothing."""
    known = np.asarray(~np.isnan(probabilities).any(axis=1))
    best = np.where(known[:, None], probabilities, 0).argmax(axis=1)
    categories = names[best]
    categories[~known] = None
    return {
        f"{side}_category": categories,
        f"{side}_probability": np.where(known, probabilities[np.arange(len(best)), best], np.nan),
    }
