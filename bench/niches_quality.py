"""How well the niches agree with what is known, against simpler ways, over seeds.

    python -m bench.niches_quality [--posts F] [--seeds 0 1 2 3 4] [--demo-seeds 42 43 44]
        [--encoders minilm multilingual]

Captions with known categories (by default `niches/posts_dev.csv` of SCOUT_EVAL_DATA; left out
with a line when absent), then the planted main niches of demo data. Nothing is fitted on the
labels: they only judge. Each row: NMI and purity, mean and standard deviation over the seeds of
k-means (for the demo over demo seeds, k as planted and chosen automatically), for each encoder.
"""

from __future__ import annotations

import argparse
import csv
import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from core.demo.generator import DemoConfig, generate
from core.evaluation.clustering import agreement
from core.features.embeddings import Encoder, normalised
from core.features.sentence_models import MINILM, MULTILINGUAL
from core.features.text import clean_text
from core.models.niches.model import NichesConfig, fit
from core.services.tables.niches import AccountTexts, account_texts
from core.settings import Settings


@dataclass(frozen=True)
class Texts:
    """What accounts write, with the joined text and the label of each."""

    account: AccountTexts
    joined: list[str]
    labels: list[str]


def texts_of(
    accounts: Sequence[str], captions: Sequence[str], labels: dict[str, str], encoder: Encoder
) -> Texts:
    """Texts by account, a post each entry."""
    joined: dict[str, str] = {}
    for name, caption in zip(accounts, captions, strict=True):
        joined[name] = f"{joined.get(name, '')} {clean_text(caption)}"
    account = account_texts(accounts, captions, encoder)
    names = account.accounts.tolist()
    return Texts(account, [joined[name] for name in names], [labels[name] for name in names])


def ours(texts: Texts, k: int | None, seed: int) -> np.ndarray:
    """Niches as the product finds them."""
    config = NichesConfig(niches_count=k)
    account = texts.account
    model = fit(account.vectors, config, seed=seed, groups=account.languages, terms=account.terms)
    return model.assign(account.vectors, account.languages, account.terms).niche_ids


def plain_vectors(texts: Texts, k: int, seed: int) -> np.ndarray:
    """k-means on the sentence vectors as they are: the system this one follows."""
    return _k_means(texts.account.vectors, k, seed)


def tf_idf(texts: Texts, k: int, seed: int) -> np.ndarray:
    """k-means on 100 singular vectors of TF-IDF words."""
    from sklearn.decomposition import TruncatedSVD
    from sklearn.feature_extraction.text import TfidfVectorizer

    table = TfidfVectorizer(sublinear_tf=True, min_df=3, max_df=0.2).fit_transform(texts.joined)
    return _k_means(normalised(TruncatedSVD(100, random_state=seed).fit_transform(table)), k, seed)


def _k_means(points: np.ndarray, k: int, seed: int) -> np.ndarray:
    from sklearn.cluster import KMeans
    from threadpoolctl import threadpool_limits

    niche_ids = np.full(len(points), -1)
    known = points.any(axis=1)
    with threadpool_limits(1):
        niche_ids[known] = KMeans(k, n_init=10, random_state=seed).fit(points[known]).labels_
    return niche_ids


Method = Callable[[Texts, int, int], np.ndarray]
WORDS_ALONE: tuple[tuple[str, Method], ...] = (("TF-IDF + k-means", tf_idf),)
WITH_ENCODER: tuple[tuple[str, Method], ...] = (
    ("vectors + k-means", plain_vectors),
    ("this product", ours),
)
AUTO = "this product"


def _row(data: str, method: str, k: str, runs: list[tuple[float, float]]) -> None:
    nmi, purity = np.mean(runs, axis=0)
    nmi_sd, purity_sd = np.std(runs, axis=0)
    print(
        f"| {data} | {method} | {k} | {nmi:.3f} ± {nmi_sd:.3f} | {purity:.3f} ± {purity_sd:.3f} |",
        flush=True,
    )


