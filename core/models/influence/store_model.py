"""Who draws more reactions: a strength for every creator, learned from what time has shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.domain.thresholds import INFLUENCE_CREATORS_MIN
from core.models.influence.choosing import SHAPE_OF, Search, Tuned, probability, tuned
from core.models.influence.model import INTERVAL, fitted_slope, one_thread
from core.models.influence.pairs import Block, Floats, Pairs
from core.models.influence.strength import StrengthModel, fit_strength

MODEL_VERSION = "influence-store-1"
# Sums of features, so that what each adds can be told exactly.
KINDS = ("logistic", "monotone")
PEOPLE_MAX = 2_000
FOLDS = 5
RESAMPLES = 40
_PAIRS_EACH = 6
# Spread of the log of sizes by which near ones are mixed: about a fifth up or down.
_SIZE_NOISE = 0.2
_GRID = 400
_REFERENCES = 512


@dataclass(frozen=True)
class TimePairs:
    """Attributes:
    blocks: splits with nobody on both sides, by which kinds are judged.
    alike: (n,) bool; near each other in size and on one platform.
    """

    pairs: Pairs
    blocks: tuple[Block, ...]
    alike: NDArray[np.bool_]


@dataclass(frozen=True)
class StoreModel:
    """Attributes:
    strength: a sum over features. slope: stretches it, as validation asks.
    compared: what each kind did on people not met, the best first.
    pairs: learned from, and by which they were judged.
    """

    strength: StrengthModel
    slope: float
    compared: tuple[Tuned, ...]
    made: TimePairs
    people_count: int

    @property
    def held_out(self) -> Floats:
        """(n,) probabilities of the pairs by models that had met neither side."""
        return probability(self.slope * self.compared[0].log_odds)


@dataclass(frozen=True)
class Scores:
    """Of (n,) creators.

    Attributes:
        strength: log odds; 0 is the mean creator.
        draws: (n, m) the same by models learned from people drawn again.
        parts: (n, d) what each feature adds to the strength over the mean creator.
        score, low, high: 0-100, probability in per cent of being the more influential one
            against a creator drawn at random, with its 80% interval.
    """

    strength: Floats
    draws: Floats
    parts: Floats
    score: Floats
    low: Floats
    high: Floats


def time_pairs(
    features: Floats,
    outcome: Floats,
    platform: NDArray[np.int64],
    size: Floats,
    names: Sequence[str],
    *,
    seed: int,
) -> TimePairs:
    """Pairs of creators whose outcome is known, made within folds of people.

    A third of the pairs are any two, a third stand on one platform, a third on one platform and
    near each other in size. As both people of a pair are in one fold, models of the other folds
    have met neither.

    Args:
        features: (n, d) known before. outcome: (n,) shown after; NaN where it is not known.
        size: (n,) by which creators are near each other.
    """
    rng = np.random.default_rng(seed)
    people = rng.permutation(np.flatnonzero(np.isfinite(outcome)))[:PEOPLE_MAX]
    fold_of = np.arange(len(people)) % FOLDS
    first, second, alike = [], [], []
    for fold in range(FOLDS):
        inside = people[fold_of == fold]
        for number in range(_PAIRS_EACH):
            order = rng.permutation(inside)
            kind = number % 3
            if kind == 1:
                order = order[np.argsort(platform[order], kind="stable")]
            elif kind == 2:
                near = np.nan_to_num(size[order], nan=-1.0) * np.exp(
                    rng.normal(0, _SIZE_NOISE, len(order))
                )
                order = order[np.lexsort((near, platform[order]))]
            first.append(order)
            second.append(np.roll(order, 1))
            alike.append(np.full(len(order), kind == 2))
    a, b, close = np.concatenate(first), np.concatenate(second), np.concatenate(alike)
    decided = outcome[a] != outcome[b]
    a, b, close = a[decided], b[decided], close[decided]
    pairs = Pairs(
        tuple(names), features[a], features[b], (outcome[a] > outcome[b]).astype(float), a, b
    )
    fold_by_person = np.full(len(features), -1)
    fold_by_person[people] = fold_of
    blocks = tuple(
        Block(fold_by_person[a] != fold, fold_by_person[a] == fold, fold) for fold in range(FOLDS)
    )
    return TimePairs(pairs, blocks, close)


def fit_store(
    features: Floats,
    outcome: Floats,
    platform: NDArray[np.int64],
    size: Floats,
    names: Sequence[str],
    *,
    seed: int,
    kinds: Sequence[str] = KINDS,
    increasing: Sequence[int] = (),
) -> StoreModel | None:
    """The model of a store; None with fewer than `INFLUENCE_CREATORS_MIN` known outcomes."""
    if np.isfinite(outcome).sum() < INFLUENCE_CREATORS_MIN:
        return None
    with one_thread():
        made = time_pairs(features, outcome, platform, size, names, seed=seed)
        pairs, blocks = made.pairs, made.blocks
        candidates = tuned(pairs, kinds, Search(), seed=seed, blocks=blocks, increasing=increasing)
        candidates.sort(key=lambda candidate: candidate.log_loss)
        best = next(candidate for candidate in candidates if candidate.kind in KINDS)
        member = fit_strength(
            pairs,
            SHAPE_OF[best.kind],
            ridge=best.settings["ridge"],
            seed=seed,
            resamples=RESAMPLES,
            increasing=increasing,
        )
    slope = fitted_slope(pairs.choice, best.log_odds)
    people = len(np.union1d(pairs.person_a, pairs.person_b))
    ordered = (best, *(candidate for candidate in candidates if candidate is not best))
    return StoreModel(member, slope, ordered, made, people)


def score_store(model: StoreModel, features: Floats) -> Scores:
    """Scores of all creators of a store; each is judged against all of them.

    Args:
        features: (n, d), n at least 1.
    """
    with one_thread():
        parts = model.slope * model.strength.strength_parts(features)
        draws = model.slope * model.strength.strength_draws(features)
    parts -= parts.mean(axis=0)
    draws -= draws.mean(axis=0)
    strength = parts.sum(axis=1)
    score = mean_chances(strength)
    drawn = np.column_stack([mean_chances(draws[:, draw]) for draw in range(draws.shape[1])])
    low, high = np.quantile(drawn, INTERVAL, axis=1)
    return Scores(
        strength, draws, parts, 100 * score, 100 * np.minimum(low, score),
        100 * np.maximum(high, score),
    )  # fmt: skip


def mean_chances(strength: Floats) -> Floats:
    """(n,) mean probability against all n, themselves included.

    Read off a curve over 512 quantiles of the strengths, which is exact to a thousandth.
    """
    others = np.quantile(strength, (np.arange(_REFERENCES) + 0.5) / _REFERENCES)
    grid = np.linspace(strength.min(), strength.max(), _GRID)
    curve = probability(grid[:, None] - others[None, :]).mean(axis=1)
    return np.asarray(np.interp(strength, grid, curve))


def too_close(low: float, high: float) -> bool:
    """Whether an interval of a probability leaves it open who is likelier."""
    return low < 0.5 < high
