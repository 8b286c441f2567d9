"""How long after an import starts pages open, and until all is worked out.

    python -m bench.import_to_pages [--creators 100000] [--embedder multilingual] [--changed 0.01]

Demo data of that size is written to Parquet files without what was planted, and imported as a
person would, with --quick, into an empty data folder. Then the bios of a share of the creators
change and the same files are imported again. Prints one table and writes it to bench/results.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd

from bench.versus.results import FOLDER, commit, machine
from core.demo.config import DemoConfig
from core.demo.generator import generate
from core.settings import Settings
from core.store import builds
from core.store.builds import Build

_TABLES = ("influencers", "posts", "follower_history", "brands", "collaborations", "interactions")
_NOT_GIVEN = {"picture_id", "avatar_path", "image_path"}


def write_files(folder: Path, creators: int, seed: int) -> list[Path]:
    """Files of creators, posts, daily counts, brands and what brands did."""
    data = generate(DemoConfig(creators_count=creators), seed=seed)
    files = []
    for name in _TABLES:
        frame = data.tables[name]
        file = folder / f"{name}.parquet"
        frame.drop(columns=[*_NOT_GIVEN & set(frame.columns)]).to_parquet(file)
        files.append(file)
    return files


def change_bios(file: Path, share: float) -> None:
    """Other words in the bios of the first of every 1 / share creators."""
    frame = pd.read_parquet(file)
    chosen = frame.index % round(1 / share) == 0
    frame.loc[chosen, "bio"] = frame.loc[chosen, "bio"].fillna("") + " New season, new plans."
    frame.to_parquet(file)


def imported(files: list[Path], data: Path, embedder: str) -> tuple[float, list[Build]]:
    """Seconds that the command took, and the builds it made, oldest first."""
    before = {build.build_id for build in builds.list_builds(Settings.from_env(data))}
    started = time.time()
    subprocess.run(
        [sys.executable, "-m", "core", "import", *map(str, files), "--quick", "--data", str(data)],
        check=True,
        env={**os.environ, "SCOUT_EMBEDDER": embedder},
        stdout=subprocess.DEVNULL,
    )
    seconds = time.time() - started
    made = [
        build
        for build in builds.list_builds(Settings.from_env(data))
        if build.build_id not in before
    ]
    return seconds, sorted(made, key=lambda build: build.built_at)


def row(work: str, started: datetime, seconds: float, made: list[Build]) -> dict[str, Any]:
    """One row of the table: when pages open, when all is there, and the longest steps."""
    steps: dict[str, float] = {}
    for build in made:
        for name, took in build.manifest["timings_s"].items():
            steps[name] = steps.get(name, 0) + took
    longest = sorted(steps, key=lambda name: -steps[name])[:8]
    return {
        "work": work,
        "first_page_s": round((made[0].built_at - started).total_seconds()),
        "whole_s": round(seconds),
        "steps_s": {name: round(steps[name]) for name in longest},
    }


def main() -> None:
    """Prints the table and keeps it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--creators", type=int, default=100_000)
    parser.add_argument("--embedder", default=Settings.from_env().embedder)
    parser.add_argument("--changed", type=float, default=0.01, help="0 imports once.")
    parser.add_argument("--seed", type=int, default=42)
    options = parser.parse_args()
    rows: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory() as scratch:
        folder, data = Path(scratch) / "files", Path(scratch) / "data"
        folder.mkdir()
        files = write_files(folder, options.creators, options.seed)
        for work in ("first import", f"again, {options.changed:.0%} of bios changed"):
            if rows and not options.changed:
                break
            if rows:
                change_bios(files[0], options.changed)
            started = datetime.now().astimezone()
            seconds, made = imported(files, data, options.embedder)
            rows.append(row(work, started, seconds, made))
            print(rows[-1], flush=True)
    result = {
        "creators": options.creators,
        "embedder": options.embedder,
        "recorded": f"{datetime.now():%Y-%m-%d}",
        "commit": commit(),
        "machine": machine(("duckdb", "numpy", "pandas")),
        "rows": rows,
    }
    file = FOLDER / f"import_to_pages_{options.creators}.json"
    file.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
