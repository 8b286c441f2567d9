"""`influence`: judged pairs of people in, who of new pairs is more influential out."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import pandas as pd
import typer

from core.cli.running import DataOption, JsonOption, Running, SeedOption, command
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
from core.models.influence.model import AUTO, CHOICES, InfluenceModel
from core.models.influence.pairs import Pairs, pairs_with_met_people
from core.models.influence.reasons import feature_words, pair_reasons
from core.services.influence.pair_table import PairTable, read_pairs
from core.store.export import check_ending, write


def register(app: typer.Typer) -> None:
    """Adds influence."""
    app.command("influence")(influence)


def influence(
    train: Annotated[
        Path, typer.Option(help="CSV or Parquet of labelled pairs: columns Choice, A_*, B_*.")
    ],
    test: Annotated[Path, typer.Option(help="Pairs to compare: columns A_*, B_*.")],
    out: Annotated[Path, typer.Option(help="Output file: .csv, .xlsx or .parquet.")],
    model: Annotated[
        str, typer.Option(help=f"One of {', '.join(CHOICES)}; auto picks the best of them.")
    ] = AUTO,
    seed: SeedOption = None,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Predict which of two people is more influential, with an interval and reasons.

    Trained on labelled pairs, on every A_x column that has a B_x. The order of the two makes no
    difference. Choices in the test file are used only to print how accurate the result is.
    """
    with command("Pairwise influence", data=data, as_json=as_json) as running:
        check_ending(out)
        if model not in CHOICES:
            raise InputFileError(
                f"--model: expected one of {', '.join(CHOICES)}, found '{model[:40]}'."
            )
        learnt_from, asked = read_pairs(train), read_pairs(test)
        names = tuple(name for name in learnt_from.names if name in asked.names)
        if not names:
            raise ColumnError(
                f"Expected a feature that both files have, found {', '.join(learnt_from.names[:6])}"
                f" in {learnt_from.name} and {', '.join(asked.names[:6])} in {asked.name}. "
                "Rename those that mean the same."
            )
        judged = learnt_from.judged(names)
        chosen_seed = running.settings.seed if seed is None else seed
        found = influence_model.fit(
            judged,
            kind=model,
            seed=chosen_seed,
            report=running.report,
        )
        frame = _result(found, asked)
        write(frame, out, ids=("a_id", "b_id"))
        measured = _measured(judged, asked, frame["probability_a"].to_numpy())
        _say(running, learnt_from, asked, found, judged, measured)
        met = int(pairs_with_met_people(judged, *asked.features(names)).sum())
        if measured and met:
            running.say(
                f"In {met:,} of the {len(frame):,} pairs somebody was also learned from, so these "
                "figures flatter."
            )
        running.say(f"{out}: {len(frame):,} pairs")
        running.finish(**_summary(out, found, asked, measured))


def _result(model: InfluenceModel, asked: PairTable) -> pd.DataFrame:
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
                "; ".join(one) for one in pair_reasons(model.names, a, b, model.parts(a, b))
            ],
        }
    )
    if asked.id_a is not None:
        frame.insert(1, "a_id", asked.id_a)
        frame.insert(2, "b_id", asked.id_b)
    return frame


def _measured(judged: Pairs, asked: PairTable, values: np.ndarray) -> dict[str, PairFigures]:
    """Figures of the model and of simpler ways on the test pairs that have a choice."""
    if asked.choice is None or not np.isfinite(asked.choice).any():
        return {}
    known = np.isfinite(asked.choice)
    choice = asked.choice[known]
    a, b = (side[known] for side in asked.features(judged.names))
    found = {"this model": pair_figures(choice, values[known])}
    for name, simple in baseline_probabilities(judged, a, b).items():
        found[name] = pair_figures(choice, simple)
    return found


def _say(
    running: Running,
    learnt_from: PairTable,
    asked: PairTable,
    model: InfluenceModel,
    judged: Pairs,
    measured: dict[str, PairFigures],
) -> None:
    for note in [*learnt_from.notes, *asked.notes]:
        running.say(note)
    running.say(
        f"Learned from {model.pairs_count:,} pairs of {model.people_count:,} people, on "
        f"{', '.join(feature_words(name) for name in model.names)}."
    )
    unused = [name for name in learnt_from.names if name not in model.names]
    if unused:
        running.say(f"Not used, {asked.name} lacks it: {', '.join(unused[:12])}.")
    if len(model.compared) > 1:
        running.say("On pairs whose two people were both left out while learning:")
        for one in model.compared:
            known = np.isfinite(one.log_odds)
            line = pair_figures(judged.choice[known], probability(one.log_odds[known]))
            running.say(_line(one.kind + (" (taken)" if one.kind == model.kind else ""), line))
    if measured:
        running.say(f"Against the choices of {asked.name}:")
        for name, figures in measured.items():
            running.say(_line(name, figures))
        values = asked.choice
        if values is not None:
            known = np.isfinite(values)
            a, b = (side[known] for side in asked.features(model.names))
            curve = reliability(values[known], model.probability(a, b))
            running.say(
                "Reliability (said -> came true): "
                + ", ".join(
                    f"{row.mean_probability:.0%} -> {row.share_a:.0%}" for row in curve.itertuples()
                )
            )


def _line(name: str, one: PairFigures) -> str:
    rank = "   -  " if one.auc is None else f"{one.auc:.4f}"
    return (
        f"  {name:28} AUC {rank}  accuracy {one.accuracy:.4f}  log loss {one.log_loss:.4f}  "
        f"calibration error {one.calibration_error:.4f}"
    )


def _summary(
    out: Path, model: InfluenceModel, asked: PairTable, measured: dict[str, PairFigures]
) -> dict[str, Any]:
    return {
        "out": str(out),
        "pairs": len(asked.a),
        "model": model.kind,
        "features": list(model.names),
        "train_pairs": model.pairs_count,
        "train_people": model.people_count,
        "compared_log_loss": {one.kind: one.log_loss for one in model.compared},
        "settings": {one.kind: dict(one.settings) for one in model.compared},
        "notes": list(asked.notes),
        "figures": {name: asdict(one) for name, one in measured.items()} or None,
    }
