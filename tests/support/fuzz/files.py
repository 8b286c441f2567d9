"""Tables made wrong in their cells, written in some format, then made wrong in their bytes."""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import random
import tarfile
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import numpy as np
import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
from openpyxl.utils.exceptions import IllegalCharacterError
from PIL import Image

from tests.support.fuzz import values
from tests.support.fuzz.tables import Table

ENDINGS = (".csv", ".csv", ".csv", ".tsv", ".txt", ".csv.gz", ".xlsx", ".parquet")
_ENCODINGS = ("utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1252", "utf-7", "cp037", "shift_jis")


def broken_table(table: Table, rng: random.Random) -> Table:
    """The table with a few of its cells, rows and names changed; sometimes as it was."""
    made = [list(row) for row in table]
    for _ in range(rng.choice((0, 1, 1, 2, 4))):
        if len(made) < 2 or not made[0]:
            break
        rng.choice(_TABLE_FAULTS)(made, rng)
    return made


def _hostile_cells(table: Table, rng: random.Random) -> None:
    for _ in range(rng.choice((1, 3, 20))):
        row = rng.choice(table[1:])
        if row:
            row[rng.randrange(len(row))] = values.cell(rng)


def _hostile_column(table: Table, rng: random.Random) -> None:
    place, value = rng.randrange(len(table[0])), values.cell(rng)
    for row in table[1:]:
        if place < len(row):
            row[place] = value if rng.random() < 0.9 else values.cell(rng)


def _hostile_header(table: Table, rng: random.Random) -> None:
    table[0][rng.randrange(len(table[0]))] = values.name(rng)


def _more_columns(table: Table, rng: random.Random) -> None:
    name, count = values.name(rng), rng.choice((1, 1, 30))
    for place, row in enumerate(table):
        row.extend([name if place == 0 else values.cell(rng)] * count)


def _without_column(table: Table, rng: random.Random) -> None:
    place = rng.randrange(len(table[0]))
    for row in table:
        del row[place : place + 1]


def _empty_column(table: Table, rng: random.Random) -> None:
    place = rng.randrange(len(table[0]))
    for row in table[1:]:
        row[place : place + 1] = [""]


def _keys_twice(table: Table, rng: random.Random) -> None:
    for row in rng.choices(table[1:], k=5):
        other = rng.choice(table[1:])
        table.append([*row[:1], *other[1:]])


def _ragged(table: Table, rng: random.Random) -> None:
    for row in rng.choices(table[1:], k=3):
        if rng.random() < 0.5:
            row.extend(["more"] * rng.choice((1, 90)))
        else:
            del row[rng.randrange(len(row) + 1) :]


def _few_rows(table: Table, rng: random.Random) -> None:
    del table[rng.choice((1, 2, 3, 4)) :]


def _other_order(table: Table, rng: random.Random) -> None:
    places = rng.sample(range(len(table[0])), len(table[0]))
    for row in table:
        if len(row) == len(places):
            row[:] = [row[place] for place in places]


_TABLE_FAULTS: tuple[Callable[[Table, random.Random], None], ...] = (
    _hostile_cells, _hostile_cells, _hostile_cells, _hostile_column, _hostile_column,
    _hostile_header, _more_columns, _without_column, _empty_column, _keys_twice, _ragged, _few_rows,
    _other_order,
)  # fmt: skip


def written(table: Table, stem: Path, rng: random.Random) -> Path:
    """A file of the table in some format under some ending, often broken; or no file at all."""
    ending = rng.choice(ENDINGS)
    made = broken_table(table, rng)
    if ending == ".xlsx":
        content = _workbook(made, rng)
    elif ending == ".parquet":
        content = _parquet(made, rng)
    else:
        content = as_csv(made, rng)
        if rng.random() < 0.15:
            encoding = rng.choice(_ENCODINGS)
            content = content.decode("utf-8", "replace").encode(encoding, "replace")
        if ending.endswith(".gz"):
            content = gzip.compress(content)
    if rng.random() < 0.35:
        content = broken_bytes(content, rng)
    if rng.random() < 0.05:
        ending = rng.choice(ENDINGS)
    return _placed(content, stem.with_name(stem.name + ending), rng)


