"""Hyper-parameters of the recommender by Optuna, on interactions kept aside."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from core.evaluation.recommender_choice import ChoiceConfig, best_epochs, validation_parts
from core.models.recommender.factors import FactorsConfig
from core.models.recommender.interactions import Interactions
from core.progress import Report, silent

if TYPE_CHECKING:
    import optuna

# What sixty trials on a demo store (seed 42, interactions before the last 60 days) settled on.
# It is where the search begins, and what a build without a search takes.
START = FactorsConfig(
    components=64,
    epochs=35,
    learning_rate=0.015,
    max_sampled=100,
    models=3,
    user_feature_weight=0.1,
    item_feature_weight=1.1,
)


# On 100,000 creators and as many interactions START takes a minute a model.
_PAIRS_FOR_START = 60_000


def start_for(pairs_count: int) -> FactorsConfig:
    """`START`, or a quicker one where there are more pairs of brand and creator than 60,000."""
    if pairs_count <= _PAIRS_FOR_START:
        return START
    return replace(START, models=1, epochs=20, max_sampled=30)


@dataclass(frozen=True)
class Trial:
    """Attributes:
    config: what was tried, with the best number of epochs.
    ndcg: mean over users of the NDCG@10 on what was kept aside; of one model, not of several.
    """

    config: FactorsConfig
    ndcg: float


def tune(
    interactions: Interactions,
    *,
    trials: int,
    seed: int,
    user_features: Any = None,
    item_features: Any = None,
    start: FactorsConfig = START,
    choice: ChoiceConfig | None = None,
    report: Report = silent,
) -> tuple[FactorsConfig, tuple[Trial, ...]]:
    """The best configuration of some trials, `start` among them, and all trials in their order.

    Without trials, or with too few users to judge by, `start` and no trial.

    Args:
        interactions: of the training period alone; each user's latest are kept aside here.
        trials: configurations to try; the first is `start`.
        seed: of the search, the models and the choice among equal times.
    Source: Optuna's tree-structured Parzen estimator (Akiba et al. 2019).
    """
    settings = choice or ChoiceConfig()
    rest, aside, tested_users = validation_parts(interactions, settings, seed=seed)
    if trials < 1 or len(tested_users) < settings.fewest_users:
        return start, ()
    import optuna

    optuna.logging.set_verbosity(optuna.logging.WARNING)
    tried: list[Trial] = []

    def objective(trial: optuna.Trial) -> float:
        report("tuning", len(tried), trials, "")
        config = _suggested(trial, start)
        epochs, quality, _ = best_epochs(
            rest, aside, tested_users, config, settings, seed, user_features, item_features
        )
        ndcg = float(quality.mean())
        tried.append(Trial(replace(config, epochs=epochs, models=start.models), ndcg))
        return ndcg

    study = optuna.create_study(
        direction="maximize",
        sampler=optuna.samplers.TPESampler(seed=seed % 2**32, multivariate=True),
    )
    study.enqueue_trial(_parameters(start))
    study.optimize(objective, n_trials=trials)
    report("tuning", trials, trials, "")
    return max(tried, key=lambda trial: trial.ndcg).config, tuple(tried)


def _parameters(config: FactorsConfig) -> dict[str, Any]:
    return {
        "components": config.components,
        "learning_rate": config.learning_rate,
        "max_sampled": config.max_sampled,
        "user_feature_weight": config.user_feature_weight,
        "item_feature_weight": config.item_feature_weight,
    }


def _suggested(trial: optuna.Trial, start: FactorsConfig) -> FactorsConfig:
    return replace(
        start,
        models=1,
        components=trial.suggest_categorical("components", [16, 32, 64]),
        learning_rate=trial.suggest_float("learning_rate", 0.005, 0.1, log=True),
        max_sampled=trial.suggest_categorical("max_sampled", [10, 30, 100]),
        user_feature_weight=trial.suggest_float("user_feature_weight", 0.0, 2.0),
        item_feature_weight=trial.suggest_float("item_feature_weight", 0.0, 3.0),
    )
