"""The answer to a subject as a folder or ZIP: JSON, a CSV per table, pictures and a README."""

from __future__ import annotations

import json
import math
import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import fields
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pandas as pd

from core.errors import AppError
from core.services.privacy.subject_access import Rows, SubjectData
from core.services.privacy.words import BUILD_TABLES, WORKSPACE_TABLES
from core.store.export import check_place, to_csv_bytes
from core.store.temporary import working_folder

_JPEG = b"\xff\xd8"
_PRIVATE_FOLDER, _PRIVATE_FILE = 0o700, 0o600
MENTIONS = "named_by_others"
_MENTIONS_WORDS = "Texts of other creators and brands that name the creator"


def write_answer(data: SubjectData, out: Path) -> list[str]:
    """Writes the answer and returns the names of its files; a ZIP when `out` ends in .zip.

    It appears when it is complete, readable by its owner alone.

    Raises:
        AppError: there is something at `out` already, or it cannot be written.
    """
    check_place(out)
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise AppError(
            f"--out: '{out.name}' is there already. Name a new folder, or a new file that ends in "
            ".zip."
        )
    files = dict(answer_files(data))
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with working_folder(out.parent) as made:
            if out.suffix.lower() == ".zip":
                _write_zip(files, made / out.name, out)
            else:
                _write_folder(files, made / "answer", out)
    except OSError as error:
        raise AppError(
            f"--out: cannot write '{out.name}' ({error.strerror}). Choose another place."
        ) from error
    return sorted(files)


def answer_files(data: SubjectData) -> Iterator[tuple[str, bytes]]:
    """Name and content of each file of the answer."""
    rows_of_files: dict[str, tuple[str, int]] = {}
    pictures: dict[str, bytes] = {}
    shown: dict[str, dict[str, Rows]] = {"build": {}, "workspace": {}}
    for folder, tables, words in (
        ("build", data.tables, BUILD_TABLES),
        ("workspace", data.workspace, WORKSPACE_TABLES),
    ):
        for table, rows in tables.items():
            shown[folder][table] = [_shown_row(table, row, pictures) for row in rows]
            rows_of_files[f"{folder}/{table}.csv"] = (words.get(table, table), len(rows))
            yield f"{folder}/{table}.csv", _csv(shown[folder][table])
    if data.mentions:
        rows_of_files[f"build/{MENTIONS}.csv"] = (_MENTIONS_WORDS, len(data.mentions))
        yield f"build/{MENTIONS}.csv", _csv(data.mentions)
    yield from pictures.items()
    yield "data.json", _json(data, shown)
    yield "README.txt", _readme(data, rows_of_files, sorted(pictures)).encode()


def _shown_row(table: str, row: dict[str, Any], pictures: dict[str, bytes]) -> dict[str, Any]:
    """A row whose pictures are files and whose vectors are named by their size."""
    shown = {}
    for name, value in row.items():
        if isinstance(value, bytes) and value.startswith(_JPEG):
            key = row.get("picture_id") or f"avatar-{len(pictures) + 1}"
            file = f"pictures/{key}.jpg"
            pictures[file] = value
            shown[name] = file
        elif isinstance(value, bytes):
            shown[name] = f"vector, {len(value):,} bytes"
        elif table == "influence" and name == "strength_draws" and value is not None:
            shown[name] = f"vector, {len(value):,} numbers"
        else:
            shown[name] = value
    return shown


def _csv(rows: Rows) -> bytes:
    return to_csv_bytes(pd.DataFrame(rows, dtype=object).map(_plain))


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime | date) else value


def _json(data: SubjectData, shown: dict[str, dict[str, Rows]]) -> bytes:
    content = {field.name: getattr(data, field.name) for field in fields(data)}
    content["vectors"] = [vars(vector) for vector in data.vectors]
    del content["tables"]
    content |= shown
    text = json.dumps(_finite(content), ensure_ascii=False, indent=2, default=str, allow_nan=False)
    return (text + "\n").encode("utf-8", "replace")


def _finite(value: Any) -> Any:
    """The same with null in place of what JSON cannot hold."""
    if isinstance(value, dict):
        return {name: _finite(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(item) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return _plain(value)


def _readme(data: SubjectData, files: dict[str, tuple[str, int]], pictures: list[str]) -> str:
    made = data.made_at.astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC")
    lines = [
        f"What is held on @{data.handle} ({data.platform})",
        "",
        f"Made on {made}. It shows what was held at that moment.",
    ]
    if data.was_forgotten:
        lines.append(
            "The creator was forgotten on request before. What is listed here still has to be "
            "deleted: 'python -m core forget' does it."
        )
    if data.build_id:
        demo = " The data are made up (demo data)." if data.is_demo else ""
        lines.append(
            f"Data in use: build {data.build_id}, as of {data.as_of_day or 'an unknown day'}.{demo}"
        )
    else:
        lines.append("The data in use hold nothing on this creator.")
    lines += [
        "",
        "data.json holds everything in one file. The tables, one file each:",
        "",
        *(
            f"  {name}: {count:,} {'row' if count == 1 else 'rows'}. {words}."
            for name, (words, count) in files.items()
        ),
    ]
    if pictures:
        lines += ["", f"The folder pictures holds {len(pictures):,} pictures, as kept."]
    if data.vectors:
        lines += [
            "",
            "Models also made rows of numbers of the texts and pictures. They cannot be read by "
            "people and are not included:",
            "",
            *(
                f"  {one.file}: {one.rows_count:,} x {one.numbers_count:,} numbers."
                for one in data.vectors
            ),
        ]
    if data.build_files:
        lines += ["", "Further files of the build that name the creator: "
                  f"{', '.join(data.build_files)}."]  # fmt: skip
    lines += ["", *_elsewhere(data)]
    return "\n".join(lines) + "\n"


def _elsewhere(data: SubjectData) -> Iterator[str]:
    for older in data.older_builds:
        counts = older["rows"].values()
        yield (
            f"Older build {older['build_id']} holds {sum(counts):,} rows in {len(counts)} tables."
        )
    for upload in data.uploads:
        yield f"Uploaded file that names the creator: {upload}"
    if not data.older_builds and not data.uploads:
        yield "No older build and no uploaded file holds the creator."
    yield (
        "Vectors of texts and pictures are also kept in data/cache under a hash of the text or "
        "file, without a name. Source files, exports and backups outside the data folder are not "
        "known to this program."
    )


def _write_zip(files: dict[str, bytes], made: Path, out: Path) -> None:
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    made.chmod(_PRIVATE_FILE)
    out.open("xb").close()  # fails where another answer was faster, which `replace` would overwrite
    made.replace(out)


def _write_folder(files: dict[str, bytes], made: Path, out: Path) -> None:
    made.mkdir(mode=_PRIVATE_FOLDER)
    for name, content in files.items():
        (made / name).parent.mkdir(exist_ok=True, mode=_PRIVATE_FOLDER)
        (made / name).write_bytes(content)
        (made / name).chmod(_PRIVATE_FILE)
    if out.is_dir():
        out.rmdir()  # empty, as was seen before
    shutil.move(made, out)
