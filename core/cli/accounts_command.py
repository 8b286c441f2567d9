"""`accounts`: labelled accounts and a sample of followers in, P(fake) of each out."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from core.cli.running import DataOption, JsonOption, Running, SeedOption, command
from core.domain.thresholds import WORTH_CHECKING
from core.errors import InputFileError
from core.evaluation.account_quality import AccountFigures, figures
from core.models.accounts.audit import MIN_ACCOUNTS, SampleAudit
from core.services.audit.audit import AuditedSample, audited, demo_training, fit_for
from core.services.audit.population import refuse_influencers
from core.services.audit.table import ProfilesTable, read_profiles
from core.store.export import check_ending, write


def register(app: typer.Typer) -> None:
    """Adds accounts."""
    app.command("accounts")(accounts)


def accounts(
    test: Annotated[Path, typer.Option(help="CSV or Parquet of profiles to score.")],
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
        chosen_seed = settings.seed if seed is None else seed
        files = training_files(train)
        sample = read_profiles(test)
        refuse_influencers(sample)
        training = [read_profiles(path) for path in files] if files else [demo_training()]
        model = fit_for(
            training,
            list(sample.features.columns),
            seed=chosen_seed,
            threads=settings.threads,
            report=running.report,
        )
        found = audited(model, sample, seed=chosen_seed)
        write(found.frame, out, ids=("account_id", "username"))
        measured = (
            None
            if sample.fake is None
            else figures(sample.fake, found.frame["fake_probability"].to_numpy())
        )
        if not files:
            running.say(
                "No labelled accounts given: learned from made-up demo accounts. Give your own "
                "with --train before you rely on this."
            )
        _say(running, training, sample, found, measured, out)
        running.finish(**_result(training, sample, found, measured, out), is_demo=not files)


def training_files(given: list[str] | None) -> list[Path]:
    """The files of `--train`, in order.

    A name with a comma in it is taken as one file when there is such a file.

    Raises:
        InputFileError: the option names no file, or one file twice.
    """
    found: list[Path] = []
    for one in given or []:
        if Path(one).is_file():
            found.append(Path(one))
        else:
            found.extend(Path(part.strip()) for part in one.split(",") if part.strip())
    if given and not found:
        raise InputFileError("--train: expected files of labelled accounts, found none. Name one.")
    if len({path.resolve() for path in found}) < len(found):
        raise InputFileError("--train: expected different files, found one twice. Name it once.")
    return found


def _say(
    running: Running,
    training: list[ProfilesTable],
    sample: ProfilesTable,
    found: AuditedSample,
    measured: AccountFigures | None,
    out: Path,
) -> None:
    for table in [*training, sample]:
        for note in table.notes:
            running.say(note)
    running.say(f"Learned from {', '.join(found.source_names)}. Used: {', '.join(found.used)}.")
    if found.unused:
        running.say(f"Not used, no labelled accounts have it: {', '.join(found.unused)}.")
    if sample.ignored:
        running.say(f"Columns of {sample.name} not understood: {', '.join(sample.ignored[:12])}.")
    if len(found.source_names) > 1:
        weights = ", ".join(
            f"{name} {weight:.0%}" for name, weight in found.scores.source_weights.items()
        )
        running.say(f"The sample looks like: {weights}.")
    for line in audit_lines(found.audit):
        running.say(line)
    for doubt in found.doubts:
        running.say(doubt)
    if measured:
        running.say(_measured_words(measured))
        if any(table.features.equals(sample.features) for table in training):
            running.say("The sample was also learned from, so these figures flatter.")
    running.say(f"{out}: {len(found.frame):,} profiles")


def audit_lines(found: SampleAudit) -> list[str]:
    """The audit in sentences."""
    count = found.accounts_count
    if found.share is None or found.half_width is None:
        return [
            f"Not enough data for a share: expected at least {MIN_ACCOUNTS} profiles, found "
            f"{count:,}."
        ]
    strict, lenient = found.strict, found.lenient
    lines = [
        f"Estimated share of fakes: {found.share:.1%} (95% interval {found.low:.1%} to "
        f"{found.high:.1%}), {count:,} profiles looked at. It is estimated from this sample "
        f"itself; among the labelled accounts it was {found.prior:.1%}.",
        f"Low-high range: {found.strict_share:.1%} above a strict cut (on labelled accounts kept "
        f"aside: precision {strict.precision:.2f}, recall {strict.recall:.2f}), "
        f"{found.lenient_share:.1%} above a lenient one (precision {lenient.precision:.2f}, "
        f"recall {lenient.recall:.2f}).",
        "Sample size: "
        + "; ".join(
            f"{size:,} profiles ±{half:.1%}" for size, half in found.half_width_by_size.items()
        )
        + f"; ±{found.model_half_width:.1%} would remain with any number.",
    ]
    if found.drivers:
        parts = ", ".join(f"{one.words} {one.share_of_push:.0%}" for one in found.drivers[:4])
        lines.append(
            f"What drives it, among {found.flagged_count:,} profiles from {WORTH_CHECKING:g} on: "
            f"{parts}."
        )
    else:
        lines.append(f"No profile reaches a probability of {WORTH_CHECKING:g}.")
    return lines


def _measured_words(one: AccountFigures) -> str:
    ranks = (
        f"ROC-AUC {one.roc_auc:.4f}, average precision {one.average_precision:.4f}, "
        if one.roc_auc is not None and one.average_precision is not None
        else "all labels are alike, so no ROC-AUC; "
    )
    return (
        f"Against the labels of {one.accounts_count:,} profiles ({one.fake_share:.1%} fake): "
        f"{ranks}Brier {one.brier:.4f}, accuracy at .5 {one.accuracy:.4f}, expected calibration "
        f"error {one.calibration_error:.4f}."
    )


def _result(
    training: list[ProfilesTable],
    sample: ProfilesTable,
    found: AuditedSample,
    measured: AccountFigures | None,
    out: Path,
) -> dict[str, Any]:
    one = found.audit
    return {
        "out": str(out),
        "profiles": one.accounts_count,
        "train": list(found.source_names),
        "used": list(found.used),
        "not_used": list(found.unused),
        "not_understood": list(sample.ignored),
        "notes": [note for table in [*training, sample] for note in table.notes],
        "doubts": list(found.doubts),
        "source_weights": found.scores.source_weights,
        "status": "ok" if one.share is not None else "not enough data",
        "share": one.share,
        "share_low": one.low,
        "share_high": one.high,
        "training_share": one.prior,
        "strict_share": one.strict_share,
        "lenient_share": one.lenient_share,
        "strict": asdict(one.strict),
        "lenient": asdict(one.lenient),
        "half_width": one.half_width,
        "half_width_by_size": one.half_width_by_size,
        "drivers": [asdict(driver) for driver in one.drivers],
        "figures": asdict(measured) if measured else None,
    }
