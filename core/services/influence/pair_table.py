"""A file of pairs of people: columns A_x and B_x, and Choice where it was judged."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.errors import ColumnError, InputFileError
from core.formats import listed_names
from core.models.influence.pairs import Floats, Pairs, same_people
from core.store.ingest.reading import small_table
from core.store.ingest.values.numbers import CAPS, MISSING, parse_number

CHOICE = "choice"
_IDS = ("influencer_id", "id", "handle", "name", "username", "account")
_A = {"1", "1.0", "a", "true", "yes"}
_B = {"0", "0.0", "b", "false", "no"}
# A column of which fewer cells can be read as numbers is no feature.
_READABLE_MIN = 0.5


@dataclass(frozen=True)
class PairTable:
    """Attributes:
    name: of the file.
    names: features that both sides have, in the file's order.
    a, b: (n, d), NaN where a cell is empty or no number.
    choice: (n,) 1 for A, 0 for B, NaN where it is not given; None without the column.
    id_a, id_b: (n,) as given; None without such columns.
    notes: what a reader should know, a sentence each.
    """

    name: str
    names: tuple[str, ...]
    a: Floats
    b: Floats
    choice: Floats | None
    id_a: NDArray[np.object_] | None
    id_b: NDArray[np.object_] | None
    notes: tuple[str, ...]

    def features(self, names: tuple[str, ...]) -> tuple[Floats, Floats]:
        """A's and B's (n, len(names)) in the order asked for."""
        places = [self.names.index(name) for name in names]
        return self.a[:, places], self.b[:, places]

    def labelled_pairs(self, names: tuple[str, ...]) -> Pairs:
        """The pairs that have a choice.

        Raises:
            ColumnError: there is no column of choices, or no cell of it can be read.
        """
        if self.choice is None:
            raise ColumnError(
                f"{self.name}: needs a column 'Choice' (1 when A is more influential, 0 when B "
                "is) to learn from. Add it, or rename the one that says so."
            )
        known = np.isfinite(self.choice)
        if not known.any():
            raise InputFileError(
                f"{self.name}: expected 1 or 0 in the column 'Choice', found neither. Check that "
                "the columns are not shifted."
            )
        a, b = (side[known] for side in self.features(names))
        if self.id_a is not None and self.id_b is not None:
            _, number = np.unique(
                np.r_[self.id_a[known], self.id_b[known]].astype(str), return_inverse=True
            )
            people = number[: len(a)].astype(np.int64), number[len(a) :].astype(np.int64)
        else:
            people = same_people(a, b)
        return Pairs(names, a, b, self.choice[known], *people)


def read_pairs(path: Path) -> PairTable:
    """The pairs of a CSV, XLSX or Parquet file, in the order of the file.

    Raises:
        InputFileError: it cannot be read or has no rows.
        ColumnError: no feature stands on both sides, or two columns have one name.
    """
    name = path.name
    notes: list[str] = []
    with small_table.opened(path) as table:
        header = table.header
        doubled = sorted({column for column in header if header.count(column) > 1})
        if doubled:
            raise ColumnError(
                f"{name}: expected each column once, found '{doubled[0]}' twice. Rename one."
            )
        cells = pd.DataFrame(
            table.rows(*(table.text(place) for place in range(len(header)))),
            columns=list(header),
            dtype="str",
        )
        if table.broken_count:
            notes.append(
                f"{name}: {table.broken_count:,} lines cannot be taken apart and are left out."
            )
    if cells.empty:
        raise InputFileError(f"{name}: expected one row per pair, found none. Add some.")
    shared = [
        column[2:] for column in header if column.startswith("a_") and f"b_{column[2:]}" in header
    ]
    one_sided = [
        column
        for column in header
        if column[:2] in ("a_", "b_") and column[2:] not in shared and len(column) > 2
    ]
    ids = next((column for column in _IDS if column in shared), None)
    names, sides = _features(
        cells, [column for column in shared if column not in _IDS], name, notes
    )
    if not names:
        raise ColumnError(
            f"{name}: needs columns A_x and B_x with numbers (for example A_follower_count and "
            f"B_follower_count), found {listed_names(header)}. Rename those that mean it."
        )
    if one_sided:
        notes.append(f"{name}: not used, one side lacks it: {listed_names(one_sided)}.")
    return PairTable(
        name,
        tuple(names),
        sides[0],
        sides[1],
        _choices(cells[CHOICE], name, notes) if CHOICE in header else None,
        None if ids is None else cells[f"a_{ids}"].fillna("").to_numpy(object),
        None if ids is None else cells[f"b_{ids}"].fillna("").to_numpy(object),
        tuple(notes),
    )


def _features(
    cells: pd.DataFrame, shared: list[str], name: str, notes: list[str]
) -> tuple[list[str], tuple[Floats, Floats]]:
    names: list[str] = []
    texts: list[str] = []
    columns: tuple[list[Floats], list[Floats]] = ([], [])
    for feature in shared:
        (a, odd_a, full_a), (b, odd_b, full_b) = (
            _numbers(cells[f"{side}_{feature}"]) for side in "ab"
        )
        if odd_a + odd_b > (1 - _READABLE_MIN) * (full_a + full_b):
            texts.append(feature)
            continue
        if odd_a + odd_b:
            notes.append(
                f"{name}: {odd_a + odd_b:,} cells of {feature} are no numbers and count as unknown."
            )
        names.append(feature)
        columns[0].append(a)
        columns[1].append(b)
    if texts:
        notes.append(f"{name}: not used, no numbers: {listed_names(texts)}.")
    if not names:
        return [], (np.empty((len(cells), 0)), np.empty((len(cells), 0)))
    return names, (np.column_stack(columns[0]), np.column_stack(columns[1]))


def _numbers(cells: pd.Series) -> tuple[Floats, int, int]:
    """Values, how many cells are neither empty nor numbers, and how many are not empty."""
    values = pd.to_numeric(cells, errors="coerce").to_numpy(float, na_value=np.nan).copy()
    values[~(np.abs(values) <= CAPS["average"])] = np.nan
    filled = cells.notna() & ~cells.str.lower().isin(MISSING)
    for place in np.flatnonzero(np.isnan(values) & filled.to_numpy()):
        try:
            number = parse_number(str(cells.iloc[place]), "average")
        except ValueError:
            continue
        if number is not None and abs(number) <= CAPS["average"]:
            values[place] = number
    return values, int((np.isnan(values) & filled).sum()), int(filled.sum())


def _choices(cells: pd.Series, name: str, notes: list[str]) -> Floats:
    bare = cells.str.lower()
    choices = np.where(bare.isin(_A), 1.0, np.where(bare.isin(_B), 0.0, np.nan))
    odd = int(np.isnan(choices).sum())
    if odd:
        notes.append(f"{name}: {odd:,} pairs have no choice that can be read (1 or 0).")
    return choices
