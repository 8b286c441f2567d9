"""Some columns of one file, for commands that need no store."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd

from core.errors import ColumnError
from core.formats import listed_names
from core.store.connect import WHOLE_FRAMES
from core.store.ingest.reading import bounds, raw
from core.store.ingest.values.dates import month_comes_first, parse_time
from core.store.ingest.values.numbers import CAPS, Signs, decimal_signs, parse_number
from core.store.ingest.values.parsers import parse_truth

_EPOCH = date(1970, 1, 1)
_START = datetime(1970, 1, 1)
_PLAIN = re.compile(r"-?[0-9]{1,18}(?:\.[0-9]{1,9})?")
_LEAST_MEMORY_MB = 256  # that DuckDB needs to read at all


@dataclass(frozen=True)
class SmallTable:
    """Attributes:
    header: names in lower case without blanks around.
    broken_count: lines that cannot be taken apart.
    """

    header: tuple[str, ...]
    broken_count: int
    _con: duckdb.DuckDBPyConnection
    _filled: str
    _shown_name: str
    _types: tuple[str, ...]

    def place(self, names: tuple[str, ...]) -> int:
        """Number of the first of these columns that is there.

        Raises:
            ColumnError: none is.
        """
        place = self.optional(names)
        if place is None:
            raise ColumnError(
                f"{self._shown_name}: needs a column '{names[0]}', found "
                f"{listed_names(self.header)}. Rename it."
            )
        return place

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

    def columns(self, **expressions: str) -> dict[str, np.ndarray]:
        """The same as arrays by name, for files of millions of rows; masked where NULL."""
        chosen = ", ".join(f"{sql} AS {name}" for name, sql in expressions.items())
        return self._con.execute(
            f"SELECT {chosen} FROM {raw.RAW_TABLE} WHERE {self._filled} ORDER BY rowid"
        ).fetchnumpy()

    def text(self, place: int) -> str:
        """SQL for the text of a column without space around it, NULL where there is none.

        A number of a file with types is written so that no rule for texts takes 1.234 for 1,234.
        """
        text = raw.trimmed(f"c{place}")
        if self._types[place] == "VARCHAR":
            return text
        return f"regexp_replace({text}, '^(-?[0-9]+\\.[0-9]{{3}})$', '\\1' || '0')"

    def id(self, place: int) -> str:
        """SQL for the ids in a column, NULL where there is none."""
        return raw.id_of(self.text(place))

    def days(self, place: int) -> str:
        """SQL for the days since 1970-01-01 that a column of dates says, NULL where it says none.

        Each text is read once, whatever the number of rows.
        """
        texts = self._texts(place)
        month_first = month_comes_first(texts)
        read = {text: _day_number(text, month_first) for text in texts}
        return self._looked_up(place, read, "BIGINT")

    def seconds(self, place: int) -> str:
        """SQL for the seconds since 1970 that a column of times says, NULL where it says none.

        Numbers that are no times, such as the number of a step, are kept as they are.
        """
        texts = self._texts(place)
        month_first = month_comes_first(texts)
        read = {text: _second(text, month_first) for text in texts}
        return self._looked_up(place, read, "DOUBLE")

    def flags(self, place: int) -> str:
        """SQL for yes or no, NULL where a column says neither."""
        return self._looked_up(place, {text: _flag(text) for text in self._texts(place)}, "BOOLEAN")

    def numbers(self, place: int, kind: str = "count") -> str:
        """SQL for the numbers a column says, as DOUBLE, NULL where it says none or one of a size
        that no such number has.

        Args:
            kind: how numbers are written, as in `parse_number`.
        """
        if self._types[place] != "VARCHAR":
            return f"CASE WHEN {_within(f'c{place}::DOUBLE', kind)} THEN c{place}::DOUBLE END"
        cell = self.text(place)
        # Plain numbers, which nearly all are, need no table.
        number = f"TRY_CAST({cell} AS DOUBLE)"
        plain = (
            f"CASE WHEN regexp_full_match({cell}, '-?[0-9]{{1,300}}') AND {_within(number, kind)} "
            f"THEN {number} END"
        )
        others = [text for text in self._texts(place) if not re.fullmatch("-?[0-9]{1,300}", text)]
        if not others:
            return plain
        signs = Signs() if kind in ("followers", "count", "engagement") else decimal_signs(others)
        read = {text: _number(text, kind, signs) for text in others}
        return f"coalesce({plain}, {self._looked_up(place, read, 'DOUBLE')})"

    def _texts(self, place: int) -> list[str]:
        cell = self.text(place)
        rows = self._con.execute(
            f"SELECT DISTINCT {cell} AS cell FROM {raw.RAW_TABLE} "
            f"WHERE {self._filled} AND {cell} IS NOT NULL ORDER BY cell"
        ).fetchall()
        return [row[0] for row in rows]

    def _looked_up(self, place: int, read: dict[str, Any], sql_type: str) -> str:
        name = f"cells_{place}"
        frame = pd.DataFrame(
            {"cell": list(read), "value": pd.Series(list(read.values()), dtype=object)}
        )
        self._con.register("read_cells", frame)
        self._con.execute(
            f"CREATE OR REPLACE TEMP TABLE {name} AS "
            f"SELECT cell::VARCHAR AS cell, value::{sql_type} AS value FROM read_cells"
        )
        self._con.unregister("read_cells")
        return f"(SELECT value FROM {name} WHERE cell = {self.text(place)})"


@contextmanager
def opened(path: Path) -> Iterator[SmallTable]:
    """A CSV, XLSX or Parquet file as text cells.

    Raises:
        InputFileError: it cannot be read, has no rows, or takes more memory than a file may.
    """
    with tempfile.TemporaryDirectory(prefix="table-") as spill:
        con = duckdb.connect(
            ":memory:",
            config={
                "temp_directory": spill,
                "python_enable_replacements": False,
                **WHOLE_FRAMES,
                "memory_limit": f"{max(bounds.limit() // 10**6, _LEAST_MEMORY_MB)}MB",
                "autoinstall_known_extensions": False,
                "autoload_known_extensions": False,
            },
        )
        try:
            with raw.read(con, path, path.name) as table:
                header = tuple(name.strip().lower() for name in table.header)
                yield SmallTable(
                    header, len(table.broken), con, table.filled, path.name, table.types
                )
        except duckdb.Error as error:
            raise raw.unreadable(path.name, error) from error
        finally:
            con.close()


def _day_number(text: str, month_first: bool) -> int | None:
    try:
        moment = parse_time(text, month_first=month_first)
    except ValueError:
        return None
    return None if moment is None else (moment.date() - _EPOCH).days


def _second(text: str, month_first: bool) -> float | None:
    try:
        moment = parse_time(text, month_first=month_first)
    except ValueError:
        return float(text) if _PLAIN.fullmatch(text) else None
    return None if moment is None else (moment - _START).total_seconds()


def _flag(text: str) -> bool | None:
    try:
        return parse_truth(text)
    except ValueError:
        return None


def _number(text: str, kind: str, signs: Signs) -> float | None:
    try:
        value = parse_number(text, kind, signs)
    except ValueError:
        return None
    return value if value is not None and abs(value) <= CAPS[kind] else None


def _within(number: str, kind: str) -> str:
    """SQL of whether a number is of a size that it can have; not for NaN."""
    return f"abs({number}) <= {CAPS[kind]}"
