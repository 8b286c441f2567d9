"""Tables out of the store as CSV, XLSX and Parquet, safe to open in a spreadsheet."""

from __future__ import annotations

import io
import json
import os
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
from pandas.api import types

from core.errors import AppError, DiskFullError, NotFoundError
from core.store import tables
from core.store.builds import POINTER_FILE
from core.store.disk import is_full

# Cells that a spreadsheet would run: OWASP's list for CSV injection.
_FORMULA_START = ("=", "+", "-", "@", "\t", "\r")
_WIDEST_PIXELS = 360
_EXCEL_ROWS = 1_048_575
_EXCEL_CHARACTERS = 32_767
# Not allowed in XML, which an XLSX file is made of.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
ABOUT = "About"  # the sheet that says how old the data of a workbook is
FORMATS = (".csv", ".xlsx", ".parquet")
# What a data folder holds; it is told by its pointer.
_KEPT_FOLDERS = ("builds", "cache", "jobs", "imports", "logs")
_KEPT_FILES = (POINTER_FILE, "workspace", "niche_taxonomy", "publish", "cookie", "pseudonyms")

# The headers people know this table by, and what they hold.
FIFTEEN_COLUMNS = """
    SELECT i.handle AS "Account",
           i.url AS "Link",
           i.followers_count AS "Followers",
           i.audience_country AS "Audience Country",
           i.authentic_engagement AS "Authentic engagement",
           i.category AS "Category1",
           i.hashtags AS "Hashtags",
           i.story_price AS "Cost Story",
           i.post_price AS "Cost Post",
           b.name AS "Name_co",
           b.category AS "Category_co",
           b.hashtags AS "Hashtags_co",
           b.country AS "Country_co",
           b.followers_count AS "Followers_co",
           r.points AS "Puntos"
    FROM ratings r
    JOIN influencers i USING (influencer_id)
    JOIN brands b ON b.brand_id = r.brand_id
    ORDER BY r.brand_id, r.influencer_id
"""


def table_frame(
    con: duckdb.DuckDBPyConnection, table: str, *, fifteen_columns: bool = False
) -> pd.DataFrame:
    """A whole table in the order of its columns; lists stay lists.

    Pictures and vectors, which no table of text can hold, are left out.

    Args:
        fifteen_columns: ratings with creator and brand under the fifteen known headers.
    Raises:
        NotFoundError: there is no such table.
    """
    if fifteen_columns and table != "ratings":
        raise AppError(f"The fifteen columns are those of 'ratings', found table '{table}'.")
    if table not in tables.ALL:
        raise NotFoundError(f"Expected a table among {', '.join(tables.ALL)}, found '{table}'.")
    if fifteen_columns:
        return con.execute(FIFTEEN_COLUMNS).df()
    columns = tables.columns(con, table)
    if not columns:
        raise NotFoundError(
            f"This build was made before there was a table '{table}'. Make it again: "
            "python -m core build --from ratings."
        )
    names = ", ".join(f'"{name}"' for name, kind in columns.items() if kind != "BLOB")
    return con.execute(f"SELECT {names} FROM {table} ORDER BY ALL").df()


def safe_for_spreadsheets(frame: pd.DataFrame, unchanged: tuple[str, ...] = ()) -> pd.DataFrame:
    """The frame with ' before each text that a spreadsheet would take for a formula.

    Lists become text: hashtags and mentions separated by spaces, others as JSON with null for what
    is not known. Numbers and dates are left alone. An import of such a file takes the ' away again.

    Args:
        unchanged: columns of ids that other programs must find unchanged.
    """
    safe = frame.copy()
    for position, name in enumerate(frame.columns):
        values = frame.iloc[:, position]
        if types.is_numeric_dtype(values.dtype) or types.is_datetime64_any_dtype(values.dtype):
            continue
        if name not in unchanged:
            safe.isetitem(position, [_safe_cell(value, str(name)) for value in values])
    # A header is a cell as well.
    safe.columns = pd.Index([_safe_text(str(name)) for name in frame.columns])
    return safe


