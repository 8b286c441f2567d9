"""Words that say what a niche is about, and its name: a topic, or made of the words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from core.models.niches.word_space import small_talk

_KEPT_CANDIDATES = 30
_SAME_STEM = 4  # letters: "recipe" and "recipes", "travel" and "traveller" are one word here


def niche_words(
    texts: Sequence[Sequence[str]],
    niche_ids: np.ndarray,
    niches_count: int,
    *,
    groups: Sequence[str] | None = None,
    words_count: int = 3,
) -> list[list[str]]:
    """Up to `words_count` words a niche, best first, none of them in two niches.

    Args:
        texts: topic words of each creator; a word counts once a creator, so that nobody
            shouts a niche's name alone.
        niche_ids: (n,) niche of each; -1 is left out.
        groups: language of each, or None; a language's own small talk names no niche.
    Returns:
        A list a niche; shorter, even empty, when too little was said.
    Source: class TF-IDF (Grootendorst 2022), with the share of a niche's creators as the
    frequency.
    """
    ignored = small_talk(texts, groups, least_foreign=0.6) if groups is not None else set()
    counts: list[Counter[str]] = [Counter() for _ in range(niches_count)]
    sizes = np.zeros(niches_count)
    for text, niche_id in zip(texts, niche_ids, strict=True):
        if niche_id >= 0 and text:
            counts[niche_id].update(set(text))
            sizes[niche_id] += 1
    overall: Counter[str] = Counter()
    for count in counts:
        overall.update(count)
    total = max(sizes.sum(), 1.0)
    candidates: list[tuple[float, int, str]] = []
    for niche_id, count in enumerate(counts):
        # A word of one creator in a hundred names a person, not a niche.
        fewest = max(1 if sizes[niche_id] < 10 else 2, 0.01 * sizes[niche_id])
        scored = []
        for word, n in count.items():
            if n < fewest or word in ignored:
                continue
            share = n / sizes[niche_id]
            # Both sides are held back by five imagined creators, against luck in small niches.
            lift = (n + 1) / (sizes[niche_id] + 5) / ((overall[word] + 1) / (total + 5))
            score = share * float(np.log(lift)) if niches_count > 1 else share
            if score > 0:
                scored.append((score, niche_id, word))
        candidates += sorted(scored, key=lambda item: (-item[0], item[2]))[:_KEPT_CANDIDATES]
    chosen: list[list[str]] = [[] for _ in range(niches_count)]
    taken: list[str] = []
    for _, niche_id, word in sorted(candidates, key=lambda item: (-item[0], item[1], item[2])):
        if len(chosen[niche_id]) < words_count and not any(_alike(word, other) for other in taken):
            chosen[niche_id].append(word)
            taken.append(word)
    return chosen


def niche_names(
    keywords: Sequence[Sequence[str]],
    mixed: Sequence[bool] | None = None,
    topics: Sequence[str | None] | None = None,
) -> list[str]:
    """A name for each niche, no two alike.

    The topic, 'Travel'; with a word, 'Travel: island', where niches share a topic; without a
    topic the two best words, 'Skincare & makeup'; 'Mixed topics' for no words or a mixed niche.

    Args:
        mixed: whether a niche gathers what fits nowhere, so that its words would mislead.
        topics: label of the topic that each niche is near, None for none.
    """
    shared = Counter(topics or ())
    names: list[str] = []
    for number, words in enumerate(keywords):
        topic = topics[number] if topics is not None else None
        if (mixed is not None and mixed[number]) or not (words or topic):
            name = "Mixed topics"
        elif topic is None:
            first = words[0][:1].upper() + words[0][1:]
            name = f"{first} & {words[1]}" if len(words) > 1 else first
        elif shared[topic] > 1:
            name = ": ".join([topic, *_new_words(topic, words)[:1]])
        else:
            name = topic
        names.append(f"{name} {number + 1}" if name in names else name)
    return names


def _new_words(topic: str, words: Sequence[str]) -> list[str]:
    """Words that the label of a topic does not say already."""
    said = topic.lower().split()
    return [word for word in words if not any(_alike(word, other) for other in said)]


def _alike(word: str, other: str) -> bool:
    if word == other:
        return True
    short, long = sorted((word, other), key=len)
    stem = short[:-1] if short.endswith(("s", "e", "y")) else short
    return len(stem) >= _SAME_STEM and long.startswith(stem) and len(long) - len(short) <= 4
