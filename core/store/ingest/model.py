"""What goes into an import and what comes out of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from core.formats import short_name

_NAMED_COLUMNS = 12


@dataclass(frozen=True)
class ImportFile:
    """One file to import.

    Attributes:
        path: where it lies.
        shown_name: the name the user knows it by; goes to rejects and messages.
        table: table of the schema it is meant for, or None to recognise it by its header.
        mapping: target column -> column of the file, on top of what is recognised. A source
            in quotes is a constant ("'tiktok'"); an empty one leaves the target out.
        kind: as in `Preview.kind`, when the caller knows which file it is.
    """

    path: Path
    shown_name: str
    table: str | None = None
    mapping: Mapping[str, str] = field(default_factory=dict)
    kind: str | None = None


@dataclass(frozen=True)
class FileSummary:
    """Rows of one file: read = used + rejected + merged.

    Attributes:
        table: the main table of the file; "ratings" for the fifteen-column table.
        kind: as in `Preview.kind`.
        used_count: rows that are in the store as a row of their own in that table.
        merged_count: rows that a later row of the same file with the same key replaced.
        top_reasons: (reason, rows) of the rejects, most frequent first, at most 5.
        other_currencies: signs or codes of those that prices are in, besides the euro.
    """

    shown_name: str
    table: str
    kind: str
    sha256: str
    read_count: int
    used_count: int
    rejected_count: int
    merged_count: int
    top_reasons: tuple[tuple[str, int], ...] = ()
    other_currencies: tuple[str, ...] = ()


@dataclass(frozen=True)
class ImportSummary:
    """Outcome of one import.

    Attributes:
        warnings: in words, each with a count: what was left empty, guessed or added.
        row_counts: rows a given table holds now.
    """

    files: tuple[FileSummary, ...]
    warnings: tuple[str, ...]
    row_counts: Mapping[str, int]

    @property
    def rejected_count(self) -> int:
        """Rejected rows of all files."""
        return sum(summary.rejected_count for summary in self.files)


@dataclass(frozen=True)
class Match:
    """A column of the file proposed for a target column.

    Attributes:
        source: column of the file.
        confidence: 1 the same name, 0.9 a known other name, below 0.8 only similar: such a
            column is proposed but not used before somebody says so.
    """

    source: str
    confidence: float


@dataclass(frozen=True)
class Usage:
    """Attributes:
    columns_count: columns of the file.
    unused_columns: those that nothing is read from, in the order of the file.
    values_count: cells that are not empty in the rows looked at.
    used_values_count: of them, cells that were read from rows that can be used.
    suggestions: column that is not used -> target it may be meant for.
    """

    columns_count: int
    unused_columns: tuple[str, ...]
    values_count: int
    used_values_count: int
    suggestions: Mapping[str, str]

    @property
    def values_share(self) -> float:
        """Share of the values that is used, 0-1; 0 for a file without values."""
        return self.used_values_count / self.values_count if self.values_count else 0.0

    @property
    def words(self) -> str:
        """Shares of columns and values in a sentence, and the names of unused columns."""
        used = self.columns_count - len(self.unused_columns)
        text = (
            f"{used:,} of {self.columns_count:,} columns and {_share(self.values_share)} of the "
            "values are used."
        )
        if not self.unused_columns:
            return text
        named = [
            f"{short_name(name)} (maybe {self.suggestions[name]}?)"
            if name in self.suggestions
            else short_name(name)
            for name in self.unused_columns[:_NAMED_COLUMNS]
        ]
        more = len(self.unused_columns) - _NAMED_COLUMNS
        return f"{text} Not used: {', '.join(named)}{f' and {more:,} more' if more > 0 else ''}."


@dataclass(frozen=True)
class Preview:
    """What an import would make of a file.

    Attributes:
        kind: fifteen | influencers_csv | growth_csv | brands_csv | table:<name> | unknown.
        table_reason: why it is read as that, such as 'by the columns'; '' for unknown.
        found_columns: header of the file, in order.
        proposed: target column -> best column of the file.
        targets: every column the file could be mapped to, in schema order.
        missing: targets without a column.
        required: groups of targets of which one is needed and none is there; empty when the
            file can be imported.
        first_rows: at most 20 rows as text under the file's own header.
        rows_count: rows in the file.
        checked_count: rows that were tried out for `rejects`.
        rejected_count: of them, rows that could not be used.
        rejects: sample of at most 20: line_number, reason, raw.
        warnings: what would be left empty or guessed.
        usage: how much of its columns and values would be used.
    """

    kind: str
    table_reason: str
    found_columns: tuple[str, ...]
    proposed: Mapping[str, Match]
    targets: tuple[str, ...]
    missing: tuple[str, ...]
    required: tuple[tuple[str, ...], ...]
    first_rows: pd.DataFrame
    rows_count: int
    checked_count: int
    rejected_count: int
    rejects: pd.DataFrame
    warnings: tuple[str, ...]
    usage: Usage


def _share(share: float) -> str:
    """In whole per cent, where neither all nor nothing is said of less than that."""
    if 0 < share < 0.01:
        return "under 1%"
    return f"{min(share, 0.99):.0%}" if share < 1 else "100%"