def to_csv_bytes(
    frame: pd.DataFrame, *, for_excel: bool = True, unchanged: tuple[str, ...] = ()
) -> bytes:
    """A frame as UTF-8 CSV, missing values as empty cells.

    Args:
        for_excel: begin with the mark by which Excel knows UTF-8; other programs would take it
            for a part of the first header.
        unchanged: see `safe_for_spreadsheets`.
    """
    safe = safe_for_spreadsheets(frame, unchanged)
    for position in range(safe.shape[1]):
        values = safe.iloc[:, position]
        if types.is_float_dtype(values.dtype):
            safe.isetitem(position, _plain_floats(values))
    return safe.to_csv(index=False, lineterminator="\n").encode(
        "utf-8-sig" if for_excel else "utf-8", "replace"
    )


def to_xlsx_bytes(frame: pd.DataFrame, sheet: str = "Sheet1") -> bytes:
    """A frame as an Excel workbook with one sheet; texts stay texts, whatever they start with.

    Raises:
        AppError: more rows than a sheet can hold.
    """
    return sheets_to_xlsx_bytes({sheet: frame})


def sheets_to_xlsx_bytes(sheets: dict[str, pd.DataFrame]) -> bytes:
    """Frames as the sheets of one Excel workbook, by name and in order; see `to_xlsx_bytes`.

    Raises:
        AppError: more rows than a sheet can hold.
    """
    stream = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "nan_inf_to_errors": True}
    with pd.ExcelWriter(stream, engine="xlsxwriter", engine_kwargs={"options": options}) as writer:
        for sheet, frame in sheets.items():
            name = _sheet_name(sheet)
            _for_excel(frame).to_excel(writer, sheet_name=name, index=False, freeze_panes=(1, 0))
            writer.sheets[name].autofit(_WIDEST_PIXELS)
    return stream.getvalue()


