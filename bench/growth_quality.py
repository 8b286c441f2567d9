"""How well bought growth is told from honest growth: demo data and real counts.

    python -m bench.growth_quality [--demo-seeds 42 43 44] [--seeds 0 1 2]

Demo: three data sets with planted purchases that the model which comes along has not seen, with
posts and without, then without posts as exports give them: shown with three digits, looked up
every third day or at times and repeated in between. Real: `growth/series.csv` and `labels.csv` of
SCOUT_EVAL_DATA (left out with a line when absent), by the model that comes along, and by one that
learns from the labels with every judged creator left out, mean and standard deviation over the
splits. Beside them the caution score and the plain largest rise over mean + sd.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence

import numpy as np

from core.demo.generator import DemoConfig, DemoData, generate
from core.domain.thresholds import WORTH_CHECKING
from core.evaluation.growth_quality import (
    GrowthQuality,
    growth_quality,
    pattern_quality,
    simple_scores,
)
from core.models.growth.evidence.evidence import growth_evidence
from core.models.growth.evidence.reading import GrowthData
from core.models.growth.learner import out_of_fold_probabilities, shipped
from core.pipeline.growth_learning.planted import PlantedGrowth, planted_growth
from core.pipeline.growth_learning.rises import with_rises
from core.services.tables.growth import growth_data, labelled_signals
from core.services.tables.histories import read_history, read_labels
from core.settings import Settings

_RISES = 0.1  # share of honest creators who grow faster for a while, in a reading of its own
_KINDS = ("step", "step_decay", "staircase", "drip", "viral", "organic")


def main() -> None:
    """Prints the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--demo-seeds", type=int, nargs="+", default=[42, 43, 44])
    parser.add_argument("--seeds", type=int, nargs="+", default=[0, 1, 2])
    chosen = parser.parse_args()
    _demo(chosen.demo_seeds)
    _real(chosen.seeds)


def _demo(seeds: Sequence[int]) -> None:
    rows: dict[str, list[GrowthQuality]] = {}
    honest: dict[str, list[float]] = {}
    named = []
    for seed in seeds:
        data = generate(DemoConfig(), seed=seed)
        for name, with_posts in (("evidence", True), ("evidence, no posts", False)):
            planted = planted_growth(data, with_posts=with_posts)
            creators = growth_evidence(planted.given, shipped()).creators
            probability = creators["purchased_probability"].to_numpy(float)
            rows.setdefault(name, []).append(
                growth_quality(planted.purchased, probability, planted.patterns)
            )
            for group, share in _false_positives(planted, probability).items():
                honest.setdefault(f"{name}: {group}", []).append(share)
            if with_posts:
                named.append(
                    pattern_quality(
                        planted.creator_ids,
                        creators["pattern"].to_numpy(object),
                        creators["pattern_first_day_number"].to_numpy(np.int64),
                        creators["pattern_last_day_number"].to_numpy(np.int64),
                        dict(zip(planted.creator_ids, planted.patterns, strict=True)),
                        planted.days,
                    )
                )
                profiles = data.tables["influencers"]
                _add_simple(
                    rows,
                    planted.given,
                    planted.purchased,
                    planted.patterns,
                    profiles["followers_count"].to_numpy(float),
                    (profiles["avg_likes"] + profiles["avg_comments"]).to_numpy(float),
                )
        for with_posts, posts_words in ((True, ""), (False, ", no posts")):
            rising = with_rises(
                planted_growth(data, with_posts=with_posts),
                np.random.default_rng([seed, 77]),
                share=_RISES,
            )
            creators = growth_evidence(rising.given, shipped()).creators
            probability = creators["purchased_probability"].to_numpy(float)
            honest.setdefault(f"evidence{posts_words}: faster growth for a while", []).append(
                float((probability[rising.changed] >= WORTH_CHECKING).mean())
            )
        for name, planted in _as_exported(data, seed).items():
            creators = growth_evidence(planted.given, shipped()).creators
            probability = creators["purchased_probability"].to_numpy(float)
            rows.setdefault(name, []).append(
                growth_quality(planted.purchased, probability, planted.patterns)
            )
            honest.setdefault(f"{name}: all honest", []).append(
                float((probability[~planted.purchased] >= WORTH_CHECKING).mean())
            )
    print(f"Demo data, seeds {', '.join(map(str, seeds))}")
    _print(rows)
    print(f"\nHonest creators at {WORTH_CHECKING:.0%} or more (false positives)")
    for name, shares in honest.items():
        print(f"{name:48} {np.mean(shares):6.2%} ± {np.std(shares):.2%}")
    known = [quality for quality in named if quality]
    print(
        f"\nPattern named for {np.mean([quality.named_share for quality in known]):.1%} of the "
        f"purchases, right for {np.mean([quality.accuracy for quality in known]):.1%} of those; "
        f"first day off by {np.mean([quality.first_day_error for quality in known]):.0f} (median)"
    )