def _placed(content: bytes, path: Path, rng: random.Random) -> Path:
    chance = rng.random()
    if chance < 0.01:
        return path
    if chance < 0.015:
        os.mkfifo(path)
    elif chance < 0.02:
        path.mkdir()
    elif chance < 0.025:
        path.symlink_to(rng.choice((str(path), "/dev/zero", "/proc/self/mem", "/etc")))
    else:
        path.write_bytes(content)
    return path


def as_csv(table: Table, rng: random.Random) -> bytes:
    """The table as it is, in a CSV of some kind."""
    stream = io.StringIO(newline="")
    delimiter = rng.choice(",,,;\t|")
    quoting: Literal[0, 1] = csv.QUOTE_ALL if rng.random() < 0.5 else csv.QUOTE_MINIMAL
    csv.writer(stream, delimiter=delimiter, quoting=quoting).writerows(table)
    return stream.getvalue().encode("utf-8", "surrogatepass")


def _workbook(table: Table, rng: random.Random) -> bytes:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    for row in table:
        try:
            sheet.append([cell[:32_000] if isinstance(cell, str) else cell for cell in row])
        except (IllegalCharacterError, UnicodeEncodeError):
            sheet.append([ascii(cell)[:99] for cell in row])
    stream = io.BytesIO()
    try:
        book.save(stream)
    except (UnicodeEncodeError, ValueError):
        return b"PK\x03\x04"
    return _archive_changed(stream.getvalue(), rng) if rng.random() < 0.3 else stream.getvalue()


