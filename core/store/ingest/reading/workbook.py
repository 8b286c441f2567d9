"""A sheet of a workbook (XLSX) as comma-separated text, row by row and within limits."""

from __future__ import annotations

import csv
import datetime as dt
import errno
import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from core.errors import InputFileError
from core.formats import count, short_name, size
from core.store.ingest.reading import bounds

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

_MAX_PARTS = 10_000  # files in the archive
_MAX_PART_BYTES = 64 * 2**20  # of those that are read whole: styles, the list of sheets
_MAX_ROW_BYTES = 4 * 2**20  # of XML: some hundred cells as long as a cell can be
_MAX_ROWS = 1_048_576  # of a sheet
_HEAD_ROWS = 200  # that tell how wide a sheet is
_MAX_WHOLE = 1e18
_LEADING_ZEROS = re.compile(r"0{2,20}")
_CHUNK_BYTES = 2**18
_LONGEST_TAG = 64
_ROW_END = re.compile(rb"</(?:[\w.-]+:)?row>|<(?:[\w.-]+:)?row\b[^>]*/>")
_ROWS_END = re.compile(rb"</(?:[\w.-]+:)?sheetData>")
_NO_VALUE = re.compile(rb"(?:</f>|<f/>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>")
# What a format writes beside a number: "[$£-809]", '"€"', "$"; "[$-409]" is a language alone.
_BESIDE_NUMBER = re.compile(r'\[\$([^\]-]*)(?:-[^\]]*)?\]|"([^"]*)"|([$£€])')
_CURRENCIES = re.compile(r"[$£€]|\b(?:USD|GBP|EUR)\b", re.IGNORECASE)  # that prices are read with
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_WRONG = (
    OSError, EOFError, ValueError, KeyError, TypeError, AttributeError, IndexError, SyntaxError,
    NotImplementedError, RuntimeError, OverflowError, zipfile.BadZipFile, zlib.error,
)  # fmt: skip  # what openpyxl raises on damaged parts


