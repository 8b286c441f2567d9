"""How good the recommender is on what brands did later, and for brands it never saw."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from core.evaluation.join_choice import FEWEST_BRANDS, TriedBlend, brands_out, choose_join, some_of
from core.evaluation.list_figures import list_figures
from core.evaluation.ranking import Scores, first_places, ranking_quality
from core.evaluation.recommender_choice import ChoiceConfig, choose_blend
from core.evaluation.recommender_tuning import START, Trial, tune
from core.features.recommender_tables import RecommenderTables
from core.models.recommender.blend import BlendConfig, fit_blend
from core.models.recommender.cold_start import with_cold_start
from core.models.recommender.factors import Factors, FactorsConfig, last_factors, no_factors
from core.models.recommender.interactions import Interactions, interactions_of
from core.models.recommender.item_item import fit_item_item
from core.models.recommender.join import JoinWeights, joined
from core.progress import Report, silent

K = 10
TRAINED, ITEM_ITEM, BLENDED, JOINED = "LightFM", "EASE", "LightFM + EASE", "Joined"
_TEST_DAYS = 60
_MOST_TEST_SHARE = 0.25  # of the time covered, when there are fewer days
_SHARE_NEW = 0.2
_OUTSIDE = pd.Timedelta(days=30)
_BRANDS_MAX = 300  # brands a run: rule points of 5,000 would take longer than all the rest

# A way to rank that only bench/ compares with: learns from interactions, gives scores.
Learner = Callable[[Interactions, int], Scores]


@dataclass(frozen=True)
class Evidence:
    """Attributes:
    tables: of the store.
    points: points of each event of `tables.events`, above 0.
    user_features, item_features: CSR of unit rows, or None.
    semantic, rule_points: rows of brands -> (rows, creators) scores that nothing was learned for.
    """

    tables: RecommenderTables
    points: np.ndarray
    user_features: Any
    item_features: Any
    semantic: Scores
    rule_points: Scores


@dataclass(frozen=True)
class Evaluation:
    """Attributes:
    figures: brand_group ('known' or 'new'), way, metric, run, value, brands_count.
    config: found on the training part of both splits.
    trials: what was tried to find it.
    blend: how the item-item model counts beside the factors, chosen on the same part.
    tried_blends: what was tried to choose it.
    join: weights a run for new brands.
    cut: first moment of the test part.
    """

    figures: pd.DataFrame
    config: FactorsConfig
    trials: tuple[Trial, ...]
    blend: BlendConfig
    tried_blends: tuple[TriedBlend, ...]
    join: tuple[JoinWeights, ...]
    cut: pd.Timestamp


def all_interactions(evidence: Evidence, chosen: np.ndarray | None = None) -> Interactions:
    """The events, or the chosen ones (a mask), with every brand and creator as a known id."""
    events = evidence.tables.events
    points = evidence.points
    if chosen is not None:
        events, points = events[chosen], points[chosen]
    # NaT is the smallest integer, which would sort first; nothing is known of such a time.
    times = events["happened_at"].astype("datetime64[s]").astype("int64").to_numpy(np.float64)
    times[events["happened_at"].isna().to_numpy()] = np.nan
    return interactions_of(
        events["brand_id"].tolist(),
        events["influencer_id"].tolist(),
        points,
        times,
        more_users=evidence.tables.brands["brand_id"].tolist(),
        more_items=evidence.tables.creators["influencer_id"].tolist(),
    )


def too_little(evidence: Evidence) -> str:
    """Why nothing can be measured, in words; '' when it can."""
    acted = evidence.tables.events["brand_id"].nunique()
    if acted < FEWEST_BRANDS:
        return (
            f"Interactions of {FEWEST_BRANDS} brands are needed to measure how good the "
            f"recommendations are, found those of {acted}."
        )
    days = evidence.tables.events["happened_at"].dropna()
    if len(days) < len(evidence.tables.events) / 2 or days.max() - days.min() < pd.Timedelta("14D"):
        return "Most interactions have no date, or all lie within two weeks."
    return ""


def evaluate(
    evidence: Evidence,
    *,
    seed: int,
    runs: int = 3,
    trials: int = 8,
    start: FactorsConfig = START,
    more: Mapping[str, Learner] | None = None,
    judges_new: bool = True,
    report: Report = silent,
) -> Evaluation:
    """Both splits, `runs` times with other seeds of the models and other brands left out.

    Known brands: learned from all before the last 60 days, judged by the creators that a brand
    meets there for the first time. New brands: a fifth of all is left out altogether and placed
    by features. Candidates are all creators that the brand has not met; of more than 300 brands
    300 are judged. The configuration is searched on what is training data in both splits.

    Args:
        evidence: for which `too_little` says nothing.
        start: the first configuration that is tried; the only one without trials.
        more: further ways to compare with, on known brands.
        judges_new: whether the second split is judged as well.
    """
    happened = evidence.tables.events["happened_at"]
    cut = _cut(happened)
    early = (happened < cut).to_numpy() | happened.isna().to_numpy()
    train, test = all_interactions(evidence, early), all_interactions(evidence, ~early)
    outs = [brands_out(train, seed=seed + run, share=_SHARE_NEW) for run in range(runs)]
    never_new = ~np.isin(train.users, np.concatenate(outs)) if runs else np.ones(0, dtype=bool)
    if never_new.sum() < len(train.users) / 4:  # many runs would leave no brand to search on
        never_new = ~np.isin(train.users, outs[0])
    features = {
        "user_features": evidence.user_features,
        "item_features": evidence.item_features,
    }
    searched = train.part(never_new)
    config, tried = tune(searched, trials=trials, seed=seed, start=start, report=report, **features)
    blend, tried_blends = choose_blend(searched, config, ChoiceConfig(), seed=seed, **features)
    rows: list[dict[str, Any]] = []
    joins: list[JoinWeights] = []
    everything = all_interactions(evidence)
    for run in range(runs):
        report("judging", 2 * run, 2 * runs, "known brands")
        learned = _trained(train, config, seed + run, features)
        ways = {
            **_simple(evidence, train, seed + run),
            TRAINED: learned.scores,
            ITEM_ITEM: _by_item_item(train, blend.penalty),
            BLENDED: fit_blend(learned, train, blend).scores,
        }
        ways |= {name: learner(train, seed + run) for name, learner in (more or {}).items()}
        known = np.intersect1d(np.unique(test.users), np.unique(train.users))
        rows += _scored("known", run, ways, train, test, known, evidence)
        if not judges_new:
            continue
        report("judging", 2 * run + 1, 2 * runs, "new brands")
        left = np.isin(everything.users, outs[run])
        others, new = everything.part(~left), everything.part(left)
        learned = _trained(others, config, seed + run, features)
        join = choose_join(
            others, config, evidence.semantic, evidence.rule_points, seed=seed + run, **features
        )
        joins.append(join)
        parts: Mapping[str, Scores] = {
            "trained": learned.scores,
            "semantic": evidence.semantic,
            "points": evidence.rule_points,
        }
        ways = {
            **_simple(evidence, others, seed + run),
            TRAINED: learned.scores,
            JOINED: _join(parts, join),
        }
        rows += _scored("new", run, ways, others, new, outs[run], evidence)
    report("judging", 2 * runs, 2 * runs, "")
    return Evaluation(pd.DataFrame(rows), config, tried, blend, tried_blends, tuple(joins), cut)


def _by_item_item(train: Interactions, penalty: float) -> Scores:
    model = fit_item_item(train, penalty)
    return lambda picked: model.scores(model.choices[picked])


def _cut(happened: pd.Series) -> pd.Timestamp:
    # A few wrong dates, far ahead or long ago, must not decide: what lies a month outside of
    # nearly all others does not count.
    low, high = happened.quantile(0.005), happened.quantile(0.995)
    usual = happened[happened.between(low - _OUTSIDE, high + _OUTSIDE)]
    first, last = usual.min(), usual.max()
    return last - min(pd.Timedelta(days=_TEST_DAYS), (last - first) * _MOST_TEST_SHARE)


def _trained(
    train: Interactions, config: FactorsConfig, seed: int, features: Mapping[str, Any]
) -> Factors:
    factors = last_factors(train, config, seed=seed, **features)
    return with_cold_start(factors, train, **features)


def _simple(evidence: Evidence, train: Interactions, seed: int) -> dict[str, Scores]:
    generator = np.random.default_rng(seed)
    count = train.shape[1]
    return {
        "Chance": lambda picked: generator.random((len(picked), count)),
        "Most chosen": no_factors(train).scores,
        "Rule points": evidence.rule_points,
        "Semantic match": evidence.semantic,
    }


def _join(parts: Mapping[str, Scores], weights: JoinWeights) -> Scores:
    return lambda picked: joined({name: way(picked) for name, way in parts.items()}, weights)


def _scored(
    group: str,
    run: int,
    ways: Mapping[str, Scores],
    train: Interactions,
    test: Interactions,
    brands: np.ndarray,
    evidence: Evidence,
) -> list[dict[str, Any]]:
    train_table, test_table = train.matrix(), test.matrix()
    popularity = np.bincount(train.items, train.weights, minlength=train.shape[1])
    tiers = [
        None if pd.isna(tier) else str(tier) for tier in evidence.tables.creators["tier"].tolist()
    ]
    brands = some_of(brands, _BRANDS_MAX, seed=run)
    metrics: list[dict[str, Any]] = []
    for way, scores in ways.items():
        quality = ranking_quality(scores, test_table, train_table, k=K, users=brands)
        rows = first_places(scores, quality.users, train_table, K)
        figures = {**quality.means(), **list_figures(rows, popularity, tiers)}
        metrics += [
            {
                "brand_group": group,
                "way": way,
                "metric": metric,
                "run": run,
                "value": value,
                "brands_count": len(quality.users),
            }
            for metric, value in figures.items()
        ]
    return metrics
