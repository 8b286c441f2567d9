"""`import` and `export`: files in, files out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Annotated

import pandas as pd
import typer

from core.cli.build_command import EngineOption, MasterOption, niches_option
from core.cli.build_commands import keep_demo_workspace
from core.cli.first_look import finished
from core.cli.running import DataOption, JobOption, JsonOption, Running, command, say_gaps
from core.errors import AppError, ColumnError
from core.formats import counted, listed_names
from core.pipeline.context import BuildConfig
from core.pipeline.engines.choice import LOCAL, chosen_engine
from core.pipeline.imported import ImportSource
from core.pipeline.run import BuildPlan, make_newest_build
from core.store import builds, export, jobs
from core.store.connect import open_build_store
from core.store.ingest import TABLE_NAMES, ImportFile, ImportSummary, Preview, preview
from core.store.ingest.import_plan import read_plan
from core.store.ingest.reading.text_file import check_readable

_SHOWN_WARNINGS = 12
_FIRST_DAY = date(2000, 1, 1)  # before any of the platforms


def register(app: typer.Typer) -> None:
    """Adds import and export."""
    app.command("import")(import_files)
    app.command("export")(export_table)


def import_files(
    files: Annotated[list[Path], typer.Argument(help="CSV, XLSX or Parquet files.")],
    table: Annotated[
        str | None,
        typer.Option("--table", help=f"Table the files hold: {', '.join(TABLE_NAMES)}."),
    ] = None,
    mapping: Annotated[
        list[str] | None,
        typer.Option(
            "--map",
            help="Map a column as target=Source, such as followers_count=Subs. Quote a "
            "constant: platform=\"'tiktok'\".",
        ),
    ] = None,
    add: Annotated[
        bool, typer.Option("--add", help="Add to the data in use instead of replacing it.")
    ] = False,
    pictures: Annotated[
        Path | None,
        typer.Option(
            "--pictures",
            help="Folder or ZIP with the pictures that posts name in image_path. Pictures beside "
            "the file of posts are found without it.",
        ),
    ] = None,
    k: Annotated[str | None, typer.Option("--k", help="Number of niches, or 'auto'.")] = None,
    as_of: Annotated[
        str | None,
        typer.Option("--as-of", help="Date of the last count in daily_followers. Default: today."),
    ] = None,
    quick: Annotated[
        bool,
        typer.Option(
            "--quick",
            help="Encode one short text per creator instead of every post: faster, less precise.",
        ),
    ] = False,
    dry_run: Annotated[
        bool,
        typer.Option("--dry-run", help="Show what would be imported and rejected; change nothing."),
    ] = False,
    shown_names: Annotated[
        list[str] | None, typer.Option("--shown-name", hidden=True, help="Name of each file.")
    ] = None,
    plan: Annotated[
        Path | None,
        typer.Option(
            "--plan", hidden=True, help="How to read each file, written by the Data page."
        ),
    ] = None,
    engine: EngineOption = LOCAL,
    master: MasterOption = None,
    data: DataOption = None,
    as_json: JsonOption = False,
    job: JobOption = None,
) -> None:
    """Import files, build everything from them and publish the result."""
    with command("Import", data=data, as_json=as_json, job=job) as running:
        runner = chosen_engine(engine, master)
        if plan is not None:
            files_to_read = read_plan(plan)
        else:
            files_to_read = _import_files(files, table, mapping or [], shown_names or [], running)
        if dry_run:
            _tell_previews(running, files_to_read)
            return
        sources: list[ImportSource] = []

        def planned() -> BuildPlan:
            add_to = builds.current_build(running.settings) if add else None
            source = ImportSource(
                files_to_read,
                add_to,
                _day(as_of),
                when_read=lambda: _stop_for_import(running),
                pictures=pictures,
            )
            sources.append(source)
            return BuildPlan(
                source,
                BuildConfig(
                    seed=running.settings.seed, niches_count=niches_option(k), deep=not quick
                ),
                # Who adds to data keeps what is in use until all is worked out.
                can_be_first_look=add_to is None,
            )

        first = make_newest_build(running.settings, planned, engine=runner, report=running.report)
        if sources[-1].summary is not None:
            _tell_summary(running, sources[-1].summary)
        made = finished(running, first, is_quick=quick, engine=runner)
        _tell_gaps(running, made)
        running.say_left_out(made.manifest)
        if running.is_published(made):
            running.say(f"Published {made.build_id}.")
        keep_demo_workspace(running, made)
        running.finish(build_id=made.build_id, source=made.manifest["source"])


def _stop_for_import(running: Running) -> None:
    for title in jobs.stop_for_import(running.settings):
        running.say(f"Stopped in the background, since newer data are imported: {title}.")


def _import_files(
    paths: Sequence[Path],
    table: str | None,
    mapping: Sequence[str],
    shown_names: Sequence[str],
    running: Running,
) -> list[ImportFile]:
    pairs = dict(_pair(text) for text in mapping)
    names = [*shown_names, *(path.name for path in paths[len(shown_names) :])]
    if len(paths) == 1 or not pairs:
        return [
            ImportFile(path, name, table, pairs) for path, name in zip(paths, names, strict=True)
        ]
    # With several files a pair belongs to those files that have its column.
    headers = []
    for path, name in zip(paths, names, strict=True):
        check_readable(path, name)
        headers.append(
            preview(
                path,
                shown_name=name,
                threads=running.settings.threads,
                memory_limit=running.settings.memory_limit,
            ).found_columns
        )
    for target, source in pairs.items():
        if not _is_constant(source) and not any(source in header for header in headers):
            raise ColumnError(
                f"--map {target}={source}: no file has a column '{source}'. "
                f"{names[0]} has {listed_names(headers[0], 20)}."
            )
    return [
        ImportFile(
            path,
            name,
            table,
            {
                target: source
                for target, source in pairs.items()
                if source in header or _is_constant(source)
            },
        )
        for path, name, header in zip(paths, names, headers, strict=True)
    ]


def _pair(text: str) -> tuple[str, str]:
    target, sign, source = text.partition("=")
    if not sign or not target.strip():
        raise AppError(f"--map: expected target=Source, found '{text}'.")
    return target.strip(), source.strip()


def _is_constant(source: str) -> bool:
    return not source or source[0] in "'\""


def _day(text: str | None) -> date:
    if text is None:
        return datetime.now(UTC).date()
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise AppError(f"--as-of: expected a day such as 2026-11-21, found '{text}'.") from error
    latest = datetime.now(UTC).date() + timedelta(days=1)
    if not _FIRST_DAY <= day <= latest:
        raise AppError(f"--as-of: expected a day from {_FIRST_DAY} to {latest}, found '{text}'.")
    return day


def _tell_previews(running: Running, files: Sequence[ImportFile]) -> None:
    files_as_json = []
    for file in files:
        previewed = preview(
            file.path,
            mapping=file.mapping,
            table=file.table,
            shown_name=file.shown_name,
            threads=running.settings.threads,
            memory_limit=running.settings.memory_limit,
        )
        _tell_preview(running, file.shown_name, previewed)
        files_as_json.append(
            {
                "file": file.shown_name,
                "kind": previewed.kind,
                "table_chosen": previewed.table_reason,
                "rows": previewed.rows_count,
                "rows_checked": previewed.checked_count,
                "rows_rejected": previewed.rejected_count,
                "columns": list(previewed.found_columns),
                "missing": list(previewed.missing),
                "required": [list(group) for group in previewed.required],
                "columns_unused": list(previewed.usage.unused_columns),
                "values_used_share": round(previewed.usage.values_share, 4),
                "suggestions": dict(previewed.usage.suggestions),
                "warnings": list(previewed.warnings),
            }
        )
    running.say("Nothing was changed.")
    running.finish(files=files_as_json)


def _tell_preview(running: Running, name: str, previewed: Preview) -> None:
    reason = f" ({previewed.table_reason})" if previewed.table_reason else ""
    running.say(f"{name}: {previewed.kind}{reason}, {counted(previewed.rows_count, 'row')}")
    if previewed.kind == "unknown":
        running.say(
            "  its columns do not tell which table it is: say so and map its columns, for example "
            "--table follower_history --map day=YourColumn"
        )
    else:
        _tell_needed(running, previewed)
    if previewed.checked_count:
        running.say(
            f"  {previewed.rejected_count:,} of {counted(previewed.checked_count, 'row')} "
            "cannot be used"
        )
    running.say(f"  {previewed.usage.words}")
    for row in previewed.rejects.head(5).itertuples():
        line = "" if pd.isna(row.line_number) else f"line {row.line_number}: "
        running.say(f"  {line}{row.reason}")
    for warning in previewed.warnings:
        running.say(f"  {warning}")


def _tell_needed(running: Running, previewed: Preview) -> None:
    for group in previewed.required:
        hints = [name for name in group if name in previewed.proposed]
        target = hints[0] if hints else group[0]
        source = previewed.proposed[target].source if hints else "YourColumn"
        running.say(f"  needs {' or '.join(group)}: map it, --map {target}={source}")


def _tell_summary(running: Running, summary: ImportSummary) -> None:
    for file in summary.files:
        merged = f", {file.merged_count:,} replaced by a later row" if file.merged_count else ""
        running.say(
            f"{file.shown_name} ({file.kind}): {counted(file.read_count, 'row')} read, "
            f"{file.used_count:,} used, {file.rejected_count:,} rejected{merged}"
        )
        for reason, count in file.top_reasons:
            running.say(f"  {count:,} x {reason}")
    for warning in summary.warnings[:_SHOWN_WARNINGS]:
        running.say(f"note: {warning}")


def _tell_gaps(running: Running, made: builds.Build) -> None:
    con = open_build_store(made, running.settings)
    try:
        say_gaps(running, con)
    finally:
        con.close()


def export_table(
    table: Annotated[
        str, typer.Argument(help="Table to export: ratings or any other table of the build.")
    ],
    out: Annotated[Path, typer.Option(help="Output file: .csv, .xlsx or .parquet.")],
    fifteen_columns: Annotated[
        bool,
        typer.Option(
            "--fifteen-columns",
            help="Export ratings in the fifteen-column layout (Account ... Puntos).",
        ),
    ] = False,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write a table from the data in use to a file."""
    with command("Export", data=data, as_json=as_json) as running:
        made = builds.current_build(running.settings)
        con = open_build_store(made, running.settings)
        try:
            frame = export.table_frame(con, table, fifteen_columns=fifteen_columns)
        finally:
            con.close()
        export.write(frame, out, sheet=table)
        running.say(f"{out}: {counted(len(frame), 'row')}")
        running.finish(out=str(out), rows=len(frame), build_id=made.build_id)