def _as_exported(data: DemoData, seed: int) -> dict[str, PlantedGrowth]:
    return {
        "three digits shown": planted_growth(data, with_posts=False, rounded=True),
        "looked up every third day": planted_growth(data, with_posts=False, held_days=3),
        "looked up at times": planted_growth(
            data, with_posts=False, looked_up=np.random.default_rng([seed, 9])
        ),
    }


def _false_positives(planted: PlantedGrowth, probability: np.ndarray) -> dict[str, float]:
    high = probability >= WORTH_CHECKING
    honest = ~planted.purchased
    groups = {
        "bursts with posts behind them": honest & ((planted.patterns == "viral") | planted.bursty),
        "on the purged platform": honest & planted.purged,
        "all honest": honest,
    }
    return {name: float(high[rows].mean()) for name, rows in groups.items()}


def _real(seeds: Sequence[int]) -> None:
    folder = Settings.from_env().eval_data / "growth"
    if not (folder / "series.csv").is_file():
        print("\nReal counts: left out, SCOUT_EVAL_DATA has no growth/series.csv.")
        return
    table, labels = read_history(folder / "series.csv"), read_labels(folder / "labels.csv")
    data = growth_data(table, None, seed=0)
    taught = labelled_signals(table, data, labels)
    purchased, patterns = taught.purchased, taught.patterns
    creators = growth_evidence(data, shipped()).creators
    probability = creators["purchased_probability"].to_numpy(float)[taught.rows]
    rows = {"evidence, learned from demo data": [growth_quality(purchased, probability, patterns)]}
    rows["evidence, learned here, creator left out"] = [
        growth_quality(purchased, out_of_fold_probabilities(taught, seed=seed), patterns)
        for seed in seeds
    ]
    sizes = table.histories.counts[table.histories.starts[1:] - 1].astype(float)
    _add_simple(rows, data, purchased, patterns, sizes, np.full(len(sizes), np.nan), taught.rows)
    print(f"\nReal counts, {len(purchased):,} creators, {int(purchased.sum()):,} with purchases")
    _print(rows)


def _add_simple(
    rows: dict[str, list[GrowthQuality]],
    data: GrowthData,
    purchased: np.ndarray,
    patterns: np.ndarray | None,
    followers: np.ndarray,
    engagements: np.ndarray,
    chosen: np.ndarray | None = None,
) -> None:
    for name, score in simple_scores(data.histories, followers, engagements).items():
        chosen_scores = score if chosen is None else score[chosen]
        rows.setdefault(name, []).append(
            growth_quality(purchased, chosen_scores, patterns, is_probability=False)
        )


def _print(rows: dict[str, list[GrowthQuality]]) -> None:
    print(
        f"{'':42} {'ROC-AUC':>12} {'avg prec':>8} {'rec@1%':>12} {'rec@5%':>12}"
        + "".join(f" {kind:>10}" for kind in _KINDS)
    )
    for name, qualities in rows.items():
        kinds = "".join(
            f" {np.mean([run.found_by_pattern.get(kind, np.nan) for run in qualities]):10.3f}"
            for kind in _KINDS
        )
        print(
            f"{name:42} {_spread([run.auc for run in qualities])} "
            f"{np.mean([run.average_precision for run in qualities]):8.3f} "
            f"{_spread([run.recall_at[0.01] for run in qualities])} "
            f"{_spread([run.recall_at[0.05] for run in qualities])}{kinds}"
        )
    print("By kind: share above the cut of 5% false positives.")


def _spread(values: list[float]) -> str:
    return f"{np.mean(values):5.3f} ± {np.std(values):4.3f}"


if __name__ == "__main__":
    main()
