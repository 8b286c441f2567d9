"""Seconds and memory of the step "concepts" for many creators.

    python -m bench.concepts_scale --creators 100000

Makes up accounts of forty topics: a biography of eight nouns, twelve posts with four hashtags (one
or two nouns each) and a mention. Each topic has 120 nouns of WordNet, some of which others have.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd

from bench.measuring import peak_gib
from core.features.embeddings import Encoder, normalised
from core.models.concepts.splitting import english_ranks
from core.models.concepts.wordnet import nouns
from core.pipeline.context import BuildConfig, BuildContext
from core.pipeline.steps.text import BRAND_FILE, INFLUENCER_FILE
from core.pipeline.steps.views.concepts import link_concepts
from core.progress import silent
from core.settings import Settings
from core.store import tables
from core.store.connect import create_schema, open_store

TOPICS, NOUNS_OF_TOPIC, POSTS, TAGS, BRANDS = 40, 120, 12, 4, 250


def fill(context: BuildContext, creators_count: int, seed: int) -> None:
    """Writes influencers, posts, brands and random text vectors."""
    rng = np.random.default_rng(seed)
    ranks = english_ranks()
    words = [word for word in nouns().senses if "_" not in word and len(word) > 3]
    common = np.array(sorted(words, key=lambda word: ranks.get(word, 1e9))[:5_000], dtype=object)
    topics = [rng.choice(common, NOUNS_OF_TOPIC, replace=False) for _ in range(TOPICS)]
    topic = rng.integers(TOPICS, size=creators_count)
    picks = rng.integers(NOUNS_OF_TOPIC, size=(creators_count, 8))
    ids = np.array([f"c{number:07d}" for number in range(creators_count)], dtype=object)
    bios = [" and ".join(topics[own][row]) for own, row in zip(topic, picks, strict=True)]
    frame = pd.DataFrame({"influencer_id": ids, "handle": ids, "name": ids, "bio": bios})
    tables.append_frame(context.con, "influencers", frame.assign(platform="instagram",
                                                                 language="en"))  # fmt: skip
    owners = np.repeat(np.arange(creators_count), POSTS)
    tags = rng.integers(NOUNS_OF_TOPIC, size=(len(owners), TAGS, 2))
    pairs = rng.random((len(owners), TAGS)) < 0.5
    hashtags = [
        [topics[own][a] + (topics[own][b] if both else "")
         for (a, b), both in zip(row, is_pair, strict=True)]
        for own, row, is_pair in zip(topic[owners], tags.tolist(), pairs.tolist(), strict=True)
    ]  # fmt: skip
    posts = pd.DataFrame(
        {
            "post_id": [f"p{number}" for number in range(len(owners))],
            "influencer_id": ids[owners],
            "caption": "",
            "hashtags": hashtags,
            "mentions": [[name] for name in ids[rng.integers(creators_count, size=len(owners))]],
        }
    )
    tables.append_frame(context.con, "posts", posts)
    names = [f"Brand {number}" for number in range(BRANDS)]
    offers = [", ".join(rng.choice(topics[number % TOPICS], 10)) for number in range(BRANDS)]
    brands = pd.DataFrame({"brand_id": names, "name": names, "description": offers})
    tables.append_frame(context.con, "brands", brands)
    encoder = Encoder(context.settings)
    for file, count in ((INFLUENCER_FILE, creators_count), (BRAND_FILE, BRANDS)):
        vectors = rng.standard_normal((count, encoder.dimension), dtype=np.float32)
        np.save(context.folder / file, normalised(vectors))
    context.con.execute(
        "INSERT INTO metrics (model, metric, value, note) VALUES ('text', 'encoder', 1, $version)",
        {"version": encoder.model_version},
    )


def main() -> None:
    """Prints one line for each number of creators."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--creators", type=int, nargs="+", default=[4_000, 100_000])
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    print(
        "| creators | posts | seconds | concepts | edges | peak memory |\n|---|---|---|---|---|---|"
    )
    for count in options.creators:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            settings = Settings.from_env(folder)
            con = open_store(folder / "store.duckdb", settings, read_only=False)
            create_schema(con)
            context = BuildContext(con, folder, settings, BuildConfig(), silent)
            fill(context, count, options.seed)
            started = time.perf_counter()
            link_concepts(context)
            seconds = time.perf_counter() - started
            counts = con.execute(
                "SELECT (SELECT count(*) FROM concepts), (SELECT count(*) FROM concept_links)"
            ).fetchone()
            con.close()
        peak = peak_gib()
        concepts, edges = counts or (0, 0)
        print(
            f"| {count:,} | {count * POSTS:,} | {seconds:.0f} | {concepts:,} | {edges:,} | "
            f"{peak:.1f} GB |",
            flush=True,
        )


if __name__ == "__main__":
    main()
