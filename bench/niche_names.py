"""How often niches are named by the topic that their creators write about.

    python -m bench.niche_names [--posts F] [--seeds 42 43 44] [--creators 4000] [--captions 8]
        [--k 15] [--encoders multilingual minilm]

Planted niches of demo data, then captions with known categories (by default
`niches/posts_dev.csv` of SCOUT_EVAL_DATA; left out with a line when absent), of those only the
accounts that the thresholds of `core.models.niches.topics` were not chosen on. Each row: niches,
niches named by a topic, named by the topic of their commonest label, and share of creators whose
niche is named by a topic of their own label. The baseline is the description nearest to the mean
of the members' vectors as they are. The last column of the demo rows: niches that keep their
words once the topic that names them is taken off the list.
"""

from __future__ import annotations

import argparse
import csv
import dataclasses
from collections.abc import Mapping, Sequence
from itertools import product
from pathlib import Path

import numpy as np

from core.demo.generator import DemoConfig, generate
from core.evaluation.clustering import PLANTED_TOPICS, name_agreement
from core.features.embeddings import Encoder, normalised
from core.features.sentence_models import MINILM, MULTILINGUAL
from core.models.niches.model import NichesConfig, fit
from core.models.niches.taxonomy import Taxonomy, read_taxonomy
from core.models.niches.topics import Meanings, TopicsConfig, niche_topics
from core.services.tables.niches import AccountTexts, account_texts
from core.settings import Settings

# Categories of the captions; 'other' has no topic that would be right.
CATEGORY_TOPICS: Mapping[str, Sequence[str]] = {
    "beauty": ("Beauty & skincare", "Hair & nails"),
    "family": ("Parenting & family",),
    "fashion": ("Fashion & style", "Jewellery & watches"),
    "fitness": ("Fitness & gym", "Running & cycling", "Yoga & mindfulness", "Sports & teams"),
    "food": ("Food & cooking", "Coffee, wine & drinks"),
    "interior": ("Home & interior",),
    "pet": ("Pets", "Animals & wildlife"),
    "travel": ("Travel", "Outdoor & hiking"),
}
Topics = list[str | None]


def _nearest_as_they_are(meanings: Meanings, niche_ids: np.ndarray, labels: list[str]) -> Topics:
    topics: Topics = []
    for niche_id in range(int(niche_ids.max()) + 1):
        centre = normalised(meanings.texts[niche_ids == niche_id].mean(axis=0, keepdims=True))
        topics.append(labels[int((centre @ meanings.topics.T).argmax())])
    return topics


def _without(taxonomy: Taxonomy, meanings: Meanings, label: str) -> tuple[Taxonomy, Meanings]:
    """The list and its vectors with one topic less, found by its label."""
    kept = [place for place, topic in enumerate(taxonomy.topics) if topic.label != label]
    return (
        Taxonomy.of([taxonomy.topics[place] for place in kept]),
        Meanings(meanings.texts, meanings.topics[kept]),
    )


