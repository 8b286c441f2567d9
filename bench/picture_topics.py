"""Topics of photographs by the names of what they show, and by five labelled ones per topic.

    python -m bench.picture_topics [--splits 20]

The photographs of the demo data, each once. Zero-shot: no labelled photograph, 40 topics of the
taxonomy; its constants are chosen on one half of the photographs and measured on the other.
Five labelled photographs per topic train a linear head, measured on the other photographs of the
topics that have more than five; zero-shot chooses among the same topics on the same photographs.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from core.demo.writing.pictures import PICTURES
from core.features.embeddings import Encoder
from core.features.pictures.network import class_names, look, middle_square
from core.features.pictures.reading import read_picture
from core.features.text import topic_words
from core.models.niches.picture_topics import (
    PictureTopicsConfig,
    object_links,
    topic_scores,
)
from core.models.niches.taxonomy import Taxonomy, read_taxonomy
from core.models.profiling.linear import LinearConfig, fit_head
from core.settings import Settings

# Topics that are right for each name of the files; none is right for everyday life.
TOPICS: Mapping[str, Sequence[str]] = {
    "beauty": ("Beauty & skincare", "Hair & nails"),
    "cars": ("Cars & motorbikes",),
    "fashion": ("Fashion & style",),
    "fitness": ("Fitness & gym", "Sports & teams", "Running & cycling"),
    "food": ("Food & cooking", "Coffee, wine & drinks"),
    "home": ("Home & interior",),
    "music": ("Music",),
    "parenting": ("Parenting & family",),
    "pets": ("Pets", "Animals & wildlife"),
    "sustainability": ("Sustainable living",),
    "tech": ("Tech & gadgets",),
    "travel": ("Travel", "Outdoor & hiking"),
    "everyday": (),
}

NOTHING = "everyday"
LABELLED = 5
# As the picture part of the profiler.
HEAD = LinearConfig("logistic", 1.0, 100)
LEAST_RIGHT = 0.6  # of the photographs that get a topic, on the half that chooses
TEXTS = ("description", "label", "both")
POWERS, WORDS_WEIGHTS = (0.25, 0.5, 0.75, 1.0), (0.0, 0.5, 1.0, 2.0)


@dataclass(frozen=True)
class Photographs:
    """Attributes:
    names: (n,) the demo's name of the topic.
    probabilities: (n, 1000) of the ImageNet classes.
    vectors: (n, 1280) unit rows.
    """

    names: NDArray[np.object_]
    probabilities: NDArray[np.float32]
    vectors: NDArray[np.float32]


def photographs() -> Photographs:
    """Those of the demo data, as the network sees them."""
    files = sorted(PICTURES.glob("*.jpg"))
    seen = [look(middle_square(read_picture(file.read_bytes()))[None]) for file in files]
    names = np.array([file.stem.rsplit("_", 1)[0] for file in files], dtype=object)
    return Photographs(
        names,
        np.concatenate([one.probabilities for one in seen]),
        np.concatenate([one.vectors for one in seen]),
    )


def candidates(
    shown: Photographs, taxonomy: Taxonomy, settings: Settings
) -> dict[tuple[str, float, float], NDArray[np.float64]]:
    """(photographs, topics) scores by text of the topics, power and weight of words."""
    encoder = Encoder(settings)
    objects = encoder.encode(list(class_names()))
    descriptions = encoder.encode(taxonomy.texts)
    labels = encoder.encode([topic.label for topic in taxonomy.topics])
    vectors = dict(zip(TEXTS, (descriptions, labels, descriptions + labels), strict=True))
    words = [topic_words(name) for name in class_names()]
    scores = {}
    for text, power, weight in product(TEXTS, POWERS, WORDS_WEIGHTS):
        config = PictureTopicsConfig(power=power, words_weight=weight)
        links = object_links(taxonomy, words, objects, vectors[text], config)
        scores[text, power, weight] = topic_scores(shown.probabilities, links, config)
    return scores


def ranks(
    scores: NDArray[np.float64], names: NDArray[np.object_], labels: Sequence[str]
) -> NDArray[np.int64]:
    """(photographs,) rank of the best of the right topics, 1 is best; 0 where none is right."""
    order = np.argsort(np.argsort(-scores, axis=1, kind="stable"), axis=1) + 1
    return np.array(
        [
            min((row[labels.index(topic)] for topic in TOPICS[name]), default=0)
            for row, name in zip(order, names, strict=True)
        ]
    )


def least_score(best: NDArray[np.float64], is_right: NDArray[np.bool_]) -> float:
    """The lowest score from which `LEAST_RIGHT` of the photographs are right; infinite if never."""
    order = np.argsort(-best, kind="stable")
    shares = np.cumsum(is_right[order]) / np.arange(1, len(order) + 1)
    enough = np.flatnonzero(shares >= LEAST_RIGHT)
    return float(best[order][enough[-1]]) if len(enough) else float("inf")


def halves(
    shown: Photographs,
    scores: Mapping[tuple[str, float, float], NDArray[np.float64]],
    labels: Sequence[str],
    splits: int,
) -> None:
    """Prints what zero-shot reaches on halves that its constants were not chosen on."""
    placed = {key: ranks(values, shown.names, labels) for key, values in scores.items()}
    has_topic = shown.names != NOTHING
    rows, chosen, leasts = [], [], []
    for split in range(splits):
        order = np.random.default_rng(split).permutation(len(shown.names))
        choosing = np.zeros(len(order), dtype=bool)
        choosing[order[: len(order) // 2]] = True
        best = max(scores, key=lambda key: (placed[key][choosing & has_topic] == 1).mean())
        highest = scores[best].max(axis=1)
        least = least_score(highest[choosing], placed[best][choosing] == 1)
        others = placed[best][~choosing]
        is_shown = highest[~choosing] >= least
        known = others[has_topic[~choosing]]
        rows.append(
            (
                (known == 1).mean(),
                (known <= 3).mean(),
                is_shown.mean(),
                (others[is_shown] == 1).mean() if is_shown.any() else np.nan,
            )
        )
        chosen.append(best)
        leasts.append(least)
    means, spreads = np.nanmean(rows, axis=0), np.nanstd(rows, axis=0)
    names = (
        "topic right, of 40",
        "a right topic among the first three",
        "photographs that get a topic, those of everyday life included",
        "of these, topic right",
    )
    for name, mean, spread in zip(names, means, spreads, strict=True):
        print(f"| {name} | {mean:.3f} ± {spread:.3f} |")
    counts = {key: chosen.count(key) for key in set(chosen)}
    print("chosen, times:", sorted(counts.items(), key=lambda item: -item[1])[:6])
    print(f"least score: {np.median(leasts):.3f}, from {min(leasts):.3f} to {max(leasts):.3f}")
    commonest = max(TOPICS, key=lambda name: (shown.names[has_topic] == name).sum())
    print(f"always '{commonest}': {(shown.names[has_topic] == commonest).mean():.3f}")


def few_labels(
    shown: Photographs, scores: NDArray[np.float64], labels: Sequence[str], splits: int
) -> None:
    """Prints a head on a few labelled photographs beside zero-shot among the same topics."""
    names = [name for name in TOPICS if (shown.names == name).sum() > LABELLED and TOPICS[name]]
    by_name = np.column_stack(
        [scores[:, [labels.index(topic) for topic in TOPICS[name]]].max(axis=1) for name in names]
    )
    rows = []
    for split in range(splits):
        rng = np.random.default_rng(split)
        training = np.concatenate(
            [rng.permutation(np.flatnonzero(shown.names == name))[:LABELLED] for name in names]
        )
        others = np.setdiff1d(np.flatnonzero(np.isin(shown.names, names)), training)
        targets = np.repeat(np.arange(len(names)), LABELLED)
        head = fit_head(shown.vectors[training], targets, len(names), HEAD, seed=split)
        truth = np.array([names.index(name) for name in shown.names[others]])
        told = (head.scores(shown.vectors[others]), by_name[others])
        rows.append([(values.argmax(axis=1) == truth).mean() for values in told])
    means, spreads = np.mean(rows, axis=0), np.std(rows, axis=0)
    print(f"{len(names)} topics: {', '.join(names)}; {len(others)} photographs measured")
    for way, mean, spread in zip(
        (f"{LABELLED} labelled per topic", "zero-shot"), means, spreads, strict=True
    ):
        print(f"| {way} | {mean:.3f} ± {spread:.3f} |")


def main() -> None:
    """Prints both tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--splits", type=int, default=20)
    splits = parser.parse_args().splits
    shown, taxonomy = photographs(), read_taxonomy()
    labels = [topic.label for topic in taxonomy.topics]
    scores = candidates(shown, taxonomy, Settings.from_env())
    halves(shown, scores, labels, splits)
    shipped = PictureTopicsConfig()
    few_labels(shown, scores["both", shipped.power, shipped.words_weight], labels, splits)


if __name__ == "__main__":
    main()
