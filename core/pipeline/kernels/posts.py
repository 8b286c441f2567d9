"""What the posts of some creators say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from core.features.language import likely_language
from core.models.posts_text.captions import read_captions
from core.models.posts_text.entities import Entity, KnownNames
from core.models.posts_text.safety import SafetyWords
from core.models.posts_text.sentiment import sentiment
from core.pipeline.engines.work import Tables
from core.pipeline.kernels.creator_texts import creator_rows
from core.pipeline.kernels.frames import arrow_table


@dataclass(frozen=True)
class PostsKernel:
    """Attributes:
    words: of the brand-safety list.
    brands: names of all brands.
    handles: of all creators.
    """

    words: SafetyWords
    brands: tuple[str, ...]
    handles: tuple[str, ...]

    @cached_property
    def _known(self) -> KnownNames:
        return KnownNames(self.brands, self.handles)

    def __getstate__(self) -> dict[str, object]:
        # Each process makes the index of names for itself: it is larger than the names.
        return {name: value for name, value in self.__dict__.items() if name != "_known"}

    def __call__(self, part: Tables) -> Tables:
        """Rows of `post_texts`, `post_entities` and `creator_texts`.

        Args:
            part: posts (post_id, influencer_id, caption, comment_texts, given_language,
                creator_language, is_sponsored, engagements) of whole creators, by both ids.
        """
        posts = part["posts"].to_pandas()
        read = read_captions(
            posts["caption"].tolist(),
            posts["given_language"].astype(object).where(posts["given_language"].notna(), None),
            posts["creator_language"].astype(object).where(posts["creator_language"].notna(), None),
            self.words,
        )
        read.insert(0, "influencer_id", posts["influencer_id"])
        read.insert(0, "post_id", posts["post_id"])
        read["comments_read"], read["comments_mean"] = _comments(
            posts["comment_texts"].tolist(), read["language"].tolist()
        )
        entities = [self._known.entities(caption) for caption in posts["caption"].tolist()]
        rows = np.repeat(np.arange(len(posts)), [len(of_post) for of_post in entities])
        named = _entity_frame(posts.iloc[rows], [of_post for some in entities for of_post in some])
        return {
            "post_texts": arrow_table(read),
            "post_entities": arrow_table(named),
            "creator_texts": arrow_table(creator_rows(posts, read, named)),
        }


def _comments(
    comments: Sequence[Sequence[str] | None], languages: Sequence[str | None]
) -> tuple[list[int], list[float]]:
    """How many comments of each post have a known tone, and its mean.

    A comment too short to tell is taken for the language of its post.
    """
    counts, means = [], []
    for texts, language in zip(comments, languages, strict=True):
        comment_list = texts if isinstance(texts, (list, np.ndarray)) else ()
        scores = [
            tone.score
            for text in comment_list
            if (tone := sentiment(text, likely_language(text) or language)).score is not None
        ]
        counts.append(len(scores))
        means.append(float(np.mean(scores)) if scores else np.nan)
    return counts, means


def _entity_frame(posts: pd.DataFrame, entities: Sequence[Entity]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "post_id": posts["post_id"].to_numpy(),
            "influencer_id": posts["influencer_id"].to_numpy(),
            "entity": [entity.name for entity in entities],
            "kind": [entity.kind for entity in entities],
            "source": [entity.source for entity in entities],
        }
    ).drop_duplicates(["post_id", "entity", "kind"])
