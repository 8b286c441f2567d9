"""How long the recommender takes with 100,000 creators, 5,000 brands and 100,000 interactions.

    python -m bench.recommender_speed [--creators 100000] [--brands 5000] [--pairs 100000]

Brands choose creators of their own trade for the most part, some creators far more often than
others. Vectors are drawn around 24 centres. Learning is told in seconds of the clock, for the quick
configuration, the one of a build without a search with one model, and with all its models side by
side. Prints one table: what, median, 95th percentile, and what learning takes of the processor,
which other work on the machine does not change.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from bench.measuring import seconds_of
from core.domain.brand import BrandProfile
from core.domain.interactions import INTERACTION_POINTS
from core.evaluation.recommender_report import Evidence, all_interactions
from core.evaluation.recommender_tuning import START, start_for
from core.models.recommender import factors as learning
from core.models.recommender import files
from core.models.recommender.cold_start import with_cold_start
from core.models.recommender.factors import Factors, FactorsConfig, last_factors, top_items
from core.models.recommender.files import RecommenderModel
from core.models.recommender.fold_in import folded_in
from core.models.recommender.interactions import Interactions
from core.models.recommender.join import JoinWeights
from core.pipeline.context import BuildConfig, BuildContext
from core.pipeline.steps.profiles import summarise_profiles
from core.pipeline.steps.recommending.recommendations import QUICK
from core.pipeline.steps.recommending.recommender_evidence import gathered
from core.progress import silent
from core.services.recommending.recommending import RecommendQuery, recommend
from core.services.session import BuildSession
from core.settings import Settings
from core.store import tables
from core.store.connect import create_schema, open_store

TRADES = 24
FILL = """
INSERT INTO influencers BY NAME
SELECT 'c' || lpad(i::VARCHAR, 7, '0') AS influencer_id, 'handle' || i AS handle,
       'Name ' || i AS name, ['instagram', 'tiktok', 'youtube'][1 + i % 3] AS platform,
       'category ' || (i % 24) AS category,
       ['DE', 'FR', 'US', 'BR'][(1 + hash(i) % 4)::INTEGER] AS country,
       (1000 * exp(6 * (hash(i) % 1000) / 1000))::BIGINT AS followers_count,
       (hash(i + 7) % 1000) / 10 AS avg_likes, (hash(i + 9) % 100) / 20 AS avg_comments,
       20 + hash(i + 3) % 3000 AS post_price,
       ['tag' || (i % 24), 'tag' || hash(i) % 200, 'tag' || hash(i + 1) % 200] AS hashtags
FROM range($creators) t(i);
INSERT INTO brands BY NAME
SELECT 'b' || lpad(i::VARCHAR, 5, '0') AS brand_id, 'Brand ' || i AS name,
       'Things for topic' || (i % 24) AS description, 'category ' || (i % 24) AS category,
       ['DE', 'FR', 'US', 'BR'][1 + i % 4] AS country, ['tag' || (i % 24)] AS hashtags