def write_first_sheet(path: Path, target: Path, shown_name: str) -> tuple[str, ...]:
    """Writes the first visible sheet with cells to `target`; returns what to tell of it.

    Each row of the sheet is one record, empty rows included. Numbers keep all digits, per cent and
    the commonest currencies keep their signs, days and times are ISO 8601, formulas count by the
    value saved with them.

    Raises:
        InputFileError: it is damaged, larger than one file may be, or has no cells.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and validations, which are not read
            with _opened(path, shown_name) as book:
                return _written(book, target, shown_name)
    except InputFileError:
        raise
    except _WRONG as error:
        # A list of parts that points before the start of the file makes the system say EINVAL.
        if isinstance(error, OSError) and error.errno not in (None, errno.EINVAL):
            raise
        first = (str(error).splitlines() or [""])[0][:200]
        raise InputFileError(
            f"{shown_name}: the workbook cannot be read ({type(error).__name__}: {first}). Save "
            "it again as .xlsx or as CSV."
        ) from error


@contextmanager
def _opened(path: Path, shown_name: str) -> Iterator[Workbook]:
    from openpyxl.reader.excel import ExcelReader

    with path.open("rb") as stream:
        reader = ExcelReader(stream, read_only=True, data_only=True, keep_links=False)
        reader.archive.close()
        with _BoundedArchive(path, shown_name) as archive:
            reader.archive = archive
            reader.read()
            yield reader.wb


def _written(book: Workbook, target: Path, shown_name: str) -> tuple[str, ...]:
    sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    chosen, width, others = None, 0, []
    for sheet in sheets or book.worksheets:
        sheet.reset_dimensions()
        found = _width(sheet, shown_name)
        if found and chosen is None:
            chosen, width = sheet, found
        elif found:
            others.append(sheet.title)
    if chosen is None:
        raise InputFileError(
            f"{shown_name}: expected a sheet with a header and rows, found none with cells. "
            "Export it again."
        )
    with target.open("w", encoding="utf-8", errors="replace", newline="") as stream:
        errors = _write_rows(chosen, width, csv.writer(stream, lineterminator="\n"), shown_name)
    notes = []
    if others:
        notes.append(
            f"{shown_name}: read sheet '{short_name(chosen.title)}'; {count(len(others))} more "
            "with cells left out. Save the one you mean as a file of its own."
        )
    if errors:
        notes.append(f"{shown_name}: {count(errors)} cells with an error such as #REF! left empty.")
    unsaved = book._archive.formulas_without_value(chosen._worksheet_path)
    if unsaved:
        notes.append(
            f"{shown_name}: {count(unsaved)} formulas have no saved value and are left empty. "
            "Open the file in a spreadsheet program and save it."
        )
    return tuple(notes)


def _width(sheet: Any, shown_name: str) -> int:
    """Columns that the first rows of a sheet use; 0 for an empty sheet."""
    used = 0
    for row in sheet.iter_rows(
        max_row=_HEAD_ROWS, max_col=bounds.MAX_COLUMNS + 1, values_only=True
    ):
        used = max(
            used, max((at for at, value in enumerate(row, 1) if value is not None), default=0)
        )
    if used:
        bounds.check_columns(used, shown_name)
    return used


def _write_rows(sheet: Any, width: int, writer: Any, shown_name: str) -> int:
    """Writes all rows up to the last one with a cell; returns how many cells hold an error."""
    errors, empty = 0, 0
    most = bounds.rows_limit(width)
    # One column more than expected, so that a cell beyond the header is noticed.
    for number, row in enumerate(sheet.iter_rows(max_col=width + 1), start=1):
        if number > most:
            bounds.check(bounds.FileSize(number, width, 0), shown_name)
        if number > _MAX_ROWS:
            raise InputFileError(
                f"{shown_name}: expected at most {count(_MAX_ROWS)} rows in a sheet, found more. "
                "Save it again."
            )
        errors += sum(cell.data_type == "e" for cell in row)
        texts = [_text(cell) for cell in row]
        if not any(texts):
            empty += 1
            continue
        for _ in range(empty):
            writer.writerow([""] * width if width > 1 else [])
        empty = 0
        writer.writerow(texts if texts[-1] else texts[:-1])
    return errors


def _text(cell: Any) -> str:  # noqa: PLR0911  one a kind
    value = cell.value
    if value is None or cell.data_type == "e":
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return _number_text(value, cell.number_format or "")
    if isinstance(value, dt.datetime):
        if value.time() == dt.time():
            return value.date().isoformat()
        return value.isoformat(sep=" ", timespec="milliseconds" if value.microsecond else "seconds")
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    text = str(value)
    # Characters that XML cannot hold.
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


def _number_text(value: float, form: str) -> str:
    """A number as a CSV file of the sheet would have it, with all its digits.

    1.234 is written as 1.2340: a number with one sign before three digits may be read as 1,234.
    """
    if "%" in form and '"' not in form:
        return f"{_digits(round(value * 100, 10))}%"
    if float(value).is_integer() and abs(value) < _MAX_WHOLE:
        whole = str(int(value))
        digits = whole.zfill(len(form)) if _LEADING_ZEROS.fullmatch(form) else whole
    else:
        digits = _digits(value)
        digits = f"{digits}0" if re.fullmatch(r"-?[0-9]+\.[0-9]{3}", digits) else digits
    currency = _currency(form)
    return f"{digits} {currency}" if currency else digits


def _currency(form: str) -> str:
    """The currency that a format writes beside a number; '' for none."""
    beside = " ".join("".join(found) for found in _BESIDE_NUMBER.findall(form))
    named = _CURRENCIES.search(beside)
    return named.group() if named else ""


def _digits(value: float) -> str:
    text = repr(float(value))
    return text.removesuffix(".0")


class _BoundedArchive(zipfile.ZipFile):
    """The archive of a workbook, none of whose parts fills the memory.

    `zipfile` gives no more of a part than the archive says it unpacks to, so these sizes hold.

    """

    def __init__(self, path: Path, shown_name: str):
        # Each entry of the list of parts takes several times its bytes.
        bounds.check_text(4 * path.stat().st_size, shown_name, "unpacked XML")
        super().__init__(path)
        self._shown_name = shown_name
        self._guards: dict[str, _RowGuard] = {}
        if len(self.infolist()) > _MAX_PARTS:
            raise InputFileError(
                f"{shown_name}: expected a workbook of at most {count(_MAX_PARTS)} parts, found "
                f"{count(len(self.infolist()))}. Save it again."
            )
        if any(info.flag_bits & 0x1 for info in self.infolist()):
            raise InputFileError(
                f"{shown_name}: the workbook is locked with a password. Save it without one."
            )
        tables = [info.file_size for info in self.infolist() if _is_table(info.filename)]
        bounds.check_text(sum(tables), shown_name, "unpacked XML")

    def formulas_without_value(self, sheet_path: str) -> int:
        """Formulas of a sheet that was read to its end."""
        return self._guards[sheet_path].formulas_without_value

    def open(self, name: Any, mode: Any = "r", *args: Any, **options: Any) -> IO[bytes]:
        stream = super().open(name, mode, *args, **options)
        file_name = getattr(name, "filename", str(name))
        info = self.getinfo(file_name)
        if not _is_table(file_name) and info.file_size > _MAX_PART_BYTES:
            raise InputFileError(
                f"{self._shown_name}: expected parts of at most {size(_MAX_PART_BYTES)} beside the "
                f"sheets, found '{short_name(file_name)}' with {size(info.file_size)}. Save it "
                "again."
            )
        if not _is_sheet(file_name):
            return stream
        guard = self._guards[file_name] = _RowGuard(stream, self._shown_name)
        return io.BufferedReader(guard, _CHUNK_BYTES)


class _RowGuard(io.RawIOBase):
    """The XML of a sheet, which stops where one row would fill the memory.

    openpyxl reads row by row, but a row as a whole.
    """

    def __init__(self, stream: IO[bytes], shown_name: str):
        super().__init__()
        self.formulas_without_value = 0
        self._stream, self._shown_name = stream, shown_name
        self._tail = b""
        self._row_bytes = 0
        self._most = _MAX_ROW_BYTES

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        chunk = self._stream.read(len(buffer))
        buffer[: len(chunk)] = chunk
        # What is looked for may be cut in two by the border between chunks.
        seen = self._tail + chunk
        self._tail = seen[-_LONGEST_TAG:]
        self.formulas_without_value += len(_NO_VALUE.findall(seen))
        if _NO_VALUE.search(self._tail):  # it would be counted again
            self._tail = b""
        has_end = _ROW_END.search(seen) is not None
        self._row_bytes = len(chunk) if has_end else self._row_bytes + len(chunk)
        if _ROWS_END.search(seen):
            self._most = _MAX_PART_BYTES  # what follows the rows: merged cells, rules
        if self._row_bytes > self._most:
            raise InputFileError(
                f"{self._shown_name}: expected rows of at most {size(_MAX_ROW_BYTES)} in "
                "the sheet, found a longer one. Leave columns out and save it again."
            )
        return len(chunk)

    def close(self) -> None:
        self._stream.close()
        super().close()


def _is_sheet(part: str) -> bool:
    return part.startswith("xl/worksheets/")


def _is_table(part: str) -> bool:
    return _is_sheet(part) or part == "xl/sharedStrings.xml"
