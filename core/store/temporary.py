"""Files that are gone when a block ends."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def temporary_file(name: str, folder: Path | None = None) -> Iterator[Path]:
    """A path for a file of this name, in a folder of its own that is removed at the end.

    Args:
        folder: where the folder may lie; the system's folder of temporary files when None.
    """
    with tempfile.TemporaryDirectory(prefix="import-", dir=folder) as made:
        yield Path(made) / name
