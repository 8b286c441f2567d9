"""Results as files: one a topic in bench/results, with what they were measured on."""

from __future__ import annotations

import json
import os
import platform
import subprocess
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psutil

from bench.versus.jobs import Measured, Topic
from core.features.sentence_models import has_fast_bfloat16
from core.services.doctor.machine import installed_version
from core.settings import ROOT, Settings

FOLDER = ROOT / "bench" / "results"


@dataclass(frozen=True)
class Results:
    """Attributes:
    recorded: day, ISO.
    commit: that was measured.
    machine: cores, threads used, whether bfloat16 is quick, GiB of memory, versions.
    rows: all sizes.
    """

    recorded: str
    commit: str
    machine: dict[str, Any]
    rows: tuple[Measured, ...]


def results_of(topic: Topic, rows: Sequence[Measured]) -> Results:
    """What was measured now, on this machine."""
    return Results(f"{datetime.now(UTC):%Y-%m-%d}", commit(), machine(topic.packages), tuple(rows))


def machine(packages: Sequence[str]) -> dict[str, Any]:
    """Facts of this machine that a time depends on; nothing that tells which machine it is."""
    return {
        "cores": os.cpu_count(),
        "threads": Settings.from_env(ROOT / "data").threads,
        "bfloat16": has_fast_bfloat16(),
        "memory_gib": round(psutil.virtual_memory().total / 2**30),
        "python": platform.python_version(),
        "packages": {name: installed_version(name) for name in packages},
    }


def write(topic: str, results: Results, folder: Path = FOLDER) -> None:
    """Writes the file of a topic."""
    folder.mkdir(exist_ok=True)
    text = json.dumps(asdict(results), indent=1, ensure_ascii=False)
    (folder / f"{topic}.json").write_text(f"{text}\n", encoding="utf-8")


def read(topic: str, folder: Path = FOLDER) -> Results | None:
    """What a file holds; None when the topic was never measured."""
    file = folder / f"{topic}.json"
    if not file.is_file():
        return None
    kept = json.loads(file.read_text(encoding="utf-8"))
    rows = tuple(Measured(**row) for row in kept.pop("rows"))
    return Results(**kept, rows=rows)


def commit() -> str:
    """The commit that is checked out, short; 'unknown' outside a checkout."""
    command = ["git", "-C", str(ROOT), "rev-parse", "--short", "HEAD"]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    return done.stdout.strip() or "unknown"
