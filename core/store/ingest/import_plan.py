"""Files that wait for an import, and a plan that says how each is to be read."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from core.errors import InputFileError
from core.store.atomic import replace_text
from core.store.ingest import ImportFile


def write_plan(plan: Path, files: Sequence[ImportFile], pictures: Path | None = None) -> None:
    """Writes what `read_plan` reads: one column map per file, which options cannot express.

    Args:
        pictures: ZIP dropped with the files, for `uploaded_pictures`.
    """
    replace_text(
        plan,
        json.dumps(
            [
                {
                    "path": str(file.path),
                    "shown_name": file.shown_name,
                    "table": file.table,
                    "mapping": dict(file.mapping),
                    "pictures": str(pictures) if pictures else None,
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
            ImportFile(Path(entry["path"]), entry["shown_name"], entry["table"], entry["mapping"])
            for entry in entries
        ]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputFileError(
            f"Expected an import plan in {plan.name}, found {type(error).__name__}. "
            "Drop the files on the Data page again."
        ) from error


def uploaded_pictures(folder: Path) -> list[tuple[Path, Path]]:
    """Each file of the plans below a folder with the ZIP of pictures dropped with it."""
    pairs = []
    for plan in sorted(folder.glob("*/plan.json")):
        try:
            entries = json.loads(plan.read_text(encoding="utf-8"))
            pairs += [
                (Path(entry["path"]), Path(entry["pictures"]))
                for entry in entries
                if entry.get("pictures")
            ]
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            continue  # a plan that no import can read either
    return pairs