FROM range($brands) t(i);
"""


def events(creators: int, brands: int, pairs: int) -> pd.DataFrame:
    """Interactions drawn by chance: brand_id, influencer_id, kind, happened_at; no pair twice."""
    generator = np.random.default_rng(1)
    brand = generator.integers(0, brands, 2 * pairs)
    in_trade = generator.random(2 * pairs) < 0.8
    trade = np.where(in_trade, brand % TRADES, generator.integers(0, TRADES, 2 * pairs))
    # Cubed, so that a tenth of the creators get about half of all.
    place = (generator.random(2 * pairs) ** 3 * (creators // TRADES)).astype(int)
    frame = pd.DataFrame({"brand": brand, "creator": place * TRADES + trade}).drop_duplicates()
    frame = frame.head(pairs)
    kinds = generator.choice(list(INTERACTION_POINTS), len(frame), p=[0.5, 0.2, 0.15, 0.1, 0.05])
    hours = generator.integers(0, 365 * 24, len(frame))
    return pd.DataFrame(
        {
            "brand_id": "b" + frame["brand"].astype(str).str.zfill(5),
            "influencer_id": "c" + frame["creator"].astype(str).str.zfill(7),
            "kind": kinds,
            "happened_at": pd.Timestamp("2026-11-20") - pd.to_timedelta(hours, unit="h"),
        }
    ).reset_index(drop=True)


def _vectors(file: Path, count: int, seed: int) -> None:
    rows = np.random.default_rng(seed).normal(0, 0.04, (count, 384)).astype(np.float32)
    rows += np.random.default_rng(0).normal(0, 0.05, (TRADES, 384))[np.arange(count) % TRADES]
    np.save(file, rows / np.linalg.norm(rows, axis=1, keepdims=True))


def _show(name: str, seconds: list[float], unit: str = "s", processor: str = "") -> None:
    values = np.array(seconds) * (1000 if unit == "ms" else 1)
    high = f"{np.quantile(values, 0.95):.1f} {unit}" if len(values) > 1 else ""
    print(f"| {name} | {np.median(values):.1f} {unit} | {high} | {processor} |", flush=True)


def _trained(interactions: Interactions, config: FactorsConfig, evidence: Evidence) -> Factors:
    features = {"user_features": evidence.user_features, "item_features": evidence.item_features}
    started, used = time.perf_counter(), time.process_time()
    factors = last_factors(interactions, config, seed=1, **features)
    _show(
        f"learning, {config.components} components, {config.epochs} epochs, {config.models} "
        f"model{'s' if config.models > 1 else ''}",
        [time.perf_counter() - started],
        processor=f"{time.process_time() - used:.1f} s",
    )
    return with_cold_start(factors, interactions, **features)


def _top_ten(factors: Factors, row: int) -> np.ndarray:
    scores = factors.item_factors @ factors.user_factors[row] + factors.item_biases
    best = np.argpartition(-scores, 9)[:10]
    return np.asarray(best[np.argsort(-scores[best])])


def _lightfm(interactions: Interactions, evidence: Evidence, count: int) -> Callable[[int], Any]:
    """Scores of one brand for all creators by LightFM's own `predict`."""
    from lightfm import LightFM
    from scipy.sparse import coo_matrix

    table = coo_matrix(
        (np.ones(len(interactions.users), np.float32), (interactions.users, interactions.items)),
        shape=interactions.shape,
    )
    users = learning._with_identity(
        evidence.user_features, interactions.shape[0], START.user_feature_weight
    )
    items = learning._with_identity(evidence.item_features, count, START.item_feature_weight)
    model = LightFM(no_components=START.components * START.models, random_state=1)
    model.fit_partial(table, user_features=users, item_features=items, epochs=1)
    everyone = np.arange(count)
    return lambda number: model.predict(
        number, everyone, user_features=users, item_features=items, num_threads=1
    )


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--creators", type=int, default=100_000)
    parser.add_argument("--brands", type=int, default=5_000)
    parser.add_argument("--pairs", type=int, default=100_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder, settings = Path(name), Settings.from_env(name)
        con = open_store(folder / "store.duckdb", settings, read_only=False)
        create_schema(con)
        for statement in FILL.strip().rstrip(";").split(";\n"):
            uses = "creators" if "$creators" in statement else "brands"
            con.execute(statement, {uses: getattr(options, uses)})
        pairs = events(options.creators, options.brands, options.pairs)
        tables.append_frame(con, "interactions", pairs)
        _vectors(folder / "influencer_embeddings.npy", options.creators, 1)
        _vectors(folder / "brand_embeddings.npy", options.brands, 2)
        summarise_profiles(BuildContext(con, folder, settings, BuildConfig(), silent))
        print("| what | median | p95 | of the processor |\n|---|---|---|---|")
        started = time.perf_counter()
        evidence, centres = gathered(con, folder, seed=1, points=INTERACTION_POINTS)
        interactions = all_interactions(evidence)
        _show("reading interactions and features", [time.perf_counter() - started])
        per_creator = evidence.item_features.nnz / options.creators
        _trained(interactions, QUICK, evidence)
        factors = _trained(interactions, start_for(len(interactions.users)), evidence)
        model = RecommenderModel(
            factors,
            np.bincount(interactions.users, minlength=options.brands),
            np.bincount(interactions.items, interactions.weights, minlength=options.creators),
            centres,
            JoinWeights(),
            {"learns": True},
        )
        files.save(model, folder / "models" / files.FOLDER)
        product = seconds_of(lambda row: _top_ten(factors, row), 200)
        _show("ten best of one brand, one product", product, "ms")
        met = interactions.matrix()
        best = seconds_of(lambda row: top_items(factors, np.array([row]), 10, excluded=met), 100)
        _show("ten best, those it met left out (`top_items`)", best, "ms")
        predict = seconds_of(_lightfm(interactions, evidence, options.creators), 20)
        _show("scores of one brand by LightFM's `predict`", predict, "ms")
        generator = np.random.default_rng(2)
        chosen = [generator.choice(options.creators, 10, replace=False) for _ in range(50)]
        weights, known = np.ones(10), np.zeros(options.creators, dtype=bool)
        fold = seconds_of(
            lambda number: folded_in(
                factors.user_factors[number],
                factors.item_factors,
                factors.item_biases,
                chosen[number],
                weights,
                known=known,
            ),
            50,
        )
        _show("working ten new choices in", fold, "ms")
        session = BuildSession("bench", folder, con, settings)
        no_interactions = pairs.head(0)[["influencer_id", "kind", "happened_at"]]
        page = seconds_of(
            lambda number: recommend(
                session,
                BrandProfile(
                    f"b{number:05d}", "", "", f"category {number % TRADES}", "DE", ("tag1",)
                ),
                no_interactions,
                RecommendQuery(),
                points=INTERACTION_POINTS,
                day=date(2026, 11, 21),
            ),
            30,
        )
        _show("a whole page with filters, rule points and facts (`recommend`)", page, "ms")
        con.close()
    print(
        f"\n{options.creators:,} creators with {per_creator:.1f} features each, "
        f"{options.brands:,} brands, {len(interactions.users):,} interactions; `predict` takes "
        f"{np.median(predict) / np.median(product):.0f} times as long as the product"
    )


if __name__ == "__main__":
    main()
