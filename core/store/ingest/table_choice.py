"""Which table a file holds: as somebody says, by its columns, or by its name where several fit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

from core.errors import ColumnError
from core.store.ingest.column_names import propose
from core.store.ingest.formats import FORMATS, TABLE_NAMES, Format
from core.store.ingest.model import ImportFile

BY_FILE_NAME = "by the file name"
_CREATORS_ONLY = {"bio", "handle", "platform", "recent_captions", "avg_likes", "avg_comments"}
_FORMAT_OF_KIND = {
    "influencers_csv": "influencers",
    "growth_csv": "growth",
    "brands_csv": "brands",
}
# Formats of a table, the more special one first.
_FORMATS_OF_TABLE = {"ratings": ("fifteen", "ratings"), "influencers": ("growth", "influencers")}
# Words of a file name, without their ending s -> table.
_TABLE_OF_WORD = {
    "influencer": "influencers",
    "creator": "influencers",
    "post": "posts",
    "history": "follower_history",
    "brand": "brands",
    "rating": "ratings",
    "collaboration": "collaborations",
    "collab": "collaborations",
    "partnership": "collaborations",
    "interaction": "interactions",
}


@dataclass(frozen=True)
class TableChoice:
    """Attributes:
    format: that the file is read by.
    reason: why, as half a sentence, such as 'by the columns'.
    """

    format: Format
    reason: str


def chosen_table(file: ImportFile, header: Sequence[str]) -> TableChoice | None:
    """The format a file is read by; None when neither its columns nor its name tell.

    What `--table` or the Data page says holds. Otherwise the columns decide; where they fit the
    table that the file name says as well as that of their own, with as many columns read, the name
    does.

    Raises:
        ColumnError: the file is meant for a table that is not there.
    """
    if file.kind is not None:
        name = _FORMAT_OF_KIND.get(file.kind, file.kind.removeprefix("table:"))
        return TableChoice(FORMATS[name], "as it is known")
    if file.table is not None:
        return TableChoice(_told(file, file.table, header), "as chosen")
    by_columns = next((form for form in FORMATS.values() if _tells(form, file, header)), None)
    for table in _named_tables(file.shown_name):
        form = _of_table(table, file, header)
        if form is by_columns or not _may_hold(form, file, header):
            continue
        if by_columns is None:
            return TableChoice(form, BY_FILE_NAME)
        if _used_count(form, file, header) >= _used_count(by_columns, file, header):
            return TableChoice(
                form, f"{BY_FILE_NAME}; its columns would also fit {by_columns.table}"
            )
    return None if by_columns is None else TableChoice(by_columns, "by the columns")


def _told(file: ImportFile, table: str, header: Sequence[str]) -> Format:
    if table not in TABLE_NAMES:
        raise ColumnError(
            f"{file.shown_name}: expected a table among {', '.join(TABLE_NAMES)}, found '{table}'."
        )
    return _of_table(table, file, header)


def _of_table(table: str, file: ImportFile, header: Sequence[str]) -> Format:
    """The format of a table that the columns tell, else its plainest one."""
    names = _FORMATS_OF_TABLE.get(table, (table,))
    telling = (FORMATS[name] for name in names if _tells(FORMATS[name], file, header))
    return next(telling, FORMATS[names[-1]])


def _named_tables(file_name: str) -> list[str]:
    """Tables that a file name has words of, the last first: 'brand-collaborations.csv'."""
    words = re.findall(r"[^\W\d_]+", PurePath(file_name).stem.lower())
    tables = [_TABLE_OF_WORD.get(word.removesuffix("s")) for word in reversed(words)]
    return list(dict.fromkeys(table for table in tables if table))


def _columns_of(form: Format, file: ImportFile, header: Sequence[str]) -> set[str]:
    """Targets that a column or the column map fills."""
    there = set(propose(form, header, similar=False))
    return there | {name for name, source in file.mapping.items() if form.target(name) and source}


def _used_count(form: Format, file: ImportFile, header: Sequence[str]) -> int:
    return len(_columns_of(form, file, header))


def _tells(form: Format, file: ImportFile, header: Sequence[str]) -> bool:
    """Whether the columns alone tell of this format."""
    there = _columns_of(form, file, header)
    return _may_hold(form, file, header) and all(
        any(name in there for name in group) for group in form.telling
    )


def _may_hold(form: Format, file: ImportFile, header: Sequence[str]) -> bool:
    """Whether the columns are enough for this format."""
    there = _columns_of(form, file, header)
    if form.name in ("influencers", "brands") and len(there) < 2:
        return False  # an id alone is no table
    if form.name == "brands" and _of_creators(header) - {
        match.source for match in propose(form, header, similar=False).values()
    }:
        return False
    unknown = [name for name in file.mapping if not form.target(name)]
    return not unknown and all(any(name in there for name in group) for group in form.needs)


def _of_creators(header: Sequence[str]) -> set[str]:
    """Columns that only a table of creators has."""
    matches = propose(FORMATS["influencers"], header, similar=False)
    return {match.source for name, match in matches.items() if name in _CREATORS_ONLY}