def _judge(
    name: str,
    texts: AccountTexts,
    labels: list[str],
    accepted: Mapping[str, Sequence[str]],
    encoder: Encoder,
    *,
    niches_count: int | None,
    leaves_out: bool,
    seed: int = 42,
) -> None:
    taxonomy = read_taxonomy()
    meanings = Meanings(texts.vectors, encoder.encode(taxonomy.texts))
    model = fit(
        texts.vectors,
        NichesConfig(niches_count=niches_count),
        seed=seed,
        groups=texts.languages,
        terms=texts.terms,
    )
    niche_ids = model.assign(texts.vectors, texts.languages, texts.terms).niche_ids
    count = model.niches_count

    def topics(used: Taxonomy, vectors: Meanings | None, config: TopicsConfig) -> Topics:
        matches = niche_topics(
            used,
            texts.terms,
            niche_ids,
            count,
            meanings=vectors,
            groups=texts.languages,
            config=config,
        )
        return [
            match.label if match and not mixed else None
            for match, mixed in zip(matches, model.mixed, strict=True)
        ]

    shipped = TopicsConfig()
    ways: list[tuple[str, Topics]] = [
        (
            "nearest description (baseline)",
            _nearest_as_they_are(meanings, niche_ids, [topic.label for topic in taxonomy.topics]),
        ),
        ("words alone", topics(taxonomy, None, shipped)),
        ("**meaning and words**", topics(taxonomy, meanings, shipped)),
    ]
    for way, named in ways:
        result = name_agreement(named, niche_ids, labels, accepted)
        kept = "-"
        if leaves_out and way == ways[-1][0]:
            labelled = [(niche, label) for niche, label in enumerate(named) if label]
            still = [
                topics(*_without(taxonomy, meanings, label), shipped)[niche] is None
                for niche, label in labelled
            ]
            kept = f"{sum(still)} of {len(still)}"
        print(
            f"| {name} | {way} | {result.niches_count} | {result.named_count} "
            f"| {result.right_count} | {result.creators_share:.2f} | {kept} |",
            flush=True,
        )


def main() -> None:
    """Prints the table."""
    settings = Settings.from_env()
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--posts", type=Path, default=settings.eval_data / "niches/posts_dev.csv")
    parser.add_argument("--seeds", type=int, nargs="*", default=[42, 43, 44])
    parser.add_argument("--creators", type=int, default=4000)
    parser.add_argument("--captions", type=int, default=8)
    parser.add_argument("--k", type=int, help="niches of the demo data; chosen without")
    parser.add_argument("--encoders", nargs="+", default=[MULTILINGUAL, MINILM])
    options = parser.parse_args()
    print("| data | named by | niches | named | right | creators | kept their words |")
    print("|---|---|---|---|---|---|---|")
    for name in options.encoders:
        encoder = Encoder(dataclasses.replace(settings, embedder=name))
        for seed in options.seeds:
            data = generate(DemoConfig(creators_count=options.creators), seed=seed)
            truth = data.truth["creators"]
            planted = dict(
                zip(truth["influencer_id"], truth["main_niche"].astype(str), strict=True)
            )
            posts = data.tables["posts"].sort_values("posted_at")
            newest = posts.groupby("influencer_id").tail(options.captions)
            texts = account_texts(
                newest["influencer_id"].tolist(), newest["caption"].tolist(), encoder
            )
            labels = [planted[account] for account in texts.accounts.tolist()]
            _judge(
                f"demo {seed}, {name}",
                texts,
                labels,
                PLANTED_TOPICS,
                encoder,
                niches_count=options.k,
                leaves_out=True,
            )
        if options.posts.exists():
            _captions(options.posts, name, encoder)
        else:
            print(f"No captions at {options.posts}: set SCOUT_EVAL_DATA or give --posts.")


def _captions(file: Path, name: str, encoder: Encoder) -> None:
    with file.open(encoding="utf-8", newline="") as source:
        rows = list(csv.DictReader(source))
    accounts = sorted({row["account_id"] for row in rows})
    chosen_on = np.random.default_rng(0).random(len(accounts)) < 0.5
    left = {account for account, used in zip(accounts, chosen_on, strict=True) if not used}
    rows = [row for row in rows if row["account_id"] in left]
    category = {row["account_id"]: row["category"] for row in rows}
    texts = account_texts(
        [row["account_id"] for row in rows], [row["caption"] for row in rows], encoder
    )
    labels = [category[account] for account in texts.accounts.tolist()]
    for niches_count, seed in product((8, 16, 24), (0, 1, 2)):
        _judge(
            f"{len(left):,} accounts, {name}, k-means {seed}",
            texts,
            labels,
            CATEGORY_TOPICS,
            encoder,
            niches_count=niches_count,
            leaves_out=False,
            seed=seed,
        )


if __name__ == "__main__":
    main()
