"""Step "recommendations": learns from what brands did, says who each should work with next."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, replace
from typing import Any

import numpy as np
import pandas as pd

from core.domain.interactions import INTERACTION_POINTS
from core.evaluation.recommender_choice import ChoiceConfig, choose_blend
from core.evaluation.recommender_report import (
    Evaluation,
    Evidence,
    all_interactions,
    evaluate,
    too_little,
)
from core.evaluation.recommender_tuning import START, start_for
from core.models.recommender import files
from core.models.recommender.blend import BlendConfig, fit_blend
from core.models.recommender.cold_start import with_cold_start
from core.models.recommender.factors import Factors, FactorsConfig, last_factors, no_factors
from core.models.recommender.files import RecommenderModel
from core.models.recommender.interactions import Interactions
from core.models.recommender.join import (
    JoinWeights,
    brand_weights,
    few_data_weights,
    joined,
    shown_score,
    standardised,
)
from core.pipeline.context import BuildContext
from core.pipeline.sources import clear_results
from core.pipeline.steps.recommending.recommender_evidence import gathered
from core.store import tables
from core.workspace import interactions as workspace_interactions
from core.workspace.database import workspace

_PER_BRAND = 50
# For the first page of a demo: a tenth of the time for a few hundredths of NDCG.
QUICK = replace(START, models=1, epochs=15, max_sampled=30)
_TRIALS = 8
_FEWEST_EVENTS = 20  # below, factors would only repeat what was put in


def recommend_creators(context: BuildContext) -> None:
    """Writes the recommender's files, `recommendations` and, in a deep build, its quality."""
    clear_results(context, ("recommendations", "recommender_quality"))
    points = workspace_interactions.points(workspace(context.settings), INTERACTION_POINTS)
    evidence, centres = gathered(
        context.con, context.folder, seed=context.config.seed, points=points
    )
    interactions = all_interactions(evidence)
    acted = len(np.unique(interactions.users))
    missing = too_little(evidence)
    pairs_count = len(interactions.users)
    config = start_for(pairs_count) if context.config.deep else QUICK
    join = few_data_weights(acted)
    measured: Evaluation | None = None
    if not missing and context.config.deep:
        measured = evaluate(
            evidence,
            seed=context.config.seed,
            start=config,
            # A search on large data would take longer than all the rest of the build.
            trials=_TRIALS if config == START else 0,
            report=context.report,
        )
        config, join = measured.config, _mean_weights(measured.join)
        _write_quality(context, measured)
    elif not missing:
        join = JoinWeights()
    features = {"user_features": evidence.user_features, "item_features": evidence.item_features}
    blend_config = BlendConfig()
    learns = len(evidence.tables.events) >= _FEWEST_EVENTS and len(evidence.tables.creators) > 1
    if learns:
        factors, chosen = _learned(
            context, interactions, config, features, chooses_blend=measured is None and not missing
        )
        blend_config = measured.blend if measured is not None else chosen
    else:
        factors, config = no_factors(interactions), replace(config, models=0, epochs=0)
    factors = with_cold_start(factors, interactions, **features)
    blend = fit_blend(factors, interactions, blend_config)
    model = RecommenderModel(
        factors,
        np.bincount(interactions.users, minlength=interactions.shape[0]),
        np.bincount(interactions.items, interactions.weights, minlength=interactions.shape[1]),
        centres,
        join,
        _facts(interactions, config, blend_config, measured, missing, learns, points),
        blend.item_item,
        blend.weight,
    )
    files.save(model, context.folder / "models" / files.FOLDER)
    context.facts["recommender"] = model.facts
    _write_lists(context, model, evidence, interactions)


def _learned(
    context: BuildContext,
    interactions: Interactions,
    config: FactorsConfig,
    features: dict[str, Any],
    *,
    chooses_blend: bool,
) -> tuple[Factors, BlendConfig]:
    """The factors, and how the item-item model counts beside them if that is to be chosen here."""
    seed = context.config.seed
    # Beside each other: LightFM learns on one core, outside of Python's lock.
    with ThreadPoolExecutor(1) as pool:
        choosing = (
            pool.submit(choose_blend, interactions, config, ChoiceConfig(), seed=seed, **features)
            if chooses_blend
            else None
        )
        factors = last_factors(interactions, config, seed=seed, report=context.report, **features)
        return factors, choosing.result()[0] if choosing is not None else BlendConfig()


