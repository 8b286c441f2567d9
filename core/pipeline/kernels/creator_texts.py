"""What the posts of each creator say, taken together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
import pandas as pd

from core.models.posts_text.sponsored import sponsored_ratio

VERSION = "posts-1"
_SENTIMENT_MIN = 3
_COMMENTS_MIN = 10
_SHOWN = 8


def creator_rows(posts: pd.DataFrame, read: pd.DataFrame, named: pd.DataFrame) -> pd.DataFrame:
    """The rows of `creator_texts`.

    Args:
        posts: influencer_id, is_sponsored, engagements (NaN unknown) of each post.
        read: what each post says, in the same order: rows of `post_texts`.
        named: influencer_id, entity, kind: rows of `post_entities`.
    """
    sponsored = (posts["is_sponsored"] | read["is_disclosed"]).to_numpy(bool)
    score = read["sentiment"].astype(float)
    frame = pd.DataFrame(
        {
            "influencer_id": posts["influencer_id"],
            "score": score,
            "is_positive": (read["sentiment_label"] == "positive").where(score.notna()),
            "is_negative": (read["sentiment_label"] == "negative").where(score.notna()),
            "comments_read": read["comments_read"],
            "comments_sum": read["comments_mean"].fillna(0) * read["comments_read"],
            "is_disclosed": read["is_disclosed"],
            "is_sponsored": sponsored,
            "is_unsafe": read["safety_words"].map(len) > 0,
        }
    ).astype({"is_positive": float, "is_negative": float})
    groups = frame.groupby("influencer_id", sort=True)
    summary = groups.agg(
        posts_count=("is_sponsored", "size"),
        sentiment_count=("score", "count"),
        sentiment_mean=("score", "mean"),
        positive_share=("is_positive", "mean"),
        negative_share=("is_negative", "mean"),
        comments_read=("comments_read", "sum"),
        comments_mean=("comments_sum", "sum"),
        disclosed_count=("is_disclosed", "sum"),
        sponsored_count=("is_sponsored", "sum"),
        safety_count=("is_unsafe", "sum"),
    )
    few = summary["sentiment_count"] < _SENTIMENT_MIN
    summary.loc[few, ["sentiment_mean", "positive_share", "negative_share"]] = np.nan
    enough = summary["comments_read"] >= _COMMENTS_MIN
    summary["comments_mean"] = (summary["comments_mean"] / summary["comments_read"]).where(enough)
    engaged = posts["engagements"].to_numpy(float)
    ratios = [
        sponsored_ratio(engaged[rows][sponsored[rows]], engaged[rows][~sponsored[rows]])
        for rows in (groups.indices[name] for name in summary.index)
    ]
    for name, field in (("ratio", "ratio"), ("low", "low"), ("high", "high")):
        summary[f"sponsored_{name}"] = [getattr(ratio, field) for ratio in ratios]
    ids = posts["influencer_id"].tolist()
    for column in ("safety_categories", "safety_words"):
        summary[column] = _most_used(ids, read[column].tolist(), list(summary.index))
    for column, kind in (("brands", "brand"), ("places", "place"), ("people", "person")):
        some = named[named["kind"] == kind]
        summary[column] = _most_used(
            some["influencer_id"].tolist(),
            [[ratio] for ratio in some["entity"].tolist()],
            list(summary.index),
        )
    return summary.reset_index().assign(model_version=VERSION)


def _most_used(
    ids: Sequence[str], values: Sequence[Sequence[str]], creator_ids: Sequence[str]
) -> list[list[str]]:
    counts: dict[str, Counter[str]] = {}
    for creator_id, some in zip(ids, values, strict=True):
        if some:
            counts.setdefault(creator_id, Counter()).update(some)
    return [
        [
            name
            for name, _ in sorted(counts[creator_id].items(), key=lambda pair: (-pair[1], pair[0]))[
                :_SHOWN
            ]
        ]
        if creator_id in counts
        else []
        for creator_id in creator_ids
    ]
