"""How well growth evidence of a table agrees with known labels."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.errors import InputFileError
from core.evaluation.growth_quality import (
    GrowthQuality,
    PatternQuality,
    growth_quality,
    pattern_quality,
    reliability,
    simple_scores,
)
from core.models.growth.evidence.evidence import GrowthEvidence
from core.models.growth.evidence.reading import GrowthData
from core.models.growth.learner import out_of_fold_probabilities
from core.services.tables.growth import labelled_signals
from core.services.tables.histories import HistoryTable, Labels

_FOLD_MIN = 15


@dataclass(frozen=True)
class GrowthCheck:
    """Attributes:
    methods: figures by name: the evidence first, then a model trained on these labels (where
        there are enough of both kinds), the caution score and the plain largest rise.
    patterns: how often kind and days are right; None when the labels name no pattern.
    reliability: mean_probability, share_purchased (0-1) and creators_count of each bin.
    """

    methods: dict[str, GrowthQuality]
    patterns: PatternQuality | None
    reliability: pd.DataFrame


def check_growth(
    table: HistoryTable,
    data: GrowthData,
    evidence: GrowthEvidence,
    labels: Labels,
    *,
    seed: int,
    threads: int,
) -> GrowthCheck:
    """Figures of the evidence on the labelled creators, beside simpler methods.

    Raises:
        InputFileError: no label belongs to a creator of the table, or all labels are alike.
    """
    rows = np.array([n for n, name in enumerate(table.creator_ids) if name in labels.purchased])
    if not len(rows):
        raise InputFileError("No label belongs to a creator of --history. Check the ids.")
    ids = [table.creator_ids[n] for n in rows]
    purchased = np.array([labels.purchased[name] for name in ids], dtype=bool)
    if purchased.all() or not purchased.any():
        raise InputFileError("--labels: all creators have the same label, so nothing can be told.")
    names = np.array([labels.patterns.get(name, "") for name in ids], dtype=object)
    patterns = names if any(names) else None
    probability = evidence.creators["purchased_probability"].to_numpy(float)[rows]
    methods = {
        f"evidence ({evidence.creators['model_version'].iloc[0]})": growth_quality(
            purchased, probability, patterns
        )
    }
    training = labelled_signals(table, data, labels)
    if min(training.purchased.sum(), (~training.purchased).sum()) >= 2 * _FOLD_MIN:
        out_of_fold = np.full(len(table.creator_ids), np.nan)
        out_of_fold[training.rows] = out_of_fold_probabilities(training, seed=seed, threads=threads)
        methods["trained on these labels, out-of-fold"] = growth_quality(
            purchased, out_of_fold[rows], patterns
        )
    sizes = table.histories.counts[table.histories.starts[1:] - 1].astype(float)
    engagements = _engagements(data, len(sizes))
    for name, values in simple_scores(table.histories, sizes, engagements).items():
        methods[name] = growth_quality(purchased, values[rows], patterns, is_probability=False)
    named = pattern_quality(
        table.creator_ids,
        evidence.creators["pattern"].to_numpy(object),
        evidence.creators["pattern_first_day_number"].to_numpy(np.int64),
        evidence.creators["pattern_last_day_number"].to_numpy(np.int64),
        labels.patterns,
        labels.days,
    )
    return GrowthCheck(methods, named, reliability(purchased, probability))


def _engagements(data: GrowthData, creators_count: int) -> np.ndarray:
    """(n,) mean likes + comments a post, NaN when unknown."""
    engagements = np.full(creators_count, np.nan)
    if data.posts is not None:
        means = data.posts.groupby("creator")["engagements"].mean()
        engagements[means.index.to_numpy(np.int64)] = means.to_numpy(float)
    return engagements
