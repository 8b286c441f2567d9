"""Views of accounts and known collaborations, read from the files of `rank`."""

from __future__ import annotations

import tokenize
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from core.errors import ColumnError, InputFileError
from core.formats import listed_names
from core.models.ranking.views import AccountViews, Collaborations
from core.store.ingest.reading import bounds, small_table

_LARGEST = 1e100  # its square is still a number
# A row so many times as long as the median one of its view would decide what all others have in
# common. Counts with a heavy tail, such as followers, stay below.
_LONGEST_TIMES = 1e6
_LONGEST_ID = 200
_SHOWN_ID = 40
IDS, CATEGORY = "ids", "category"
BRAND = ("brand_id", "brand")
CREATOR = ("influencer_id", "creator_id", "influencer", "creator")


# What zipfile and numpy raise of damaged parts and headers.
_NOT_NPZ = (
    OSError, EOFError, ValueError, KeyError, TypeError, RuntimeError, SyntaxError, MemoryError,
    tokenize.TokenError, zipfile.BadZipFile, zlib.error,
)  # fmt: skip

Warn = Callable[[str], None]


def ignored(_warning: str) -> None:
    """Takes a warning that nobody reads."""


@dataclass(frozen=True)
class KnownPairs:
    """Attributes:
    collaborations: of the accounts given.
    used_count: pairs in it.
    unknown_count: rows whose brand or creator has no views.
    """

    collaborations: Collaborations
    used_count: int
    unknown_count: int


def read_accounts(path: Path, warn: Warn = ignored) -> AccountViews:
    """The accounts of an NPZ file: `ids` and one array a view, a row an account.

    Rows with NaN, infinity or numbers from 1e100 on count as unknown, as do those that are a
    million times as long as the median row of their view. An array `category` holds one text an
    account.

    Args:
        warn: takes what was left out, with its count.
    Raises:
        InputFileError: it is no NPZ file, or an array does not fit the others.
        ColumnError: `ids` is missing, or there is no view.
    """
    arrays = _arrays(path)
    if IDS not in arrays:
        raise ColumnError(
            f"{path.name}: needs an array '{IDS}', found {listed_names(list(arrays)) or 'none'}."
        )
    ids = tuple(_text(value) for value in arrays.pop(IDS).ravel().tolist())
    if not ids:
        raise InputFileError(f"{path.name}: expected accounts, found none. Check the file.")
    if len(set(ids)) < len(ids) or not all(ids):
        raise InputFileError(
            f"{path.name}: expected each id in '{IDS}' once, found {len(ids):,} with "
            f"{len(set(filter(None, ids))):,} different ones. Leave one row for each account."
        )
    longest = max(ids, key=len)
    if len(longest) > _LONGEST_ID:
        count = sum(len(name) > _LONGEST_ID for name in ids)
        raise InputFileError(
            f"{path.name}: expected ids of at most {_LONGEST_ID} characters, found {count:,} "
            f"longer ones, such as '{longest[:_SHOWN_ID]}...' with {len(longest):,}. Check "
            f"the array '{IDS}'."
        )
    category = arrays.pop(CATEGORY, None)
    for name, array in arrays.items():
        if array.ndim not in (1, 2) or len(array) != len(ids) or array.dtype.kind not in "fiub":
            raise InputFileError(
                f"{path.name}: expected {len(ids):,} rows of numbers in '{name}', found shape "
                f"{array.shape} of type {array.dtype}."
            )
    views = {}
    for name, array in arrays.items():
        if array.size:
            views[name], outliers = _with_unknown(array.reshape(len(ids), -1))
            if outliers:
                rows = "row" if outliers == 1 else "rows"
                warn(
                    f"{path.name}: {outliers:,} {rows} of '{name}' left out: a million times as "
                    "long as the median row, or more."
                )
    if not views:
        raise ColumnError(f"{path.name}: expected an array of numbers beside '{IDS}', found none.")
    categories = None
    if category is not None and category.ndim == 1 and len(category) == len(ids):
        categories = tuple(_text(value) or None for value in category.tolist())
    return AccountViews(ids, views, categories)


