"""How much is gained by working a brand's new interactions in, without learning again.

    python -m bench.recommender_fold_in [--seeds 42 43 44] [--data DIR] [--stay 3 20 100]

Known brands: learned from all but the last 60 days; the brand's interactions of the next 30 days
are worked in, those of the last 30 days tell how good that was, against leaving them out and
against learning all again. New brands: a fifth is left out, placed by features, and its first 3,
10 and 30 creators are worked in; the rest tells. Prints NDCG@10, mean and standard deviation over
demo seeds, and the milliseconds a fold takes.
"""

from __future__ import annotations

import argparse
import time

import numpy as np
import pandas as pd

from bench.demo_stores import demo_store
from core.domain.interactions import INTERACTION_POINTS
from core.evaluation.join_choice import brands_out
from core.evaluation.ranking import ranking_quality
from core.evaluation.recommender_report import all_interactions
from core.evaluation.recommender_tuning import START
from core.models.recommender.cold_start import with_cold_start
from core.models.recommender.factors import Factors, last_factors
from core.models.recommender.fold_in import folded_in
from core.models.recommender.interactions import Interactions
from core.pipeline.steps.recommending.recommender_evidence import gathered
from core.settings import Settings

_FIRST = (3, 10, 30)


def _ndcg(scores: np.ndarray, users: np.ndarray, test: object, train: object) -> float:
    places = np.full(int(users.max()) + 1, -1)
    places[users] = np.arange(len(users))
    quality = ranking_quality(lambda rows: scores[places[rows]], test, train, users=users)
    return quality.means()["ndcg_at_10"]


def _folded(
    factors: Factors, users: np.ndarray, new: Interactions, known: object, stay: float | None
) -> tuple[np.ndarray, float]:
    """(users, items) scores after folding each user's new rows in; seconds a user."""
    rows, started = [], time.perf_counter()
    table, before = new.matrix(), known
    usual = known.data.mean()  # type: ignore[attr-defined]
    for user in users.tolist():
        chosen = table.indices[table.indptr[user] : table.indptr[user + 1]]
        weights = table.data[table.indptr[user] : table.indptr[user + 1]]
        met = np.zeros(new.shape[1], dtype=bool)
        met[before.indices[before.indptr[user] : before.indptr[user + 1]]] = True  # type: ignore[attr-defined]
        factor = folded_in(
            factors.user_factors[user],
            factors.item_factors,
            factors.item_biases,
            chosen,
            weights / usual,
            known=met,
            stay=stay,
        )
        rows.append(factors.item_factors @ factor + factors.item_biases)
    return np.array(rows), (time.perf_counter() - started) / max(len(users), 1)


def _first_chosen(part: Interactions, count: int) -> np.ndarray:
    """Mask of each user's first interactions by time."""
    order = np.lexsort((part.items, part.times, part.users))
    users = part.users[order]
    place = np.arange(len(users)) - np.searchsorted(users, users, side="left")
    mask = np.zeros(len(users), dtype=bool)
    mask[order] = place < count
    return mask


def _seed(settings: Settings, seed: int, stays: list[float]) -> dict[str, float]:
    figures: dict[str, float] = {}
    with demo_store(settings, seed) as (con, folder):
        evidence, _ = gathered(con, folder, seed=seed, points=INTERACTION_POINTS)
        features = {
            "user_features": evidence.user_features,
            "item_features": evidence.item_features,
        }
        when = evidence.tables.events["happened_at"]
        last = when.max()
        cut, middle = last - pd.Timedelta(days=60), last - pd.Timedelta(days=30)
        train = all_interactions(evidence, (when < cut).to_numpy())
        recent = all_interactions(evidence, ((when >= cut) & (when < middle)).to_numpy())
        both = all_interactions(evidence, (when < middle).to_numpy())
        test = all_interactions(evidence, (when >= middle).to_numpy())
        factors = last_factors(train, START, seed=seed, **features)
        again = last_factors(both, START, seed=seed, **features)
        users = np.intersect1d(np.unique(recent.users), np.unique(train.users))
        users = np.intersect1d(users, np.unique(test.users))
        seen, tests = both.matrix(), test.matrix()
        figures["known brands, as learned"] = _ndcg(factors.scores(users), users, tests, seen)
        figures["known brands, learned again"] = _ndcg(again.scores(users), users, tests, seen)
        for stay in stays:
            scores, seconds = _folded(factors, users, recent, train.matrix(), stay)
            figures[f"known brands, folded in, stay {stay:g}"] = _ndcg(scores, users, tests, seen)
            figures["milliseconds a fold"] = seconds * 1000
        everything = all_interactions(evidence)
        out = brands_out(everything, seed=seed, share=0.2)
        left = np.isin(everything.users, out)
        others, of_brands = everything.part(~left), everything.part(left)
        learned = last_factors(others, START, seed=seed, **features)
        factors = with_cold_start(learned, others, **features)
        unplaced = with_cold_start(learned, others, item_features=evidence.item_features)
        for count in _FIRST:
            first = _first_chosen(of_brands, count)
            first_part, rest = of_brands.part(first), of_brands.part(~first)
            users = np.intersect1d(out, np.unique(rest.users))
            seen, tests = first_part.matrix(), rest.matrix()
            name = f"new brands, first {count}"
            figures[f"{name}, by features"] = _ndcg(factors.scores(users), users, tests, seen)
            for stay in stays:
                scores, _ = _folded(factors, users, first_part, others.matrix(), stay)
                figures[f"{name}, folded in, stay {stay:g}"] = _ndcg(scores, users, tests, seen)
            name = f"new brands without features, first {count}"
            figures[f"{name}, most chosen"] = _ndcg(unplaced.scores(users), users, tests, seen)
            scores, _ = _folded(unplaced, users, first_part, others.matrix(), None)
            figures[f"{name}, folded in"] = _ndcg(scores, users, tests, seen)
    return figures


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--seeds", type=int, nargs="+", default=[42, 43, 44])
    parser.add_argument("--data", default=None)
    parser.add_argument("--stay", type=float, nargs="+", default=[3.0, 20.0, 100.0])
    options = parser.parse_args()
    settings = Settings.from_env(options.data)
    runs = [_seed(settings, seed, options.stay) for seed in options.seeds]
    print("| what | NDCG@10 |\n|---|---|")
    for name in runs[0]:
        values = np.array([run[name] for run in runs])
        print(f"| {name} | {values.mean():.3f} ± {values.std():.3f} |")


if __name__ == "__main__":
    main()
