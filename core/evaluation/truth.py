"""The planted truth of a demo build, kept apart from everything the models can read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from core.errors import NotFoundError

_PREFIX = "truth_"


def write_truth(folder: Path, truth: Mapping[str, pd.DataFrame]) -> list[Path]:
    """Writes one `truth_<name>.parquet` a frame into a build folder; returns the files.

    Raises:
        ValueError: a name is not made of lower-case letters, digits and underscores.
    """
    files = []
    for name, frame in truth.items():
        if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
            raise ValueError(f"A truth table is named in lower case, found '{name}'.")
        file = folder / f"{_PREFIX}{name}.parquet"
        frame.to_parquet(file, index=False)
        files.append(file)
    return files


def read_truth(folder: Path) -> dict[str, pd.DataFrame]:
    """The planted truth by name, as `write_truth` got it.

    Raises:
        NotFoundError: the folder holds none, as in a build of imported data.
    """
    files = sorted(folder.glob(f"{_PREFIX}*.parquet"))
    if not files:
        raise NotFoundError(
            f"{folder.name} has no planted truth, which only demo data has. "
            "Make a demo build: python -m core build --demo."
        )
    return {file.stem.removeprefix(_PREFIX): pd.read_parquet(file) for file in files}
