"""A Parquet file: how large it is by its footer and in truth, and its columns as plain cells."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from core.errors import InputFileError
from core.formats import size
from core.store.ingest.reading import bounds
from core.store.ingest.reading.bounds import FileSize

MAGIC = b"PAR1"
NUMBER, TEXT = "NUMBER", "VARCHAR"
# Of a file of 2,000 columns in 500 row groups; reading one takes several times its size.
_MAX_FOOTER_BYTES = 64 * 2**20
_MAX_CELL_BYTES = 8 * 2**20  # as a line of a CSV file
_NUMERIC = (
    "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER",
    "UBIGINT", "UHUGEINT", "FLOAT", "DOUBLE", "DECIMAL",
)  # fmt: skip
_FLOATS = ("FLOAT", "DOUBLE")
_WHOLE_MAX = 2**53  # beyond it a float no longer tells whole numbers apart


@dataclass(frozen=True)
class ParquetColumn:
    """Attributes:
    name: in the file.
    type: NUMBER or TEXT, as in `RawTable.types`.
    cell: SQL of its cell over the columns p0, p1, ... of the file.
    """

    name: str
    type: str
    cell: str


def columns(
    con: duckdb.DuckDBPyConnection, path: Path, literal: str, shown_name: str
) -> list[ParquetColumn]:
    """The columns of a file that may be read.

    The footer is looked at first. What it says may be untrue, so a second look counts what is
    there; this takes memory for one page of the file at a time.

    Args:
        literal: the path as DuckDB takes it.
    Raises:
        InputFileError: it is larger than one file may be, or damaged.
        duckdb.Error: it cannot be read.
    """
    _check_footer(con, path, literal, shown_name)
    described = con.execute(
        "SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM read_parquet($path))",
        {"path": literal},
    ).fetchall()
    bounds.check_columns(len(described), shown_name)
    kinds = [str(kind) for _, kind in described]
    whole = _check_content(con, literal, kinds, shown_name)
    return [
        ParquetColumn(
            str(name),
            NUMBER if _is_number(kind) else TEXT,
            _cell(f"p{place}", kind, is_whole=whole[place]),
        )
        for place, ((name, _), kind) in enumerate(zip(described, kinds, strict=True))
    ]


def names(count: int) -> str:
    """p0, p1, ...: names of the columns that no name of the file can disturb."""
    return ", ".join(f"p{place}" for place in range(count))


def _check_footer(
    con: duckdb.DuckDBPyConnection, path: Path, literal: str, shown_name: str
) -> None:
    with path.open("rb") as stream:
        stream.seek(0, 2)
        stream.seek(max(stream.tell() - 8, 0))
        tail = stream.read(8)
    length = struct.unpack("<I", tail[:4])[0] if len(tail) == 8 and tail[4:] == MAGIC else 0
    if length > _MAX_FOOTER_BYTES:
        raise InputFileError(
            f"{shown_name}: expected a Parquet file with a footer of at most "
            f"{size(_MAX_FOOTER_BYTES)}, found {size(length)}. Write it with fewer columns or in "
            "larger row groups."
        )
    ((rows_count,),) = con.execute(
        "SELECT sum(num_rows) FROM parquet_file_metadata($path)", {"path": literal}
    ).fetchall()
    ((grouped_rows, columns_count, values, text_bytes),) = con.execute(
        """SELECT coalesce(sum(row_group_num_rows) FILTER (column_id = 0), 0),
                  count(DISTINCT column_id), coalesce(max(values_count), 0),
                  coalesce(sum(text_bytes), 0)
           FROM (SELECT column_id, row_group_num_rows,
                        sum(num_values) OVER (PARTITION BY row_group_id) AS values_count,
                        CASE WHEN type = 'BYTE_ARRAY' THEN total_uncompressed_size ELSE 0 END
                            AS text_bytes
                 FROM parquet_metadata($path))""",
        {"path": literal},
    ).fetchall()
    bounds.check(
        FileSize(
            max(int(rows_count or 0), int(grouped_rows)),
            int(columns_count),
            int(text_bytes),
            int(values),
        ),
        shown_name,
    )


def _check_content(
    con: duckdb.DuckDBPyConnection, literal: str, kinds: Sequence[str], shown_name: str
) -> list[bool]:
    """Which columns of floats and decimals hold whole numbers alone.

    Raises:
        InputFileError: the rows and texts in the file are too many.
    """
    texts = [place for place, kind in enumerate(kinds) if not _is_number(kind)]
    floats = [
        place
        for place, kind in enumerate(kinds)
        if kind in _FLOATS or (kind.startswith("DECIMAL") and not kind.endswith("]"))
    ]
    looks = ["count(*)", *(f"count(p{place})" for place in range(len(kinds)))]
    for place in texts:
        length = f"strlen({_text(f'p{place}', kinds[place])})"
        looks += [f"coalesce(sum({length}), 0)", f"coalesce(max({length}), 0)"]
    for place in floats:
        looks.append(f"coalesce(bool_and({_is_whole(f'p{place}', kinds[place])}), false)")
    row = con.execute(
        f"SELECT {', '.join(looks)} FROM read_parquet($path) AS t({names(len(kinds))})",
        {"path": literal},
    ).fetchone()
    if row is None:
        return [False] * len(kinds)
    lengths = row[1 + len(kinds) : 1 + len(kinds) + 2 * len(texts)]
    bounds.check(FileSize(int(row[0]), len(kinds), int(sum(lengths[::2]))), shown_name)
    longest = max(lengths[1::2], default=0)
    if longest > _MAX_CELL_BYTES:
        raise InputFileError(
            f"{shown_name}: expected texts of at most {size(_MAX_CELL_BYTES)} each, found one of "
            f"{size(longest)}. Leave that column out."
        )
    whole = dict(zip(floats, row[len(row) - len(floats) :], strict=True))
    return [bool(whole.get(place, False)) for place in range(len(kinds))]


def _is_whole(column: str, kind: str) -> str:
    if kind in _FLOATS:
        bound = f"{column} = trunc({column}) AND abs({column}) < {_WHOLE_MAX}"
        return f"isnan({column}) OR ({bound})"
    return f"{column} = trunc({column})"


def _cell(column: str, kind: str, *, is_whole: bool) -> str:
    """A column as numbers, or as the text that its cells would be in a CSV file."""
    if is_whole:
        # Ids and counts that became floats because some were missing: 17 is not 17.0.
        return f"TRY_CAST({column} AS {'BIGINT' if kind in _FLOATS else 'HUGEINT'})"
    if kind in _FLOATS:
        # 19.99 as a short float is 19.9899998 as a long one; its text is what was meant.
        number = f"{column}::VARCHAR::DOUBLE" if kind == "FLOAT" else column
        return f"CASE WHEN NOT isnan({column}) THEN {number} END"
    if kind.startswith("DECIMAL"):
        return f"{column}::DOUBLE"
    return column if _is_number(kind) else f"replace({_text(column, kind)}, chr(0), '')"


def _is_number(kind: str) -> bool:
    return kind.startswith(_NUMERIC) and not kind.endswith("]")


def _text(column: str, kind: str) -> str:
    if kind.endswith("]") or kind.startswith(("STRUCT", "MAP")):
        return f"to_json({column})::VARCHAR"
    if kind == "TIMESTAMP WITH TIME ZONE":
        return f"({column} AT TIME ZONE 'UTC')::VARCHAR"
    if kind == "BLOB":
        # Text of writers that do not mark it as such.
        return f"coalesce(TRY(decode({column})), {column}::VARCHAR)"
    return f"{column}::VARCHAR"
