"""The learned part: signals in, calibrated probability of bought followers and pattern out."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.domain.thresholds import NAMED_FROM
from core.errors import UNREADABLE, ModelError
from core.models.growth.kinds import BOUGHT_LIKE, ORGANIC, VIRAL
from core.models.growth.signals.density import GROUPS

_FILE, _VERSION = "growth_model.json", 1
_TREES, _PATTERNS = "growth_trees.txt", "growth_patterns.txt"
CLASSES = (ORGANIC, VIRAL, *BOUGHT_LIKE)
# Labelled creators of each kind that it takes to learn it.
EACH_MIN = 15
_FOLDS = 5
# Few leaves, chosen for labels of a few hundred creators; tens of thousands of rows bear more.
_LEAVES = 8
# More of this evidence never lowers the score; it costs nothing and keeps the model from learning
# that too clear a delivery is none.
_RISING = (
    "delivery_evidence",
    "delivery_step_or_wave",
    "delivery_decay_or_wave",
    "odd_spike",
    "like_any_joined",
    *(
        f"{run}_{kind}"
        for run in ("daily", "spaced")
        for kind in ("score", "over_usual", "over_uneven")
    ),
    *(f"like_{group}_{kind}" for group in GROUPS for kind in ("ratio", "joined", "ratio_a_day")),
)


@dataclass(frozen=True)
class GrowthModel:
    """Attributes:
    signals: names of the columns it reads, in order.
    trees: LightGBM's text of the model for bought followers.
    pattern_trees: the same for the pattern, or None when it was not taught.
    pattern_classes: what its outputs mean.
    slope, offset: of the calibration: probability = logistic(slope * score + offset).
    facts: what it was learned from and how it did; JSON values.
    """

    signals: tuple[str, ...]
    trees: str
    pattern_trees: str | None
    pattern_classes: tuple[str, ...]
    slope: float
    offset: float
    facts: dict[str, Any]

    @property
    def version(self) -> str:
        """Version of the model, as builds record it."""
        return str(self.facts.get("version", "growth-1"))


@dataclass(frozen=True)
class LabelledSignals:
    """Attributes:
    signals: (n, s) one row per creator.
    purchased: (n,) bool.
    patterns: (n,) names in `CLASSES`, or None when nobody said.
    rows: (n,) which creators they are; rows of one creator are never parted by a split.
    weights: (n,) or None.
    """

    signals: pd.DataFrame
    purchased: NDArray[np.bool_]
    patterns: NDArray[np.object_] | None
    rows: NDArray[np.int64]
    weights: NDArray[np.float64] | None = None


def fit(
    labelled: LabelledSignals,
    *,
    seed: int,
    threads: int = 1,
    leaves: int = _LEAVES,
    facts: dict[str, Any] | None = None,
    scores: NDArray[np.float64] | None = None,
) -> GrowthModel:
    """The model learned from labelled creators, calibrated on predictions for creators left out.

    Args:
        leaves: of each tree, at most.
        scores: (n,) of `scores_left_out` with the same seed and leaves, where they are at hand.
    Raises:
        ModelError: too few creators of one kind.
    """
    yes = int(labelled.purchased.sum())
    no = len(labelled.purchased) - yes
    if min(yes, no) < EACH_MIN:
        raise ModelError(
            f"Learning needs at least {EACH_MIN} creators with bought followers and as many "
            f"without, found {yes} and {no}. Give more labels, or leave out --train-labels to "
            "use the model that comes along."
        )
    everyone = np.arange(len(labelled.purchased))
    if scores is None:
        scores = scores_left_out(labelled, seed=seed, threads=threads, leaves=leaves)
    slope, offset = _logistic_fit(scores, labelled.purchased)
    trees, pattern_trees, classes = _boosters(
        labelled, everyone, seed=seed, threads=threads, leaves=leaves
    )
    return GrowthModel(
        tuple(labelled.signals.columns), trees, pattern_trees, classes, slope, offset, facts or {}
    )


def out_of_fold_probabilities(
    labelled: LabelledSignals,
    *,
    seed: int,
    threads: int = 1,
    scores: NDArray[np.float64] | None = None,
) -> NDArray[np.float64]:
    """(n,) calibrated probabilities, each from a model that never saw the creator.

    Args:
        scores: (n,) of `scores_left_out` with the same seed, where they are at hand.
    """
    from sklearn.model_selection import StratifiedGroupKFold

    if scores is None:
        scores = scores_left_out(labelled, seed=seed, threads=threads)
    probabilities = np.zeros(len(scores))
    folds = StratifiedGroupKFold(_FOLDS, shuffle=True, random_state=seed + 1)
    for learn, judge in folds.split(scores[:, None], labelled.purchased, labelled.rows):
        slope, offset = _logistic_fit(scores[learn], labelled.purchased[learn])
        probabilities[judge] = _logistic(slope * scores[judge] + offset)
    return probabilities


def score(
    model: GrowthModel, signals: pd.DataFrame, *, threads: int = 1
) -> tuple[NDArray[np.float64], NDArray[np.object_]]:
    """(n,) probability that followers were bought and (n,) the pattern it looks like.

    The pattern is the likeliest delivery from a probability of a quarter on, else the likelier
    of a burst and nothing; without a pattern model it is empty.
    """
    if not len(signals):
        return np.zeros(0), np.zeros(0, dtype=object)
    missing = [name for name in model.signals if name not in signals]
    if missing:
        raise ModelError(
            f"The growth model reads {len(missing)} signals that are not computed any more "
            f"({', '.join(missing[:3])}). Learn it again."
        )
    table = signals[list(model.signals)].to_numpy(float)
    raw, shares = _raw(model.trees, model.pattern_trees, model.pattern_classes, table, threads)
    probability = _logistic(model.slope * raw + model.offset)
    return probability, _patterns(probability, shares, model.pattern_classes)


def _patterns(
    probability: NDArray[np.float64],
    shares: NDArray[np.float64] | None,
    classes: tuple[str, ...],
) -> NDArray[np.object_]:
    if shares is None:
        return np.full(len(probability), "", dtype=object)
    names = np.array(classes, dtype=object)
    bought = np.isin(classes, BOUGHT_LIKE)
    likeliest = names[bought][shares[:, bought].argmax(axis=1)]
    if bought.all():
        return np.where(probability >= NAMED_FROM, likeliest, ORGANIC).astype(object)
    others = names[~bought][shares[:, ~bought].argmax(axis=1)]
    return np.where(probability >= NAMED_FROM, likeliest, others).astype(object)


def _raw(
    trees: str,
    pattern_trees: str | None,
    classes: tuple[str, ...],
    table: NDArray[np.float64],
    threads: int,
) -> tuple[NDArray[np.float64], NDArray[np.float64] | None]:
    """Score before calibration, a log-odds, and shares of the patterns."""
    import lightgbm

    raw = lightgbm.Booster(model_str=trees).predict(table, raw_score=True, num_threads=threads)
    raw = np.asarray(raw, dtype=float)
    if pattern_trees is None:
        return raw, None
    shares = np.asarray(
        lightgbm.Booster(model_str=pattern_trees).predict(table, num_threads=threads), dtype=float
    )
    bought = np.clip(shares[:, np.isin(classes, BOUGHT_LIKE)].sum(axis=1), 1e-4, 1 - 1e-4)
    return (raw + np.log(bought / (1 - bought))) / 2, shares


def scores_left_out(
    labelled: LabelledSignals, *, seed: int, threads: int = 1, leaves: int = _LEAVES
) -> NDArray[np.float64]:
    """(n,) log-odds before calibration, each from a model that never saw the creator."""
    from sklearn.model_selection import StratifiedGroupKFold

    table = labelled.signals.to_numpy(float)
    kinds = labelled.purchased.astype(str)
    names = kinds if labelled.patterns is None else labelled.patterns.astype(str)
    # A pattern of too few creators cannot be spread over the folds.
    if np.unique(names, return_counts=True)[1].min() >= _FOLDS:
        kinds = names
    scores = np.zeros(len(table))
    folds = StratifiedGroupKFold(_FOLDS, shuffle=True, random_state=seed)
    for learn, judge in folds.split(table, kinds, labelled.rows):
        trees, pattern_trees, classes = _boosters(
            labelled, learn, seed=seed, threads=threads, leaves=leaves
        )
        scores[judge], _ = _raw(trees, pattern_trees, classes, table[judge], threads)
    return scores


def _boosters(
    labelled: LabelledSignals, rows: NDArray[np.int64], *, seed: int, threads: int, leaves: int
) -> tuple[str, str | None, tuple[str, ...]]:
    """Trees for bought followers, trees for the pattern, and the patterns, learned from `rows`."""
    import lightgbm

    table = labelled.signals.to_numpy(float)[rows]
    weights = None if labelled.weights is None else labelled.weights[rows]
    rising = [int(name in _RISING) for name in labelled.signals]
    binary = lightgbm.LGBMClassifier(
        **_trees(400, leaves), monotone_constraints=rising, random_state=seed, n_jobs=threads
    )
    binary.fit(table, labelled.purchased[rows], sample_weight=weights)
    trees = binary.booster_.model_to_string()
    if labelled.patterns is None:
        return trees, None, ()
    patterns = labelled.patterns[rows]
    classes = tuple(name for name in CLASSES if (patterns == name).sum() >= 2)
    if len(classes) < 3 or not set(classes) & set(BOUGHT_LIKE):
        return trees, None, ()
    number = np.array([classes.index(name) if name in classes else -1 for name in patterns])
    taught = number >= 0
    many = lightgbm.LGBMClassifier(
        objective="multiclass", **_trees(150, leaves), random_state=seed, n_jobs=threads
    )
    many.fit(
        table[taught], number[taught], sample_weight=None if weights is None else weights[taught]
    )
    return trees, many.booster_.model_to_string(), classes


def _trees(count: int, leaves: int) -> dict[str, Any]:
    """Random splits (extremely randomised trees) and few leaves: on 689 real series they were
    better than greedy splits by .003 ROC-AUC, and steadier over splits."""
    return {
        "extra_trees": True,
        "n_estimators": count,
        "learning_rate": 0.035 if count > 200 else 0.05,
        "num_leaves": leaves,
        "min_child_samples": 10,
        "colsample_bytree": 0.5,
        "subsample": 0.8,
        "subsample_freq": 1,
        "reg_lambda": 5.0,
        "verbose": -1,
        "deterministic": True,
        "force_row_wise": True,
    }


def _logistic_fit(scores: NDArray[np.float64], labels: NDArray[np.bool_]) -> tuple[float, float]:
    """Platt's two numbers; hardly any penalty, since there are only two."""
    from sklearn.linear_model import LogisticRegression

    fitted = LogisticRegression(C=1e3).fit(scores[:, None], labels)
    # A calibration never turns the order round.
    return max(float(fitted.coef_[0, 0]), 1e-3), float(fitted.intercept_[0])