def shared_views(*accounts: AccountViews) -> tuple[AccountViews, ...]:
    """The same accounts with the views alone that all of them have, in the order of the first.

    Raises:
        InputFileError: there is none, or one has another length on one side.
    """
    names = [name for name in accounts[0].arrays if all(name in other.arrays for other in accounts)]
    if not names:
        found = "; ".join(", ".join(other.arrays) for other in accounts)
        raise InputFileError(f"Expected a view that all files have, found {found}.")
    for name in names:
        widths = {other.arrays[name].shape[1] for other in accounts}
        if len(widths) > 1:
            raise InputFileError(
                f"Expected the view '{name}' with as many numbers in each file, found "
                f"{', '.join(map(str, sorted(widths)))}."
            )
    return tuple(
        replace(other, arrays={name: other.arrays[name] for name in names}) for other in accounts
    )


def read_pairs(path: Path, brands: AccountViews, creators: AccountViews) -> KnownPairs:
    """Which of these brands worked with which of these creators, from a CSV, XLSX or Parquet file.

    Raises:
        InputFileError: it cannot be read, or no row names a brand and a creator that are known.
        ColumnError: brand_id or influencer_id is missing.
    """
    with small_table.opened(path) as table:
        brand, creator = table.place(BRAND), table.place(CREATOR)
        rows = table.rows(table.id(brand), table.id(creator))
    brand_places = {name: place for place, name in enumerate(brands.ids)}
    creator_places = {name: place for place, name in enumerate(creators.ids)}
    positives = np.zeros((len(brands.ids), len(creators.ids)), dtype=bool)
    unknown = 0
    for brand_id, creator_id in rows:
        if brand_id in brand_places and creator_id in creator_places:
            positives[brand_places[brand_id], creator_places[creator_id]] = True
        else:
            unknown += 1
    if not positives.any():
        raise InputFileError(
            f"{path.name}: expected pairs of a known brand and a known creator, found none among "
            f"{len(rows):,} rows. Check that its ids are those of the NPZ files."
        )
    known = Collaborations(brands, creators, positives)
    return KnownPairs(known, int(positives.sum()), unknown)


def _arrays(path: Path) -> dict[str, NDArray[np.generic]]:
    try:
        file = np.load(path, allow_pickle=False)
        if not isinstance(file, np.lib.npyio.NpzFile):
            raise ValueError("it holds a single array")
        with file:
            entries = file.zip.infolist() if file.zip is not None else []
            # The archive gives no more of an array than it says.
            bounds.check_text(sum(entry.file_size for entry in entries), path.name, "arrays")
            arrays = {name: file[name] for name in file.files}
            strange = [name for name, array in arrays.items() if not isinstance(array, np.ndarray)]
            if strange:  # numpy hands over the bytes of a part without the mark of an array
                raise ValueError(f"'{strange[0]}' is no array")
            return arrays
    except FileNotFoundError as error:
        raise InputFileError(f"Expected a file at {path}, found none. Check the path.") from error
    except _NOT_NPZ as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise InputFileError(
            f"{path.name} cannot be read as NPZ ({reason}). Write it with numpy.savez, ids as "
            "text rather than objects."
        ) from error


def _text(value: object) -> str:
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    return str(value).strip()


def _with_unknown(array: NDArray[np.generic]) -> tuple[NDArray[np.float64], int]:
    """Rows that say nothing as NaN, and how many of them are far too long."""
    numbers = array.astype(np.float64)
    with np.errstate(over="ignore", invalid="ignore"):
        lengths = np.abs(numbers).max(axis=1)
    known = lengths[np.isfinite(lengths) & (lengths > 0)]
    # The mean of two lengths near the largest number would not be one.
    median = float(np.median(np.minimum(known, _LARGEST))) if len(known) else np.inf
    is_outlier = np.isfinite(lengths) & (lengths >= min(median * _LONGEST_TIMES, _LARGEST))
    numbers[is_outlier | ~np.isfinite(lengths)] = np.nan
    return numbers, int(is_outlier.sum())
