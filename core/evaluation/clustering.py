"""How far groups, and their names, agree with categories that somebody else gave."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

# The planted niches of demo data and the topic of the shipped taxonomy that each is about.
PLANTED_TOPICS: Mapping[str, Sequence[str]] = {
    "beauty": ("Beauty & skincare",),
    "books": ("Books & reading",),
    "cars": ("Cars & motorbikes",),
    "fashion": ("Fashion & style",),
    "finance": ("Personal finance",),
    "fitness": ("Fitness & gym",),
    "food": ("Food & cooking",),
    "gaming": ("Gaming",),
    "home": ("Home & interior",),
    "music": ("Music",),
    "parenting": ("Parenting & family",),
    "pets": ("Pets",),
    "sustainability": ("Sustainable living",),
    "tech": ("Tech & gadgets",),
    "travel": ("Travel",),
}


@dataclass(frozen=True)
class Agreement:
    """Attributes:
    nmi: normalised mutual information (arithmetic mean), 0 none to 1 the same groups.
    purity: share whose category is the most frequent one of its group, 0-1; it rises with
        the number of groups.
    largest_share: share of the most frequent category, the purity of a single group.
    rows_count: how many were compared.
    """

    nmi: float
    purity: float
    largest_share: float
    rows_count: int


def agreement(groups: Sequence[object], categories: Sequence[object]) -> Agreement | None:
    """Agreement over rows with both; None when no row has both.

    A group of -1 and a category of None, NaN or '' are unknown.
    """
    pairs = [
        (group, category)
        for group, category in zip(groups, categories, strict=True)
        if group != -1
        and category is not None
        and category != ""
        and not (isinstance(category, float) and np.isnan(category))
    ]
    if not pairs:
        return None
    _, group_codes = np.unique([str(group) for group, _ in pairs], return_inverse=True)
    _, category_codes = np.unique([str(category) for _, category in pairs], return_inverse=True)
    table = np.zeros((group_codes.max() + 1, category_codes.max() + 1))
    np.add.at(table, (group_codes, category_codes), 1)
    total = table.sum()
    return Agreement(
        nmi=_nmi(table / total),
        purity=float(table.max(axis=1).sum() / total),
        largest_share=float(table.sum(axis=0).max() / total),
        rows_count=int(total),
    )


def _nmi(joint: np.ndarray) -> float:
    rows, columns = joint.sum(axis=1), joint.sum(axis=0)
    entropies = _entropy(rows) + _entropy(columns)
    if entropies <= 0:
        return 1.0  # one group and one category: the same grouping
    information = _entropy(rows) + _entropy(columns) - _entropy(joint.ravel())
    return float(np.clip(2 * information / entropies, 0.0, 1.0))


def _entropy(shares: np.ndarray) -> float:
    used = shares[shares > 0]
    return float(-(used * np.log(used)).sum())


@dataclass(frozen=True)
class NameAgreement:
    """Attributes:
    niches_count: niches with a creator of a known label.
    named_count: those that are named by a topic.
    right_count: those whose topic is one of their commonest label.
    creators_share: share of all creators with a niche and a label, 0-1, whose niche is named by a
        topic of their own label.
    """

    niches_count: int
    named_count: int
    right_count: int
    creators_share: float


def name_agreement(
    topics: Sequence[str | None],
    niche_ids: np.ndarray,
    labels: Sequence[str | None],
    accepted: Mapping[str, Sequence[str]],
) -> NameAgreement:
    """How well the topics of niches agree with the labels of their members.

    Args:
        topics: of each niche; None for one that is named by words.
        niche_ids: (n,) niche of each creator; -1 is left out.
        labels: of each creator; None is left out.
        accepted: topics that are right for a label; a label without any has no right topic.
    """
    members: list[Counter[str]] = [Counter() for _ in topics]
    for niche_id, label in zip(niche_ids.tolist(), labels, strict=True):
        if niche_id >= 0 and label is not None:
            members[niche_id][label] += 1
    judged = [(topic, count) for topic, count in zip(topics, members, strict=True) if count]
    right = [
        topic in accepted.get(max(sorted(count), key=lambda label: count[label]), ())
        for topic, count in judged
    ]
    agreeing = sum(
        n
        for topic, count in judged
        for label, n in count.items()
        if topic in accepted.get(label, ())
    )
    total = sum(count.total() for _, count in judged)
    return NameAgreement(
        len(judged),
        sum(topic is not None for topic, _ in judged),
        sum(right),
        agreeing / total if total else 0.0,
    )
