"""`influence`: judged pairs of people in, who of new pairs is more influential out."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from core.cli.running import DataOption, JsonOption, Running, SeedOption, command
from core.evaluation.influence_quality import PairFigures
from core.formats import listed_names
from core.models.influence.model import AUTO, CHOICES
from core.models.influence.reasons import feature_words
from core.services.influence.judged_pairs import JudgedPairs, judged_pairs
from core.store.export import check_ending, write


def register(app: typer.Typer) -> None:
    """Adds influence."""
    app.command("influence")(influence)


def influence(
    train: Annotated[
        Path, typer.Option(help="CSV, XLSX or Parquet of labelled pairs: columns Choice, A_*, B_*.")
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
        result = judged_pairs(
            train,
            test,
            model,
            seed=running.settings.seed if seed is None else seed,
            report=running.report,
        )
        write(result.frame, out, ids=("a_id", "b_id"))
        _say(running, result)
        running.say(f"{out}: {len(result.frame):,} pairs")
        running.finish(**_summary(out, result))


def _say(running: Running, result: JudgedPairs) -> None:
    model, training, asked = result.model, result.training, result.asked
    for note in [*training.notes, *asked.notes]:
        running.say(note)
    running.say(
        f"Trained on {model.pairs_count:,} pairs of {model.people_count:,} people, on "
        f"{', '.join(feature_words(name) for name in model.names)}."
    )
    unused = [name for name in training.names if name not in model.names]
    if unused:
        running.say(f"Not used, {asked.name} lacks it: {listed_names(unused)}.")
    if len(result.compared) > 1:
        running.say("On pairs of two people who were both held out of training:")
        for kind, figures in result.compared.items():
            running.say(_line(kind + (" (taken)" if kind == model.kind else ""), figures))
    if not result.figures:
        return
    running.say(f"Against the choices of {asked.name}:")
    for name, figures in result.figures.items():
        running.say(_line(name, figures))
    running.say(
        "Reliability (predicted -> came true): "
        + ", ".join(
            f"{row.mean_probability:.0%} -> {row.share_a:.0%}"
            for row in result.reliability.itertuples()
        )
    )
    if result.met_count:
        running.say(
            f"In {result.met_count:,} of the {len(result.frame):,} pairs somebody was also used "
            "for training, so these figures are optimistic."
        )


def _line(name: str, figures: PairFigures) -> str:
    rank = "   -  " if figures.auc is None else f"{figures.auc:.4f}"
    return (
        f"  {name:28} AUC {rank}  accuracy {figures.accuracy:.4f}  "
        f"log loss {figures.log_loss:.4f}  calibration error {figures.calibration_error:.4f}"
    )


def _summary(out: Path, result: JudgedPairs) -> dict[str, Any]:
    model, asked = result.model, result.asked
    return {
        "out": str(out),
        "pairs": len(asked.a),
        "model": model.kind,
        "features": list(model.names),
        "train_pairs": model.pairs_count,
        "train_people": model.people_count,
        "compared_log_loss": {kind.kind: kind.log_loss for kind in model.compared},
        "settings": {kind.kind: dict(kind.settings) for kind in model.compared},
        "notes": list(asked.notes),
        "figures": {name: asdict(figures) for name, figures in result.figures.items()} or None,
    }
