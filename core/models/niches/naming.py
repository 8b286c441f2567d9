"""The words and the name of each niche of a fitted model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.models.niches.model import NichesModel
from core.models.niches.taxonomy import Taxonomy
from core.models.niches.topics import Meanings, niche_topics
from core.models.niches.words import niche_names, niche_words


@dataclass(frozen=True)
class NicheNames:
    """Attributes:
    names: one for each niche, no two alike.
    keywords: up to three words for each niche, none of them in two.
    topics: label of the topic that each niche is named by; None where the words name it.
    """

    names: list[str]
    keywords: list[list[str]]
    topics: list[str | None]


def named_niches(
    model: NichesModel,
    niche_ids: np.ndarray,
    terms: Sequence[Sequence[str]],
    languages: Sequence[str],
    taxonomy: Taxonomy,
    meanings: Meanings | None,
) -> NicheNames:
    """Names by the taxonomy where a niche is near a topic, by its own words elsewhere.

    Args:
        niche_ids: (n,) niche of each creator; -1 for none.
        terms, languages: of each creator.
        meanings: vectors of creators and topics; None where no encoder is at hand.
    """
    count = model.niches_count
    keywords = niche_words(terms, niche_ids, count, groups=languages)
    matches = niche_topics(taxonomy, terms, niche_ids, count, meanings=meanings, groups=languages)
    topics = [
        match.label if match and not mixed else None
        for match, mixed in zip(matches, model.mixed, strict=True)
    ]
    return NicheNames(niche_names(keywords, model.mixed, topics), keywords, topics)
