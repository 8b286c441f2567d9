"""What a sample of followers says: the share that resembles fakes, and how sure that is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.domain.thresholds import WORTH_CHECKING
from core.models.accounts.calibration import estimated_share, moved, platt, sigmoid
from core.models.accounts.features import TOPICS
from core.models.accounts.model import AccountsModel, Scores
from core.models.accounts.reasons import topic_parts

MIN_ACCOUNTS = 30
RESAMPLES = 300
STRICT_PRECISION = 0.9
LENIENT_RECALL = 0.9
# Standard deviation of the error of the share when a model of one source read samples of another
# with 2% to 80% fakes; bench/accounts_quality.py measures it.
SOURCE_ERROR_SD = 0.045
_NORMAL_95 = 1.96
SIZES = (100, 200, 400, 1000, 2000)
_CUT_ACCOUNTS_MIN = 10
# More accounts than this are resampled by groups with nearly the same log odds.
_GROUPS_MAX = 2000


@dataclass(frozen=True)
class Cut:
    """A probability from which accounts are counted, and how that did on labelled accounts.

    Attributes:
        probability: at the training data's share of fakes.
        precision, recall: on labelled accounts kept aside, sources counting alike.
    """

    probability: float
    precision: float
    recall: float


@dataclass(frozen=True)
class Driver:
    """Attributes:
    words: topic.
    share_of_push: of all evidence of fakes among the accounts at .5 or above, 0-1.
    accounts_count: of these accounts, for how many it is the weightiest reason.
    """

    topic: str
    words: str
    share_of_push: float
    accounts_count: int


@dataclass(frozen=True)
class SampleAudit:
    """Attributes:
    probability: P(fake) of each account at the share estimated for this sample.
    share: estimated share of fakes, 0-1; None below `MIN_ACCOUNTS` accounts, as is all that
        follows from it.
    low, high: 95% interval of the share: which accounts were drawn, how well the model is known,
        and that the sample may come from elsewhere than the labelled accounts.
    strict_share, lenient_share: share of accounts above each cut: a range that needs no
        estimate (after SRF Data 2017).
    half_width: of the interval, before it ends at 0 or 1.
    half_width_by_size: accounts looked at -> half width to expect then.
    model_half_width: what would remain with endlessly many accounts.
    """

    accounts_count: int
    probability: NDArray[np.float64]
    share: float | None
    low: float | None
    high: float | None
    strict: Cut
    lenient: Cut
    strict_share: float | None
    lenient_share: float | None
    half_width: float | None
    half_width_by_size: dict[int, float]
    model_half_width: float | None
    drivers: tuple[Driver, ...]
    prior: float

    @property
    def flagged_count(self) -> int:
        """Accounts at .5 or above."""
        return int((self.probability >= WORTH_CHECKING).sum())


def audit(model: AccountsModel, scores: Scores, *, seed: int) -> SampleAudit:
    """The audit of one sample.

    The share comes from expectation maximisation, because the share of fakes among labelled
    accounts is a choice of whoever labelled them. Its interval is drawn by resampling: each round
    draws the sample's accounts and the labelled accounts kept aside again, fits the curve from log
    odds to probability again, and moves the share by a random error of the size that moving to
    another source had in validation.
    """
    from scipy.stats import beta

    prior = model.calibrator.prior
    share = estimated_share(scores.probability, prior)
    probability = moved(scores.probability, prior, share)
    strict, lenient = cuts(model.held_out, model)
    count = len(probability)
    drivers = _drivers(scores.parts, probability)
    if count < MIN_ACCOUNTS:
        return SampleAudit(
            count, probability, None, None, None, strict, lenient, None, None, None, {}, None,
            drivers, prior,
        )  # fmt: skip
    both, model_only = _draws(model, scores, np.random.default_rng(seed))
    below, above = _spread(both)
    # Never narrower than if each account's kind were known for sure (Jeffreys' interval): where
    # hardly any account stands out, resampling sees no doubt.
    sure = beta.ppf([0.025, 0.975], share * count + 0.5, (1 - share) * count + 0.5)
    below, above = max(below, share - float(sure[0])), max(above, float(sure[1]) - share)
    half = (below + above) / 2
    # Both draws share the model and its error, so that their difference is the sampling alone.
    sampling_half = min(_NORMAL_95 * float(np.std(both - model_only)), half)
    model_half = float(np.sqrt(half**2 - sampling_half**2))
    return SampleAudit(
        count,
        probability,
        share,
        max(share - below, 0.0),
        min(share + above, 1.0),
        strict,
        lenient,
        float((scores.probability >= strict.probability).mean()),
        float((scores.probability >= lenient.probability).mean()),
        half,
        {
            size: float(np.sqrt(model_half**2 + sampling_half**2 * count / size))
            for size in SIZES
        },
        model_half,
        drivers,
        prior,
    )  # fmt: skip


def cuts(held_out: pd.DataFrame, model: AccountsModel) -> tuple[Cut, Cut]:
    """The strict and the lenient cut on accounts the model had not seen.

    Strict: the lowest probability from which precision is at least `STRICT_PRECISION`, or the
    most precise one when none is. Lenient: the highest with recall of at least `LENIENT_RECALL`.
    """
    p = model.calibrator.probability(held_out["log_odds"].to_numpy())
    order = np.argsort(-p, kind="stable")
    weight = held_out["weight"].to_numpy()[order]
    fake = held_out["fake"].to_numpy(dtype=bool)[order]
    p = p[order]
    hits = np.cumsum(weight * fake)
    precision, recall = hits / np.cumsum(weight), hits / hits[-1]
    # Only where the next account has another probability can a line be drawn.
    line = np.append(np.diff(p) != 0, True)
    enough = line & (np.arange(len(p)) >= _CUT_ACCOUNTS_MIN - 1)
    precise = np.flatnonzero(enough & (precision >= STRICT_PRECISION))
    at = precise[-1] if len(precise) else np.argmax(np.where(enough, precision, -1))
    complete = np.flatnonzero(line & (recall >= LENIENT_RECALL))[0]
    strict, lenient = (
        Cut(float(p[i]), float(precision[i]), float(recall[i])) for i in (at, max(complete, at))
    )
    return strict, lenient


def _draws(
    model: AccountsModel, scores: Scores, rng: np.random.Generator
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The share over resamples: with the sample drawn again, and as it is."""
    held = _grouped(model.held_out)
    starts = np.flatnonzero(held["kind"].diff() != 0)
    kinds = np.split(held["count"].to_numpy(), starts[1:])
    log_odds, counts = _groups(scores.log_odds)
    values, fake = held["log_odds"].to_numpy(), held["fake"].to_numpy(dtype=bool)
    each = held["weight"].to_numpy()
    total = held["count"].sum()
    both, model_only = np.zeros(RESAMPLES), np.zeros(RESAMPLES)
    for turn in range(RESAMPLES):
        weight = each * np.concatenate([_drawn(rng, kind) for kind in kinds])
        weight *= total / weight.sum()
        slope, intercept = platt(values, fake, weight)
        prior = float(np.average(fake, weights=weight))
        p = np.clip(sigmoid(slope * log_odds + intercept), 1e-4, 1 - 1e-4)
        error = rng.normal(0, SOURCE_ERROR_SD)
        both[turn] = estimated_share(p, prior, _drawn(rng, counts)) + error
        model_only[turn] = estimated_share(p, prior, counts) + error
    return both, model_only


