"""How well the next creators of a brand are found, on demo data, against simpler ways.

    python -m bench.recommender_quality [--seeds 42 43 44] [--test-days 60]

The demo's interactions come from a preference model that no table shows. Known brands: trained on
all but the last 60 days, tested on the creators that a brand meets there for the first time; all
creators it has not met are candidates. New brands: every fifth brand is left out altogether and
placed by its features alone. Epochs and features are chosen inside the training part. Prints one
table: mean and standard deviation over the demo seeds.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable

import numpy as np
import pandas as pd

from core.demo.generator import DemoConfig, DemoData, generate
from core.evaluation.ranking import RankingQuality, ranking_quality
from core.evaluation.recommender_choice import ChoiceConfig, choose_config
from core.features.documents import brand_text, creator_document
from core.features.embeddings import Encoder
from core.models.recommender.cold_start import with_cold_start
from core.models.recommender.factors import FactorsConfig, last_factors, no_factors
from core.models.recommender.features import feature_matrix
from core.models.recommender.interactions import Interactions, interactions_of
from core.models.recommender.points import points_of
from core.models.tiers import tier_of
from core.settings import Settings

Scores = Callable[[np.ndarray], np.ndarray]


def _interactions(data: DemoData, rows: pd.DataFrame) -> Interactions:
    return interactions_of(
        rows["brand_id"].tolist(),
        rows["influencer_id"].tolist(),
        points_of(rows["kind"].tolist()),
        rows["happened_at"].astype("int64").to_numpy(dtype=np.float64),
        more_users=data.tables["brands"]["brand_id"].tolist(),
        more_items=data.tables["influencers"]["influencer_id"].tolist(),
    )


def _tags(values: pd.Series) -> list[set[str]]:
    return [set(one) if isinstance(one, list | np.ndarray) else set() for one in values]


def _rule_points(data: DemoData) -> np.ndarray:
    """(brands, creators): 10 category, 5 country, 1 hashtag, engagement in per cent."""
    brands, creators = data.tables["brands"], data.tables["influencers"]
    category = creators["category"].str.lower().fillna("-").to_numpy()
    country = creators["audience_country"].fillna(creators["country"]).fillna("-").to_numpy()
    rate = (creators["avg_likes"] + creators["avg_comments"]) / creators["followers_count"] * 100
    own, wanted = _tags(creators["hashtags"]), _tags(brands["hashtags"])
    shared = np.array([[bool(tags & one) for one in own] for tags in wanted])
    same = brands["category"].str.lower().fillna("").to_numpy()[:, None] == category[None, :]
    near = brands["country"].fillna("").to_numpy()[:, None] == country[None, :]
    return 10 * same + 5 * near + shared + rate.fillna(0.0).to_numpy()[None, :]


def _semantic(data: DemoData, encoder: Encoder) -> np.ndarray:
    """(brands, creators) cosine of the brand's text and the creator's bio and newest captions."""
    brands, creators, posts = (data.tables[name] for name in ("brands", "influencers", "posts"))
    newest = (
        posts.sort_values("posted_at")
        .groupby("influencer_id")["caption"]
        .agg(lambda captions: captions.tolist()[-4:])
    )
    documents = [
        creator_document(bio if isinstance(bio, str) else None, newest.get(one, []), max_chars=320)
        for one, bio in zip(creators["influencer_id"], creators["bio"], strict=True)
    ]
    columns = [brands[name].tolist() for name in ("name", "description", "category", "keywords")]
    wanted = [
        brand_text(name, text, category if isinstance(category, str) else None, words)
        for name, text, category, words in zip(*columns, strict=True)
    ]
    return encoder.encode(wanted) @ encoder.encode(documents).T


def _features(data: DemoData) -> tuple[object, object]:
    brands, creators = data.tables["brands"], data.tables["influencers"]

    def classes(values: pd.Series) -> list[str]:
        return (
            pd.qcut(values, 5, labels=False, duplicates="drop").map("class {:.0f}".format).tolist()
        )

    rate = (creators["avg_likes"] + creators["avg_comments"]) / creators["followers_count"]
    _, users = feature_matrix(
        {
            "category": brands["category"].tolist(),
            "country": brands["country"].tolist(),
            "hashtags": ["|".join(sorted(tags)) for tags in _tags(brands["hashtags"])],
        },
        len(brands),
    )
    _, items = feature_matrix(
        {
            "category": creators["category"].tolist(),
            "country": creators["audience_country"].tolist(),
            "hashtags": ["|".join(sorted(tags)) for tags in _tags(creators["hashtags"])],
            "tier": [tier_of(count) for count in creators["followers_count"]],
            "price": classes(creators["post_price"]),
            "engagement": classes(rate),
            "platform": creators["platform"].tolist(),
        },
        len(creators),
    )
    return users, items


def _joined(parts: list[np.ndarray]) -> np.ndarray:
    """Mean of the rank of each creator in each list, 1 the best: scales need not be alike."""
    ranks = [np.argsort(np.argsort(part, axis=1), axis=1) / part.shape[1] for part in parts]
    return np.asarray(np.mean(ranks, axis=0))


def _seed(seed: int, test_days: int, encoder: Encoder) -> dict[tuple[str, str], RankingQuality]:
    data = generate(DemoConfig(), seed=seed)
    rows = data.tables["interactions"]
    early = rows["happened_at"] < rows["happened_at"].max() - pd.Timedelta(days=test_days)
    points, semantic = _rule_points(data), _semantic(data, encoder)
    users, items = _features(data)
    generator = np.random.default_rng(seed)
    found: dict[tuple[str, str], RankingQuality] = {}

    def judge(group: str, ways: dict[str, Scores], test: Interactions, train: Interactions) -> None:
        chosen = np.unique(test.users)
        for name, scores in ways.items():
            found[group, name] = ranking_quality(
                scores, test.matrix(), train.matrix(), users=chosen
            )

    def learnt(train: Interactions) -> Scores:
        config, _ = choose_config(
            train, FactorsConfig(), ChoiceConfig(), seed=seed, user_features=users,
            item_features=items,
        )  # fmt: skip
        factors = last_factors(train, config, seed=seed, user_features=users, item_features=items)
        return with_cold_start(factors, train, user_features=users, item_features=items).scores

    train, test = _interactions(data, rows[early]), _interactions(data, rows[~early])
    simple: dict[str, Scores] = {
        "chance": lambda picked: generator.random((len(picked), len(data.tables["influencers"]))),
        "most chosen": no_factors(train).scores,
        "rule points": lambda picked: points[picked],
        "semantic match": lambda picked: semantic[picked],
    }
    judge("known", {**simple, "LightFM": learnt(train)}, test, train)
    is_new = rows["brand_id"].str[1:].astype(int) % 5 == 0
    others, new = _interactions(data, rows[~is_new]), _interactions(data, rows[is_new])
    factors = learnt(others)
    simple["most chosen"] = no_factors(others).scores
    joined: Scores = lambda picked: _joined([factors(picked), semantic[picked], points[picked]])  # noqa: E731
    judge("new", {**simple, "LightFM": factors, "joined": joined}, new, others)
    return found


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--seeds", type=int, nargs="+", default=[42, 43, 44])
    parser.add_argument("--test-days", type=int, default=60)
    options = parser.parse_args()
    encoder = Encoder(Settings.from_env())
    started = time.perf_counter()
    runs = [_seed(seed, options.test_days, encoder) for seed in options.seeds]
    names = list(next(iter(runs[0].values())).means())
    print("| brands | way | " + " | ".join(names) + " |")
    print("|---|---|" + "---|" * len(names))
    for group, way in runs[0]:
        means = np.array([list(run[group, way].means().values()) for run in runs])
        cells = [f"{m:.3f} ± {s:.3f}" for m, s in zip(means.mean(0), means.std(0), strict=True)]
        print(f"| {group} | {way} | " + " | ".join(cells) + " |")
    print(f"\n{len(runs)} demo seeds, {time.perf_counter() - started:.0f} s")


if __name__ == "__main__":
    main()
