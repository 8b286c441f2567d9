"""A CSV file as clean UTF-8 with a known delimiter and header, whatever it was before."""

from __future__ import annotations

import codecs
import csv
import hashlib
import shutil
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from core.errors import InputFileError
from core.formats import short_name, size
from core.store.ingest.reading import bounds
from core.store.ingest.reading.bounds import MAX_NAME
from core.store.ingest.reading.header import Header, found_header
from core.store.ingest.reading.unpacking import Unpacked
from core.store.temporary import temporary_file

# A field holds at most a long list of captions; DuckDB needs a bound, and so does csv.
MAX_LINE_BYTES = 8 * 2**20
_CHUNK_BYTES = 8 * 2**20
_HEAD_BYTES = 256 * 2**10
# First bytes of files that people mistake for tables, and what to do about each.
_SIGNATURES = (
    (b"PK\x03\x04", "a zip archive", "Unpack it"),
    (b"\xd0\xcf\x11\xe0", "an old or locked Excel workbook", "Save it as XLSX without a password"),
    (b"%PDF", "a PDF", "Export the table as CSV"),
    (b"\x89PNG", "a picture", "Choose a table"),
    (b"\xff\xd8\xff", "a picture", "Choose a table"),
    (b"GIF8", "a picture", "Choose a table"),
    (b"SQLite format 3", "an SQLite database", "Export the table as CSV"),
    (b"{\\rtf", "a rich text document", "Save the table as CSV"),
)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

csv.field_size_limit(MAX_LINE_BYTES)


@dataclass(frozen=True)
class TextFile:
    """A CSV file ready for DuckDB.

    Attributes:
        path: of the clean UTF-8 text; a temporary copy where the original was not clean.
        header: names of the columns, unique, never empty.
        header_cells: the same as they stand in the file; blank lines and Excel's 'sep=;' may
            come before them. Lines of a title above them are blank in `path`.
        has_quotes: a quote occurs somewhere, so a cell may hold line breaks.
        lines_count: physical lines, at least as many as there are rows.
        is_sheet: a sheet of a workbook, so its records count as lines to a person.
        notes: what was changed in order to read it, in words.
    """

    path: Path
    delimiter: str
    header: tuple[str, ...]
    header_cells: tuple[str, ...]
    has_quotes: bool
    lines_count: int
    is_sheet: bool
    notes: tuple[str, ...]