def _drawn(rng: np.random.Generator, counts: NDArray[np.float64]) -> NDArray[np.float64]:
    """As many accounts drawn again, with replacement."""
    return rng.multinomial(int(counts.sum()), counts / counts.sum()).astype(np.float64)


def _groups(log_odds: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Means and sizes of at most `_GROUPS_MAX` groups of neighbours."""
    parts = np.array_split(np.sort(log_odds), min(len(log_odds), _GROUPS_MAX))
    return np.array([part.mean() for part in parts]), np.array([float(len(part)) for part in parts])


def _grouped(held_out: pd.DataFrame) -> pd.DataFrame:
    """Labelled accounts by source and kind: log_odds, count, fake, weight of each, kind."""
    frames = []
    for kind, ((_, fake), rows) in enumerate(held_out.groupby(["source", "fake"], sort=True)):
        means, counts = _groups(rows["log_odds"].to_numpy())
        frames.append(
            pd.DataFrame(
                {
                    "kind": kind,
                    "log_odds": means,
                    "count": counts,
                    "fake": bool(fake),
                    "weight": rows["weight"].iloc[0],
                }
            )
        )
    return pd.concat(frames, ignore_index=True)


def _spread(draws: NDArray[np.float64]) -> tuple[float, float]:
    """How far 95% of the draws reach below and above their middle."""
    low, high = np.quantile(draws - np.median(draws), [0.025, 0.975])
    return -float(low), float(high)


def _drivers(parts: pd.DataFrame, probability: NDArray[np.float64]) -> tuple[Driver, ...]:
    chosen = topic_parts(parts).to_numpy()[probability >= WORTH_CHECKING]
    topics = list(topic_parts(parts.iloc[:0]).columns)
    push = np.clip(chosen, 0, None)
    if not len(chosen) or push.sum() <= 0:
        return ()
    first = np.bincount(chosen.argmax(axis=1), minlength=len(topics))
    shares = push.sum(axis=0) / push.sum()
    return tuple(
        Driver(topics[i], TOPICS[topics[i]], float(shares[i]), int(first[i]))
        for i in np.argsort(-shares, kind="stable")
        if shares[i] > 0.005
    )
