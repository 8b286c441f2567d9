"""What the fast encoders lose: niches, brand match and search by meaning, beside the exact ones.

    python -m bench.encoders_quality [--seeds 42 43 44] [--creators 1500] [--posts F]
        [--encoders multilingual multilingual-fast minilm minilm-fast]

Demo data of each seed, read as a quick build reads it, and captions with known categories
(`niches/posts_dev.csv` of SCOUT_EVAL_DATA; left out with a line when absent). Shares are those of
the first ten that are on the topic, as in bench.brand_match_quality and bench.search_quality;
English apart from five other languages. 'the same' compares a fast encoder with the exact one it
was made from: the first ten of brands and lookalikes by fit, and the niches (adjusted Rand index).
For the exact ones it compares with the same encoder and k-means begun elsewhere, which is what
chance alone does. Mean and standard deviation over the seeds.
"""

from __future__ import annotations

import argparse
import csv
import dataclasses
import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from bench.brand_match_quality import Market, market, results
from bench.niches_quality import ours, texts_of
from bench.search_quality import QUERY_LANGUAGES, TOPIC_QUERIES
from core.evaluation.clustering import agreement
from core.features.embeddings import Encoder
from core.features.sentence_models import MINILM, MINILM_FAST, MULTILINGUAL, MULTILINGUAL_FAST
from core.models.brand_fit import FitConfig, fit_rows, text_fit_rows
from core.models.search.meaning import measured
from core.settings import Settings

TEACHERS = {MULTILINGUAL_FAST: MULTILINGUAL, MINILM_FAST: MINILM}
_ENCODERS = (MULTILINGUAL, MULTILINGUAL_FAST, MINILM, MINILM_FAST)
_NICHES_COUNT = 9  # of the captions
_LOOKALIKES = 300


@dataclasses.dataclass(frozen=True)
class Reading:
    """What one encoder makes of one demo: shares by name, niches and first tens of creators."""

    shares: dict[str, float]
    niche_ids: np.ndarray
    first_ten: list[set[int]]


def reading(demo: Market, encoder: Encoder, planted: np.ndarray) -> Reading:
    """Everything that is compared, of one demo."""
    niche_ids = demo.model.assign_points(demo.points).niche_ids
    found = agreement(niche_ids.tolist(), planted.tolist())
    by_query = results(demo, FitConfig())
    is_english = by_query["language"] == "en"
    shares = {
        "niches, NMI": found.nmi if found else 0.0,
        "brands": by_query[by_query["task"] == "brands"]["share"].mean(),
    }
    for task in ("briefs", "short briefs", "lookalikes"):
        for name, rows in (("en", is_english), ("others", ~is_english)):
            shares[f"{task}, {name}"] = by_query[rows & (by_query["task"] == task)]["share"].mean()
    shares |= _search(demo, encoder)
    return Reading(shares, niche_ids, _first_tens(demo))


def _search(demo: Market, encoder: Encoder) -> dict[str, float]:
    """Share of the first ten by meaning alone, none of whom writes in the language asked in."""
    meaning = measured(encoder.encode, demo.vectors)
    shares: dict[str, list[float]] = {"search, en": [], "search, others": []}
    for topic, queries in TOPIC_QUERIES.items():
        for language, text in zip(QUERY_LANGUAGES, queries.split("|"), strict=True):
            cosines = meaning.similarities(demo.vectors, encoder.encode([text])[0])
            cosines[demo.languages == language] = -1
            first = np.argsort(-cosines, kind="stable")[:10]
            name = "search, en" if language == "en" else "search, others"
            shares[name].append(float((demo.niches[first] == topic).mean()))
    return {name: float(np.mean(values)) for name, values in shares.items()}


def _first_tens(demo: Market) -> list[set[int]]:
    """First ten creators by fit of each brand and of some creators."""
    rows = fit_rows(demo.model, demo.points, FitConfig(), categories=demo.categories)
    asked = text_fit_rows(
        demo.model, demo.brands.vectors, demo.brands.texts, FitConfig(), taxonomy=demo.taxonomy
    )
    chosen = np.random.default_rng(0).permutation(len(rows))[:_LOOKALIKES]
    scores = np.vstack([asked, rows[chosen]]) @ rows.T
    return [set(np.argsort(-row, kind="stable")[:11].tolist()) for row in scores]


