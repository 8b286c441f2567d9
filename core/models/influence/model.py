"""The model of a command or a build: chosen, learned, calibrated, with intervals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from core.errors import ModelError
from core.models.influence.boosted import BoostedModel, fit_boosted
from core.models.influence.choosing import (
    KINDS,
    MEAN,
    MEAN_OF,
    SHAPE_OF,
    Search,
    Tuned,
    probability,
    taken,
    tuned,
)
from core.models.influence.pairs import Floats, Pairs
from core.models.influence.strength import StrengthModel, fit_strength
from core.progress import Report, silent

MODEL_VERSION = "influence-1"
AUTO = "auto"
CHOICES = (AUTO, *KINDS, MEAN)
PAIRS_MIN, PEOPLE_MIN = 40, 16
_RESAMPLES = {"boosted": 20}
_RESAMPLES_DEFAULT = 60
_SLOPE = (0.5, 1.6)
INTERVAL = (0.1, 0.9)


@dataclass(frozen=True)
class InfluenceModel:
    """Attributes:
    names: of the features, in the order expected.
    kind: of `KINDS`, or the mean of several.
    members: models whose log odds are averaged.
    slope: by which these are stretched so that probabilities hold for people not seen.
    compared: what each kind did on people it had not met, the best first.
    """

    names: tuple[str, ...]
    kind: str
    members: tuple[StrengthModel | BoostedModel, ...]
    slope: float
    compared: tuple[Tuned, ...]
    pairs_count: int
    people_count: int

    def log_odds(self, a: Floats, b: Floats) -> Floats:
        """(n,) of A being the more influential one; those of (b, a) are the same with -."""
        return self.slope * np.mean([member.log_odds(a, b) for member in self.members], axis=0)

    def probability(self, a: Floats, b: Floats) -> Floats:
        """(n,) P(A is the more influential one) = 1 - P(B is)."""
        return probability(self.log_odds(a, b))

    def interval(self, a: Floats, b: Floats) -> tuple[Floats, Floats]:
        """80% interval of the probability: how it moves when the people learned from change."""
        point = self.log_odds(a, b)
        rounds = min(len(member.resampled) for member in self.members)
        drawn = self.slope * np.mean(
            [member.draws(a, b)[:, :rounds] for member in self.members], axis=0
        )
        low, high = np.quantile(drawn, INTERVAL, axis=1)
        return probability(np.minimum(low, point)), probability(np.maximum(high, point))

    def parts(self, a: Floats, b: Floats) -> Floats:
        """(n, d) what each feature adds to the log odds; rows add up to them."""
        return np.asarray(
            self.slope * np.mean([member.parts(a, b) for member in self.members], axis=0)
        )


def fit(
    pairs: Pairs,
    *,
    kind: str = AUTO,
    search: Search | None = None,
    seed: int,
    report: Report = silent,
) -> InfluenceModel:
    """A model of judged pairs; with "auto" what does best on people not seen (see `taken`).

    Raises:
        ModelError: too few pairs or people, or all pairs have the same people.
    """
    if len(pairs) < PAIRS_MIN or pairs.people_count < PEOPLE_MIN:
        raise ModelError(
            f"Expected at least {PAIRS_MIN} judged pairs of {PEOPLE_MIN} people, found "
            f"{len(pairs)} pairs of {pairs.people_count} people. Add more."
        )
    with one_thread():
        return _fit(pairs, kind, search or Search(), seed=seed, report=report)


def one_thread() -> Any:
    """A context in which matrices are multiplied by one thread.

    With columns this few, threads that wait for each other made it forty times slower beside
    other work.
    """
    from threadpoolctl import threadpool_limits

    return threadpool_limits(limits=1)


def _fit(pairs: Pairs, kind: str, search: Search, *, seed: int, report: Report) -> InfluenceModel:
    asked = KINDS if kind == AUTO else MEAN_OF if kind == MEAN else (kind,)
    candidates = tuned(pairs, asked, search, seed=seed, report=report)
    candidates.sort(key=lambda candidate: candidate.log_loss)
    best = (
        taken(pairs.choice, candidates)
        if kind == AUTO
        else next(candidate for candidate in candidates if candidate.kind == kind)
    )
    by_kind = {candidate.kind: candidate for candidate in candidates}
    members = tuple(
        fitted(pairs, by_kind[name], seed=seed)
        for name in (MEAN_OF if best.kind == MEAN else (best.kind,))
    )
    return InfluenceModel(
        pairs.names,
        best.kind,
        members,
        fitted_slope(pairs.choice, best.log_odds),
        tuple(candidates),
        len(pairs),
        pairs.people_count,
    )


def fitted(
    pairs: Pairs, candidate: Tuned, *, seed: int, resamples: int | None = None
) -> StrengthModel | BoostedModel:
    """One kind with its settings, learned from these pairs.

    Args:
        resamples: rounds of the bootstrap over people; None for as many as its time allows.
    """
    rounds = _RESAMPLES.get(candidate.kind, _RESAMPLES_DEFAULT) if resamples is None else resamples
    if candidate.kind == "boosted":
        return fit_boosted(pairs, candidate.settings, seed=seed, resamples=rounds)
    return fit_strength(
        pairs,
        SHAPE_OF[candidate.kind],
        ridge=candidate.settings["ridge"],
        width=candidate.settings["width"],
        seed=seed,
        resamples=rounds,
    )


def fitted_slope(choice: Floats, log_odds: Floats) -> float:
    """By how much log odds of people not seen are stretched to be the likeliest.

    Without an intercept, or the sides would no longer be alike (Platt 1999, with one number).
    """
    from scipy.optimize import minimize_scalar

    known = np.isfinite(log_odds)
    signed = np.where(choice[known] > 0.5, 1.0, -1.0) * log_odds[known]
    minimum = minimize_scalar(
        lambda slope: np.logaddexp(0, -slope * signed).mean(), bounds=_SLOPE, method="bounded"
    )
    return float(minimum.x)
