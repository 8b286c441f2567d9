"""Files that are either the old text or the new one, never half of it."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

UNFINISHED = ".*.new"  # names of new texts that did not take the place of the old ones


def replace_text(path: Path, text: str) -> None:
    """Writes `text` to `path` in one step, also when the machine stops half-way."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-", suffix=".new")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
