"""`analyze`: three files in, niches, caution scores and brand matches out as three files."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from core.cli.build_command import niches_option
from core.cli.running import DataOption, JsonOption, Running, SeedOption, command, say_gaps
from core.errors import InputFileError
from core.formats import counted
from core.pipeline.context import BuildConfig
from core.pipeline.imported import ImportSource
from core.pipeline.run import make_build
from core.queries.analysis import analysis_tables
from core.store import builds
from core.store.connect import open_build_store
from core.store.export import to_csv_bytes
from core.store.ingest import ImportFile


def register(app: typer.Typer) -> None:
    """Adds analyze."""
    app.command("analyze")(analyze)


def analyze(
    influencers: Annotated[Path, typer.Option(help="influencer_id, name, bio, recent_captions.")],
    growth: Annotated[
        Path,
        typer.Option(help="influencer_id, followers, avg_likes, avg_comments, daily_followers."),
    ],
    brands: Annotated[Path, typer.Option(help="brand_id, brand_name, description, keywords.")],
    out: Annotated[Path, typer.Option(help="Output folder; created if missing.")],
    k: Annotated[str, typer.Option("--k", help="Number of niches, or 'auto'.")] = "8",
    top: Annotated[int, typer.Option(min=1, help="Creators per brand.")] = 10,
    seed: SeedOption = None,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Compute niches, caution scores and brand matches from three files; makes no build."""
    with command("Analyze", data=data, as_json=as_json) as running:
        if out.exists() and not out.is_dir():
            raise InputFileError(f"--out: expected a folder, found the file {out}.")
        files = [
            ImportFile(path=path, shown_name=path.name, kind=kind)
            for path, kind in (
                (influencers, "influencers_csv"),
                (growth, "growth_csv"),
                (brands, "brands_csv"),
            )
        ]
        config = BuildConfig(
            seed=running.settings.seed if seed is None else seed,
            niches_count=niches_option(k),
            matches_per_brand=top,
        )
        source = ImportSource(files, add_to=None, as_of=datetime.now(UTC).date())
        make_build(
            running.settings,
            source,
            config,
            then=lambda made: _write_results(running, made, out),
            report=running.report,
        )


def _write_results(running: Running, made: builds.Build, out: Path) -> None:
    out.mkdir(parents=True, exist_ok=True)
    rows = {}
    con = open_build_store(made, running.settings)
    try:
        for name, frame in analysis_tables(con).items():
            (out / name).write_bytes(to_csv_bytes(frame, for_excel=False))
            rows[name] = len(frame)
            running.say(f"{out / name}: {counted(len(frame), 'row')}")
        say_gaps(running, con)
    finally:
        con.close()
    running.finish(rows=rows, out=str(out))
