"""How much memory the reading of one file may take, known before it is read."""

from __future__ import annotations

from dataclasses import dataclass

from core.errors import InputFileError
from core.formats import count, size
from core.settings import Settings

SETTING = "SCOUT_FILE_MEMORY"
MAX_COLUMNS = 2_000
MAX_NAME = 100  # characters of a column name that are kept
# As measured for docs/withstands.md: a cell in the raw table and as an object of Python, a text in
# both of them and in a typed copy.
_CELL_BYTES = 100
_TEXT_COPIES = 3


@dataclass(frozen=True)
class FileSize:
    """Attributes:
    rows, columns: of the file.
    text_bytes: of all its texts, as UTF-8.
    values: entries of lists counted one by one; 0 without lists.
    """

    rows: int
    columns: int
    text_bytes: int
    values: int = 0

    @property
    def memory(self) -> int:
        """Bytes that reading such a file may take."""
        cells = max(self.rows * self.columns, self.values)
        return cells * _CELL_BYTES + self.text_bytes * _TEXT_COPIES


def limit() -> int:
    """Bytes of memory that reading one file may take, by the setting."""
    return Settings.from_env().file_memory


def rows_limit(columns: int) -> int:
    """Rows that a file of so many columns may have, whatever its texts."""
    return max(1, limit() // (_CELL_BYTES * columns))


def text_limit() -> int:
    """Bytes of text that a file may have, whatever its cells."""
    return limit() // _TEXT_COPIES


def check(file: FileSize, shown_name: str) -> None:
    """Returns when a file of this size may be read.

    Raises:
        InputFileError: it would take more memory than the setting allows.
    """
    if file.memory <= limit():
        return
    lists = f" ({count(file.values)} values)" if file.values > file.rows * file.columns else ""
    raise InputFileError(
        f"{shown_name}: has {count(file.rows)} rows of {count(file.columns)} columns{lists} and "
        f"{size(file.text_bytes)} of text. Reading it takes about {size(file.memory)} of memory. "
        + _remedy()
    )


def check_text(bytes_count: int, shown_name: str, what: str) -> None:
    """Returns when a file may have so many bytes of text.

    Args:
        what: the bytes are, such as 'unpacked text'.
    Raises:
        InputFileError: it may not.
    """
    if bytes_count > text_limit():
        raise InputFileError(
            f"{shown_name}: expected at most {size(text_limit())} of {what}, found more. "
            + _remedy()
        )


def check_columns(columns: int, shown_name: str) -> None:
    """Returns when a file may have so many columns.

    Raises:
        InputFileError: there is none, or there are too many.
    """
    if not 1 <= columns <= MAX_COLUMNS:
        raise InputFileError(
            f"{shown_name}: expected a header with 1 to {count(MAX_COLUMNS)} column names, found "
            f"{count(columns)}. Put the column names into the first line."
        )


def _remedy() -> str:
    return (
        f"The limit for one file is {size(limit())}: split it, leave columns out, or raise "
        f"{SETTING}."
    )