def _archive_changed(content: bytes, rng: random.Random) -> bytes:
    """The archive with one of its parts changed, left out or there twice."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        chosen = rng.choice(old.namelist())
        for name in old.namelist():
            part = old.read(name)
            if name != chosen:
                new.writestr(name, part)
            elif rng.random() < 0.8:
                new.writestr(name, broken_bytes(part, rng))
    return stream.getvalue()


def _parquet(table: Table, rng: random.Random) -> bytes:
    width = len(table[0])
    columns = [
        [row[place] if place < len(row) else None for row in table[1:]] for place in range(width)
    ]
    arrays = []
    for column in columns:
        try:
            arrays.append(pa.array(column))
        except (pa.ArrowException, UnicodeEncodeError, OverflowError):
            texts = [str(cell).encode("utf-8", "surrogatepass") for cell in column]
            is_text = rng.random() < 0.5  # that is no UTF-8
            arrays.append(pa.array(texts, pa.binary()).view(pa.string() if is_text else None)
                          if is_text else pa.array(texts, pa.binary()))  # fmt: skip
    names = [str(name).encode("utf-8", "replace").decode() for name in table[0]]
    stream = io.BytesIO()
    try:
        pq.write_table(
            pa.Table.from_arrays(arrays, names=names),
            stream,
            compression=rng.choice(("none", "snappy", "gzip", "zstd")),
            row_group_size=rng.choice((5, 1_000)),
        )
    except (pa.ArrowException, OSError):
        return b"PAR1" + bytes(40) + b"PAR1"
    return stream.getvalue()


def archive(rng: random.Random, stem: Path, ids: list[str], width: int) -> Path:
    """An NPZ file for `rank`: ids and two views, often broken."""
    noise = np.random.default_rng(rng.randrange(2**31))
    arrays: dict[str, Any] = {
        "ids": np.array(ids),
        "topics": noise.normal(size=(len(ids), width)),
        "concepts": noise.normal(size=(len(ids), 3)).astype(np.float32),
        "category": np.array([("food", "travel")[place % 2] for place in range(len(ids))]),
    }
    for _ in range(rng.choice((0, 1, 1, 2))):
        rng.choice(_ARRAY_FAULTS)(arrays, rng)
    stream = io.BytesIO()
    np.savez(stream, **arrays)
    content = stream.getvalue()
    if rng.random() < 0.2:
        content = _archive_changed(content, rng)
    if rng.random() < 0.2:
        content = broken_bytes(content, rng)
    return _placed(content, stem.with_name(stem.name + ".npz"), rng)


def _name(arrays: dict[str, Any], rng: random.Random) -> str:
    return rng.choice(sorted(arrays))


def _other_numbers(arrays: dict[str, Any], rng: random.Random) -> None:
    array = arrays.get("topics")
    if array is not None and array.size and array.dtype.kind == "f":
        number = rng.choice((np.nan, np.inf, -np.inf, 1e308, -1e308, 0.0, 1e-308, 1e150))
        places = rng.choice((rng.randrange(len(array)), slice(None), (slice(None), 0)))
        array[places if array.ndim == 2 else slice(None)] = number


def _other_type(arrays: dict[str, Any], rng: random.Random) -> None:
    name = _name(arrays, rng)
    kind = rng.choice(("float16", "int8", "uint64", "bool", "complex128", "S3", "U2", "object",
                       "datetime64[s]", "float128"))  # fmt: skip
    try:
        arrays[name] = arrays[name].astype(kind)
    except (TypeError, ValueError, OverflowError):
        arrays[name] = np.zeros(len(arrays[name]) if arrays[name].ndim else 1, kind)


def _other_shape(arrays: dict[str, Any], rng: random.Random) -> None:
    name = _name(arrays, rng)
    array = arrays[name]
    arrays[name] = rng.choice((
        array[:1], array[:0], array.ravel(), array[None], np.concatenate([array, array]),
        np.array(array.ravel()[0]) if array.size else array, np.asfortranarray(array),
        np.zeros((len(array) if array.ndim else 1, 0)),
    ))  # fmt: skip


def _other_ids(arrays: dict[str, Any], rng: random.Random) -> None:
    ids = arrays.get("ids")
    if ids is not None and ids.ndim == 1 and len(ids):
        found = [str(one) for one in ids.tolist()]
        found[rng.randrange(len(found))] = rng.choice((values.cell(rng), found[0]))
        arrays["ids"] = np.array(found)


def _other_names(arrays: dict[str, Any], rng: random.Random) -> None:
    name = _name(arrays, rng)
    fresh = values.name(rng).encode("utf-8", "replace").decode().replace("\0", "")[:99]
    if fresh not in ("file", "args", "kwds"):  # of numpy.savez itself
        arrays[fresh] = arrays.pop(name)


_ARRAY_FAULTS: tuple[Callable[[dict[str, Any], random.Random], None], ...] = (
    _other_numbers, _other_numbers, _other_type, _other_shape, _other_ids, _other_names,
)  # fmt: skip


def backup(good: bytes, stem: Path, rng: random.Random) -> Path:
    """A backup with its members or its bytes changed; `good` is a tar file."""
    content = _tar_changed(good, rng) if rng.random() < 0.6 else good
    if rng.random() < 0.6 or content is good:
        content = broken_bytes(content, rng)
    ending = rng.choice((".tar", ".tar", ".tar.gz", ".zip", ""))
    return _placed(
        gzip.compress(content, 1) if ending.endswith("gz") else content,
        stem.with_name(stem.name + ending),
        rng,
    )


def _tar_changed(good: bytes, rng: random.Random) -> bytes:
    stream = io.BytesIO()
    with (
        tarfile.open(fileobj=io.BytesIO(good)) as old,
        tarfile.open(fileobj=stream, mode="w") as new,
    ):
        members = old.getmembers()
        chosen = rng.choice(members)
        for member in members:
            file = old.extractfile(member)
            content = file.read() if file else b""
            if member is chosen or (member.name == "backup.json" and rng.random() < 0.3):
                content = _member_changed(member, content, rng)
            member.size = len(content)
            new.addfile(member, io.BytesIO(content))
    return stream.getvalue()


def _member_changed(member: tarfile.TarInfo, content: bytes, rng: random.Random) -> bytes:
    fault = rng.randrange(6)
    if fault == 0:
        member.name = rng.choice(("../../outside", "/tmp/outside", "builds", "CURRENT", "a" * 300,
                                  "builds/../../x", "backup.json/x", "\u202ex"))  # fmt: skip
    elif fault == 1:
        member.type = rng.choice((tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE,
                                  tarfile.CHRTYPE, tarfile.DIRTYPE))  # fmt: skip
        member.linkname = rng.choice(("/etc/passwd", "../../..", "backup.json", ""))
        return b""
    elif fault == 2 and content[:1] == b"{":
        found = json.loads(content)
        key = rng.choice(sorted(found))
        found[key] = rng.choice(("../../x", None, -1, [], {}, "x" * 9_000, 1e308, True, "\0", ""))
        return json.dumps(found).encode()
    elif fault == 3 and content[:1] == b"{":
        return rng.choice((b"[]", b"null", b"{}", b"[" * 100_000, b"\xff", b'"x"', b"1", b""))
    return broken_bytes(content, rng)


def broken_bytes(content: bytes, rng: random.Random) -> bytes:
    """The bytes with a few of them flipped, cut off, put in, swapped or repeated."""
    made = bytearray(content)
    for _ in range(rng.choice((1, 1, 2, 5))):
        if not made:
            break
        place = rng.randrange(len(made))
        fault = rng.randrange(9)
        if fault == 0:
            for spot in rng.choices(range(len(made)), k=rng.choice((1, 4, 40))):
                made[spot] ^= 1 << rng.randrange(8)
        elif fault == 1:
            del made[place:]
        elif fault == 2:
            del made[place : place + rng.choice((1, 9, 300))]
        elif fault == 3:
            made[place:place] = rng.randbytes(rng.choice((1, 3, 900)))
        elif fault == 4:
            made[place:place] = made[:place][-rng.choice((5, 200)) :] * rng.choice((1, 30))
        elif fault == 5:
            lines = bytes(made).split(b"\n")
            one, other = rng.randrange(len(lines)), rng.randrange(len(lines))
            lines[one], lines[other] = lines[other], lines[one]
            made = bytearray(b"\n".join(lines))
        elif fault == 6:
            marks = (b"\0", b'"', b"\n", b"\r", b"\xff\xfe", b"\xef\xbb\xbf", b"\x1a", b",",
                     b"\xed\xa0\xbd", b"\x1b[2J")  # fmt: skip
            made[place:place] = rng.choice(marks) * rng.choice((1, 1, 50))
        elif fault == 7:
            made[:0] = rng.choice((b"\xef\xbb\xbf", b"\xff\xfe", b"\n\n", b"sep=;\n", b"PK\x03\x04",
                                   b"PAR1", b"\x1f\x8b", b" " * 99))  # fmt: skip
        else:
            made[place : place + 4] = rng.choice((b"\xff" * 4, bytes(4), b"\x7f\xff\xff\xff"))
    return bytes(made)


def pictures(names: list[str], stem: Path, rng: random.Random) -> Path:
    """A folder or ZIP of tiny pictures under these names, often broken."""
    usable = [one for one in names if 0 < len(one.encode("utf-8", "replace")) < 200]
    usable = [one.encode("utf-8", "replace").decode() for one in usable if "\0" not in one]
    if rng.random() < 0.3:
        stem.mkdir()
        for name in usable:
            if "/" not in name and name not in (".", ".."):
                (stem / name).write_bytes(_picture(rng))
        return stem
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a name that comes twice
        for name in usable:
            member = zipfile.ZipInfo(rng.choice((name, f"a/{name}", f"../{name}")))
            if rng.random() < 0.05:
                member.external_attr = 0o120777 << 16  # a link
            made.writestr(member, _picture(rng))
    content = stream.getvalue()
    return _placed(
        broken_bytes(content, rng) if rng.random() < 0.4 else content,
        stem.with_name(f"{stem.name}.zip"),
        rng,
    )


def _picture(rng: random.Random) -> bytes:
    stream = io.BytesIO()
    size = rng.choice(((9, 9), (1, 1), (8, 300), (3_000, 2)))
    kind = rng.choice(("PNG", "JPEG", "GIF", "WEBP", "BMP"))
    Image.new(rng.choice(("RGB", "L")), size, rng.randrange(200)).save(stream, kind)
    content = stream.getvalue()
    return broken_bytes(content, rng) if rng.random() < 0.3 else content
