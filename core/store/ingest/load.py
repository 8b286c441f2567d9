"""Files into the given tables of a store, in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import duckdb

from core.errors import ColumnError, InputFileError
from core.formats import counted, listed_names
from core.progress import Report, silent
from core.store.connect import transaction
from core.store.disk import raise_when_full
from core.store.ingest import columns, merge, parts
from core.store.ingest.gaps import fill_data_gaps
from core.store.ingest.model import FileSummary, ImportFile, ImportSummary
from core.store.ingest.reading import raw
from core.store.ingest.reading.raw import RawTable
from core.store.ingest.reading.text_file import sha256_of
from core.store.ingest.rejects import stage_rejects
from core.store.ingest.values.currencies import other_currencies
from core.store.ingest.values.days_to_come import leave_out_days_to_come
from core.store.ingest.values.typed import TYPED_TABLE, guessed_platform, make_typed

_STEP = "import"
Warn = Callable[[str], None]


def load(
    con: duckdb.DuckDBPyConnection,
    files: Sequence[ImportFile],
    report: Report = silent,
    *,
    as_of: date,
    scratch: Path | None = None,
) -> ImportSummary:
    """Rows of the files in the given tables; what is there already is updated.

    Args:
        con: read-write connection to a store with the schema.
        as_of: day of the last count in lists of daily counts, which carry no dates.
        scratch: folder for temporary copies of files that are not clean UTF-8.
    Raises:
        InputFileError: a file cannot be read, or none of its rows can be used.
        ColumnError: a file lacks a needed column. In both cases the store is as before.
    """
    if not files:
        raise InputFileError("Expected at least one file to import, found none.")
    warnings: list[str] = []
    summaries = []
    try:
        # Temporary tables are filled outside the transaction: inside one, rowid is not the
        # number of the row.
        parts.create_staging(con)
        for number, file in enumerate(files):
            report(_STEP, number, len(files), file.shown_name)
            summaries.append(_stage(con, file, number, as_of, scratch, warnings))
        report(_STEP, len(files), len(files), "bringing rows together")
        with transaction(con):
            merge.merge(con, warnings.append)
            fill_data_gaps(con)
        parts.keep_named_pictures(con)
        counts = {name: _count(con, name) for name in parts.STAGED}
    except duckdb.Error as error:
        raise_when_full(error)
        names = ", ".join(file.shown_name for file in files)
        raise InputFileError(
            f"{names}: cannot be imported ({str(error).strip().splitlines()[0][:200]}). "
            "Nothing was changed."
        ) from error
    finally:
        parts.drop_staging(con)
    return ImportSummary(tuple(summaries), tuple(warnings), counts)


def _stage(
    con: duckdb.DuckDBPyConnection,
    file: ImportFile,
    file_no: int,
    as_of: date,
    scratch: Path | None,
    warnings: list[str],
) -> FileSummary:
    def warn(text: str) -> None:
        warnings.append(f"{file.shown_name}: {text}")

    with raw.read(con, file.path, file.shown_name, scratch) as table:
        warnings.extend(table.notes)
        try:
            plan = columns.plan(file, table.header)
        except ColumnError as error:
            # Of a workbook, that another sheet was not read.
            raise ColumnError(" ".join((str(error), *table.notes))) from error
        _warn_of_columns(plan, table, file, warn)
        make_typed(con, table, plan, file.shown_name, warn)
        leave_out_days_to_come(con, table, plan, warn, as_of=as_of)
        main = plan.format.table
        rejected, top = stage_rejects(con, table, file.shown_name, main)
        read = table.rows_count + len(table.broken)
        if rejected == read:
            reasons = "; ".join(f"{reason} ({count:,})" for reason, count in top)
            raise InputFileError(
                f"{file.shown_name}: none of its {counted(read, 'row')} can be used: {reasons}. "
                "Check the file and the column map."
            )
        parts.share_out(con, plan, file_no, as_of)
        used = merge.used_count(con, main, file_no)
        currencies = other_currencies(con, table, plan, warn)
        _warn_of_values(con, plan, warn)
        con.execute(f"DROP TABLE {TYPED_TABLE}")
    return FileSummary(
        shown_name=file.shown_name,
        table=main,
        kind=plan.kind,
        sha256=sha256_of(file.path),
        read_count=read,
        used_count=used,
        rejected_count=rejected,
        merged_count=read - rejected - used,
        top_reasons=top,
        other_currencies=currencies,
    )


def _warn_of_columns(plan: columns.Plan, table: RawTable, file: ImportFile, warn: Warn) -> None:
    unused = [name for index, name in enumerate(table.header) if index not in plan.sources.values()]
    if unused:
        warn(f"columns not used: {listed_names(unused)}.")
    guess = guessed_platform(file.shown_name)
    refers = plan.format.target("handle") is not None
    if refers and guess and not plan.has("platform") and not plan.has("url"):
        warn(f"no platform column; taken as {guess} from the file name.")


def _rows_have(number: int) -> str:
    return f"{counted(number, 'row')} {'has' if number == 1 else 'have'}"


def _warn_of_values(con: duckdb.DuckDBPyConnection, plan: columns.Plan, warn: Warn) -> None:
    if plan.has("avg_likes") and plan.has("followers_count"):
        row = con.execute(
            f"""SELECT count(*) FROM {TYPED_TABLE}
                WHERE problem IS NULL AND avg_likes > followers_count"""
        ).fetchone()
        if row and row[0]:
            warn(f"{_rows_have(row[0])} more average likes than followers; kept, check the units.")
    if plan.has("authentic_engagement") and plan.has("followers_count"):
        row = con.execute(
            f"""SELECT count(*) FILTER (authentic_engagement > followers_count),
                       max(authentic_engagement) FILTER (authentic_engagement >= 1) < 100
                           AND median(followers_count) > 10000,
                       count(*) FILTER (authentic_engagement > 0 AND authentic_engagement < 1
                                        AND followers_count IS NULL)
                FROM {TYPED_TABLE} WHERE problem IS NULL"""
        ).fetchone()
        above, looks_like_percent, lost = row if row else (0, False, 0)
        if above:
            warn(f"{_rows_have(above)} more authentic engagements than followers; check the units.")
        if looks_like_percent:
            warn(
                "authentic engagement looks like per cent; add a % sign to have it read as a rate."
            )
        if lost:
            warn(f"{lost:,} engagement rates left empty because the row has no followers.")


def _count(con: duckdb.DuckDBPyConnection, table: str) -> int:
    row = con.execute(f"SELECT count(*) FROM {table}").fetchone()
    return int(row[0]) if row else 0
