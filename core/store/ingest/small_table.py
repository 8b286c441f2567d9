"""Some columns of one file, for commands that need no store."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from core.errors import ColumnError
from core.store.ingest import raw


@dataclass(frozen=True)
class SmallTable:
    """Attributes:
    header: names in small letters without blanks around.
    broken_count: lines that cannot be taken apart.
    """

    header: tuple[str, ...]
    broken_count: int
    _con: duckdb.DuckDBPyConnection
    _filled: str
    _shown_name: str

    def place(self, names: tuple[str, ...]) -> int:
        """Number of the first of these columns that is there.

        Raises:
            ColumnError: none is.
        """
        found = self.optional(names)
        if found is None:
            raise ColumnError(
                f"{self._shown_name}: needs a column '{names[0]}', found "
                f"{', '.join(self.header[:12])}. Rename it."
            )
        return found

    def optional(self, names: tuple[str, ...]) -> int | None:
        """The same, or None."""
        return next((self.header.index(name) for name in names if name in self.header), None)

    def rows(self, *expressions: str) -> list[tuple[Any, ...]]:
        """SQL over the cells c0, c1, ... of each row that is not blank, in the file's order.

        Cells go by number: names of the file never reach the SQL.
        """
        return self._con.execute(
            f"SELECT {', '.join(expressions)} FROM {raw.RAW_TABLE} WHERE {self._filled} "
            "ORDER BY rowid"
        ).fetchall()


@contextmanager
def opened(path: Path) -> Iterator[SmallTable]:
    """A CSV or Parquet file as text cells.

    Raises:
        InputFileError: it cannot be read or has no rows.
    """
    con = duckdb.connect(":memory:", config={"python_enable_replacements": False})
    try:
        with raw.read(con, path, path.name) as table:
            header = tuple(name.strip().lower() for name in table.header)
            yield SmallTable(header, len(table.broken), con, table.filled, path.name)
    except duckdb.Error as error:
        raise raw.unreadable(path.name, error) from error
    finally:
        con.close()
