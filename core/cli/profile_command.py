"""`profile`: labelled posts and other posts in, the category of each account out."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from core.cli.running import DataOption, JsonOption, Running, SeedOption, command
from core.services.tables.profile_table import read_profile_table
from core.services.tables.profiles import TableProfiles, profiles_of_table
from core.store.export import check_ending, write


def register(app: typer.Typer) -> None:
    """Adds profile."""
    app.command("profile")(profile)


def profile(
    train: Annotated[
        Path, typer.Option(help="CSV or Parquet with account_id, caption and category.")
    ],
    test: Annotated[Path, typer.Option(help="CSV or Parquet with account_id and caption.")],
    out: Annotated[Path, typer.Option(help="Output file: .csv, .xlsx or .parquet.")],
    engine: Annotated[
        str, typer.Option(help="sklearn (all views stacked; the best), torch (attention) or spark.")
    ] = "sklearn",
    evaluate: Annotated[
        bool,
        typer.Option(
            "--evaluate",
            help="Also print scores: on the categories of the test table, else cross-validated.",
        ),
    ] = False,
    master: Annotated[
        str | None, typer.Option(help="URL of the Spark master. Default: this machine.")
    ] = None,
    seed: SeedOption = None,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Tell what each account of a posts table is about, trained on accounts whose category is known.

    Optional columns: post_id, hashtags, likes, comments, views, followers, posted_at, is_ad,
    image_path (relative to the table). One row per post. Categories of the test table are used only with --evaluate.
    """  # noqa: E501
    with command("Profiles of posts", data=data, as_json=as_json) as running:
        check_ending(out)
        settings = running.settings
        training, sample = read_profile_table(train), read_profile_table(test)
        for table in (training, sample):
            if table.skipped_count:
                running.say(f"{table.name}: {table.skipped_count:,} rows left out, no account_id.")
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
        write(result.frame, out, ids=("account_id",))
        _say(running, result, out)
        running.finish(
            out=str(out),
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


def _say(running: Running, result: TableProfiles, out: Path) -> None:
    if result.left_out:
        running.say(f"Not trained, too few accounts: {', '.join(result.left_out)}.")
    if result.unknown_categories:
        running.say(
            f"Categories of the test table that were not trained: "
            f"{', '.join(result.unknown_categories)}."
        )
    if result.shared_count:
        running.say(
            f"{result.shared_count:,} accounts stand in both tables, so the model knows their "
            "category. They are left out of the scores."
        )
    if result.figures:
        measured = result.figures
        running.say(
            f"{'Cross-validated on' if result.is_cross_validated else 'Scores on'} "
            f"{measured.accounts_count:,} accounts: macro-F1 {measured.macro_f1:.3f}, accuracy "
            f"{measured.accuracy:.3f}, log loss {measured.log_loss:.3f}, expected calibration "
            f"error {measured.calibration_error:.3f}."
        )
    if result.unread_pictures:
        running.say(
            f"{result.unread_pictures:,} pictures are not in the folder of their table, or cannot "
            "be read."
        )
    counts = result.frame["category"].value_counts()
    running.say("; ".join(f"{name} {count:,}" for name, count in counts.items()))
    unread = int(result.frame["category"].isna().sum())
    if unread:
        running.say(f"Nothing to read: {unread:,} accounts.")
    running.say(f"{out}: {len(result.frame):,} accounts")
