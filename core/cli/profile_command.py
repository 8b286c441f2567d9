"""`profile`: labelled posts and other posts in, the category of each account out."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from core.cli.running import DataOption, JsonOption, Running, SeedOption, command
from core.errors import InputFileError
from core.formats import counted
from core.services.tables.profile_table import read_profile_table
from core.services.tables.profiles import TableProfiles, profiles_of_table
from core.store.export import check_ending, write


def register(app: typer.Typer) -> None:
    """Adds profile."""
    app.command("profile")(profile)


def profile(
    train: Annotated[
        Path, typer.Option(help="CSV, XLSX or Parquet with account_id, caption and category.")
    ],
    test: Annotated[
        Path | None,
        typer.Option(
            help="CSV, XLSX or Parquet with account_id and caption: the accounts to profile. "
            "Without it, the accounts of --train, each profiled by a model that had not seen it."
        ),
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Output file: .csv, .xlsx or .parquet.")] = None,
    engine: Annotated[
        str,
        typer.Option(help="sklearn (all views stacked; the best), torch (attention) or spark."),
    ] = "sklearn",
    evaluate: Annotated[
        bool,
        typer.Option(
            "--evaluate",
            help="Print scores on the accounts of --test that have a category and are not in "
            "--train. If there are none, cross-validate --train (5 folds by account).",
        ),
    ] = False,
    master: Annotated[
        str | None, typer.Option(help="URL of the Spark master. Default: this machine.")
    ] = None,
    seed: SeedOption = None,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Predict what each account of a posts table is about, trained on accounts with a known category.

    Tables have one row per post. Optional columns: post_id, hashtags, likes, comments, views,
    followers, posted_at, is_ad and image_path (relative to the table). A category needs at least five accounts to be trained.
    """  # noqa: E501
    with command("Profiles of posts", data=data, as_json=as_json) as running:
        _check_options(test, out, evaluate)
        settings = running.settings
        training = read_profile_table(train)
        sample = None if test is None else read_profile_table(test)
        for table in (training, sample):
            if table is not None and table.skipped_count:
                running.say(
                    f"{table.name}: left out {counted(table.skipped_count, 'row')} without an "
                    "account or with broken quotes."
                )
        result = profiles_of_table(
            training,
            sample,
            settings,
            engine=engine,
            evaluate=evaluate,
            master=master,
            seed=settings.seed if seed is None else seed,
            report=running.report,
        )
        if out is not None:
            write(result.frame, out, ids=("account_id",))
        _say(running, result, training.name, None if sample is None else sample.name)
        if out is not None:
            running.say(f"Wrote {counted(len(result.frame), 'account')} to {out}.")
        running.finish(
            out=None if out is None else str(out),
            accounts=len(result.frame),
            categories=list(result.classes),
            engine=result.engine,
            shared_accounts=result.shared_count,
            left_out_categories=list(result.left_out),
            unknown_categories=list(result.unknown_categories),
            unread_pictures=result.unread_pictures,
            cross_validated=result.is_cross_validated,
            figures=asdict(result.figures) if result.figures else None,
        )


def _check_options(test: Path | None, out: Path | None, evaluate: bool) -> None:
    if out is not None:
        check_ending(out)
    elif test is not None and not evaluate:
        raise InputFileError("Nothing to do: add --out for the profiles, or --evaluate for scores.")
    elif test is None and not evaluate:
        raise InputFileError(
            "Nothing to do: add --test with the accounts to profile and --out for the result, or "
            "--evaluate to cross-validate the training table."
        )


def _say(running: Running, result: TableProfiles, train: str, test: str | None) -> None:
    if result.left_out:
        running.say(f"Not trained, fewer than five accounts: {', '.join(result.left_out)}.")
    if result.unknown_categories:
        running.say(
            f"In {test} but not trained, so never predicted: "
            f"{', '.join(result.unknown_categories)}."
        )
    if result.shared_count:
        are = "is" if result.shared_count == 1 else "are"
        running.say(
            f"{counted(result.shared_count, 'account')} of {test} {are} also in {train}, with a "
            "category. The model was trained on them, so their profiles look more certain than "
            "those of new accounts."
        )
    if result.is_cross_validated and result.known_count:
        running.say(
            f"No account of {test} with a category is new to the model: scores come from "
            f"cross-validation on {train}."
        )
    if result.figures:
        measured = result.figures
        where = f"{counted(measured.accounts_count, 'account')} of "
        running.say(
            (
                f"Cross-validated on {where}{train} (5 folds by account)"
                if result.is_cross_validated
                else f"Scores on {where}{test}"
            )
            + f": macro-F1 {measured.macro_f1:.3f}, accuracy "
            f"{measured.accuracy:.3f}, log loss {measured.log_loss:.3f}, expected calibration "
            f"error {measured.calibration_error:.3f}."
        )
    if result.unread_pictures:
        running.say(
            f"{counted(result.unread_pictures, 'picture')} missing from the folder of the table, "
            "or unreadable."
        )
    counts = result.frame["category"].value_counts()
    running.say(f"Predicted: {', '.join(f'{name} {count:,}' for name, count in counts.items())}.")
    unread = int(result.frame["category"].isna().sum())
    if unread:
        running.say(f"Nothing to read: {counted(unread, 'account')}.")
