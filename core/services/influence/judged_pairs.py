"""Who of two people is more influential: any table of judged pairs in, answers for others out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from core.domain.thresholds import EVEN_ODDS
from core.errors import ColumnError, InputFileError
from core.evaluation.influence_quality import (
    PairFigures,
    baseline_probabilities,
    pair_figures,
    reliability,
)
from core.models.influence import model as influence_model
from core.models.influence.choosing import probability
from core.models.influence.model import CHOICES, InfluenceModel
from core.models.influence.pairs import Pairs, pairs_with_met_people
from core.models.influence.reasons import pair_reasons
from core.progress import Report, silent
from core.services.influence.pair_table import PairTable, read_pairs


@dataclass(frozen=True)
class JudgedPairs:
    """Attributes:
    frame: one row per pair in the order of the file: row (from 1), a_id and b_id where given,
        probability_a with its 80% interval, too_close_to_call, reasons.
    model: what was trained.
    training, asked: the two files.
    compared: figures of each kind of model tried, on pairs of people held out.
    figures: of the model and of simpler methods against the choices of the asked pairs; empty
        without choices.
    reliability: mean_probability and share_a (0-1) a bin on these pairs; empty without choices.
    met_count: asked pairs in which somebody was also trained on.
    """

    frame: pd.DataFrame
    model: InfluenceModel
    training: PairTable
    asked: PairTable
    compared: dict[str, PairFigures]
    figures: dict[str, PairFigures]
    reliability: pd.DataFrame
    met_count: int


def judged_pairs(
    train: Path, test: Path, kind: str, *, seed: int, report: Report = silent
) -> JudgedPairs:
    """Which of two people is more influential, for each pair of a file.

    Args:
        train: pairs that somebody judged. test: pairs to judge.
        kind: one of `CHOICES`.
    Raises:
        InputFileError: the kind is not known, or a file cannot be read.
        ColumnError: the files share no feature.
    """
    if kind not in CHOICES:
        raise InputFileError(f"--model: expected one of {', '.join(CHOICES)}, found '{kind[:40]}'.")
    training, asked = read_pairs(train), read_pairs(test)
    names = tuple(name for name in training.names if name in asked.names)
    if not names:
        raise ColumnError(
            f"Expected a feature that both files have, found {', '.join(training.names[:6])}"
            f" in {training.name} and {', '.join(asked.names[:6])} in {asked.name}. "
            "Rename those that mean the same."
        )
    pairs = training.labelled_pairs(names)
    model = influence_model.fit(pairs, kind=kind, seed=seed, report=report)
    frame = _frame(model, asked)
    return JudgedPairs(
        frame,
        model,
        training,
        asked,
        _compared(model, pairs),
        _figures(pairs, asked, frame["probability_a"].to_numpy()),
        _reliability(model, asked),
        int(pairs_with_met_people(pairs, *asked.features(names)).sum()),
    )


def _frame(model: InfluenceModel, asked: PairTable) -> pd.DataFrame:
    a, b = asked.features(model.names)
    low, high = model.interval(a, b)
    frame = pd.DataFrame(
        {
            "row": np.arange(1, len(a) + 1),
            "probability_a": model.probability(a, b),
            "probability_a_low": low,
            "probability_a_high": high,
            "too_close_to_call": (low <= EVEN_ODDS) & (high >= EVEN_ODDS),
            "reasons": [
                "; ".join(reasons) for reasons in pair_reasons(model.names, a, b, model.parts(a, b))
            ],
        }
    )
    if asked.id_a is not None:
        frame.insert(1, "a_id", asked.id_a)
        frame.insert(2, "b_id", asked.id_b)
    return frame


def _figures(pairs: Pairs, asked: PairTable, values: np.ndarray) -> dict[str, PairFigures]:
    """Figures of the model and of simpler methods on the test pairs that have a choice."""
    if asked.choice is None or not np.isfinite(asked.choice).any():
        return {}
    known = np.isfinite(asked.choice)
    choice = asked.choice[known]
    a, b = (side[known] for side in asked.features(pairs.names))
    figures = {"this model": pair_figures(choice, values[known])}
    for name, simple in baseline_probabilities(pairs, a, b).items():
        figures[name] = pair_figures(choice, simple)
    return figures


def _compared(model: InfluenceModel, pairs: Pairs) -> dict[str, PairFigures]:
    """Figures of each kind on pairs whose two people were both held out; by kind."""
    figures = {}
    for kind in model.compared:
        known = np.isfinite(kind.log_odds)
        figures[kind.kind] = pair_figures(pairs.choice[known], probability(kind.log_odds[known]))
    return figures


def _reliability(model: InfluenceModel, asked: PairTable) -> pd.DataFrame:
    if asked.choice is None or not np.isfinite(asked.choice).any():
        return pd.DataFrame(columns=["mean_probability", "share_a"])
    known = np.isfinite(asked.choice)
    a, b = (side[known] for side in asked.features(model.names))
    return reliability(asked.choice[known], model.probability(a, b))