def _judge(niche_ids: np.ndarray, labels: list[str]) -> tuple[float, float]:
    compared = agreement(niche_ids.tolist(), labels)
    assert compared is not None
    return compared.nmi, compared.purity


def _methods(encoder: str, is_first: bool) -> list[tuple[str, Method]]:
    """Names with the encoder; words alone are judged once."""
    named = [(f"{encoder}: {name}", run) for name, run in WITH_ENCODER]
    return [*(WORDS_ALONE if is_first else ()), *named]


def _captions(
    file: Path, encoder: Encoder, methods: list[tuple[str, Method]], auto: str, seeds: list[int]
) -> None:
    with file.open(encoding="utf-8", newline="") as source:
        rows = list(csv.DictReader(source))
    labels = {row["account_id"]: row["category"] for row in rows}
    texts = texts_of(
        [row["account_id"] for row in rows], [row["caption"] for row in rows], labels, encoder
    )
    name = f"{len(rows):,} captions, {len(set(texts.labels))} categories"
    for k in (8, 9):
        for method, run in methods:
            _row(name, method, str(k), [_judge(run(texts, k, s), texts.labels) for s in seeds])
    chosen = [ours(texts, None, seed) for seed in seeds]
    numbers = "auto: " + " ".join(str(len(set(niche_ids.tolist()) - {-1})) for niche_ids in chosen)
    runs = [_judge(niche_ids, texts.labels) for niche_ids in chosen if (niche_ids >= 0).any()]
    if runs:
        _row(name, auto, numbers, runs)
    else:
        print(f"| {name} | {auto} | auto: none is stable | - | - |", flush=True)


def _demo(encoder: Encoder, methods: list[tuple[str, Method]], auto: str, seeds: list[int]) -> None:
    results: dict[str, list[tuple[float, float]]] = {}
    numbers = []
    for seed in seeds:
        data = generate(DemoConfig(), seed=seed)
        posts = data.tables["posts"]
        creators = data.truth["creators"]
        labels = dict(
            zip(creators["influencer_id"], creators["main_niche"].astype(str), strict=True)
        )
        planted = len(set(labels.values()))
        newest = posts.sort_values("posted_at").groupby("influencer_id").tail(8)
        texts = texts_of(
            newest["influencer_id"].tolist(), newest["caption"].tolist(), labels, encoder
        )
        for method, run in methods:
            results.setdefault(method, []).append(_judge(run(texts, planted, seed), texts.labels))
        niche_ids = ours(texts, None, seed)
        numbers.append(str(len(set(niche_ids.tolist()) - {-1})))
        results.setdefault("auto", []).append(_judge(niche_ids, texts.labels))
    name = f"demo, {planted} planted niches"
    for method, _ in methods:
        _row(name, method, str(planted), results[method])
    _row(name, auto, "auto: " + " ".join(numbers), results["auto"])


def main() -> None:
    """Prints the table."""
    settings = Settings.from_env()
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--posts", type=Path, default=settings.eval_data / "niches/posts_dev.csv")
    parser.add_argument("--seeds", type=int, nargs="+", default=[0, 1, 2, 3, 4])
    parser.add_argument("--demo-seeds", type=int, nargs="+", default=[42, 43, 44])
    parser.add_argument("--encoders", nargs="+", default=[MINILM, MULTILINGUAL])
    options = parser.parse_args()
    print("| data | method | k | NMI | purity |\n|---|---|---|---|---|")
    if not options.posts.exists():
        print(f"No captions at {options.posts}: set SCOUT_EVAL_DATA or give --posts.")
    for name in options.encoders:
        encoder = Encoder(dataclasses.replace(settings, embedder=name))
        methods = _methods(name, name == options.encoders[0])
        auto = f"{name}: {AUTO}"
        if options.posts.exists():
            _captions(options.posts, encoder, methods, auto, options.seeds)
        if options.demo_seeds:
            _demo(encoder, methods, auto, options.demo_seeds)


if __name__ == "__main__":
    main()