def sha256_of(path: Path) -> str:
    """Hash of a file's bytes, hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def check_readable(path: Path, shown_name: str) -> None:
    """Raises InputFileError for a file that is missing, empty, a folder or locked."""
    if not path.exists():
        raise InputFileError(f"{shown_name}: expected a file, found none. Check the path.")
    if not path.is_file():
        raise InputFileError(f"{shown_name}: expected a file, found a folder or device.")
    try:
        with path.open("rb") as stream:
            first = stream.read(1)
    except OSError as error:
        raise InputFileError(
            f"{shown_name}: cannot be read ({error.strerror}). Check its permissions."
        ) from error
    if not first:
        raise InputFileError(
            f"{shown_name}: expected a table with a header, found an empty file. Export it again."
        )


@contextmanager
def opened(source: Unpacked, shown_name: str, folder: Path | None = None) -> Iterator[TextFile]:
    """The file as `TextFile`; a temporary copy is removed at the end.

    Args:
        source: of `unpacking.unpacked`.
        folder: where a temporary copy may lie; the system's folder when None.
    Raises:
        InputFileError: it is no text, has no header, or more text than one file may have.
    """
    bounds.check_text(source.path.stat().st_size, shown_name, "text")
    encoding, notes, clean = _inspect(source.path, shown_name)
    with ExitStack() as stack:

        def temporary(name: str) -> Path:
            return stack.enter_context(temporary_file(name, folder))

        readable = source.path
        if not clean:
            readable = temporary("text.csv")
            _rewrite(source.path, readable, encoding)
        text, header = _described(readable, shown_name, (*source.notes, *notes), source.is_sheet)
        if header.title:
            untitled = temporary("untitled.csv")
            _without_title(readable, untitled, header.lines_before)
            text = replace(text, path=untitled)
        yield text


def _inspect(path: Path, shown_name: str) -> tuple[str, tuple[str, ...], bool]:
    """Encoding, notes, and whether DuckDB can read the file as it is."""
    with path.open("rb") as stream:
        head = stream.read(_HEAD_BYTES)
    for signature, what, remedy in _SIGNATURES:
        if head.startswith(signature):
            raise InputFileError(
                f"{shown_name}: expected CSV, XLSX or Parquet, found {what}. {remedy} and "
                "import that."
            )
    for bom, name in _BOMS:
        if head.startswith(bom):
            notes = () if name == "utf-8-sig" else (f"{shown_name}: read as {name.upper()}.",)
            return name, notes, False
    nuls = head.count(0)
    if nuls > len(head) * 0.2:  # text in UTF-16 without a mark: every other byte is 0
        even = head[0::2].count(0)
        name = "utf-16-be" if even > nuls / 2 else "utf-16-le"
        if max(even, nuls - even) > 0.9 * nuls and nuls < len(head) * 0.6:
            return name, (f"{shown_name}: read as UTF-16.",), False
    control = sum(head.count(byte) for byte in range(1, 32) if byte not in (9, 10, 11, 12, 13))
    if control + nuls > len(head) * 0.1:
        raise InputFileError(
            f"{shown_name}: expected CSV, XLSX or Parquet, found binary data. Export the "
            "table as CSV."
        )
    return _inspect_bytes(path, shown_name)


def _inspect_bytes(path: Path, shown_name: str) -> tuple[str, tuple[str, ...], bool]:
    decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
    broken = beyond_ascii = nuls = crlf = newlines = returns = 0
    carry = b""
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK_BYTES):
            if not chunk.isascii():
                text = decoder.decode(chunk)
                broken += text.count("�") - chunk.count("�".encode())
                beyond_ascii += len(text) - len(text.encode("ascii", "ignore"))
            else:
                broken += decoder.decode(b"", final=True).count("�")
                decoder.reset()
            nuls += chunk.count(0)
            both = carry + chunk
            crlf += both.count(b"\r\n")
            newlines += chunk.count(b"\n")
            returns += chunk.count(b"\r")
            carry = chunk[-1:] if chunk.endswith(b"\r") else b""
    broken += decoder.decode(b"", final=True).count("�")
    notes = []
    encoding = "utf-8"
    if broken > 0 and broken * 4 > beyond_ascii:
        encoding = "cp1252"
        notes.append(f"{shown_name}: not UTF-8, read as Windows-1252; check names with accents.")
    elif broken > 0:
        notes.append(f"{shown_name}: {broken:,} bytes are not UTF-8 and are shown as �.")
    if nuls:
        notes.append(f"{shown_name}: {nuls:,} NUL bytes removed.")
    # DuckDB's strict mode stops at a second kind of line end; lone CR is an old Mac file.
    one_kind = crlf in (0, newlines) and (returns == crlf)
    return encoding, tuple(notes), not broken and not nuls and one_kind


def _rewrite(path: Path, copy: Path, encoding: str) -> None:
    errors = "cp1252_or_latin1" if encoding == "cp1252" else "replace"
    with (
        # newline=None turns \r\n and \r into \n.
        path.open("r", encoding=encoding, errors=errors, newline=None) as source,
        copy.open("w", encoding="utf-8", errors="replace", newline="\n") as target,
    ):
        while text := source.read(_CHUNK_BYTES):
            target.write(text.replace("\x00", ""))


def _as_latin1(error: UnicodeError) -> tuple[str, int]:
    # Five bytes have no meaning in Windows-1252.
    assert isinstance(error, UnicodeDecodeError)
    return error.object[error.start : error.end].decode("latin-1"), error.end


codecs.register_error("cp1252_or_latin1", _as_latin1)


def _described(
    path: Path, shown_name: str, notes: tuple[str, ...], is_sheet: bool
) -> tuple[TextFile, Header]:
    with path.open("r", encoding="utf-8", errors="replace", newline="") as stream:
        head = stream.read(_HEAD_BYTES)
    if not head.strip():
        raise InputFileError(
            f"{shown_name}: expected a header with column names, found only blank lines."
        )
    if len(head) == _HEAD_BYTES and "\n" not in head.lstrip("\r\n"):
        raise InputFileError(
            f"{shown_name}: expected column names in the first line, found a line of more than "
            f"{size(_HEAD_BYTES)}. Put the column names into the first line."
        )
    header = found_header(head, "," if is_sheet else None)
    cells = list(header.cells)
    while cells and not cells[-1].strip():
        cells.pop()
    names = [cell.strip() for cell in cells]
    bounds.check_columns(len(names), shown_name)
    if header.title:
        notes = (
            *notes,
            f"{shown_name}: column names found on line {header.lines_before + 1}, under "
            f"'{short_name(header.title, 60)}'.",
        )
    has_quotes, lines_count = _quotes_and_lines(path)
    text = TextFile(
        path, header.delimiter, unique_names(names), tuple(cells), has_quotes, lines_count,
        is_sheet, notes,
    )  # fmt: skip
    return text, header


def _without_title(path: Path, copy: Path, lines: int) -> None:
    """A copy in which the first lines are blank, so that all others keep their numbers."""
    with path.open("rb") as source, copy.open("wb") as target:
        for _ in range(lines):
            target.write(b"\r\n" if source.readline().endswith(b"\r\n") else b"\n")
        shutil.copyfileobj(source, target, _CHUNK_BYTES)


def _quotes_and_lines(path: Path) -> tuple[bool, int]:
    has_quotes, lines = False, 1
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK_BYTES):
            has_quotes = has_quotes or b'"' in chunk
            lines += chunk.count(b"\n")
    return has_quotes, lines


def unique_names(names: Sequence[str]) -> tuple[str, ...]:
    """Names of columns, each different, none empty, and none longer than a name can be."""
    seen: set[str] = set()
    unique = []
    for index, name in enumerate(names):
        shown = base = " ".join(name.split())[:MAX_NAME] or f"column {index + 1}"
        number = 2
        while shown in seen:
            shown, number = f"{base} ({number})", number + 1
        seen.add(shown)
        unique.append(shown)
    return tuple(unique)
