"""A file that says how each file of an import is to be read, from a page to the command."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from core.errors import InputFileError
from core.store.atomic import replace_text
from core.store.ingest import ImportFile


def write_plan(plan: Path, files: Sequence[ImportFile]) -> None:
    """Writes what `read_plan` reads: one column map a file, which options cannot say."""
    replace_text(
        plan,
        json.dumps(
            [
                {
                    "path": str(file.path),
                    "shown_name": file.shown_name,
                    "table": file.table,
                    "mapping": dict(file.mapping),
                }
                for file in files
            ]
        ),
    )


def read_plan(plan: Path) -> list[ImportFile]:
    """The files of a plan, in their order.

    Raises:
        InputFileError: the plan is missing or damaged.
    """
    try:
        entries = json.loads(plan.read_text(encoding="utf-8"))
        return [
            ImportFile(Path(one["path"]), one["shown_name"], one["table"], one["mapping"])
            for one in entries
        ]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputFileError(
            f"Expected an import plan in {plan.name}, found {type(error).__name__}. "
            "Drop the files on the Data page again."
        ) from error
