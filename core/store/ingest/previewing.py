"""What an import would make of a file, before anything is changed."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path

import duckdb
import pandas as pd

from core.store.connect import WHOLE_FRAMES
from core.store.ingest import columns
from core.store.ingest.column_names import suggested
from core.store.ingest.formats import FORMATS
from core.store.ingest.model import ImportFile, Preview
from core.store.ingest.reading import raw
from core.store.ingest.reading.raw import RAW_TABLE, RawTable
from core.store.ingest.rejects import reject_frame
from core.store.ingest.usage import usage
from core.store.ingest.values.currencies import other_currencies
from core.store.ingest.values.days_to_come import leave_out_days_to_come
from core.store.ingest.values.typed import TYPED_TABLE, make_typed

_SHOWN_ROWS = 20
_CHECKED_ROWS = 50_000
_NO_REJECTS = pd.DataFrame({"line_number": [], "reason": [], "raw": []})


def preview(
    path: Path,
    *,
    mapping: Mapping[str, str] | None = None,
    table: str | None = None,
    shown_name: str | None = None,
    threads: int = 2,
    memory_limit: str = "2GB",
    scratch: Path | None = None,
) -> Preview:
    """What an import of this file would do with this mapping.

    Args:
        mapping, table: as in `ImportFile`.
        threads, memory_limit: for DuckDB, as in the settings.
    Raises:
        InputFileError: the file cannot be read at all.
        ColumnError: the mapping names a column or target that is not there.
    """
    file = ImportFile(path, shown_name or path.name, table, mapping or {})
    spill = tempfile.TemporaryDirectory(prefix="preview-", dir=scratch)
    con = duckdb.connect(
        ":memory:",
        config={
            "temp_directory": spill.name,
            "python_enable_replacements": False,
            **WHOLE_FRAMES,
            "threads": threads,
            "memory_limit": memory_limit,
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
        },
    )
    try:
        with raw.read(con, path, file.shown_name, scratch) as raw_table:
            return _previewed(con, file, raw_table)
    except duckdb.Error as error:
        raise raw.unreadable(file.shown_name, error) from error
    finally:
        con.close()
        spill.cleanup()


def _previewed(con: duckdb.DuckDBPyConnection, file: ImportFile, raw_table: RawTable) -> Preview:
    made = columns.recognised(file, raw_table.header)
    form = made.format if made else FORMATS["influencers"]
    required = columns.missing_groups(made) if made else form.needs
    warnings = list(raw_table.notes)
    rejects, rejected, checked = _NO_REJECTS, 0, 0
    last_row = raw_table.first_row + _CHECKED_ROWS - 1
    proposed = suggested(form, raw_table.header)
    if made and not required:
        make_typed(con, raw_table, made, file.shown_name, warnings.append, last_row=last_row)
        leave_out_days_to_come(con, raw_table, made, warnings.append)
        other_currencies(con, raw_table, made, warnings.append)
        row = con.execute(f"SELECT count(*), count(problem) FROM {TYPED_TABLE}").fetchone()
        checked, rejected = row if row else (0, 0)
        checked, rejected = checked + len(raw_table.broken), rejected + len(raw_table.broken)
        frame = reject_frame(con, raw_table, file.shown_name, form.table, _SHOWN_ROWS)
        rejects = frame[["line_number", "reason", "raw"]]
    mapped = {name for name in (target.name for target in form.targets) if made and made.has(name)}
    return Preview(
        kind=made.kind if made else "unknown",
        table_reason=made.reason if made else "",
        found_columns=raw_table.header,
        proposed=proposed,
        targets=tuple(target.name for target in form.targets),
        missing=tuple(target.name for target in form.targets if target.name not in mapped),
        required=required,
        first_rows=_first_rows(con, raw_table),
        rows_count=raw_table.rows_count + len(raw_table.broken),
        checked_count=checked,
        rejected_count=rejected,
        rejects=rejects,
        warnings=tuple(warnings),
        usage=usage(
            con, raw_table, made, proposed, last_row=last_row, is_typed=bool(made and not required)
        ),
    )


def _first_rows(con: duckdb.DuckDBPyConnection, raw_table: RawTable) -> pd.DataFrame:
    cells = ", ".join(f"{name}::VARCHAR" for name in raw_table.columns)
    rows = con.execute(
        f"SELECT {cells} FROM {RAW_TABLE} WHERE {raw_table.filled} "
        f"ORDER BY rowid LIMIT {_SHOWN_ROWS}"
    ).fetchall()
    return pd.DataFrame(rows, columns=list(raw_table.header))
