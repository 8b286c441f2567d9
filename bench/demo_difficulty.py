"""How well a plain text model finds the planted niches of the demo data.

    python -m bench.demo_difficulty [--creators 4000] [--seeds 42 43 44]

TF-IDF of a creator's joined captions and a linear classifier, five folds by creator, the target
is the planted main niche. Aimed at: .85 to .97, so that text is neither a giveaway nor noise.
Prints one row per seed, and one per language over all seeds.
"""

from __future__ import annotations

import argparse
import time
from collections import defaultdict

import numpy as np

from core.demo.generator import DemoConfig, DemoData, generate


def predictions(data: DemoData) -> tuple[np.ndarray, np.ndarray]:
    """Planted and predicted main niche of each creator, each predicted in the fold it is out of."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import RidgeClassifier
    from sklearn.model_selection import StratifiedKFold, cross_val_predict
    from sklearn.pipeline import make_pipeline

    posts = data.tables["posts"]
    texts = posts.groupby("influencer_id", sort=True)["caption"].agg("\n".join).to_numpy()
    niches = data.truth["creators"]["main_niche"].to_numpy().astype(str)
    model = make_pipeline(TfidfVectorizer(sublinear_tf=True, min_df=2), RidgeClassifier())
    folds = StratifiedKFold(5, shuffle=True, random_state=0)
    return niches, cross_val_predict(model, texts, niches, cv=folds)


def main() -> None:
    """Prints seconds and accuracy per seed, and accuracy per language."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--creators", type=int, default=4000)
    parser.add_argument("--seeds", type=int, nargs="+", default=[42, 43, 44])
    options = parser.parse_args()
    by_language = defaultdict(list)
    print(f"{'seed':<10}{'creators':>9}{'generation s':>14}{'accuracy':>10}")
    for seed in options.seeds:
        started = time.perf_counter()
        data = generate(DemoConfig(creators_count=options.creators), seed=seed)
        seconds = time.perf_counter() - started
        planted, predicted = predictions(data)
        hit = planted == predicted
        for language, ok in zip(data.tables["influencers"]["language"], hit, strict=True):
            by_language[language].append(ok)
        print(f"{seed:<10}{len(hit):>9}{seconds:>14.1f}{hit.mean():>10.3f}", flush=True)
    for language, hits in sorted(by_language.items()):
        print(f"{language:<10}{len(hits):>9}{'':>14}{np.mean(hits):>10.3f}")


if __name__ == "__main__":
    main()