def _mean_weights(runs: tuple[JoinWeights, ...]) -> JoinWeights:
    table = np.array(
        [[weights.trained, weights.semantic, weights.points] for weights in runs]
    ).mean(axis=0)
    return JoinWeights(*(round(float(value), 3) for value in table))


def _facts(
    interactions: Interactions,
    config: FactorsConfig,
    blend: BlendConfig,
    measured: Evaluation | None,
    missing: str,
    learns: bool,
    points: dict[str, float],
) -> dict[str, Any]:
    name = (
        f"LightFM WARP · {config.components} components · {config.epochs} epochs · "
        f"{config.models} models"
        if learns
        else "no interactions to learn from"
    )
    if blend.weight:
        name = f"{name} + EASE {blend.weight:g}"
    return {
        "model_version": name,
        "learns": learns,
        "pairs_count": len(interactions.users),
        "brands_count": len(np.unique(interactions.users)),
        "points": points,
        "config": asdict(config),
        "blend": asdict(blend),
        "missing": missing,
        "cut": None if measured is None else str(measured.cut),
        "trials": []
        if measured is None
        else [{**asdict(trial.config), "ndcg": trial.ndcg} for trial in measured.trials],
        "join_runs": [] if measured is None else [asdict(trial) for trial in measured.join],
    }


def _write_quality(context: BuildContext, measured: Evaluation) -> None:
    quality = (
        measured.figures.groupby(["brand_group", "way", "metric"], sort=False)
        .agg(
            mean_value=("value", "mean"),
            sd_value=("value", lambda values: float(np.std(values))),
            runs_count=("run", "nunique"),
            brands_count=("brands_count", "mean"),
        )
        .reset_index()
    )
    quality["brands_count"] = quality["brands_count"].round().astype(int)
    tables.append_frame(context.con, "recommender_quality", quality)


def _write_lists(
    context: BuildContext, model: RecommenderModel, evidence: Evidence, interactions: Interactions
) -> None:
    brands, creators = evidence.tables.brands, evidence.tables.creators
    count = len(creators)
    if not len(brands) or not count:
        return
    met = interactions.matrix()
    ids = creators["influencer_id"].to_numpy()
    frames: list[pd.DataFrame] = []
    for start in range(0, len(brands), 64):
        context.report("recommendations", start, len(brands), "")
        rows = np.arange(start, min(start + 64, len(brands)))
        learns = bool(model.facts["learns"])
        parts = {
            "trained": standardised(model.blend.scores(rows)),
            "semantic": standardised(evidence.semantic(rows)),
            "points": standardised(evidence.rule_points(rows)),
        }
        for place, row in enumerate(rows.tolist()):
            of_brand = {name: part[place] for name, part in parts.items()}
            weights = brand_weights(model.new_brand, int(model.chosen_counts[row]), learns)
            score = joined(of_brand, weights)
            candidates = np.ones(count, dtype=bool)
            candidates[met.indices[met.indptr[row] : met.indptr[row + 1]]] = False
            rest = np.flatnonzero(candidates)
            best = rest[np.argsort(-score[rest], kind="stable")[:_PER_BRAND]]
            frames.append(
                pd.DataFrame(
                    {
                        "brand_id": brands.at[row, "brand_id"],
                        "influencer_id": ids[best],
                        "recommended_rank": np.arange(1, len(best) + 1),
                        "score": shown_score(score)[best],
                        "trained_part": of_brand["trained"][best] if learns else None,
                        "semantic_part": of_brand["semantic"][best],
                        "points_part": of_brand["points"][best],
                    }
                )
            )
    context.report("recommendations", len(brands), len(brands), "")
    frame = pd.concat(frames, ignore_index=True)
    frame["model_version"] = model.facts["model_version"]
    tables.append_frame(context.con, "recommendations", frame)