def _for_excel(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with cells that a workbook can hold."""
    if len(frame) > _EXCEL_ROWS:
        raise AppError(
            f"An Excel sheet holds {_EXCEL_ROWS:,} rows, found {len(frame):,}. "
            "Export CSV or Parquet."
        )
    safe = safe_for_spreadsheets(frame)
    for position in range(safe.shape[1]):
        values = safe.iloc[:, position]
        if types.is_object_dtype(values.dtype) or types.is_string_dtype(values.dtype):
            safe.isetitem(position, [_excel_text(value) for value in values])
        elif isinstance(values.dtype, pd.DatetimeTZDtype):
            safe.isetitem(position, values.dt.tz_convert(None))
        elif types.is_datetime64_any_dtype(values.dtype):
            days = values.dt.normalize()
            if values.dropna().eq(days.dropna()).all():
                # Days without a time of day, as in a CSV; else each would show 00:00:00.
                safe.isetitem(position, values.dt.date)
    return safe


def cell_text(text: str) -> str:
    """A text for one cell of a workbook: no formula when it is edited, nothing unfit for XML."""
    return str(_excel_text(_safe_text(text)))


def check_ending(out: Path) -> None:
    """For a command to call before minutes of work, not after.

    Raises:
        AppError: the ending is not one of `FORMATS`.
    """
    if out.suffix.lower() not in FORMATS:
        raise AppError(
            f"--out: expected a name ending in {', '.join(FORMATS)}, found '{out.name}'."
        )


def check_place(out: Path, option: str = "--out") -> None:
    """Returns when a file may be written there without harm to a data folder.

    Raises:
        AppError: it would stand in a build, a cache or another folder that the program keeps, or
            replace one of its files.
    """
    if _is_of_data(out):
        raise AppError(
            f"{option}: {out.name} would stand among the files of a data folder. Choose another "
            "folder."
        )


def about_sheet(rows: Iterable[tuple[str, str | float]]) -> pd.DataFrame:
    """Labels and values as a sheet that says what a workbook holds: columns What and Value."""
    return pd.DataFrame(rows, columns=["What", "Value"])


def write(
    frame: pd.DataFrame,
    out: Path,
    sheet: str = "Sheet1",
    *,
    ids: tuple[str, ...] = (),
    about: Sequence[tuple[str, str]] = (),
) -> None:
    """Writes a frame to `out` in one step, in the format its ending says.

    Args:
        about: labels and values for a second sheet of a workbook.
        ids: columns of ids, of a file that programs read: as CSV it has no mark for Excel, which
            some would take for a part of the first header, and these columns are as given.
    Raises:
        AppError: the ending is not one of `FORMATS`, or the file cannot be written.
    """
    check_ending(out)
    ending = out.suffix.lower()
    if ending == ".csv":
        content = to_csv_bytes(frame, for_excel=not ids, unchanged=ids)
    elif ending == ".xlsx":
        sheets = {sheet: frame, ABOUT: about_sheet(about)} if about else {sheet: frame}
        content = sheets_to_xlsx_bytes(sheets)
    else:
        stream = io.BytesIO()
        frame.to_parquet(stream, index=False)
        content = stream.getvalue()
    write_whole(content, out)


def write_whole(
    content: bytes, out: Path, *, option: str = "--out", is_private: bool = False
) -> None:
    """Writes a file in one step: nobody ever sees half of it.

    Args:
        option: of the command, which the error names.
        is_private: for the eyes of the owner only.

    Raises:
        AppError: it cannot be written.
    """
    check_place(out, option)
    partial = out.with_name(f".{out.name}.part")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        partial.write_bytes(content)
        if is_private:
            partial.chmod(0o600)
        partial.replace(out)
    except OSError as error:
        if partial.is_file():
            partial.unlink()
        if is_full(error):
            raise DiskFullError(
                f"{option}: the disk is full, so {out.name} was not written. Free some space, or "
                "choose another folder."
            ) from error
        raise AppError(
            f"{option}: cannot write {out.name} ({error.strerror}). Choose another folder."
        ) from error


def _is_of_data(out: Path) -> bool:
    """Whether a file would take the place of one that the program keeps, or stand beside it."""
    place = Path(os.path.realpath(out.parent), out.name)
    if (place.parent / POINTER_FILE).exists():
        return place.exists() and place.name.startswith(_KEPT_FILES)
    return any(
        folder.name in _KEPT_FOLDERS and (folder.parent / POINTER_FILE).exists()
        for folder in place.parents
    )


def _safe_cell(value: object, name: str) -> object:
    if isinstance(value, list | tuple | np.ndarray):
        # DuckDB gives a list with NULLs as a masked array, of which `tolist` makes None.
        items = [
            _plain_item(item)
            for item in (value.tolist() if isinstance(value, np.ndarray) else value)
        ]
        if name.lower().split("_")[0] in ("hashtags", "mentions"):
            return _safe_text(" ".join(str(item) for item in items if item is not None))
        return json.dumps(items, ensure_ascii=False)
    return _safe_text(value) if isinstance(value, str) else value


def _plain_item(item: object) -> object:
    item = item.item() if isinstance(item, np.generic) else item
    # What is not known keeps its place; JSON has no NaN.
    return None if isinstance(item, float) and not np.isfinite(item) else item


def _safe_text(text: str) -> str:
    # A text that starts with ' and a formula sign gets another ', so that both come back.
    bare = text.lstrip("'")
    return "'" + text if bare.startswith(_FORMULA_START) else text


def _excel_text(value: object) -> object:
    return _CONTROL.sub("", value)[:_EXCEL_CHARACTERS] if isinstance(value, str) else value


def _sheet_name(name: str) -> str:
    return re.sub(r"[\[\]:*?/\\']", " ", name)[:31].strip() or "Sheet1"


def _plain_floats(values: pd.Series) -> list[str | None]:
    """Shortest exact texts; whole numbers without a point, and never exactly three decimals.

    "1.234" reads as one thousand two hundred and thirty-four in half of the world.
    """
    texts: list[str | None] = []
    for value in values:
        if value is None or not np.isfinite(value):
            texts.append(None)
            continue
        text = (
            str(int(value))
            if float(value).is_integer() and abs(value) < 1e15
            else repr(float(value))
        )
        if re.fullmatch(r"-?[0-9]+\.[0-9]{3}", text):
            text += "0"
        texts.append(text)
    return texts
