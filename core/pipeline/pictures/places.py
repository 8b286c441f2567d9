"""Where the pictures lie that rows of a table name: beside its file, or in a folder or ZIP."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import pandas as pd

from core.errors import PictureError
from core.store import tables
from core.store.ingest.reading.broken_lines import RAW_CHARACTERS
from core.store.picture_files import FolderBeside, PictureFile, PictureFiles

_REJECTS_KEPT = 100_000


@dataclass(frozen=True)
class PostFile:
    """A file that names pictures: the folder it lies in, and the name people know it by."""

    folder: Path
    shown_name: str


@dataclass
class Places:
    """Files by the paths that tables give, each looked for once.

    Attributes:
        files: key -> the file; of files that were found.
        reasons: key -> why there is no picture, in words that follow 'picture'.
    """

    post_files: Sequence[PostFile]
    extra: PictureFiles | None
    files: dict[str, PictureFile] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)
    _keys: dict[tuple[str, int], str] = field(default_factory=dict)
    _beside: dict[int, FolderBeside] = field(default_factory=dict)

    def key(self, path: str, file_no: int) -> str:
        """Under which `files` or `reasons` knows what a row of a file names."""
        if (path, file_no) not in self._keys:
            self._keys[path, file_no] = self._looked_up(path, file_no)
        return self._keys[path, file_no]

    def _looked_up(self, path: str, file_no: int) -> str:
        try:
            picture = self._find(path, file_no)
        except PictureError as error:
            key = f"{file_no}:{path}"
            self.reasons[key] = str(error)
            return key
        if picture is None:
            key = f"{file_no}:{path}"
            self.reasons[key] = (
                "is not there: expected its file beside the table, or in --pictures FOLDER or ZIP"
            )
            return key
        self.files.setdefault(picture.key, picture)
        return picture.key

    def _find(self, path: str, file_no: int) -> PictureFile | None:
        picture = self.extra.find(path) if self.extra is not None else None
        if picture is not None:
            return picture
        if file_no not in self._beside:
            self._beside[file_no] = FolderBeside(self.post_files[file_no].folder)
        return self._beside[file_no].find(path)


def write_rejects(
    con: duckdb.DuckDBPyConnection,
    rejected: pd.DataFrame,
    raw_columns: Sequence[str],
    places: Places,
) -> None:
    """Writes rejected rows of table 'pictures', each with the reason that `places` knows.

    Args:
        rejected: with file_no, key and the raw columns.
        raw_columns: creator first, the path last.
    """
    if rejected.empty:
        return
    rejected = rejected.head(_REJECTS_KEPT)
    # Creator and path stand here alone, from where `forget` takes them.
    raw = rejected[list(raw_columns)].astype(str).agg(",".join, axis=1).str[:RAW_CHARACTERS]
    tables.append_frame(
        con,
        "rejected_rows",
        pd.DataFrame(
            {
                "source_file": [places.post_files[at].shown_name for at in rejected["file_no"]],
                "line_number": pd.array([None] * len(rejected), dtype="Int64"),
                "table_name": "pictures",
                "reason": [f"picture {places.reasons[key]}" for key in rejected["key"]],
                "raw": list(raw),
            }
        ),
    )
