"""`accounts`: labelled accounts and a sample of followers in, P(fake) of each out."""

from __future__ import annotations

import os
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from core.cli.running import DataOption, JsonOption, Running, SeedOption, command
from core.domain.thresholds import WORTH_CHECKING
from core.errors import InputFileError
from core.evaluation.account_quality import AccountFigures
from core.formats import listed_names
from core.models.accounts.audit import MIN_ACCOUNTS, SampleAudit
from core.services.tables.accounts import TableAudit, audit_of_table
from core.store.export import check_ending, write


def register(app: typer.Typer) -> None:
    """Adds accounts."""
    app.command("accounts")(accounts)


def accounts(
    test: Annotated[Path, typer.Option(help="CSV, XLSX or Parquet of profiles to score.")],
    out: Annotated[Path, typer.Option(help="Output file: .csv, .xlsx or .parquet.")],
    train: Annotated[
        list[str] | None,
        typer.Option(
            help="Labelled accounts: comma-separated files, or repeat the option; each "
            "file counts as one source. Default: the demo accounts."
        ),
    ] = None,
    seed: SeedOption = None,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Estimate how likely each profile in a sample is fake, and the share of fakes.

    Trained on accounts labelled fake or real, on the columns they share with the sample. Labels in
    the sample are used only to print how accurate the result is.
    """
    with command("Audit of accounts", data=data, as_json=as_json) as running:
        check_ending(out)
        settings = running.settings
        table = audit_of_table(
            test,
            training_files(train),
            seed=settings.seed if seed is None else seed,
            threads=settings.threads,
            report=running.report,
        )
        write(table.result.frame, out, ids=("account_id", "username"))
        if table.is_demo:
            running.say(
                "No labelled accounts given: trained on made-up demo accounts. Give your own "
                "with --train before you rely on this."
            )
        _say(running, table, out)
        running.finish(**_result(table, out), is_demo=table.is_demo)


def training_files(options: list[str] | None) -> list[Path]:
    """The files of `--train`, in order.

    A name with a comma in it is taken as one file when there is such a file.

    Raises:
        InputFileError: the option names no file, or one file twice.
    """
    files: list[Path] = []
    for option in options or []:
        if Path(option).is_file():
            files.append(Path(option))
        else:
            files.extend(Path(part.strip()) for part in option.split(",") if part.strip())
    if options and not files:
        raise InputFileError("--train: expected files of labelled accounts, found none. Name one.")
    if len({os.path.realpath(path) for path in files}) < len(files):
        raise InputFileError("--train: expected different files, found one twice. Name it once.")
    return files


def _say(running: Running, table: TableAudit, out: Path) -> None:
    sample, result = table.sample, table.result
    for profiles in [*table.training, sample]:
        for note in profiles.notes:
            running.say(note)
    running.say(f"Trained on {', '.join(result.source_names)}. Used: {', '.join(result.used)}.")
    if result.unused:
        running.say(f"Not used, no labelled accounts have it: {', '.join(result.unused)}.")
    if sample.ignored:
        running.say(f"Columns of {sample.name} not understood: {listed_names(sample.ignored)}.")
    if len(result.source_names) > 1:
        weights = ", ".join(
            f"{name} {weight:.0%}" for name, weight in result.scores.source_weights.items()
        )
        running.say(f"The sample looks like: {weights}.")
    for line in audit_lines(result.audit):
        running.say(line)
    for doubt in result.doubts:
        running.say(doubt)
    if table.figures:
        running.say(_figures_words(table.figures))
        if table.is_sample_in_training:
            running.say("The sample was also used for training, so these figures are optimistic.")
    running.say(f"{out}: {len(result.frame):,} profiles")


def audit_lines(audit: SampleAudit) -> list[str]:
    """The audit in sentences."""
    count = audit.accounts_count
    if audit.share is None or audit.half_width is None:
        return [
            f"Not enough data for a share: expected at least {MIN_ACCOUNTS} profiles, found "
            f"{count:,}."
        ]
    strict, lenient = audit.strict, audit.lenient
    lines = [
        f"Estimated share of fakes: {audit.share:.1%} (95% interval {audit.low:.1%} to "
        f"{audit.high:.1%}), {count:,} profiles looked at. It is estimated from this sample "
        f"itself; among the labelled accounts it was {audit.prior:.1%}.",
        f"Low-high range: {audit.strict_share:.1%} above a strict cut (on labelled accounts kept "
        f"aside: precision {strict.precision:.2f}, recall {strict.recall:.2f}), "
        f"{audit.lenient_share:.1%} above a lenient one (precision {lenient.precision:.2f}, "
        f"recall {lenient.recall:.2f}).",
        "Sample size: "
        + "; ".join(
            f"{size:,} profiles ±{half:.1%}" for size, half in audit.half_width_by_size.items()
        )
        + f"; ±{audit.model_half_width:.1%} would remain with any number.",
    ]
    if audit.drivers:
        parts = ", ".join(
            f"{driver.words} {driver.share_of_push:.0%}" for driver in audit.drivers[:4]
        )
        lines.append(
            f"What drives it, among {audit.flagged_count:,} profiles from {WORTH_CHECKING:g} on: "
            f"{parts}."
        )
    else:
        lines.append(f"No profile reaches a probability of {WORTH_CHECKING:g}.")
    return lines


def _figures_words(figures: AccountFigures) -> str:
    ranks = (
        f"ROC-AUC {figures.roc_auc:.4f}, average precision {figures.average_precision:.4f}, "
        if figures.roc_auc is not None and figures.average_precision is not None
        else "all labels are alike, so no ROC-AUC; "
    )
    return (
        f"Against the labels of {figures.accounts_count:,} profiles "
        f"({figures.fake_share:.1%} fake): {ranks}Brier {figures.brier:.4f}, "
        f"accuracy at .5 {figures.accuracy:.4f}, "
        f"expected calibration error {figures.calibration_error:.4f}."
    )


def _result(table: TableAudit, out: Path) -> dict[str, Any]:
    result, audit = table.result, table.result.audit
    return {
        "out": str(out),
        "profiles": audit.accounts_count,
        "train": list(result.source_names),
        "used": list(result.used),
        "not_used": list(result.unused),
        "not_understood": list(table.sample.ignored),
        "notes": [note for profiles in [*table.training, table.sample] for note in profiles.notes],
        "doubts": list(result.doubts),
        "source_weights": result.scores.source_weights,
        "status": "ok" if audit.share is not None else "not enough data",
        "share": audit.share,
        "share_low": audit.low,
        "share_high": audit.high,
        "training_share": audit.prior,
        "strict_share": audit.strict_share,
        "lenient_share": audit.lenient_share,
        "strict": asdict(audit.strict),
        "lenient": asdict(audit.lenient),
        "half_width": audit.half_width,
        "half_width_by_size": audit.half_width_by_size,
        "drivers": [asdict(driver) for driver in audit.drivers],
        "figures": asdict(table.figures) if table.figures else None,
    }