def _logistic(values: NDArray[np.float64]) -> NDArray[np.float64]:
    return 1 / (1 + np.exp(-np.clip(values, -30, 30)))


def save(model: GrowthModel, folder: Path) -> None:
    """Writes the model as text to a folder, which is made when it is not there."""
    folder.mkdir(parents=True, exist_ok=True)
    texts = {_TREES: model.trees}
    if model.pattern_trees is not None:
        texts[_PATTERNS] = model.pattern_trees
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    facts = {
        "version": _VERSION,
        "signals": model.signals,
        "pattern_classes": model.pattern_classes,
        "slope": model.slope,
        "offset": model.offset,
        "facts": model.facts,
        "sha256": {name: _sum(text) for name, text in texts.items()},
    }
    (folder / _FILE).write_text(json.dumps(facts, indent=1), encoding="utf-8")


def load(folder: Path) -> GrowthModel:
    """The model written by `save`.

    Raises:
        ModelError: there is none, or it is damaged.
    """
    try:
        facts = json.loads((folder / _FILE).read_text(encoding="utf-8"))
        if facts["version"] != _VERSION:
            raise ValueError(f"version {facts['version']}")
        classes = tuple(facts["pattern_classes"])
        return GrowthModel(
            tuple(facts["signals"]),
            _read(folder, _TREES, facts["sha256"]),
            _read(folder, _PATTERNS, facts["sha256"]) if classes else None,
            classes,
            float(facts["slope"]),
            float(facts["offset"]),
            facts["facts"],
        )
    except UNREADABLE as error:
        raise ModelError(
            f"{folder.name} holds no growth model that can be read ({error}). Install again, or "
            "learn one with --train-history and --train-labels."
        ) from error


def _sum(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _read(folder: Path, name: str, sums: dict[str, str]) -> str:
    """The text as it was written; LightGBM ends the whole process on one that is cut off."""
    text = (folder / name).read_text(encoding="utf-8")
    if _sum(text) != sums[name]:
        raise ValueError(f"{name} is not as it was written")
    return text


def shipped() -> GrowthModel:
    """The model that comes along, learned from demo data with planted purchases."""
    return load(Path(__file__).parent / "shipped")