def same(one: Reading, other: Reading) -> dict[str, float]:
    """How far two readings agree."""
    overlaps = [
        len(first & second) / len(first)
        for first, second in zip(one.first_ten, other.first_ten, strict=True)
    ]
    return {
        "the same: niches": _rand_index(one.niche_ids, other.niche_ids),
        "the same: first ten": float(np.mean(overlaps)),
    }


def _rand_index(one: np.ndarray, other: np.ndarray) -> float:
    from sklearn.metrics import adjusted_rand_score

    known = (one >= 0) & (other >= 0)
    if not known.any():
        return math.nan  # no number of niches is stable
    return float(adjusted_rand_score(one[known], other[known]))


def demo_table(encoders: dict[str, Encoder], creators: int, seeds: Sequence[int]) -> pd.DataFrame:
    """encoder, seed, figure, value."""
    rows = []
    for seed in seeds:
        readings = {}
        for name, encoder in encoders.items():
            demo = market(creators, seed, encoder)
            readings[name] = reading(demo, encoder, demo.niches)
            compared = readings.get(TEACHERS.get(name, ""))
            if name in TEACHERS.values():
                again = market(creators, seed, encoder, niches_seed=seed + 1)
                compared = reading(again, encoder, again.niches)
            figures = readings[name].shares | (same(readings[name], compared) if compared else {})
            rows += [(name, seed, figure, value) for figure, value in figures.items()]
            print(f"demo {seed}, {name}", flush=True)
    return pd.DataFrame(rows, columns=["encoder", "seed", "figure", "value"])


def captions_table(encoders: dict[str, Encoder], file: Path, most: int) -> pd.DataFrame:
    """The same for niches of captions whose categories are known."""
    with file.open(encoding="utf-8", newline="") as source:
        lines = list(csv.DictReader(source))[:most]
    labels = {line["account_id"]: line["category"] for line in lines}
    accounts, captions = zip(
        *[(line["account_id"], line["caption"]) for line in lines], strict=True
    )
    rows, exact = [], {}
    for name, encoder in encoders.items():
        texts = texts_of(accounts, captions, labels, encoder)
        is_english = np.array(texts.account.languages) == "en"
        groups = {seed: ours(texts, _NICHES_COUNT, seed) for seed in (0, 1, 2)}
        exact[name] = groups
        for seed, niche_ids in groups.items():
            for part, chosen in (("en", is_english), ("others", ~is_english)):
                found = agreement(
                    niche_ids[chosen].tolist(), np.array(texts.labels)[chosen].tolist()
                )
                rows.append((name, seed, f"niches, NMI, {part}", found.nmi if found else 0.0))
            compared = exact.get(TEACHERS.get(name, name), groups)
            other = seed if name in TEACHERS else (seed + 1) % len(groups)
            value = _rand_index(niche_ids, compared[other])
            rows.append((name, seed, "the same: niches", value))
        print(f"captions, {name}", flush=True)
    return pd.DataFrame(rows, columns=["encoder", "seed", "figure", "value"])


def printed(title: str, table: pd.DataFrame) -> None:
    """One row per figure, one column per encoder."""
    by_figure = table.groupby(["figure", "encoder"], sort=False)["value"]
    mean, spread = by_figure.mean().unstack(), by_figure.std(ddof=0).unstack()
    print(f"\n| {title} | {' | '.join(mean.columns)} |")
    print("|---|" + "---|" * len(mean.columns))
    for figure in mean.index:
        cells = [
            "-"
            if math.isnan(mean.loc[figure, name])
            else f"{mean.loc[figure, name]:.3f} ± {spread.loc[figure, name]:.3f}"
            for name in mean
        ]
        print(f"| {figure} | {' | '.join(cells)} |", flush=True)


def main() -> None:
    """Prints both tables."""
    settings = Settings.from_env()
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--seeds", type=int, nargs="*", default=[42, 43, 44])
    parser.add_argument("--creators", type=int, default=1500)
    parser.add_argument("--posts", type=Path, default=settings.eval_data / "niches/posts_dev.csv")
    parser.add_argument("--most-posts", type=int, default=12_000)
    parser.add_argument("--encoders", nargs="+", default=list(_ENCODERS))
    options = parser.parse_args()
    encoders = {
        name: Encoder(dataclasses.replace(settings, embedder=name)) for name in options.encoders
    }
    if options.seeds:
        printed("demo data", demo_table(encoders, options.creators, options.seeds))
    if options.posts.exists():
        printed("captions", captions_table(encoders, options.posts, options.most_posts))
    else:
        print(f"No captions at {options.posts}: set SCOUT_EVAL_DATA or give --posts.")


if __name__ == "__main__":
    main()
