"""The model of labelled accounts: an expert a source, one of all, weighed by resemblance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.models.accounts.calibration import Calibrator, fit_calibrator
from core.models.accounts.expert import Expert, fit_expert
from core.models.accounts.features import columns_behind
from core.models.accounts.labelled import LabelledAccounts, check, class_weights
from core.models.accounts.resemblance import Resemblance, fit_resemblance
from core.progress import Report, silent

MODEL_VERSION = "accounts-1"
FOLDS = 5
# How much the expert of all sources together says beside those of single sources. Between .2 and
# .65 validation hardly differs; without it, accounts like those of no single source fare worse.
_POOLED_SHARE = 0.35


@dataclass(frozen=True)
class Scores:
    """Attributes:
    log_odds: a row, before calibration.
    probability: P(fake) at the training data's share of fakes.
    spread: standard deviation (0-0.5) of the probability over all models of all experts, each
        counted as it counts in the result.
    parts: contributions to the log odds, one column per feature.
    source_weights: how much each source's expert counted, by resemblance of the sample.
    """

    log_odds: NDArray[np.float64]
    probability: NDArray[np.float64]
    spread: NDArray[np.float64]
    parts: pd.DataFrame
    source_weights: dict[str, float]


@dataclass(frozen=True)
class AccountsModel:
    """Attributes:
    features: read by at least one expert.
    unused: topics in words that the sample has but no source, or without any difference there.
    held_out: log_odds, fake, weight and source of each training account, scored by a model that
        had not seen it.
    """

    features: tuple[str, ...]
    unused: tuple[str, ...]
    experts: dict[str, Expert]
    pooled: Expert | None
    resemblance: Resemblance | None
    calibrator: Calibrator
    held_out: pd.DataFrame

    @property
    def held_out_auc(self) -> float:
        """ROC-AUC on training accounts by models that had not seen them, mean over the sources."""
        from sklearn.metrics import roc_auc_score

        each = [
            roc_auc_score(rows["fake"], rows["log_odds"])
            for _, rows in self.held_out.groupby("source")
        ]
        return float(np.mean(each))

    def score(self, x: pd.DataFrame) -> Scores:
        """Scores of a sample.

        With several sources the sample as a whole decides how much each source's expert counts,
        so the scores of a row depend on the company it comes in; its place in the file does not
        matter.

        Args:
            x: frame of `feature_frame`, at least one row.
        """
        raw = _score(x, self.features, self.experts, self.pooled, self.resemblance)
        each = np.stack([self.calibrator.probability(log_odds) for log_odds in raw.members])
        mean = np.average(each, axis=0, weights=raw.shares)
        return Scores(
            raw.log_odds,
            self.calibrator.probability(raw.log_odds),
            np.sqrt(np.average((each - mean) ** 2, axis=0, weights=raw.shares)),
            raw.parts,
            raw.weights,
        )


def fit(
    sources: Sequence[LabelledAccounts],
    available: Sequence[str],
    *,
    seed: int,
    threads: int = 1,
    report: Report = silent,
) -> AccountsModel:
    """A model of labelled accounts, calibrated on accounts kept aside in turn.

    Args:
        available: features that the sample to be scored has; no others are learned.
    Raises:
        ModelError: a source has too few of a kind, or shares no feature with the sample.
    """
    sources = [
        LabelledAccounts(
            source.name, source.x[[n for n in source.x.columns if n in available]], source.fake
        )
        for source in sources
    ]
    check(sources, available)
    held_out = _held_out(sources, seed=seed, threads=threads, report=report)
    experts, pooled, resemblance = _fit_all(sources, seed=seed, threads=threads)
    report("accounts", FOLDS + 1, FOLDS + 1, "")
    used = {name for expert in experts.values() for name in expert.features}
    if pooled:
        used |= set(pooled.features)
    features = tuple(name for name in available if name in used)
    topics = columns_behind(features)
    return AccountsModel(
        features,
        tuple(words for words in columns_behind(list(available)) if words not in topics),
        experts,
        pooled,
        resemblance,
        fit_calibrator(
            held_out["log_odds"].to_numpy(),
            held_out["fake"].to_numpy(dtype=bool),
            held_out["weight"].to_numpy(),
        ),
        held_out,
    )


def _fit_all(
    sources: Sequence[LabelledAccounts], *, seed: int, threads: int
) -> tuple[dict[str, Expert], Expert | None, Resemblance | None]:
    experts = {
        source.name: fit_expert(
            source.x, source.fake, class_weights(source.fake), seed=seed, threads=threads
        )
        for source in sources
    }  # fmt: skip
    if len(sources) == 1:
        return experts, None, None
    x = pd.concat([source.x for source in sources], ignore_index=True)
    fake = np.concatenate([source.fake for source in sources])
    # Sources count alike whatever their size; fakes as often as they are, which did better here.
    weights = np.concatenate(
        [np.full(len(source.fake), 1 / len(source.fake)) for source in sources]
    )
    pooled = fit_expert(x, fake, weights, seed=seed, threads=threads)
    return (
        experts,
        pooled,
        fit_resemblance([(source.name, source.x, source.fake) for source in sources]),
    )


@dataclass(frozen=True)
class _Raw:
    log_odds: NDArray[np.float64]
    parts: pd.DataFrame
    members: list[NDArray[np.float64]]
    shares: list[float]
    weights: dict[str, float]


def _score(
    x: pd.DataFrame,
    features: Sequence[str],
    experts: dict[str, Expert],
    pooled: Expert | None,
    resemblance: Resemblance | None,
) -> _Raw:
    weights = resemblance.weights(x) if resemblance else dict.fromkeys(experts, 1.0)
    share = _POOLED_SHARE if pooled else 0.0
    voices = [(expert, (1 - share) * weights[name]) for name, expert in experts.items()]
    if pooled:
        voices.append((pooled, share))
    parts = pd.DataFrame(0.0, index=x.index, columns=list(features))
    start = 0.0
    members: list[NDArray[np.float64]] = []
    shares: list[float] = []
    for expert, weight in voices:
        said = expert.opinion(x)
        members.extend(said.members)
        shares.extend([weight / len(said.members)] * len(said.members))
        start += weight * said.start
        parts[said.parts.columns] += weight * said.parts
    return _Raw(start + parts.sum(axis=1).to_numpy(), parts, members, shares, weights)


def _held_out(
    sources: Sequence[LabelledAccounts], *, seed: int, threads: int, report: Report
) -> pd.DataFrame:
    """Log odds of each training account by models that had not seen it; sources count alike."""
    from sklearn.model_selection import StratifiedKFold

    folds = [
        list(StratifiedKFold(FOLDS, shuffle=True, random_state=seed).split(source.x, source.fake))
        for source in sources
    ]
    log_odds = [np.zeros(len(source.fake)) for source in sources]
    names = list(dict.fromkeys(n for source in sources for n in source.x.columns))
    for fold in range(FOLDS):
        report("accounts", fold, FOLDS + 1, "")
        training = [
            LabelledAccounts(
                source.name, source.x.iloc[split[fold][0]], source.fake[split[fold][0]]
            )
            for source, split in zip(sources, folds, strict=True)
        ]
        fitted = _fit_all(training, seed=seed, threads=threads)
        for values, source, split in zip(log_odds, sources, folds, strict=True):
            aside = split[fold][1]
            values[aside] = _score(source.x.iloc[aside], names, *fitted).log_odds
    return pd.concat(
        [
            pd.DataFrame(
                {
                    "source": source.name,
                    "log_odds": values,
                    "fake": source.fake,
                    "weight": 1 / len(source.fake),
                }
            )
            for source, values in zip(sources, log_odds, strict=True)
        ],
        ignore_index=True,
    )
