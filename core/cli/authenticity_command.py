"""`authenticity`: daily follower counts in, evidence of bought growth out; or how good it is."""

from __future__ import annotations

import os
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer

from core.cli.running import DataOption, JsonOption, Running, SeedOption, command
from core.errors import InputFileError
from core.formats import counted
from core.services.tables.growth import (
    GrowthCounts,
    growth_counts,
    read_growth_data,
    result_frame,
    scored,
    trained_or_shipped,
)
from core.services.tables.growth_check import GrowthCheck, check_growth
from core.services.tables.histories import HistoryTable, read_history, read_labels
from core.store.export import check_ending, write


def register(app: typer.Typer) -> None:
    """Adds authenticity."""
    app.command("authenticity")(authenticity)


def authenticity(
    history: Annotated[Path, typer.Option(help="influencer_id, date, followers.")],
    out: Annotated[Path | None, typer.Option(help="Output file: .csv, .xlsx or .parquet.")] = None,
    posts: Annotated[
        Path | None, typer.Option(help="influencer_id, posted_at, likes, comments, views.")
    ] = None,
    train_history: Annotated[
        Path | None, typer.Option(help="Follower counts of labelled creators, to train on.")
    ] = None,
    train_labels: Annotated[
        Path | None,
        typer.Option(help="influencer_id, purchased (1 or 0), and pattern when known."),
    ] = None,
    labels: Annotated[
        Path | None, typer.Option(help="True labels for --history; use with --evaluate.")
    ] = None,
    evaluate: Annotated[
        bool, typer.Option("--evaluate", help="Print quality figures against --labels.")
    ] = False,
    seed: SeedOption = None,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Weigh the evidence for and against bought followers in daily follower counts.

    Uses the model trained on demo data unless you pass labels of your own. --evaluate also prints
    the figures of the caution score and of a model trained on --labels, for creators held out.
    """
    with command("Growth evidence", data=data, as_json=as_json) as running:
        _check_options(out, train_history, train_labels, labels, evaluate)
        chosen_seed = running.settings.seed if seed is None else seed
        threads = running.settings.threads
        table = read_history(history)
        truth = None if labels is None else read_labels(labels)
        growth_data = read_growth_data(table, posts, seed=chosen_seed)
        model = trained_or_shipped(
            train_history,
            train_labels,
            posts,
            seed=chosen_seed,
            threads=threads,
            report=running.report,
        )
        evidence = scored(growth_data, model, threads=threads, report=running.report)
        counts = growth_counts(table, evidence, model)
        _say_summary(running, table, counts, model.facts)
        if out is not None:
            write(result_frame(table, evidence), out, ids=("influencer_id",))
            running.say(f"{out}: {counted(counts.creators, 'creator')}")
        result: dict[str, Any] = {"out": str(out) if out else None, **_json_counts(counts)}
        if truth is not None:
            if train_history is not None and os.path.realpath(train_history) == os.path.realpath(
                history
            ):
                running.say(
                    "Trained on the creators it scores, so the first line is optimistic: rely on "
                    "the second."
                )
            check = check_growth(
                table, growth_data, evidence, truth, seed=chosen_seed, threads=threads
            )
            for line in _check_lines(check):
                running.say(line)
            result |= _json_check(check)
        running.finish(**result)


def _check_options(
    out: Path | None,
    train_history: Path | None,
    train_labels: Path | None,
    labels: Path | None,
    evaluate: bool,
) -> None:
    if out is not None:
        check_ending(out)
    if (train_history is None) != (train_labels is None):
        raise InputFileError("--train-history and --train-labels go together. Give both or none.")
    if evaluate and labels is None:
        raise InputFileError("--evaluate needs --labels, a file with influencer_id and purchased.")
    if labels is not None and not evaluate:
        raise InputFileError("--labels is only read with --evaluate. Add it, or leave both out.")
    if out is None and not evaluate:
        raise InputFileError("Nothing to do: give --out for a result, or --evaluate with --labels.")


def say_rows_left_out(running: Running, table: HistoryTable) -> None:
    """Rows of a history that were not used, when there are some."""
    if table.unused_count:
        running.say(
            f"{counted(table.unused_count, 'row')} could not be used: no influencer_id, date or "
            "followers."
        )
    if table.doubled_count:
        running.say(
            f"{counted(table.doubled_count, 'row')} replaced by a later row of the same day."
        )


def _say_summary(
    running: Running, table: HistoryTable, counts: GrowthCounts, model_facts: dict[str, Any]
) -> None:
    say_rows_left_out(running, table)
    if counts.is_own_model:
        running.say(
            f"Trained on {model_facts['creators']:,} labelled creators of "
            f"{model_facts['source']}, {model_facts['purchased']:,} of them with bought followers."
        )
    else:
        running.say(
            f"Model {counts.model_version}, trained on demo data. With labels of your own "
            "(--train-history, --train-labels) it would know your accounts."
        )
    running.say(
        f"{counted(counts.judged, 'creator')} judged: unusual "
        f"growth, worth checking, for {counts.worth_checking:,}; not enough data for "
        f"{counts.unknown:,}."
    )


def _json_counts(counts: GrowthCounts) -> dict[str, Any]:
    hidden = {"unknown", "is_own_model"}
    return {name: value for name, value in asdict(counts).items() if name not in hidden}


def _json_check(check: GrowthCheck) -> dict[str, Any]:
    return {
        "quality": {name: _json_safe(asdict(figures)) for name, figures in check.methods.items()},
        "patterns": None if check.patterns is None else _json_safe(asdict(check.patterns)),
        "reliability": check.reliability.to_dict("records"),
    }


def _json_safe(figures: dict[str, Any]) -> dict[str, Any]:
    """JSON knows no NaN: a figure that does not apply is null."""
    return {
        name: None if isinstance(value, float) and np.isnan(value) else value
        for name, value in figures.items()
    }


def _check_lines(check: GrowthCheck) -> list[str]:
    first = next(iter(check.methods.values()))
    kinds = list(first.found_by_pattern)
    lines = [
        f"{first.creators:,} labelled creators, {first.purchased:,} with bought followers.",
        f"{'':42} {'ROC-AUC':>8} {'avg prec':>8} {'rec@1%':>7} {'rec@5%':>7}"
        + "".join(f" {kind:>10}" for kind in kinds),
    ]
    for name, figures in check.methods.items():
        lines.append(
            f"{name:42} {figures.auc:8.3f} {figures.average_precision:8.3f} "
            f"{figures.recall_at[0.01]:7.3f} {figures.recall_at[0.05]:7.3f}"
            + "".join(f" {figures.found_by_pattern[kind]:10.3f}" for kind in kinds)
        )
    if kinds:
        lines.append(
            "By pattern: share above the cut of 5% false positives; for viral and organic these "
            "are the false positives."
        )
    if check.patterns is not None:
        named = check.patterns
        lines.append(
            f"Pattern: named for {named.named_share:.0%} of the purchases, right for "
            f"{named.accuracy:.0%} of those; first day off by {named.first_day_error:.0f} "
            f"(median; at most two for {named.within_two_days:.0%}), last day by "
            f"{named.last_day_error:.0f}."
        )
    lines.append("Reliability (mean probability -> share purchased, creators):")
    lines.extend(
        f"  {row.mean_probability:5.1%} -> {row.share_purchased:5.1%}  {row.creators_count:,}"
        for row in check.reliability.itertuples()
    )
    return lines
