"""Builds demo data in a fresh data folder and keeps when each report came.

python -m bench.time_left record --creators 4000 --kind quick --out trace.json
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from contextlib import closing
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path

import psutil

from bench.versus.results import machine
from core.features.sentence_models import MULTILINGUAL_FAST
from core.pipeline import run
from core.pipeline.context import BuildConfig
from core.pipeline.expected import kind_of
from core.pipeline.imported import ImportSource
from core.pipeline.pseudonyms import copying
from core.pipeline.sources import DemoSource, EarlierBuild, Source
from core.progress.costs import DEEP, FAST, QUICK, SOURCES, TEXT, Sizes, marker
from core.settings import Settings
from core.store import export
from core.store.builds import Build
from core.store.connect import open_build_store
from core.store.ingest import ImportFile

_TABLES = ("influencers", "posts", "follower_history", "brands")
_EVERY_S = 1.0  # reports at the same place of a step are kept once a second


class Recorder:
    """A report that keeps what it gets.

    Each event is (seconds by the clock, seconds of the processor, step that begins or "", step,
    done, total, message). What else ran on the machine changes the first far more.
    """

    def __init__(self) -> None:
        self._born = psutil.Process().create_time()
        self.events: list[tuple[float, float, str, str, int, int, str]] = []
        self._last = (-_EVERY_S, "")

    def expect(self, seconds: object, kind: str) -> None:
        """What was expected is not kept."""

    def begin(self, step: str) -> None:
        """Keeps the beginning of a step."""
        self.events.append((*self.now(), step, step, 0, 0, ""))

    def __call__(self, step: str, done: int, total: int, message: str = "") -> None:
        """Keeps a report."""
        now, place = self.now(), marker(step, done, total, message)
        if place != self._last[1] or now[0] - self._last[0] >= _EVERY_S:
            self.events.append((*now, "", step, done, total, message))
            self._last = now[0], place

    def now(self) -> tuple[float, float]:
        """Seconds since this process began, by the clock and of the processor."""
        return round(time.time() - self._born, 3), round(time.process_time(), 3)


def main() -> None:
    """Makes one build, or what one may begin with, and writes the traces."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--creators", type=int, default=4000)
    parser.add_argument("--kind", choices=[QUICK, FAST, DEEP, SOURCES], default=QUICK)
    parser.add_argument("--seed", type=int, default=42)
    parser.add_argument("--out", type=Path, required=True)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings.from_env(folder)
        config = BuildConfig(
            seed=chosen.seed, deep=chosen.kind == DEEP, creators_count=chosen.creators
        )
        if chosen.kind == SOURCES:
            _record_sources(settings, config, chosen.out)
        elif chosen.kind == FAST:
            run.STEPS = {TEXT: run.STEPS[TEXT]}  # the others are those of a quick build
            settings = replace(settings, embedder=MULTILINGUAL_FAST)
            _record(settings, DemoSource(), config, chosen.kind, chosen.out)
        else:
            _record(settings, DemoSource(), config, chosen.kind, chosen.out)


def _record_sources(settings: Settings, config: BuildConfig, out: Path) -> None:
    run.STEPS = {"profiles": run.STEPS["profiles"]}  # the quickest
    demo = run.make_build(settings, DemoSource(), config)
    files = _csv_files(settings, demo)
    to = settings.data_dir / "copy"
    _record(settings, EarlierBuild(demo, with_results=False), config, SOURCES, out)
    imported = ImportSource(
        [ImportFile(file, file.name) for file in files], None, date(2026, 11, 20)
    )
    file_bytes = sum(file.stat().st_size for file in files)
    _record(settings, imported, config, SOURCES, out.with_stem(f"{out.stem}-import"), file_bytes)
    recorder = Recorder()
    copying.make_copy(settings, to, copying.Choices(), recorder)
    _write(recorder, demo, SOURCES, 0, out.with_stem(f"{out.stem}-copy"))


def _csv_files(settings: Settings, build: Build) -> list[Path]:
    folder = settings.data_dir / "csv"
    folder.mkdir()
    with closing(open_build_store(build, settings)) as con:
        frames = {table: export.table_frame(con, table) for table in _TABLES}
    for table, frame in frames.items():
        export.write(frame, folder / f"{table}.csv", sheet=table)
    return sorted(folder.glob("*.csv"))


def _record(
    settings: Settings,
    source: Source,
    config: BuildConfig,
    kind: str,
    out: Path,
    file_bytes: int = 0,
) -> None:
    recorder = Recorder()
    made = run.make_build(settings, source, config, report=recorder)
    if kind == QUICK:
        kind = kind_of(made.manifest["embedder"], deep=False)
    _write(recorder, made, kind, file_bytes, out)


def _write(recorder: Recorder, made: Build, kind: str, file_bytes: int, out: Path) -> None:
    seconds = recorder.now()
    counts = made.manifest["row_counts"]
    sizes = Sizes(
        creators=counts["influencers"],
        brands=counts["brands"],
        posts=counts["posts"],
        counts=counts["follower_history"],
        texts=counts["brands"] + counts["influencers"] * (13 if kind == DEEP else 1),
        file_bytes=file_bytes,
    )
    trace = {
        "kind": kind,
        "machine": machine(["duckdb", "scikit-learn", "torch"]),
        "sizes": asdict(sizes),
        "seconds": seconds[0],
        "processor_seconds": seconds[1],
        "events": recorder.events,
    }
    out.write_text(json.dumps(trace) + "\n", encoding="utf-8")
